// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "model/trace.hpp"

namespace souptrace::trace {

/// Takes what is secret (base/secrets.hpp) out of everything in the trace that somebody else wrote: compile and link commands, URLs, what
/// package databases and declarations say, findings. All documents are made of the trace, so this is the one door. Each withheld secret is a
/// finding "secret-withheld" that names it and where it stood; the findings are not sorted. Components whose ids are equal without their secrets
/// are told apart by a number ("…~2").
void withhold_secrets(Trace& trace);

/// The same of findings that are made after the trace.
void withhold_secrets(std::vector<Finding>& findings);

}  // namespace souptrace::trace

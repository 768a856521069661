// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/trace.hpp"

namespace souptrace::trace {

/// Takes what is secret (base/secrets.hpp) out of everything in the trace that somebody else wrote: compile and link commands, URLs, what
/// package databases and declarations say, findings. All documents are made of the trace, so this is the one door. Each withheld secret is a
/// finding "secret-withheld" that names it and where it stood; the findings are not sorted.
void withhold_secrets(Trace& trace);

}  // namespace souptrace::trace

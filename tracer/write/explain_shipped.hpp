// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "write/explain_lines.hpp"
#include "write/find.hpp"

namespace souptrace::write {

/// A file that was made of a binary after its link: which binary, its own digests, and each step on the way with its tool and the digests
/// before and after it; or what is said of it where no recorded step explains it.
void explain_shipped(Lines& lines, const TraceIndex& index, const Subject& subject);

}  // namespace souptrace::write

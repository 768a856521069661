// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "model/shipped_record.hpp"

namespace souptrace::trace {

/// Puts what became of the binaries into the trace, in place of what it said before: the records of the
/// binaries as they are linked now, each distinct file once. Finding "shipped-file-unexplained" for each that
/// the recorded steps do not explain, "shipped-file-foreign" for each that only bears a binary's name.
void set_shipped(Trace& trace, const std::vector<ShippedRecord>& records);

}  // namespace souptrace::trace

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "write/bom_plan.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {

/// The member "evidence" of a component: for a package how its identity is known (technique and confidence by
/// the tier of its weakest file), and for each thing that the linker took in where it lies and why it was
/// taken. Headers and sources get an occurrence only in the trace: a document with a few thousand of them
/// stays readable.
void write_evidence(JsonText& json, const TraceIndex& index, const Part& part);

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "write/bom_plan.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {

/// "formulation": how the binary was made, as one task with the compilers and the linker as its tools, what
/// went in and the binary that came out; then what was done to its file, one task for each that ships.
void write_formulation(JsonText& json, const Trace& trace, const TraceBinary& binary, const BomPlan& plan);

}  // namespace souptrace::write

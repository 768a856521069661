// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "write/bom_plan.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {

/// "dependencies": dependencies_of(), one entry for every component of the document.
void write_dependencies(JsonText& json, const TraceBinary& binary, const BomPlan& plan);

/// "compositions": `complete` only where the link proves it. The binary's own list is, when its witnesses
/// agree; a component is inside, when this build compiled all of it; the inside of a prebuilt archive or
/// shared library is unknown.
void write_compositions(JsonText& json, const TraceBinary& binary, const BomPlan& plan);

}  // namespace souptrace::write

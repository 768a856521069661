// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "write/bom_plan.hpp"
#include "write/bom_properties.hpp"
#include "write/cyclonedx.hpp"
#include "write/cyclonedx_values.hpp"

namespace souptrace::write {

inline constexpr const char* kToolRef = "tool:souptrace";

/// What the parts of one document are written with.
struct CycloneDxContext {
  const TraceIndex& index;
  const TraceBinary& binary;
  CycloneDxVersion version;
};

/// One component with its children.
void write_part(JsonText& json, const CycloneDxContext& context, const Part& part);

/// "components"; nothing when there are no `parts`.
void write_parts(JsonText& json, const CycloneDxContext& context, const std::vector<const Part*>& parts);

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "model/trace.hpp"

namespace souptrace::write {

/// How another document refers to what an SBOM lists (BOM-Link, ECMA-424).
struct BomLink {
  std::string bom;     ///< "urn:cdx:<UUID of the serial number>/<version>"
  std::string sha256;  ///< of the SBOM's bytes
  std::map<std::string, std::string> refs;  ///< by Component::id: the component's bom-ref in the SBOM
};

/// `sbom` is what cyclonedx() gives for this trace and binary: its serial number is taken, its references are those of the plan. `bom` is ""
/// where it has no serial number.
[[nodiscard]] BomLink bom_link(const Trace& trace, const TraceBinary& binary, std::string_view sbom);

}  // namespace souptrace::write

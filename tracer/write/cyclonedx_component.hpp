// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "write/bom_plan.hpp"
#include "write/bom_properties.hpp"
#include "write/cyclonedx.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {

inline constexpr const char* kToolRef = "tool:souptrace";

/// What the parts of one document are written with.
struct CycloneDxContext {
  const TraceIndex& index;
  const TraceBinary& binary;
  CycloneDxVersion version;
};

/// The member "properties"; nothing when there are none.
void write_properties(JsonText& json, Properties& properties);

/// "hashes" and "omniborId", as far as there are digests.
void write_digests(JsonText& json, const std::string& sha256, const std::string& sha512,
                   const std::string& gitoid);

/// The elements of "hashes".
void write_hashes(JsonText& json, const std::string& sha256, const std::string& sha512);

/// An organizational entity as the member `name`; nothing for an empty text.
void write_organization(JsonText& json, std::string_view name, std::string_view text);

/// "pedigree" of a file that other bytes than the linker's make up: from which file, and by what.
void write_pedigree(JsonText& json, const TraceBinary& binary, const ShippedFile& shipped);

/// One component with its children.
void write_part(JsonText& json, const CycloneDxContext& context, const Part& part);

/// "components"; nothing when there are no `parts`.
void write_parts(JsonText& json, const CycloneDxContext& context, const std::vector<const Part*>& parts);

}  // namespace souptrace::write

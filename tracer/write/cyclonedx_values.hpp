// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "model/trace.hpp"
#include "write/bom_properties.hpp"
#include "write/json_text.hpp"

// Members that several objects of a CycloneDX document have.
namespace souptrace::write {

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

}  // namespace souptrace::write

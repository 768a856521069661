// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

// What Spack writes into the .spack folder of an installation prefix. Source: Spack's verify.py and spec.py
// (0.14 to 1.0).
namespace souptrace::formats {

/// install_manifest.json: an object from absolute path to {"type": "file" | "link" | "dir", "hash": base32 of
/// the SHA-1, …}.
struct SpackManifest {
  std::map<std::string, std::string> files;  ///< path below the prefix → SHA-1, lower-case hexadecimal; ""
                                             ///< when the entry has none that can be read
};

/// The prefix is the shortest path of the manifest, so that a manifest holds for a prefix that was moved.
/// Errors: those of Json::parse; "spack-manifest-malformed" for what is no object.
[[nodiscard]] Result<SpackManifest> parse_spack_manifest(std::string_view text);

/// The first node of spec.json: {"spec": {"nodes": [{…}]}}, before Spack 0.17 {"spec": [{"<name>": {…}}]}.
struct SpackSpec {
  std::string name, version, hash;
  std::string name_space;    ///< of the repository that the recipe came from; "" for none
  std::string architecture;  ///< "linux-debian12-x86_64"; "" for none
  std::string compiler;      ///< "gcc@12.2.0"; "" where the compiler is a dependency (Spack 1.0)
  std::string parameters;    ///< "build_system=makefile +pic ~shared", sorted
};

/// Errors: those of Json::parse; "spack-spec-malformed" when there is no node with name and version.
[[nodiscard]] Result<SpackSpec> parse_spack_spec(std::string_view text);

}  // namespace souptrace::formats

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

// Nix's and Guix's stores. Sources: the Nix manual ("Store path specification", "Derivation"), nix's
// derivations and names (libstore).
namespace souptrace::formats {

/// "/nix/store/<32 characters of Nix's base 32>-<name>" as the beginning of a path, below whatever root.
struct StorePath {
  std::string store;  ///< "/nix/store" or "/gnu/store" with what stands before it
  std::string base;   ///< "<hash>-<name>"
  std::string name;   ///< "zlib-1.3.1", as it stands there: where the version begins is not said
  bool guix = false;
};

/// The store path that holds `path`; nothing when it lies in no store.
[[nodiscard]] std::optional<StorePath> store_path_of(std::string_view path);

/// Name and version as a derivation file (ATerm: Derive([…],…,[("pname","zlib"),("version","1.3.1"),…]))
/// gives them to its builder; both "" where it does not.
struct DerivationName {
  std::string pname;
  std::string version;
};
[[nodiscard]] DerivationName parse_derivation_name(std::string_view text);

}  // namespace souptrace::formats

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "identify/resolver.hpp"

// What this build makes itself, objects, libraries, generated sources, belongs to whoever owns what it is
// made from. That can be said only after the resolvers have spoken about sources and directories.
namespace souptrace::identify {

/// Whose directories are, innermost first: what resolvers said in Knowledge::directories.
class DirectoryOwners {
 public:
  explicit DirectoryOwners(std::vector<DirectoryOwner> owners);
  /// The owner of the innermost directory in which the path lies; null when nobody claims one.
  [[nodiscard]] const DirectoryOwner* of(const std::string& path) const;

 private:
  std::vector<DirectoryOwner> owners_;  ///< sorted by directory, the one with precedence first
};

/// Tells the chosen claim to a file in question by its index.
using ChosenClaim = std::function<Claim(std::size_t)>;

/// The owner of a target: of all its own sources where they have one owner, else of its source directory.
/// Null when nobody claims that.
[[nodiscard]] const DirectoryOwner* owner_of_target(const Question& question, const Target& target,
                                                    const DirectoryOwners& owners);

/// The tier of what is made from something of that component: the product declares its own; of anything else
/// CMake's record says what it was made from, and no database or commit has it.
[[nodiscard]] Tier derived_tier(std::string_view component);

/// Claims (Reach::built) to the files that targets make: artifacts and generated sources. Where nobody claims
/// the target's directories, the one owner of those of its sources that are in question counts: a package may
/// ship sources (/usr/src/googletest).
[[nodiscard]] std::vector<FileClaim> built_claims(const Question& question, const DirectoryOwners& owners,
                                                  const ChosenClaim& chosen);

/// Claims (Reach::compiled) to objects: the owner of each object's source, which `chosen` tells by index.
[[nodiscard]] std::vector<FileClaim> compiled_claims(const Question& question, const ChosenClaim& chosen);

}  // namespace souptrace::identify

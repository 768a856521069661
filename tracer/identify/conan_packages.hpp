// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>

#include "identify/conan_cmake_packages.hpp"
#include "identify/conan_component.hpp"
#include "identify/conan_store.hpp"
#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Everything that is known of this build's Conan packages, read when it is asked for.
class ConanPackages {
 public:
  explicit ConanPackages(const Question& question)
      : folders(question.host), databases(question.host), question_(question) {}

  ConanFolders folders;
  ConanDatabases databases;

  /// The package in a package folder. Its reference has no name when nothing states one. Findings:
  /// "database-broken", "package-db-mismatch" (the manifest is not the one that belongs to the package
  /// revision; it is not used then).
  [[nodiscard]] Outcome<ConanPackage> at(const std::string& folder);

  /// What the generated CMake files name, by package folder.
  [[nodiscard]] const std::map<std::string, ConanCMakeEntry>& from_cmake();

 private:
  void read_manifest(ConanPackage& package, std::vector<Finding>& findings) const;
  [[nodiscard]] bool take_row(ConanPackage& package, std::vector<Finding>& findings);
  void name_without_database(ConanPackage& package);

  const Question& question_;
  std::optional<std::map<std::string, ConanCMakeEntry>> from_cmake_;
};

}  // namespace souptrace::identify

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "identify/distribution.hpp"
#include "identify/recorded_file.hpp"
#include "identify/resolver.hpp"
#include "identify/system_root.hpp"

// What the package managers of operating systems have in common: a database below a root directory says which
// package has which path.
namespace souptrace::identify {

/// What a database is asked.
struct SystemQuestion {
  const SystemRoot& root;
  std::set<std::string> paths;  ///< as within the root, in every spelling that the database may have
  bool unowned = false;  ///< some file outside the product's directories is in no database that was asked before
};

/// What it says.
struct SystemPackages {
  std::map<std::string, Component> components;              ///< by id; those that have a file in `files`
  std::map<std::string, std::vector<RecordedFile>> files;  ///< by path, as in SystemQuestion
};

/// Reads one database; no database, no answer and no finding. Findings: "database-broken".
using SystemLookUp = Outcome<SystemPackages> (*)(const SystemQuestion& question);

/// The resolver that asks the database below `root` ("" for the host's own) by that function.
[[nodiscard]] std::unique_ptr<Resolver> system_resolver(std::string root, SystemLookUp look_up);

/// All paths and aliases of the question of which the root's databases may speak, as within the root, sorted.
[[nodiscard]] std::vector<std::string> wanted_paths(const SystemRoot& root, const Question& question);

/// Gives a file that a database lists to its package.
void add_recorded_file(SystemPackages& packages, const std::string& path, RecordedFile record);

/// A finding about a broken database or a file of it. `place` is on this machine.
[[nodiscard]] Finding system_database_broken(const std::string& place, const std::string& text,
                                             const std::string& remedy);

/// What a package says of its licence: an SPDX expression when it is one, else NOASSERTION with the text's
/// digest. `place` is where it was read; nothing stated is NOASSERTION alone.
[[nodiscard]] License stated_license(const std::string& text, const std::string& place);

/// Sets a property that is not empty.
void set_property(Component& component, const std::string& key, const std::string& value);

}  // namespace souptrace::identify

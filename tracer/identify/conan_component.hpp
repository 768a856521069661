// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "formats/conan_manifest.hpp"
#include "formats/conan_reference.hpp"
#include "host/host.hpp"
#include "identify/conan_store.hpp"
#include "model/component.hpp"
#include "model/finding.hpp"

namespace souptrace::identify {

/// A package folder and what was found out about it.
struct ConanPackage {
  std::string folder;
  std::optional<formats::ConanManifest> manifest;  ///< nothing when it is missing or broken
  std::optional<ConanRow> row;                     ///< nothing when no database knows the folder
  std::string recipe_folder;                       ///< "" = not known
  formats::ConanReference reference;               ///< of `row`; else as far as other records say
  Evidence named_by;                               ///< who says the name
  std::string package_id;
  std::string package_revision;
};

/// "conan:<reference>#<recipe revision>:<package id>#<package revision>", as Conan spells packages in full;
/// what is not known is left out.
[[nodiscard]] std::string conan_component_id(const ConanPackage& package);

/// "conan/<reference>": how places name files of the package folder. Conan gives the folders of packages that
/// are built here random names.
[[nodiscard]] std::string conan_folder_name(const ConanPackage& package);

/// "conan:<reference>#<recipe revision>", before the names of a recipe's files in evidence.
[[nodiscard]] std::string conan_recipe_place(const ConanPackage& package);

/// What the records state about a package: its recipe's literal attributes (conan_recipe.hpp), its licence
/// texts, settings and options. Findings: a recipe that was edited in the cache ("database-broken").
[[nodiscard]] Outcome<Component> conan_component(Host& host, const ConanPackage& package);

/// Puts into a component what the recipe `conanfile` states: licence, supplier, URLs, topics. `place` is how
/// evidence names that file.
void add_recipe(std::string_view conanfile, const std::string& place, Component& component);

}  // namespace souptrace::identify

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

#include "formats/conan_manifest.hpp"
#include "support/sqlite_bytes.hpp"
#include "system_in_memory.hpp"

// A Conan 2 home in memory, laid out as Conan 2.34.0 does it.
namespace souptrace::test {

constexpr const char* kConanHome = "/home/dev/.conan2";

/// What goes into one package.
struct ConanPackageFiles {
  std::string reference;
  std::string path;                          ///< in the cache: "zlibb1234" or "b/zlibb1234"
  std::map<std::string, std::string> files;  ///< content by path in the package
  std::map<std::string, std::string> links = {};
  std::string recipe = "class A(ConanFile):\n    license = \"MIT\"\n";
  std::string configuration = "[settings]\narch=x86_64\nos=Linux\n[options]\nshared=False\n";
  std::string data = {};  ///< conandata.yml; "" for none
};

inline std::string conan_manifest_text(const std::map<std::string, std::string>& contents) {
  std::string out = "1795407527\n";
  for (const auto& [path, content] : contents) out += path + ": " + md5_of(content) + '\n';
  return out;
}

inline std::string revision_of(const std::string& manifest) {
  return formats::conan_revision(*formats::parse_conan_manifest(manifest));
}

/// A Conan home that packages are put into; write_database() comes last.
class ConanHome {
 public:
  explicit ConanHome(MemoryHost& host, std::string home = kConanHome)
      : host_(host), cache_(std::move(home) + "/p") {}

  /// The package's folder.
  std::string add(const ConanPackageFiles& package) {
    const std::string recipe_path = "recipe" + std::to_string(++recipes_);
    std::map<std::string, std::string> recipe{{"conanfile.py", package.recipe}};
    if (!package.data.empty()) recipe["conandata.yml"] = package.data;
    for (const auto& [name, content] : recipe)
      host_.add_file(cache_ + '/' + recipe_path + "/e/" + name, content);
    const std::string recipe_manifest = conan_manifest_text(recipe);
    host_.add_file(cache_ + '/' + recipe_path + "/e/conanmanifest.txt", recipe_manifest);
    const std::string folder = cache_ + '/' + package.path + "/p";
    const std::string prev = put(host_, folder, package);
    const std::string rrev = revision_of(recipe_manifest);
    statements_ +=
        "INSERT INTO recipes VALUES('" + package.reference + "','" + rrev + "','" + recipe_path + "',1,1);";
    statements_ += "INSERT INTO packages VALUES('" + package.reference + "','" + rrev + "','0ee6','" + prev +
                   "','" + package.path + "',1,NULL,1);";
    return folder;
  }

  /// Writes a package's files without a database; its revision.
  static std::string put(MemoryHost& host, const std::string& folder, const ConanPackageFiles& package) {
    std::map<std::string, std::string> contents = package.files;
    contents["conaninfo.txt"] = package.configuration;
    for (const auto& [path, content] : contents) host.add_file(folder + '/' + path, content);
    for (const auto& [path, target] : package.links) {
      host.add_symlink(folder + '/' + path, target);
      contents[path] = target;
    }
    const std::string manifest = conan_manifest_text(contents);
    host.add_file(folder + "/conanmanifest.txt", manifest);
    return revision_of(manifest);
  }

  void write_database() { host_.add_file(database(), sqlite_bytes(statements_)); }
  [[nodiscard]] std::string database() const { return cache_ + "/cache.sqlite3"; }

 private:
  MemoryHost& host_;
  std::string cache_;
  int recipes_ = 0;
  std::string statements_ =
      "CREATE TABLE recipes (reference text NOT NULL, rrev text NOT NULL, path text NOT NULL UNIQUE,"
      " timestamp real NOT NULL, lru integer NOT NULL, UNIQUE(reference, rrev));"
      "CREATE TABLE packages (reference text NOT NULL, rrev text NOT NULL, pkgid text, prev text,"
      " path text NOT NULL UNIQUE, timestamp real NOT NULL, build_id text, lru integer NOT NULL,"
      " UNIQUE(reference, rrev, pkgid, prev));";
};

/// The one component whose name is that.
inline const Component& conan_component_named(const Outcome<Identification>& outcome,
                                              const std::string& name) {
  for (const auto& [id, component] : outcome.value.components)
    if (component.name == name) return component;
  FAIL("no component is called " << name);
  throw 0;
}

}  // namespace souptrace::test

// SPDX-License-Identifier: Apache-2.0
#include "identify/conan_cmake_packages.hpp"

#include "base/path.hpp"
#include "formats/conan_cmake.hpp"

namespace souptrace::identify {
namespace {

std::string real(Host& host, const std::string& path) {
  const auto found = host.real_path(path);
  return found ? *found : path;
}

std::string variable_in(Host& host, const std::string& file, std::string_view ending) {
  const auto content = host.read(file);
  return content ? formats::cmake_variable((*content)->text(), ending) : "";
}

/// The version that the package's other files state. They are called as find_package() wants it, and the file
/// at hand is called "<that name>-<configuration>[-<architecture>]-data.cmake".
std::string version_beside(Host& host, const std::string& file) {
  const std::string directory(path::parent(file));
  std::string stem(path::filename(file));
  if (stem.starts_with("module-")) stem.erase(0, std::string_view("module-").size());
  for (auto dash = stem.rfind('-'); dash != std::string::npos && dash > 0; dash = stem.rfind('-')) {
    stem.erase(dash);
    const std::string base = path::join(directory, stem);
    for (const char* ending : {"-config-version.cmake", "ConfigVersion.cmake"}) {
      std::string version = variable_in(host, base + ending, "PACKAGE_VERSION");
      if (!version.empty()) return version;
    }
    const std::string module = path::join(directory, "Find" + stem + ".cmake");
    std::string version = variable_in(host, module, "_VERSION_STRING");
    if (!version.empty()) return version;
  }
  return "";
}

}  // namespace

std::map<std::string, ConanCMakeEntry> conan_cmake_packages(Host& host, const BuildFacts& facts) {
  std::map<std::string, ConanCMakeEntry> out;
  for (const std::string& file : facts.configure_inputs) {
    if (!formats::is_conan_cmake_name(path::filename(file))) continue;
    const auto content = host.read(file);
    if (!content) continue;
    const auto packages = formats::read_conan_cmake((*content)->text(), std::string(path::parent(file)));
    for (const formats::ConanCMakePackage& package : packages) {
      const std::string folder = real(host, package.folder);
      if (out.contains(folder)) continue;
      ConanCMakeEntry entry{package.name, version_beside(host, file), folder, {}, file};
      for (const std::string& directory : package.directories)
        entry.directories.push_back(real(host, directory));
      out.emplace(folder, std::move(entry));
    }
  }
  return out;
}

}  // namespace souptrace::identify

// SPDX-License-Identifier: Apache-2.0
#include "identify/package_descriptions.hpp"

#include <algorithm>
#include <utility>

#include "base/path.hpp"
#include "base/text.hpp"

namespace souptrace::identify {
namespace {

constexpr std::size_t kMaximumDescriptions = 4096;  // of one directory
constexpr std::size_t kMaximumLibraries = 256;      // of one description

using DescriptionParser = Result<formats::PackageMetadata> (*)(std::string_view, std::string_view);

std::string real_or_none(Host& host, const std::string& path) {
  const auto real = host.real_path(path);
  return real ? *real : "";
}

std::vector<std::string> files_ending(Host& host, const std::string& directory, std::string_view ending) {
  std::vector<std::string> out;
  const auto names = host.list(directory);
  if (!names) return out;
  for (const std::string& name : *names)
    if (name.ends_with(ending) && out.size() < kMaximumDescriptions)
      out.push_back(path::join(directory, name));
  return out;
}

/// Link options name libraries by directory and name: what the linker would find.
void add_link_names(Host& host, PackageDescription& description) {
  const formats::PackageMetadata& metadata = description.metadata;
  std::size_t asked = 0;
  for (const std::string& name : metadata.link_names)
    for (const std::string& directory : metadata.link_directories)
      for (const std::string_view ending : {".so", ".a"}) {
        if (++asked > kMaximumLibraries) return;
        std::string real = real_or_none(host, path::join(directory, "lib" + name + std::string(ending)));
        if (real.empty()) continue;
        if (name == metadata.link_names.front() && description.first.empty()) description.first = real;
        description.names.insert(std::move(real));
      }
}

void add_descriptions(Host& host, const std::string& source, const std::vector<std::string>& files,
                      DescriptionParser parse, std::vector<PackageDescription>& out) {
  for (const std::string& file : files) {
    const auto content = host.read(file);
    if (!content) continue;
    auto metadata = parse((*content)->text(), path::parent(file));
    if (!metadata) continue;
    PackageDescription one{source, file, std::move(*metadata), {}, ""};
    for (std::size_t i = 0; i < std::min(one.metadata.locations.size(), kMaximumLibraries); ++i)
      if (std::string real = real_or_none(host, one.metadata.locations[i]); !real.empty())
        one.names.insert(std::move(real));
    add_link_names(host, one);
    if (!one.names.empty()) out.push_back(std::move(one));
  }
}

/// "zlib@release.cps" has the places, "zlib.cps" beside it the version and the licence.
void complete_configurations(std::vector<PackageDescription>& descriptions,
                             const std::map<std::string, formats::PackageMetadata>& bases) {
  for (PackageDescription& one : descriptions) {
    const auto base = bases.find(one.metadata.name);
    if (one.source != "cps" || base == bases.end()) continue;
    if (one.metadata.version.empty()) one.metadata.version = base->second.version;
    if (one.metadata.license.empty()) one.metadata.license = base->second.license;
    if (one.metadata.url.empty()) one.metadata.url = base->second.url;
  }
}

void add_cps(Host& host, const std::string& directory, std::vector<PackageDescription>& out) {
  std::vector<std::string> files = files_ending(host, directory, ".cps");
  if (const auto names = host.list(directory))
    for (const std::string& name : *names) {
      if (files.size() >= kMaximumDescriptions) break;
      if (name.find('.') != std::string_view::npos) continue;
      for (std::string& file : files_ending(host, path::join(directory, name), ".cps"))
        files.push_back(std::move(file));
    }
  if (files.empty()) return;
  std::map<std::string, formats::PackageMetadata> bases;
  for (const std::string& file : files)
    if (file.find('@') == std::string_view::npos)
      if (const auto content = host.read(file))
        if (auto base = formats::parse_cps((*content)->text(), path::parent(file)))
          bases.emplace(base->name, std::move(*base));
  add_descriptions(host, "cps", files, formats::parse_cps, out);
  complete_configurations(out, bases);
}

/// The literal version of a package's version file.
std::string stated_version(Host& host, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    const std::string name = to_lower(path::filename(file));
    if (!name.ends_with("configversion.cmake") && !name.ends_with("config-version.cmake")) continue;
    if (const auto content = host.read(file)) return formats::cmake_package_version((*content)->text());
  }
  return "";
}

/// Exported targets name their files below the prefix, which is a directory above their own.
void add_imported(Host& host, const std::string& directory, const std::vector<std::string>& files,
                  PackageDescription& out) {
  for (const std::string& file : files) {
    const auto content = host.read(file);
    if (!content) continue;
    for (const std::string_view location : formats::imported_locations((*content)->text()))
      for (std::string_view prefix = directory; prefix.size() > 1 && out.names.size() < kMaximumLibraries;
           prefix = path::parent(prefix)) {
        std::string real = real_or_none(host, path::normalize(path::join(prefix, location)));
        if (real.empty()) continue;
        out.names.insert(std::move(real));
        break;
      }
  }
}

}  // namespace

std::vector<PackageDescription> descriptions_beside(Host& host, const std::string& directory) {
  std::vector<PackageDescription> out;
  const std::string above(path::parent(directory));
  const std::string top(path::parent(above));
  for (const std::string& base : {directory, path::join(above, "share"), path::join(top, "share")})
    add_cps(host, path::join(base, "cps"), out);
  for (const std::string& base : {directory, path::join(above, "share"), path::join(top, "share")})
    add_descriptions(host, "pkg-config", files_ending(host, path::join(base, "pkgconfig"), ".pc"),
                     formats::parse_pkg_config, out);
  return out;
}

std::vector<PackageDescription> found_packages(Host& host, const BuildFacts& facts) {
  constexpr std::string_view kEnding = "_DIR";
  std::vector<PackageDescription> out;
  for (const auto& [key, directory] : facts.cache) {
    if (!key.ends_with(kEnding) || !path::is_absolute(directory)) continue;
    const std::string package = key.substr(0, key.size() - kEnding.size());
    const std::vector<std::string> files = files_ending(host, directory, ".cmake");
    const auto config = std::find_if(files.begin(), files.end(), [&](const std::string& file) {
      const std::string_view name = path::filename(file);
      return name == package + "Config.cmake" || name == to_lower(package) + "-config.cmake";
    });
    if (config == files.end()) continue;
    PackageDescription one{"find_package", *config, {}, {}, ""};
    one.metadata.name = package;
    one.metadata.version = stated_version(host, files);
    add_imported(host, path::normalize(directory), files, one);
    if (!one.names.empty()) out.push_back(std::move(one));
  }
  return out;
}

}  // namespace souptrace::identify

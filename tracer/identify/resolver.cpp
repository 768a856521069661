// SPDX-License-Identifier: Apache-2.0
#include "identify/resolver.hpp"

#include <algorithm>
#include <array>

#include "base/path.hpp"

namespace souptrace::identify {
namespace {

auto first_not_before(const std::vector<FileInQuestion>& files, std::string_view path) {
  return std::lower_bound(
      files.begin(), files.end(), path,
      [](const FileInQuestion& file, std::string_view wanted) { return file.path < wanted; });
}

}  // namespace

std::vector<std::size_t> files_below(const std::vector<FileInQuestion>& files, const std::string& directory) {
  std::vector<std::size_t> out;
  // In byte order "/a-b" stands between "/a" and "/a/b": the directory itself is looked up apart.
  if (const auto same = file_index(files, directory)) out.push_back(*same);
  const std::string prefix = directory.ends_with('/') ? directory : directory + '/';
  for (auto at = first_not_before(files, prefix); at != files.end() && at->path.starts_with(prefix); ++at)
    out.push_back(static_cast<std::size_t>(at - files.begin()));
  return out;
}

std::optional<std::size_t> file_index(const std::vector<FileInQuestion>& files, std::string_view path) {
  const auto at = first_not_before(files, path);
  if (at == files.end() || at->path != path) return std::nullopt;
  return static_cast<std::size_t>(at - files.begin());
}

std::string few_of(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 5;
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < kMost; ++i) out += (i == 0 ? "" : ", ") + names[i];
  return names.size() > kMost ? out + ", …" : out;
}

std::string evidence_place(const BuildFacts& facts, const std::string& path) {
  if (path::is_below(path, facts.build_directory) || path::is_below(path, facts.source_directory))
    return path;
  if (!facts.sysroot.empty() && path::is_below(path, facts.sysroot))
    return "system:" + std::string(path::below(path, facts.sysroot));
  for (const std::string_view directory : {"/usr", "/lib", "/lib64", "/opt", "/etc", "/var"})
    if (path::is_below(path, directory))
      return facts.sysroot.empty() ? path : "host:" + std::string(path::below(path, "/"));
  return "outside:" + path::relative(path, facts.source_directory);
}

bool is_binary_name(std::string_view path) {
  constexpr std::array<std::string_view, 7> kEndings{".a", ".so", ".o", ".obj", ".lib", ".dll", ".dylib"};
  const std::string_view name = path::filename(path);
  if (name.find(".so.") != std::string_view::npos) return true;
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace souptrace::identify

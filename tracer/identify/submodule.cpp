// SPDX-License-Identifier: Apache-2.0
#include "identify/submodule.hpp"

#include "base/path.hpp"
#include "formats/git_config.hpp"

namespace souptrace::identify {
namespace {

constexpr std::uint32_t kGitlinkMode = 0160000;

/// "./" and "../" at the start of a submodule's URL stand for the superproject's (gitmodules(5)).
std::string resolved_url(std::string_view superproject, std::string_view url) {
  if (!url.starts_with("./") && !url.starts_with("../")) return public_url(url);
  while (superproject.ends_with('/')) superproject.remove_suffix(1);
  while (!superproject.empty()) {
    if (url.starts_with("./")) {
      url.remove_prefix(2);
      continue;
    }
    if (!url.starts_with("../")) return std::string(superproject) + '/' + std::string(url);
    url.remove_prefix(3);
    const auto slash = superproject.find_last_of('/');
    superproject = superproject.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
  return "";
}

}  // namespace

std::optional<Submodule> submodule_at(Host& host, const WorkTree& outer, std::string_view relative) {
  const formats::GitIndexEntry* link = outer.entry(relative);
  if (link == nullptr || link->mode != kGitlinkMode) return std::nullopt;
  Submodule out{std::string(relative), link->oid, "", "", ""};
  const auto file = host.read(path::join(outer.root, ".gitmodules"));
  if (!file) return out;
  const auto modules = formats::parse_git_config((*file)->text());
  if (!modules) {
    out.problem = modules.error().describe();
    return out;
  }
  for (const std::string& name : modules->subsections("submodule")) {
    if (modules->value("submodule", name, "path").value_or("") != relative) continue;
    const std::string url = modules->value("submodule", name, "url").value_or("");
    out.name = repository_name(url);
    out.url = resolved_url(outer.url, url);
  }
  return out;
}

std::string submodule_of(const WorkTree& outer, std::string_view file) {
  for (std::string_view directory = path::parent(file);
       !directory.empty() && directory != "." && directory != "/"; directory = path::parent(directory)) {
    const formats::GitIndexEntry* entry = outer.entry(directory);
    if (entry != nullptr && entry->mode == kGitlinkMode) return std::string(directory);
  }
  return "";
}

}  // namespace souptrace::identify

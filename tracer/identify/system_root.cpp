// SPDX-License-Identifier: Apache-2.0
#include "identify/system_root.hpp"

#include <algorithm>
#include <array>

#include "base/path.hpp"
#include "base/text.hpp"

namespace souptrace::identify {
namespace {

constexpr int kMostLinks = 40;  // as many as Linux follows

/// Directories that distributions have merged, into /usr or into each other (Fedora's /usr/sbin is /usr/bin).
constexpr std::array<std::string_view, 9> kMerged{"/bin",   "/sbin",   "/lib",      "/lib32",    "/lib64",
                                                  "/libx32", "/libo32", "/usr/sbin", "/usr/lib64"};

/// A directory as given and as it is without symbolic links.
std::vector<std::string> spellings_of_root(Host& host, const std::string& root) {
  std::vector<std::string> out{root};
  const auto real = host.real_path(root);
  if (real && *real != root) out.push_back(*real);
  return out;
}

void push_parts(const std::string& path, std::vector<std::string>& parts) {
  const auto names = split(path, '/');
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    if (!name->empty() && *name != ".") parts.emplace_back(*name);
}

}  // namespace

SystemRoot::SystemRoot(Host& host, const BuildFacts& facts, std::string root)
    : host_(host), root_(std::move(root)) {
  if (!root_.empty()) own_ = spellings_of_root(host_, root_);
  if (root_.empty() && !facts.sysroot.empty()) others_ = spellings_of_root(host_, facts.sysroot);
  learn_merged_directories();
}

void SystemRoot::learn_merged_directories() {
  for (const std::string_view name : kMerged) {
    const std::string directory(name);
    const auto real = find(directory);
    if (real && *real != directory) merged_.emplace_back(directory, *real);
    if (directory.starts_with("/usr/")) continue;
    // A copy of a system may have only one of the two.
    const std::string in_usr = "/usr" + directory;
    if (!real) merged_.emplace_back(directory, in_usr);
    if (real && *real == directory && !find(in_usr)) merged_.emplace_back(in_usr, directory);
  }
}

std::optional<std::string> SystemRoot::inner(const std::string& path) const {
  for (const std::string& other : others_)
    if (path::is_below(path, other)) return std::nullopt;
  if (own_.empty()) return path;
  for (const std::string& own : own_)
    if (path::is_below(path, own)) return path.substr(own.size());
  return std::nullopt;
}

std::vector<std::string> SystemRoot::spellings(const std::string& path) const {
  std::vector<std::string> out{path};
  const auto add = [&](std::string one) {
    if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
  };
  for (const auto& [name, real] : merged_) {
    if (path::is_below(path, real)) add(name + path.substr(real.size()));
    if (path::is_below(path, name)) add(real + path.substr(name.size()));
  }
  return out;
}

std::optional<std::string> SystemRoot::find(const std::string& path) const {
  std::vector<std::string> parts;  // still to go, the next one last
  push_parts(path, parts);
  std::string at;
  int links = 0;
  while (!parts.empty()) {
    const std::string part = std::move(parts.back());
    parts.pop_back();
    if (part == "..") {
      at.resize(at.rfind('/') == std::string::npos ? 0 : at.rfind('/'));
      continue;
    }
    const std::string next = at + '/' + part;
    const auto stat = host_.lstat(root_ + next);
    if (!stat) return std::nullopt;
    if (stat->kind != FileKind::symlink) {
      at = next;
      continue;
    }
    const auto target = host_.read_link(root_ + next);
    if (!target || ++links > kMostLinks) return std::nullopt;
    if (target->starts_with('/')) at.clear();
    push_parts(*target, parts);
  }
  return at.empty() ? "/" : at;
}

Result<std::shared_ptr<FileBytes>> SystemRoot::read(const std::string& path) const {
  const auto place = find(path);
  if (!place) return Error{"not-found", root_ + path + ": not found"};
  return host_.read(root_ + *place);
}

}  // namespace souptrace::identify

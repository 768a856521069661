// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace souptrace::path {
namespace {

std::vector<std::string_view> folded_parts(std::string_view path) {
  const bool rooted = is_absolute(path);
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    const bool can_fold = !parts.empty() && parts.back() != "..";
    if (part != ".." || (!can_fold && !rooted))
      parts.push_back(part);
    else if (can_fold)
      parts.pop_back();
  }
  return parts;
}

/// An absolute path that normalize() leaves as it is; nearly every one is.
bool is_normal(std::string_view path) {
  if (!is_absolute(path) || (path.size() > 1 && path.back() == '/')) return false;
  for (std::size_t at = 0; at != std::string_view::npos; at = path.find('/', at + 1)) {
    const std::string_view rest = path.substr(at + 1);
    if (rest.starts_with('/') || rest == "." || rest == ".." || rest.starts_with("./") || rest.starts_with("../")) return false;
  }
  return true;
}

}  // namespace

bool is_absolute(std::string_view path) { return !path.empty() && path.front() == '/'; }

std::string normalize(std::string_view path) {
  if (is_normal(path)) return std::string(path);
  std::string out = is_absolute(path) ? "/" : "";
  for (const std::string_view part : folded_parts(path)) {
    if (!out.empty() && out.back() != '/') out += '/';
    out += part;
  }
  return out.empty() ? "." : out;
}

std::string absolute(std::string_view path, std::string_view base) {
  return is_absolute(path) ? normalize(path) : normalize(join(base, path));
}

bool is_below(std::string_view path, std::string_view directory) {
  if (directory == "/") return is_absolute(path);
  return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

std::string_view below(std::string_view path, std::string_view directory) {
  std::string_view rest = path.substr(std::min(path.size(), directory.size()));
  if (rest.starts_with('/')) rest.remove_prefix(1);
  return rest;
}

std::string relative(std::string_view path, std::string_view directory) {
  const auto to = folded_parts(path);
  const auto from = folded_parts(directory);
  const auto [a, b] = std::mismatch(to.begin(), to.end(), from.begin(), from.end());
  std::string out;
  const auto add = [&](std::string_view part) { out += out.empty() ? std::string(part) : '/' + std::string(part); };
  for (auto it = b; it != from.end(); ++it) add("..");
  for (auto it = a; it != to.end(); ++it) add(*it);
  return out.empty() ? "." : out;
}

std::string_view filename(std::string_view path) {
  const auto at = path.rfind('/');
  return at == std::string_view::npos ? path : path.substr(at + 1);
}

std::string_view parent(std::string_view path) {
  const auto at = path.rfind('/');
  if (at == std::string_view::npos) return ".";
  return at == 0 ? path.substr(0, 1) : path.substr(0, at);
}

std::string_view extension(std::string_view path) {
  const std::string_view name = filename(path);
  const auto at = name.rfind('.');
  return at == std::string_view::npos || at == 0 ? std::string_view{} : name.substr(at);
}

std::string join(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  std::string out(directory);
  if (out.back() != '/') out += '/';
  return out += name;
}

namespace {
bool may_be_in_name(char c) { return c != '/' && c != '\\' && static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; }
}  // namespace

bool is_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && std::all_of(name.begin(), name.end(), may_be_in_name);
}

std::string as_name(std::string_view name) {
  std::string out(name);
  std::replace_if(out.begin(), out.end(), [](char c) { return !may_be_in_name(c); }, '_');
  return is_name(out) ? out : out + '_';
}

}  // namespace souptrace::path

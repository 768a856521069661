// SPDX-License-Identifier: Apache-2.0
#include "trace/places.hpp"

#include <algorithm>
#include <array>

#include "base/path.hpp"
#include "model/names.hpp"

namespace souptrace::trace {
namespace {

/// Top directories that belong to the system and not to a user (Filesystem Hierarchy Standard 3.0), and the stores of Nix and Guix.
constexpr std::array<std::string_view, 11> kSystemDirectories{"/usr", "/lib",  "/lib32", "/lib64", "/libx32", "/bin",
                                                              "/sbin", "/etc", "/opt",   "/nix",   "/gnu"};

bool is_system(std::string_view path) {
  return std::any_of(kSystemDirectories.begin(), kSystemDirectories.end(),
                     [&](std::string_view directory) { return path::is_below(path, directory); });
}

bool ends_name(std::string_view text, std::size_t at) {
  constexpr std::string_view kInName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.";
  return at >= text.size() || kInName.find(text[at]) == std::string_view::npos;
}

/// Replaces `directory` and the '/' behind it by `prefix`, wherever it stands as a whole name.
std::string replace_directory(std::string_view text, const std::string& directory, std::string_view prefix) {
  std::string out;
  for (;;) {
    const auto at = text.find(directory);
    if (at == std::string_view::npos || directory.size() < 2) return out += text;
    std::size_t end = at + directory.size();
    const bool whole = ends_name(text, end);
    out += text.substr(0, at);
    if (whole && end < text.size() && text[end] == '/') ++end;
    if (whole)
      out += prefix;
    else
      out += directory;
    text.remove_prefix(end);
  }
}

}  // namespace

Places::Places(const BuildFacts& facts)
    : source_(facts.source_directory), build_(facts.build_directory), sysroot_(facts.sysroot) {}

TracePath Places::place(std::string_view path) const {
  if (path::is_below(path, build_)) return {Root::build, std::string(path::below(path, build_))};
  if (path::is_below(path, source_)) return {Root::source, std::string(path::below(path, source_))};
  if (!sysroot_.empty() && path::is_below(path, sysroot_)) return {Root::system, std::string(path::below(path, sysroot_))};
  if (is_system(path)) return {Root::system, std::string(path::below(path, "/"))};
  return {Root::outside, path::relative(path, source_)};
}

std::string Places::name(std::string_view path) const {
  return path::is_absolute(path) ? text_of(place(path)) : std::string(path);
}

std::string Places::relocate(std::string_view text) const {
  // The longer directory first: one may lie in the other.
  const bool build_first = build_.size() >= source_.size();
  const std::string once = build_first ? replace_directory(text, build_, "build:") : replace_directory(text, source_, "source:");
  return build_first ? replace_directory(once, source_, "source:") : replace_directory(once, build_, "build:");
}

}  // namespace souptrace::trace

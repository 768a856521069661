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

bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

/// Whether this byte can be part of a file name that goes on: then what stands before it is not the whole name.
bool in_name(char byte) {
  constexpr std::string_view kOthers = "0123456789_-+.~@%#$";
  return is_letter(byte) || static_cast<unsigned char>(byte) >= 0x80 || kOthers.find(byte) != std::string_view::npos;
}

/// Whether a path can start behind `before`: not in the middle of another path, but right behind an option's letter ("-L/x").
bool starts_path(std::string_view before) {
  if (before.empty() || (!in_name(before.back()) && before.back() != '/')) return true;
  const auto word = before.find_last_of(" \t\n,;:=\"'()[]") + 1;  // 0 when there is none
  const std::string_view option = before.substr(word);
  return option.size() == 2 && option[0] == '-' && is_letter(option[1]);
}

/// Whether a path can end before `after`; a full stop is no part of it.
bool ends_path(std::string_view after) {
  if (after.starts_with('.')) after.remove_prefix(1);
  return after.empty() || !in_name(after.front());
}

/// Writes `directory` as `place`, wherever it stands as a whole name.
std::string replace_directory(std::string_view text, const std::string& directory, const TracePath& place) {
  if (directory.size() < 2) return std::string(text);
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = text.find(directory); at != std::string_view::npos; at = text.find(directory, done)) {
    std::size_t end = at + directory.size();
    const bool whole = starts_path(text.substr(0, at)) && ends_path(text.substr(end));
    out += text.substr(done, at - done);
    out += whole ? text_of(place) : directory;
    if (whole && place.path.empty() && end < text.size() && text[end] == '/') ++end;
    done = end;
  }
  return out += text.substr(done);
}

}  // namespace

Places::Places(const BuildFacts& facts, const std::map<std::string, std::string>& package_folders) : source_(facts.source_directory) {
  roots_ = {{facts.build_directory, {Root::build, ""}}, {source_, {Root::source, ""}}, {facts.sysroot, {Root::system, ""}}};
  if (facts.sysroot.size() > 1) own_ = Root::host;
  if (facts.named_directories.size() == 2) {
    roots_.push_back({facts.named_directories[0], {Root::source, ""}});
    roots_.push_back({facts.named_directories[1], {Root::build, ""}});
  }
  std::erase_if(roots_, [](const auto& root) { return root.first.size() < 2; });
  // The longer directory first: one may lie in the other.
  const auto longer = [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); };
  std::stable_sort(roots_.begin(), roots_.end(), longer);
  std::vector<std::pair<std::string, TracePath>> packages;
  for (const auto& [directory, name] : package_folders)
    if (place(directory).root == Root::outside) packages.push_back({directory, {Root::package, name}});
  roots_.insert(roots_.end(), packages.begin(), packages.end());
  std::stable_sort(roots_.begin(), roots_.end(), longer);
}

TracePath Places::place(std::string_view path) const {
  for (const auto& [directory, place] : roots_)
    if (path::is_below(path, directory)) {
      const std::string_view below = path::below(path, directory);
      return {place.root, place.path + (place.path.empty() || below.empty() ? "" : "/") + std::string(below)};
    }
  if (is_system(path)) return {own_, std::string(path::below(path, "/"))};
  return {Root::outside, path::relative(path, source_)};
}

std::string Places::name(std::string_view path) const {
  return path::is_absolute(path) ? text_of(place(path)) : std::string(path);
}

std::string Places::name_on_target(std::string_view path) const {
  if (!path::is_absolute(path)) return std::string(path);
  TracePath out = place(path);
  if (out.root == Root::host) out.root = Root::system;
  return text_of(out);
}

std::string Places::relocate(std::string_view text) const {
  std::string out(text);
  for (const auto& [directory, place] : roots_) out = replace_directory(out, directory, place);
  return out;
}

std::string Places::name_in_option(std::string_view word) const {
  const auto at = word.find('/');
  const bool is_one_path = at != std::string_view::npos && starts_path(word.substr(0, at)) && word.find_first_of(",;:=\"'", at) == std::string_view::npos;
  if (!is_one_path) return relocate(word);
  return std::string(word.substr(0, at)) + name(path::normalize(word.substr(at)));
}

}  // namespace souptrace::trace

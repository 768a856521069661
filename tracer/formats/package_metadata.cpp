// SPDX-License-Identifier: Apache-2.0
#include "formats/package_metadata.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "base/characters.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

constexpr int kMaximumVariables = 64;
constexpr std::size_t kMaximumExpansion = 65536;

using PkgConfigVariables = std::map<std::string, std::string, std::less<>>;

bool is_variable_name(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return is_letter_or_digit(c) || c == '_' || c == '.' || c == '-';
  });
}

/// `text` with its variables; nothing when one is not defined or they do not end.
std::optional<std::string> with_variables(std::string text, const PkgConfigVariables& variables) {
  std::size_t from = 0;
  for (int steps = 0; steps < kMaximumVariables; ++steps) {
    const std::size_t begin = text.find("${", from);
    if (begin == std::string_view::npos) return text;
    const std::size_t end = text.find('}', begin);
    if (end == std::string_view::npos) return std::nullopt;
    const auto variable = variables.find(std::string_view(text).substr(begin + 2, end - begin - 2));
    if (variable == variables.end()) return std::nullopt;
    if (text.size() + variable->second.size() > kMaximumExpansion) return std::nullopt;
    text.replace(begin, end + 1 - begin, variable->second);
    from = begin;
  }
  return std::nullopt;
}

/// The words of Libs, quotes and backslashes taken away.
std::vector<std::string> link_words(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && (c == ' ' || c == '\t')) {
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
    } else if (c == '\\' && i + 1 < text.size()) {
      word.push_back(text[++i]);
    } else if (quote == 0 ? c == '"' || c == '\'' : c == quote) {
      quote = quote == 0 ? c : '\0';
    } else {
      word.push_back(c);
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

void read_link_options(const std::string& libs, PackageMetadata& out) {
  for (const std::string& word : link_words(libs)) {
    if (word.starts_with("-L") && path::is_absolute(std::string_view(word).substr(2)))
      out.link_directories.push_back(path::normalize(std::string_view(word).substr(2)));
    else if (word.starts_with("-l") && word.size() > 2)
      out.link_names.push_back(word.substr(2));
    else if (path::is_absolute(word))
      out.locations.push_back(path::normalize(word));
  }
}

/// The prefix of a CPS document; "" when it does not say where it is.
std::string cps_prefix(const Json& root, std::string_view directory) {
  const std::string prefix = root.string_or("prefix", "");
  if (path::is_absolute(prefix)) return path::normalize(prefix);
  constexpr std::string_view kPrefix = "@prefix@";
  const std::string cps_path = root.string_or("cps_path", "");
  if (!cps_path.starts_with(kPrefix)) return "";
  const std::string below = path::normalize(std::string_view(cps_path).substr(kPrefix.size()));
  if (below.size() < 2) return std::string(directory);
  return directory.size() > below.size() && directory.ends_with(below)
             ? std::string(directory.substr(0, directory.size() - below.size()))
             : "";
}

void add_cps_location(const Json& object, const std::string& prefix, PackageMetadata& out) {
  constexpr std::string_view kPrefix = "@prefix@/";
  const std::string location = object.string_or("location", "");
  if (path::is_absolute(location)) out.locations.push_back(path::normalize(location));
  if (location.starts_with(kPrefix) && !prefix.empty())
    out.locations.push_back(path::normalize(prefix + '/' + location.substr(kPrefix.size())));
}

void sort_locations(PackageMetadata& out) {
  std::sort(out.locations.begin(), out.locations.end());
  out.locations.erase(std::unique(out.locations.begin(), out.locations.end()), out.locations.end());
}

}  // namespace

Result<PackageMetadata> parse_pkg_config(std::string_view text, std::string_view directory) {
  PkgConfigVariables variables{{"pcfiledir", std::string(directory)}};
  PkgConfigVariables fields;
  while (const auto raw = next_line(text)) {
    const std::string_view line = trim(raw->substr(0, raw->find('#')));
    const std::size_t at = line.find_first_of(":=");
    if (at == std::string_view::npos) continue;
    const std::string_view key = trim(line.substr(0, at));
    if (!is_variable_name(key)) continue;
    auto value = with_variables(std::string(trim(line.substr(at + 1))), variables);
    if (!value) continue;
    PkgConfigVariables& into = line[at] == '=' ? variables : fields;
    into.insert_or_assign(std::string(key), std::move(*value));
  }
  PackageMetadata out;
  out.name = fields["Name"];
  out.version = fields["Version"];
  if (out.name.empty() && out.version.empty())
    return Error{"pkg-config-malformed", "there is neither Name nor Version"};
  out.license = fields["License"];
  out.url = fields["URL"];
  read_link_options(fields["Libs"], out);
  if (out.link_directories.empty() && path::is_absolute(variables["libdir"]))
    out.link_directories.push_back(path::normalize(variables["libdir"]));
  sort_locations(out);
  return out;
}

Result<PackageMetadata> parse_cps(std::string_view text, std::string_view directory) {
  const auto root = Json::parse(text);
  if (!root) return root.error();
  PackageMetadata out;
  out.name = root->string_or("name", "");
  if (out.name.empty()) return Error{"cps-malformed", "the document has no name"};
  out.version = root->string_or("version", "");
  out.license = root->string_or("license", root->string_or("default_license", ""));
  out.url = root->string_or("website", "");
  const std::string prefix = cps_prefix(*root, directory);
  for (const Json& component : root->member("components").members()) {
    add_cps_location(component, prefix, out);
    for (const Json& configuration : component.member("configurations").members())
      add_cps_location(configuration, prefix, out);
  }
  sort_locations(out);
  return out;
}

std::string cmake_package_version(std::string_view text) {
  constexpr std::string_view kSet = "set(PACKAGE_VERSION";
  std::string out;
  while (const auto raw = next_line(text)) {
    const std::string_view line = trim(*raw);
    if (!line.starts_with(kSet)) continue;
    std::string_view value = line.substr(kSet.size());
    if (!value.starts_with(' ')) continue;  // PACKAGE_VERSION_COMPATIBLE, …
    value = trim(value);
    const bool quoted = value.starts_with('"');
    if (quoted) value.remove_prefix(1);
    value = value.substr(0, value.find(quoted ? '"' : ')'));
    value = trim(value);
    if (value.empty() || value.find('$') != std::string_view::npos) continue;
    if (!out.empty() && out != value) return "";
    out = value;
  }
  return out;
}

std::vector<std::string_view> imported_locations(std::string_view text) {
  constexpr std::string_view kPrefix = "\"${_IMPORT_PREFIX}/";
  std::vector<std::string_view> out;
  for (std::size_t at = text.find(kPrefix); at != std::string_view::npos; at = text.find(kPrefix, at)) {
    at += kPrefix.size();
    const std::size_t end = text.find_first_of("\"\n", at);
    if (end == std::string_view::npos) break;
    if (text[end] == '"') out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

}  // namespace souptrace::formats

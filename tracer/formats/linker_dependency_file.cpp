// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <unordered_set>

#include "formats/dependency_file.hpp"

// What the four linkers write, byte for byte:
//   bfd, gold  "out: \\\n" then "  path \\\n" for each, the last without " \\";   lld  "out:" then " \\\n
//   path" for each; mold  "out:" then " path" for each;   all then "\n" and, for each path, "\npath:\n".
namespace souptrace::formats {
namespace {

Error malformed(std::string text, std::size_t offset) {
  return {"dependency-file-malformed", std::move(text), offset};
}

std::string without_carriage_returns(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text.substr(i, 2) != "\r\n") out += text[i];
  return out;
}

/// The names of the phony rules in `text`, which starts behind the empty line before the first of them.
Result<std::vector<std::string_view>> phony_names(std::string_view text, std::size_t offset) {
  std::vector<std::string_view> names;
  while (!text.empty()) {
    const std::size_t end = text.find(":\n\n");
    const bool last = end == std::string_view::npos;
    if (last && !text.ends_with(":\n")) return malformed("the last rule is cut off", offset);
    const std::string_view name = text.substr(0, last ? text.size() - 2 : end);
    if (name.empty()) return malformed("a rule without a name", offset);
    names.push_back(name);
    const std::size_t used = last ? text.size() : end + 3;
    text.remove_prefix(used);
    offset += used;
  }
  return names;
}

/// Removes what stands between two paths of the first rule from the end of `rule`; false when it is something
/// else.
bool remove_separator(std::string_view& rule) {
  for (const std::string_view separator : {" \\\n  ", " \\\n ", " "}) {
    if (!rule.ends_with(separator)) continue;
    rule.remove_suffix(separator.size());
    return true;
  }
  return false;
}

/// Whether the first rule lists exactly `names`: taken from its end, because where its target ends cannot be
/// seen.
bool lists(std::string_view rule, const std::vector<std::string_view>& names) {
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    if (!rule.ends_with(*name)) return false;
    rule.remove_suffix(name->size());
    if (!remove_separator(rule)) return false;
  }
  return rule.size() > 1 && rule.ends_with(':');
}

std::string unescape(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string_view two = name.substr(i, 2);
    if (two == "\\ " || two == "\\#" || two == "$$") ++i;
    out += name[i];
  }
  return out;
}

}  // namespace

Result<std::vector<std::string>> parse_linker_dependency_file(std::string_view text, bool escaped) {
  std::string converted;
  if (text.find("\r\n") != std::string_view::npos && text.ends_with("\r\n"))
    text = converted = without_carriage_returns(text);
  if (const auto nul = text.find('\0'); nul != std::string_view::npos)
    return malformed("a NUL in a dependency file", nul);

  const std::size_t empty_line = text.find("\n\n");
  const bool has_phony = empty_line != std::string_view::npos;
  if (!has_phony && !text.ends_with('\n')) return malformed("the first rule is cut off", text.size());
  const std::string_view rule = text.substr(0, has_phony ? empty_line : text.size() - 1);
  const auto names =
      has_phony ? phony_names(text.substr(empty_line + 2), empty_line + 2) : std::vector<std::string_view>{};
  if (!names) return names.error();
  if (!lists(rule, *names))
    return malformed("the first rule does not list the same files as the rules behind it", 0);

  std::vector<std::string> out;
  std::unordered_set<std::string_view> seen;
  for (const std::string_view name : *names)
    if (seen.insert(name).second) out.push_back(escaped ? unescape(name) : std::string(name));
  return out;
}

}  // namespace souptrace::formats

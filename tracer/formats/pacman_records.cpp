// SPDX-License-Identifier: Apache-2.0
#include "formats/pacman_records.hpp"

#include "base/text.hpp"

namespace souptrace::formats {
namespace {

Error malformed_record(const char* code, const std::string& text, std::uint64_t offset) {
  return {code, text, offset};
}

bool is_section(std::string_view line) {
  return line.size() > 2 && line.starts_with('%') && line.ends_with('%');
}

/// The text with its "\ooo" escapes (three octal digits) undone.
std::string unescaped_name(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto value = text[i] == '\\' && i + 3 < text.size() ? parse_unsigned(text.substr(i + 1, 3), 8)
                                                              : std::nullopt;
    if (!value || *value > 255) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(*value);
    i += 3;
  }
  return out;
}

/// "./usr/lib/x" as "/usr/lib/x".
std::string absolute(std::string_view path) {
  std::string out = unescaped_name(path);
  if (out.starts_with("./")) out.erase(0, 1);
  return out.starts_with('/') ? out : '/' + out;
}

MtreeDigests digests_of(const std::vector<std::string_view>& words) {
  MtreeDigests out;
  for (const std::string_view word : words) {
    const auto equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = word.substr(0, equals);
    if (key == "sha256digest" || key == "sha256") out.sha256 = to_lower(word.substr(equals + 1));
    if (key == "md5digest" || key == "md5") out.md5 = to_lower(word.substr(equals + 1));
  }
  return out;
}

}  // namespace

Result<std::map<std::string_view, std::vector<std::string_view>>> parse_pacman_record(std::string_view text) {
  std::map<std::string_view, std::vector<std::string_view>> out;
  std::vector<std::string_view>* section = nullptr;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::uint64_t offset = text.size() - rest.size();
    const std::string_view line = *next_line(rest);
    if (line.empty())
      section = nullptr;
    else if (section != nullptr)
      section->push_back(line);
    else if (is_section(line))
      section = &out[line.substr(1, line.size() - 2)];
    else
      return malformed_record("pacman-malformed", "a line outside of a section", offset);
  }
  if (section != nullptr)
    return malformed_record("pacman-malformed", "the last section has no end: the file is cut", text.size());
  return out;
}

Result<std::map<std::string, MtreeDigests>> mtree_digests(std::string_view text,
                                                          const std::set<std::string>& paths) {
  if (!text.starts_with("#mtree")) return malformed_record("mtree-malformed", "the first line is not \"#mtree\"", 0);
  if (!text.ends_with('\n'))
    return malformed_record("mtree-malformed", "the last line has no end: the file is cut", text.size());
  std::map<std::string, MtreeDigests> out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::uint64_t offset = text.size() - rest.size();
    const std::string_view line = *next_line(rest);
    if (line.empty() || line.starts_with('#') || line.starts_with("/set") || line.starts_with("/unset"))
      continue;
    const std::string_view name = line.substr(0, line.find(' '));
    if (name.empty() || name.starts_with('/'))
      return malformed_record("mtree-malformed", "a line that is no path", offset);
    std::string path = absolute(name);
    if (paths.contains(path)) out[std::move(path)] = digests_of(split(line, ' '));
  }
  return out;
}

}  // namespace souptrace::formats

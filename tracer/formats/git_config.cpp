// SPDX-License-Identifier: Apache-2.0
#include "formats/git_config.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

Error malformed_config(std::string text, std::size_t offset) {
  return {"git-config-malformed", std::move(text), offset};
}

bool is_key_character(char c) {
  return is_letter_or_digit(c) || c == '-';
}
bool is_section_character(char c) {
  return is_key_character(c) || c == '.';
}
bool is_space(char c) { return is_blank(c) || c == '\r'; }

class ConfigReader {
 public:
  explicit ConfigReader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // byte order mark
  }

  Result<GitConfig> read() {
    GitConfig config;
    for (;;) {
      skip_blank_and_comments();
      if (at_end()) return config;
      if (peek() == '[') {
        const Status section = read_section();
        if (!section) return section.error();
        continue;
      }
      GitConfigEntry entry{section_, subsection_, "", "true"};
      const Status variable = read_variable(entry);
      if (!variable) return variable.error();
      config.entries.push_back(std::move(entry));
    }
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }

  void skip_blanks() {
    while (!at_end() && is_space(peek())) ++at_;
  }
  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size()); }
  void skip_blank_and_comments() {
    while (!at_end()) {
      if (peek() == '#' || peek() == ';')
        skip_line();
      else if (is_space(peek()) || peek() == '\n')
        ++at_;
      else
        return;
    }
  }

  std::string take_while(bool (*wanted)(char)) {
    const std::size_t start = at_;
    while (!at_end() && wanted(peek())) ++at_;
    return to_lower(text_.substr(start, at_ - start));
  }

  /// [section], [section "subsection"], or the old [section.subsection].
  Status read_section() {
    const std::size_t start = at_++;
    section_ = take_while(is_section_character);
    subsection_.clear();
    skip_blanks();
    if (peek() == '"') {
      Status quoted = read_subsection(start);
      if (!quoted) return quoted;
    } else if (const auto dot = section_.find('.'); dot != std::string::npos) {
      subsection_ = section_.substr(dot + 1);
      section_.resize(dot);
    }
    if (section_.empty() || peek() != ']')
      return malformed_config("a section header that is not [section \"subsection\"]", start);
    ++at_;
    return Done{};
  }

  Status read_subsection(std::size_t start) {
    for (++at_; !at_end() && peek() != '"' && peek() != '\n'; ++at_) {
      if (peek() == '\\') ++at_;
      if (!at_end()) subsection_ += peek();
    }
    if (peek() != '"') return malformed_config("a section name that nothing closes", start);
    ++at_;
    return Done{};
  }

  Status read_variable(GitConfigEntry& entry) {
    const std::size_t start = at_;
    if (section_.empty()) return malformed_config("a variable in front of the first section", start);
    if (!is_letter_or_digit(peek()))
      return malformed_config("a line that is neither a section nor a variable", start);
    entry.key = take_while(is_key_character);
    skip_blanks();
    if (at_end() || peek() == '\n' || peek() == '#' || peek() == ';') return Done{};
    if (peek() != '=') return malformed_config("a variable without '='", start);
    ++at_;
    return read_value(entry.value);
  }

  /// Up to the end of the line: quotes, escapes and continuation lines undone, blanks outside quotes trimmed,
  /// comment dropped.
  Status read_value(std::string& value) {
    value.clear();
    skip_blanks();
    std::size_t kept = 0;  // length up to the last character that is not a trailing blank
    bool quoted = false;
    const std::size_t start = at_;
    for (; !at_end() && peek() != '\n'; ++at_) {
      const char c = peek();
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\') {
        Status escape = read_escape(value);
        if (!escape) return escape;
      } else if (!quoted && (c == '#' || c == ';')) {
        skip_line();
        break;
      } else {
        value += c;
        if (!quoted && is_space(c)) continue;
      }
      kept = value.size();
    }
    if (quoted) return malformed_config("a value whose quote nothing closes", start);
    value.resize(kept);
    return Done{};
  }

  /// Stands at the backslash and ends at the last character of the escape.
  Status read_escape(std::string& value) {
    const std::size_t start = at_++;
    if (text_.substr(at_, 2) == "\r\n") ++at_;
    switch (peek()) {
      case '\n':
        return Done{};
      case 'n':
        value += '\n';
        return Done{};
      case 't':
        value += '\t';
        return Done{};
      case 'b':
        value += '\b';
        return Done{};
      case '"':
        value += '"';
        return Done{};
      case '\\':
        value += '\\';
        return Done{};
      default:
        return malformed_config("an escape that git does not know", start);
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string section_;
  std::string subsection_;
};

}  // namespace

std::optional<std::string> GitConfig::value(std::string_view section, std::string_view subsection,
                                            std::string_view key) const {
  const auto matches = [&](const GitConfigEntry& entry) {
    return entry.section == section && entry.subsection == subsection && entry.key == key;
  };
  const auto found = std::find_if(entries.rbegin(), entries.rend(), matches);
  return found == entries.rend() ? std::nullopt : std::optional(found->value);
}

std::vector<std::string> GitConfig::subsections(std::string_view section) const {
  std::vector<std::string> out;
  for (const GitConfigEntry& entry : entries) {
    const bool wanted = entry.section == section && !entry.subsection.empty();
    if (wanted && std::find(out.begin(), out.end(), entry.subsection) == out.end())
      out.push_back(entry.subsection);
  }
  return out;
}

Result<GitConfig> parse_git_config(std::string_view text) {
  return ConfigReader(text).read();
}

}  // namespace souptrace::formats

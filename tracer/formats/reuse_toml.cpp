// SPDX-License-Identifier: Apache-2.0
#include "formats/reuse_toml.hpp"

#include <algorithm>
#include <optional>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

/// More than any path has; keeps the product of both lengths small.
constexpr std::size_t kLongestPattern = 4096;

struct Value {
  std::vector<std::string> strings;
  std::optional<std::uint64_t> number;
};

class TomlReader {
 public:
  explicit TomlReader(std::string_view text) : text_(text) {}

  Result<std::vector<ReuseAnnotation>> read() {
    bool has_version = false;
    for (skip_blank(true); at_ < text_.size(); skip_blank(true)) {
      const std::size_t start = at_;
      if (text_[at_] == '[') {
        if (!take("[[annotations]]")) return unsupported("a table other than [[annotations]]", start);
        out_.emplace_back();
      } else {
        const auto key = read_key();
        if (!key) return key.error();
        const auto value = read_value();
        if (!value) return value.error();
        if (out_.empty() && *key == "version") {
          if (value->number != 1U) return Error{"reuse-toml-version", "the version is not 1", start};
          has_version = true;
        } else if (!out_.empty()) {
          const Status status = set(*key, *value, start);
          if (!status) return status.error();
        }
      }
      skip_blank(false);
      if (at_ < text_.size() && text_[at_] != '\n')
        return malformed("more than one statement in a line", at_);
    }
    if (!has_version) return Error{"reuse-toml-version", "there is no version = 1", 0};
    for (const ReuseAnnotation& one : out_)
      if (one.paths.empty()) return malformed("an annotation without path", text_.size());
    return std::move(out_);
  }

 private:
  static Error malformed(const std::string& text, std::size_t at) {
    return {"reuse-toml-malformed", text, at};
  }
  static Error unsupported(const std::string& text, std::size_t at) {
    return {"reuse-toml-unsupported", "not supported: " + text, at};
  }

  Status set(const std::string& key, const Value& value, std::size_t start) {
    ReuseAnnotation& one = out_.back();
    const bool known = key == "path" || key == "precedence" || key == "SPDX-License-Identifier" ||
                       key == "SPDX-FileCopyrightText";
    if (known && value.number) return malformed(key + " is not a string", start);
    if (key == "path") one.paths = value.strings;
    if (key == "SPDX-License-Identifier") one.licenses = value.strings;
    if (key == "SPDX-FileCopyrightText") one.copyrights = value.strings;
    if (key != "precedence") return Done{};
    const std::string word = value.strings.size() == 1 ? value.strings.front() : "";
    if (word == "aggregate")
      one.precedence = ReusePrecedence::aggregate;
    else if (word == "override")
      one.precedence = ReusePrecedence::override_;
    else if (word != "closest")
      return malformed("an unknown precedence", start);
    return Done{};
  }

  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  /// White space and comments; line ends too when `lines`.
  void skip_blank(bool lines) {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '#') at_ = std::min(text_.find('\n', at_), text_.size());
      if (at_ >= text_.size() || (text_[at_] == '\n' && !lines)) return;
      if (text_[at_] != ' ' && text_[at_] != '\t' && text_[at_] != '\r' && text_[at_] != '\n') return;
    }
  }

  Result<std::string> read_key() {
    const std::size_t start = at_;
    std::string key;
    if (text_[at_] == '"' || text_[at_] == '\'') {
      auto quoted = read_string();
      if (!quoted) return quoted.error();
      key = std::move(*quoted);
    } else {
      const auto is_bare = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; };
      while (at_ < text_.size() && is_bare(text_[at_])) key += text_[at_++];
    }
    skip_blank(false);
    if (take(".")) return unsupported("a dotted key", start);
    if (key.empty() || !take("=")) return malformed("expected key = value", start);
    skip_blank(false);
    return key;
  }

  Result<Value> read_value() {
    if (at_ >= text_.size()) return malformed("a value is missing", at_);
    if (text_[at_] == '[') return read_array();
    if (text_[at_] == '{') return unsupported("an inline table", at_);
    if (text_[at_] == '"' || text_[at_] == '\'') {
      auto one = read_string();
      if (!one) return one.error();
      return Value{{std::move(*one)}, std::nullopt};
    }
    const std::size_t start = at_;
    while (at_ < text_.size() && std::string_view(" \t\r\n#").find(text_[at_]) == std::string_view::npos)
      ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    if (word == "true" || word == "false") return Value{{}, word == "true" ? 1U : 0U};
    const auto number = parse_unsigned(word);
    if (!number) return malformed("neither a string, an array, a number nor a boolean", start);
    return Value{{}, number};
  }

  Result<Value> read_array() {
    const std::size_t start = at_++;
    Value out;
    while (true) {
      skip_blank(true);
      if (take("]")) return out;
      if (at_ >= text_.size()) return malformed("an array that nothing closes", start);
      if (text_[at_] != '"' && text_[at_] != '\'') return unsupported("an array of other than strings", at_);
      auto one = read_string();
      if (!one) return one.error();
      out.strings.push_back(std::move(*one));
      skip_blank(true);
      if (!take(",") && (at_ >= text_.size() || text_[at_] != ']'))
        return malformed("expected a comma or the end of the array", at_);
    }
  }

  Result<std::string> read_string() {
    const std::size_t start = at_;
    const char quote = text_[at_];
    if (text_.substr(at_).starts_with(std::string(3, quote)))
      return unsupported("a string of several lines", start);
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      char c = text_[at_];
      if (c == quote) {
        ++at_;
        return out;
      }
      if (c == '\\' && quote == '"') {
        if (++at_ >= text_.size()) break;
        constexpr std::string_view kEscapes = "\"\\btnfr";
        constexpr std::string_view kMeanings = "\"\\\b\t\n\f\r";
        const auto which = kEscapes.find(text_[at_]);
        if (which == std::string_view::npos) return unsupported("this escape in a string", at_);
        c = kMeanings[which];
      }
      out += c;
    }
    return malformed("a string that nothing closes", start);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<ReuseAnnotation> out_;
};

bool pattern_matches(std::string_view pattern, std::string_view path) {
  if (pattern.size() > kLongestPattern) return false;
  // reached[i]: the pattern so far can have used path[0, i).
  std::vector<bool> reached(path.size() + 1, false);
  reached[0] = true;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '*') {
      bool deep = false;
      for (; at + 1 < pattern.size() && pattern[at + 1] == '*'; ++at) deep = true;
      for (std::size_t i = 0; i < path.size(); ++i)
        if (reached[i] && (deep || path[i] != '/')) reached[i + 1] = true;
      continue;
    }
    if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
    for (std::size_t i = path.size(); i > 0; --i) reached[i] = reached[i - 1] && path[i - 1] == pattern[at];
    reached[0] = false;
  }
  return reached[path.size()];
}

}  // namespace

Result<std::vector<ReuseAnnotation>> parse_reuse_toml(std::string_view text) {
  return TomlReader(text).read();
}

bool reuse_matches(const ReuseAnnotation& annotation, std::string_view path) {
  return std::any_of(annotation.paths.begin(), annotation.paths.end(),
                     [&](const std::string& pattern) { return pattern_matches(pattern, path); });
}

}  // namespace souptrace::formats

// SPDX-License-Identifier: Apache-2.0
#include "formats/json_outline.hpp"

#include <algorithm>
#include <set>

#include "base/characters.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kMostMembers = 10'000;

/// Walks over JSON. Each function moves past what it names and says whether it was there; where it was not, `at` stays near the place.
struct Scanner {
  std::string_view text;
  std::size_t at = 0;

  [[nodiscard]] char peek() const { return at < text.size() ? text[at] : '\0'; }
  void space() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) ++at;
  }
  bool take(char c) {
    if (at >= text.size() || text[at] != c) return false;
    ++at;
    return true;
  }
  bool word(std::string_view expected) {
    if (text.substr(at, expected.size()) != expected) return false;
    at += expected.size();
    return true;
  }
  bool digits() {
    const std::size_t start = at;
    while (is_digit(peek())) ++at;
    return at > start;
  }
  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }
  bool escape() {
    if (at >= text.size()) return false;
    const char kind = text[at++];
    if (kind != 'u') return std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos;
    for (int i = 0; i < 4; ++i, ++at)
      if (std::string_view("0123456789abcdefABCDEF").find(peek()) == std::string_view::npos) return false;
    return true;
  }
  bool string() {
    if (!take('"')) return false;
    while (at < text.size()) {
      const char c = text[at++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }
  /// The elements or members up to `close`, the opening bracket taken.
  bool rest_of(char close, std::size_t depth) {
    space();
    if (take(close)) return true;
    for (;;) {
      space();
      if (close == '}') {
        if (!string()) return false;
        space();
        if (!take(':')) return false;
      }
      if (!value(depth)) return false;
      space();
      if (take(close)) return true;
      if (!take(',')) return false;
    }
  }
  bool value(std::size_t depth) {
    space();
    if (depth >= Json::kMaximumDepth) return false;
    switch (peek()) {
      case '{': return ++at, rest_of('}', depth + 1);
      case '[': return ++at, rest_of(']', depth + 1);
      case '"': return string();
      case 't': return word("true");
      case 'f': return word("false");
      case 'n': return word("null");
      default: return number();
    }
  }
  /// The text of the value that comes next; nothing when there is none.
  std::optional<std::string_view> value_text() {
    space();
    const std::size_t start = at;
    if (!value(1)) return std::nullopt;
    return text.substr(start, at - start);
  }
  [[nodiscard]] Error error() const { return {"json-malformed", "not JSON", at}; }
};

/// The name that a string's text, with its quotes, stands for.
Result<std::string> name_of(std::string_view quoted) {
  if (quoted.find('\\') == std::string_view::npos) return std::string(quoted.substr(1, quoted.size() - 2));
  const auto parsed = Json::parse(quoted);
  if (!parsed) return parsed.error();
  return std::string(parsed->string().value_or(""));
}

}  // namespace

Result<std::vector<JsonMember>> json_members(std::string_view text) {
  Scanner scan{text};
  std::vector<JsonMember> members;
  std::set<std::string> names;
  scan.space();
  if (!scan.take('{')) return Error{"json-malformed", "not a JSON object", scan.at};
  scan.space();
  for (bool more = !scan.take('}'); more;) {
    scan.space();
    const std::size_t start = scan.at;
    if (!scan.string()) return scan.error();
    auto name = name_of(text.substr(start, scan.at - start));
    if (!name) return name.error();
    if (!names.insert(*name).second) return Error{"json-malformed", "the name \"" + *name + "\" occurs twice in one object", start};
    if (names.size() > kMostMembers) return Error{"json-malformed", "more than 10000 members in the document's object", start};
    scan.space();
    if (!scan.take(':')) return scan.error();
    const auto value = scan.value_text();
    if (!value) return scan.error();
    members.push_back({std::move(*name), *value});
    scan.space();
    more = scan.take(',');
    if (!more && !scan.take('}')) return scan.error();
  }
  scan.space();
  if (scan.at != text.size()) return scan.error();
  return members;
}

std::string_view member_text(const std::vector<JsonMember>& members, std::string_view name) {
  const auto at = std::find_if(members.begin(), members.end(), [&](const JsonMember& one) { return one.name == name; });
  return at == members.end() ? std::string_view() : at->value;
}

Status each_json_element(std::string_view text, const std::function<std::optional<Error>(std::string_view)>& take) {
  Scanner scan{text};
  scan.space();
  if (!scan.take('[')) return Error{"json-malformed", "not a JSON array", scan.at};
  scan.space();
  for (bool more = !scan.take(']'); more;) {
    const auto value = scan.value_text();
    if (!value) return scan.error();
    if (auto error = take(*value)) return *std::move(error);
    scan.space();
    more = scan.take(',');
    if (!more && !scan.take(']')) return scan.error();
  }
  scan.space();
  if (scan.at != text.size()) return scan.error();
  return Done{};
}

}  // namespace souptrace::formats

// SPDX-License-Identifier: Apache-2.0
#include "formats/linker_script.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "formats/archive.hpp"
#include "formats/elf.hpp"

namespace souptrace::formats {
namespace {

constexpr int kDeepestScript = 100;
constexpr std::array<std::string_view, 22> kCommands{
    "ASSERT",        "ENTRY",   "EXTERN",         "GROUP",        "HIDDEN",      "INCLUDE",
    "INPUT",         "INSERT",  "MEMORY",         "OUTPUT",       "OUTPUT_ARCH", "PHDRS",
    "OUTPUT_FORMAT", "PROVIDE", "PROVIDE_HIDDEN", "REGION_ALIAS", "SEARCH_DIR",  "SECTIONS",
    "STARTUP",       "TARGET",  "VERSION",        "NOCROSSREFS"};

Error malformed_script(std::string text, std::size_t offset) {
  return {"linker-script-malformed", std::move(text), offset};
}

struct ScriptToken {
  std::string_view text;  ///< "" at the end of the script
  std::size_t offset = 0;
  bool quoted = false;

  [[nodiscard]] bool is(std::string_view word) const { return !quoted && text == word; }
  [[nodiscard]] bool at_end() const { return !quoted && text.empty(); }
};

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_punctuation(char c) {
  return c == '(' || c == ')' || c == '{' || c == '}' || c == ',' || c == ';';
}

class ScriptLexer {
 public:
  explicit ScriptLexer(std::string_view text) : text_(text) {}

  /// The next word, quoted name or one of "(){},;".
  Result<ScriptToken> next() {
    const Status skipped = skip_blank();
    if (!skipped) return skipped.error();
    const std::size_t start = at_;
    if (start >= text_.size()) return ScriptToken{{}, start};
    if (text_[start] == '"') {
      const std::size_t end = text_.find('"', start + 1);
      if (end == std::string_view::npos) return malformed_script("a quote that nothing closes", start);
      at_ = end + 1;
      return ScriptToken{text_.substr(start + 1, end - start - 1), start, true};
    }
    if (is_punctuation(text_[at_++])) return ScriptToken{text_.substr(start, 1), start};
    while (at_ < text_.size() && !ends_word(at_)) ++at_;
    return ScriptToken{text_.substr(start, at_ - start), start};
  }

 private:
  [[nodiscard]] bool ends_word(std::size_t at) const {
    return is_space(text_[at]) || is_punctuation(text_[at]) || text_[at] == '"' ||
           text_.substr(at, 2) == "/*";
  }

  Status skip_blank() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_])) {
        ++at_;
      } else if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return malformed_script("a comment that nothing closes", at_);
        at_ = end + 2;
      } else {
        break;
      }
    }
    return Done{};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Where a list of names stands.
struct Place {
  bool as_needed = false;
  bool in_group = false;
};

class ScriptParser {
 public:
  explicit ScriptParser(std::string_view text) : lexer_(text) {}

  Result<LinkerScript> parse() {
    for (;;) {
      const Result<ScriptToken> token = lexer_.next();
      if (!token) return token.error();
      if (token->at_end()) return std::move(script_);
      const Status done = statement(*token);
      if (!done) return done.error();
    }
  }

 private:
  Status statement(const ScriptToken& token) {
    if (!token.quoted && std::find(kCommands.begin(), kCommands.end(), token.text) != kCommands.end())
      script_.has_command = true;
    if (token.is("TARGET")) return take_one(script_.targets, token.offset);
    if (token.is("{") || token.is("(")) return skip_to(token.is("{") ? "}" : ")", token.offset);
    if (token.is("INCLUDE")) return take_include();
    if (token.is("INPUT") || token.is("STARTUP")) return take_list({}, token.offset);
    if (token.is("GROUP")) return take_list({.in_group = true}, token.offset);
    if (token.is("SEARCH_DIR")) return take_one(script_.search_directories, token.offset);
    return Done{};  // a word of a statement that names no input; its brackets are skipped when they come
  }

  /// Skips to the bracket that closes the one just read, over all brackets within.
  Status skip_to(std::string_view close, std::size_t opened_at) {
    const std::string_view open = close == "}" ? "{" : "(";
    for (std::size_t depth = 1; depth > 0;) {
      const Result<ScriptToken> token = lexer_.next();
      if (!token) return token.error();
      if (token->at_end()) return malformed_script("a bracket that nothing closes", opened_at);
      if (token->is(open)) ++depth;
      if (token->is(close)) --depth;
    }
    return Done{};
  }

  Status take_include() {
    const Result<ScriptToken> name = lexer_.next();
    if (!name) return name.error();
    if (name->text.empty()) return malformed_script("INCLUDE without a name", name->offset);
    script_.includes.emplace_back(name->text);
    return Done{};
  }

  /// "( name )"
  Status take_one(std::vector<std::string>& names, std::size_t at) {
    const Result<ScriptToken> open = lexer_.next();
    const Result<ScriptToken> name = open ? lexer_.next() : open;
    const Result<ScriptToken> close = name ? lexer_.next() : name;
    if (!close) return close.error();
    if (!open->is("(") || name->text.empty() || !close->is(")"))
      return malformed_script("SEARCH_DIR or TARGET without one name in brackets", at);
    names.emplace_back(name->text);
    return Done{};
  }

  /// "( name name, AS_NEEDED ( name ) )"
  Status take_list(Place place, std::size_t at, int depth = 0) {
    if (depth > kDeepestScript) return malformed_script("lists nested too deeply", at);
    const Result<ScriptToken> open = lexer_.next();
    if (!open) return open.error();
    if (!open->is("(")) return malformed_script("a list of inputs without '('", open->offset);
    for (;;) {
      const Result<ScriptToken> token = lexer_.next();
      if (!token) return token.error();
      if (token->at_end()) return malformed_script("a list of inputs that nothing closes", at);
      if (token->is(")")) return Done{};
      if (token->is(",")) continue;
      const Status done = list_item(*token, place, depth);
      if (!done) return done.error();
    }
  }

  Status list_item(const ScriptToken& token, Place place, int depth) {
    if (token.is("AS_NEEDED"))
      return take_list({.as_needed = true, .in_group = place.in_group}, token.offset, depth + 1);
    if (token.is("(") || token.is("{") || token.is("}") || token.is(";"))
      return malformed_script("a list of inputs with something else in it", token.offset);
    script_.inputs.push_back({std::string(token.text), place.as_needed, place.in_group});
    return Done{};
  }

  ScriptLexer lexer_;
  LinkerScript script_;
};

}  // namespace

bool can_be_linker_script(ByteView bytes) {
  if (bytes.empty() || is_elf(bytes) || is_archive(bytes)) return false;
  const ByteView start = bytes.first(std::min<std::size_t>(bytes.size(), 4096));
  return std::all_of(start.begin(), start.end(), [](std::uint8_t byte) {
    return (byte >= 0x20 && byte != 0x7f) || is_space(static_cast<char>(byte));
  });
}

Result<LinkerScript> parse_linker_script(std::string_view text) {
  return ScriptParser(text).parse();
}

}  // namespace souptrace::formats

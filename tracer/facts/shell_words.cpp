// SPDX-License-Identifier: Apache-2.0
#include "facts/shell_words.hpp"

#include <utility>

namespace souptrace::facts {
namespace {

/// One state machine for POSIX "2.2 Quoting": outside quotes, within '…', within "…".
class Splitter {
 public:
  void feed(char c) {
    if (escaped_) return unescape(c);
    if (quote_ == '\'') return c == '\'' ? close() : append(c);
    if (c == '\\') return escape();
    if (quote_ == '"') return c == '"' ? close() : append(c);
    if (c == '\'' || c == '"') return open(c);
    if (c == ' ' || c == '\t' || c == '\n') return finish();
    append(c);
  }
  void finish() {
    if (in_word_) words_.push_back(std::exchange(word_, {}));
    in_word_ = false;
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(words_); }

 private:
  void append(char c) {
    word_ += c;
    in_word_ = true;
  }
  void escape() {
    escaped_ = true;
    in_word_ = true;
  }
  void unescape(char c) {
    escaped_ = false;
    // Within "…" a backslash is itself unless it stands before one of these.
    const bool special = c == '"' || c == '\\' || c == '$' || c == '`' || c == '\n';
    if (quote_ == '"' && !special) append('\\');
    if (c != '\n') append(c);
  }
  void open(char c) {
    quote_ = c;
    in_word_ = true;
  }
  void close() { quote_ = 0; }

  std::vector<std::string> words_;
  std::string word_;
  char quote_ = 0;
  bool escaped_ = false;
  bool in_word_ = false;
};

}  // namespace

std::vector<std::string> shell_words(std::string_view text) {
  Splitter splitter;
  for (const char c : text) splitter.feed(c);
  splitter.finish();
  return splitter.take();
}

}  // namespace souptrace::facts

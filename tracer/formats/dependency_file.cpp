// SPDX-License-Identifier: Apache-2.0
#include "formats/dependency_file.hpp"

#include <algorithm>

#include "base/characters.hpp"

namespace souptrace::formats {
namespace {

Error malformed_rule(std::string text, std::size_t offset) {
  return {"dependency-file-malformed", std::move(text), offset};
}

/// Length of the line end at `at`: "\n" or "\r\n"; 0 when there is none.
std::size_t line_end_length(std::string_view text, std::size_t at) {
  if (text[at] == '\n') return 1;
  return text.substr(at, 2) == "\r\n" ? 2 : 0;
}

/// Cuts a compiler's file into words and line ends.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t offset() const { return at_; }

  /// Skips blanks and continuations; true when a line end or the end of the text was met, which is consumed
  /// too.
  bool skip_to_word() {
    while (!at_end()) {
      if (const std::size_t end = line_end_length(text_, at_)) {
        at_ += end;
        return true;
      }
      const std::size_t continuation = continuation_length();
      if (continuation == 0 && !is_blank(text_[at_])) return false;
      at_ += std::max<std::size_t>(continuation, 1);
    }
    return true;
  }

  /// The word at the current place, escapes undone.
  std::string take() {
    std::string word;
    while (!at_end() && !is_blank(text_[at_]) && line_end_length(text_, at_) == 0 &&
           continuation_length() == 0) {
      if (text_[at_] == '\\') {
        take_backslashes(word);
        continue;
      }
      if (text_.substr(at_, 2) == "$$") ++at_;
      word += text_[at_++];
    }
    return word;
  }

 private:
  /// Length of a backslash with its line end, 0 when there is none here.
  [[nodiscard]] std::size_t continuation_length() const {
    if (text_[at_] != '\\' || at_ + 1 >= text_.size()) return 0;
    const std::size_t end = line_end_length(text_, at_ + 1);
    return end == 0 ? 0 : end + 1;
  }

  /// 2N+1 backslashes and a blank stand for N backslashes and the blank; an even number ends the word and
  /// stands for itself; one before
  /// '#' is dropped; before a line end the last is the continuation. Before anything else they stand for
  /// themselves.
  void take_backslashes(std::string& word) {
    const std::size_t run_end = std::min(text_.find_first_not_of('\\', at_), text_.size());
    const std::size_t count = run_end - at_;
    const char next = run_end < text_.size() ? text_[run_end] : '\0';
    at_ = run_end;
    if (is_blank(next) && count % 2 == 1) {
      word.append(count / 2, '\\');
      word += text_[at_++];
    } else if (next == '#') {
      word.append(count - 1, '\\');
      word += text_[at_++];
    } else if (run_end < text_.size() && line_end_length(text_, run_end) != 0) {
      word.append(count - 1, '\\');
      --at_;
    } else {
      word.append(count, '\\');
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<DependencyRule>> parse_compiler_dependency_file(std::string_view text) {
  if (const auto nul = text.find('\0'); nul != std::string_view::npos)
    return malformed_rule("a NUL in a dependency file", nul);
  std::vector<DependencyRule> rules;
  Words words(text);
  while (!words.at_end()) {
    const std::size_t start = words.offset();
    DependencyRule rule;
    bool separated = false;
    while (!words.skip_to_word()) {
      std::string word = words.take();
      if (separated) {
        rule.prerequisites.push_back(std::move(word));
        continue;
      }
      separated = word.ends_with(':');
      if (separated) word.pop_back();
      if (!word.empty()) rule.targets.push_back(std::move(word));
    }
    if (!separated && rule.targets.empty()) continue;  // an empty line
    if (!separated || rule.targets.empty()) return malformed_rule("a rule without \"target:\"", start);
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace souptrace::formats

// SPDX-License-Identifier: Apache-2.0
#include "launcher/response_files.hpp"

#include <algorithm>

namespace souptrace::launcher {
namespace {

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

class Expander {
 public:
  explicit Expander(const ReadText& read) : read_(read) {}

  void expand(const std::vector<std::string>& arguments, unsigned level) {
    for (const std::string& argument : arguments) {
      const auto text =
          argument.size() > 1 && argument[0] == '@' ? content(argument.substr(1), level) : std::nullopt;
      if (text)
        expand(response_file_words(*text), level + 1);
      else
        words_.push_back(argument);
    }
  }
  std::vector<std::string> take() { return std::move(words_); }

 private:
  std::optional<std::string> content(const std::string& path, unsigned level) {
    constexpr unsigned kLevels = 64;
    if (level >= kLevels || files_ == 0 || bytes_ == 0) return std::nullopt;
    auto text = read_(path);
    if (!text) return text;
    --files_;
    bytes_ -= std::min(bytes_, text->size());
    return text;
  }

  const ReadText& read_;
  unsigned files_ = 2000;
  std::size_t bytes_ = std::size_t{256} << 20;
  std::vector<std::string> words_;
};

}  // namespace

std::vector<std::string> response_file_words(std::string_view text) {
  std::vector<std::string> words;
  std::size_t i = 0;
  for (;;) {
    while (i < text.size() && is_blank(text[i])) ++i;
    if (i == text.size()) return words;
    std::string& word = words.emplace_back();
    char quote = '\0';
    for (; i < text.size() && (quote != '\0' || !is_blank(text[i])); ++i) {
      const char c = text[i];
      if (c == '\\') {
        if (++i == text.size()) break;
        word += text[i];
      } else if (quote == '\0' && (c == '\'' || c == '"')) {
        quote = c;
      } else if (quote != '\0' && c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    }
  }
}

std::vector<std::string> expand_response_files(const std::vector<std::string>& arguments,
                                               const ReadText& read) {
  Expander expander(read);
  expander.expand(arguments, 0);
  return expander.take();
}

}  // namespace souptrace::launcher

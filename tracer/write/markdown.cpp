// SPDX-License-Identifier: Apache-2.0
#include "write/markdown.hpp"

#include <algorithm>

#include "write/text_style.hpp"

namespace souptrace::write {

std::string markdown_text(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]|~$#!";
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '\t', ' ');
  plain = clean_lines(plain);
  std::replace(plain.begin(), plain.end(), '\n', ' ');
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    // GFM makes a link of "scheme://" and "www." of its own accord.
    const bool link = (c == ':' && plain.compare(i, 3, "://") == 0) || (c == '.' && i >= 3 && plain.compare(i - 3, 3, "www") == 0);
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (c == '@') out += "&#64;";
    else if (link || kMarkup.find(c) != std::string_view::npos) (out += '\\') += c;
    else out += c;
  }
  return out;
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) out += ' ' + cell + " |";
  return out + '\n';
}

std::string markdown_head(const std::vector<std::string>& names) {
  std::string out = markdown_row(names) + '|';
  for (std::size_t i = 0; i < names.size(); ++i) out += " --- |";
  return out + '\n';
}

}  // namespace souptrace::write

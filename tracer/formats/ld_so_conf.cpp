// SPDX-License-Identifier: Apache-2.0
#include "formats/ld_so_conf.hpp"

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

/// What stands behind `word` and a blank; nothing when the line starts with something else.
bool remove_word(std::string_view& line, std::string_view word) {
  if (!line.starts_with(word) || line.size() <= word.size() || !is_blank(line[word.size()])) return false;
  line = trim(line.substr(word.size()));
  return true;
}

void add_patterns(std::string_view patterns, std::vector<LdSoConfLine>& out) {
  while (!patterns.empty()) {
    const std::size_t end = patterns.find_first_of(" \t");
    out.push_back({true, std::string(patterns.substr(0, end))});
    patterns = end == std::string_view::npos ? std::string_view{} : trim(patterns.substr(end));
  }
}

/// A directory may carry the kind of its libraries ("/usr/lib/old=libc4"), which only ancient systems heed.
std::string directory_of(std::string_view line) {
  line = trim(line.substr(0, line.rfind('=')));
  while (line.size() > 1 && line.ends_with('/')) line.remove_suffix(1);
  return std::string(line);
}

}  // namespace

std::vector<LdSoConfLine> parse_ld_so_conf(std::string_view text) {
  std::vector<LdSoConfLine> out;
  while (const auto whole = next_line(text)) {
    std::string_view line = trim(whole->substr(0, whole->find('#')));
    if (line.empty() || remove_word(line, "hwcap")) continue;
    if (remove_word(line, "include")) {
      add_patterns(line, out);
      continue;
    }
    std::string directory = directory_of(line);
    if (!directory.empty()) out.push_back({false, std::move(directory)});
  }
  return out;
}

}  // namespace souptrace::formats

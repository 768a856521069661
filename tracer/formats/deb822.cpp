// SPDX-License-Identifier: Apache-2.0
#include "formats/deb822.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {


bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

/// The line that starts at `at`, with its line end.
std::string_view line_at(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return text.substr(at, end == std::string_view::npos ? end : end + 1 - at);
}

bool is_empty_line(std::string_view line) {
  return line == "\n" || line == "\r\n";
}
bool is_continuation(std::string_view line) {
  return line.starts_with(' ') || line.starts_with('\t');
}

}  // namespace

std::string_view Deb822Stanza::value(std::string_view name) const {
  for (const Field& field : fields)
    if (same_name(field.name, name)) return field.value;
  return {};
}

bool Deb822Stanza::has(std::string_view name) const {
  return std::any_of(fields.begin(), fields.end(),
                     [name](const Field& field) { return same_name(field.name, name); });
}

void Deb822Reader::skip_stanza() {
  while (at_ < text_.size()) {
    const std::string_view line = line_at(text_, at_);
    if (is_empty_line(line)) return;
    at_ += line.size();
  }
}

Result<bool> Deb822Reader::next(Deb822Stanza& stanza) {
  stanza.fields.clear();
  std::uint64_t value_start = 0;
  std::uint64_t value_end = 0;
  const auto end_value = [&] {
    if (!stanza.fields.empty())
      stanza.fields.back().value = trim(text_.substr(value_start, value_end - value_start));
  };
  for (; at_ < text_.size(); at_ += line_at(text_, at_).size()) {
    const std::string_view line = line_at(text_, at_);
    const bool inside = !stanza.fields.empty();
    if (is_empty_line(line) && inside) break;
    if (is_empty_line(line) || line.starts_with('#')) continue;
    if (is_continuation(line) && inside) {
      value_end = at_ + line.size();
      continue;
    }
    const std::size_t colon = is_continuation(line) ? std::string_view::npos : line.find(':');
    if (colon == std::string_view::npos || colon == 0) {
      const std::uint64_t bad = at_;
      skip_stanza();
      return Error{"deb822-malformed", "a line that is neither \"Name: value\" nor a continuation", bad};
    }
    end_value();
    if (!inside) stanza.offset = at_;
    stanza.fields.push_back({trim(line.substr(0, colon)), {}});
    value_start = at_ + colon + 1;
    value_end = at_ + line.size();
  }
  end_value();
  return !stanza.fields.empty();
}

std::vector<std::string_view> deb822_lines(std::string_view value) {
  std::vector<std::string_view> lines;
  while (const auto line = next_line(value)) {
    if (line->starts_with('#') && !lines.empty()) continue;
    const bool indented = is_continuation(*line);
    const std::string_view text = indented ? line->substr(1) : *line;
    lines.push_back(text == "." ? std::string_view{} : text);
  }
  return lines;
}

}  // namespace souptrace::formats

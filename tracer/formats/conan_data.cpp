// SPDX-License-Identifier: Apache-2.0
#include "formats/conan_data.hpp"

#include <optional>
#include <utility>

#include "base/text.hpp"

namespace souptrace::formats {
namespace {

struct YamlLine {
  std::size_t indentation = 0;  ///< of what stands behind "- "
  bool is_item = false;
  std::string_view key;  ///< "" for a word of a list
  std::string_view value;
};

/// Takes one word off the text: quoted without escapes, or up to `end` (or the line's). Nothing for anything
/// else that YAML knows: collections in brackets, anchors, aliases, tags, blocks of text.
std::optional<std::string_view> take_word(std::string_view& text, std::string_view end) {
  if (text.empty()) return std::string_view();
  if (text.front() == '"' || text.front() == '\'') {
    const auto close = text.find(text.front(), 1);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view word = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
    return word.find('\\') == std::string_view::npos ? std::optional(word) : std::nullopt;
  }
  if (std::string_view("[]{}&*!|>%@`").find(text.front()) != std::string_view::npos) return std::nullopt;
  const std::string_view word = text.substr(0, text.find(end));
  text.remove_prefix(word.size());
  return trim(word);
}

/// The line in its parts; nothing when it is empty, a comment or of another shape.
std::optional<YamlLine> yaml_line(std::string_view text) {
  YamlLine out;
  const std::string_view whole = text;
  text = trim(text);
  if (text.empty() || text.starts_with('#')) return std::nullopt;
  out.is_item = text.starts_with("- ");
  if (out.is_item) text = trim(text.substr(2));
  out.indentation = static_cast<std::size_t>(text.data() - whole.data());
  const bool has_key = text.find(": ") != std::string_view::npos || text.ends_with(':');
  auto word = take_word(text, has_key ? ":" : " #");
  if (!word) return std::nullopt;
  if (!text.starts_with(':')) {
    out.value = *word;
    return out;
  }
  out.key = *word;
  text = trim(text.substr(1));
  if (text.starts_with('#')) text = {};
  word = take_word(text, " #");
  if (!word) return std::nullopt;
  out.value = *word;
  return out;
}

/// Collects archives from the lines below a version.
class Sources {
 public:
  void take(const YamlLine& line) {
    if (line.key.empty()) {  // a mirror
      if (in_mirrors_ && now_.url.empty()) now_.url = line.value;
      return;
    }
    if (line.is_item || line.indentation != indentation_) flush();
    indentation_ = line.indentation;
    in_mirrors_ = line.key == "url" && line.value.empty();
    if (line.key == "url") now_.url = line.value;
    if (line.key == "sha256") now_.sha256 = line.value;
  }
  std::vector<ConanSource> finish() {
    flush();
    return std::move(out_);
  }

 private:
  void flush() {
    if (!now_.url.empty()) out_.push_back(std::move(now_));
    now_ = {};
  }

  std::vector<ConanSource> out_;
  ConanSource now_;
  std::size_t indentation_ = 0;
  bool in_mirrors_ = false;
};

}  // namespace

std::vector<ConanSource> read_conan_sources(std::string_view text, std::string_view version) {
  Sources out;
  bool in_sources = false;
  bool in_version = false;
  std::size_t versions = 0;  // how far their names stand in
  while (const auto raw = next_line(text)) {
    const auto line = yaml_line(*raw);
    if (!line) continue;
    if (line->indentation == 0) {
      in_sources = line->key == "sources";
      versions = 0;
      continue;
    }
    if (!in_sources) continue;
    if (versions == 0) versions = line->indentation;
    if (line->indentation <= versions && !line->is_item)
      in_version = line->key == version && line->value.empty();
    else if (in_version)
      out.take(*line);
  }
  return out.finish();
}

}  // namespace souptrace::formats

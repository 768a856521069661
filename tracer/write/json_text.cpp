// SPDX-License-Identifier: Apache-2.0
#include "write/json_text.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace souptrace::write {
namespace {

/// The bytes that stand in a JSON text as they are (RFC 8259, 7), of those that are one character each.
constexpr std::array<bool, 256> plain_bytes() {
  std::array<bool, 256> out{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) out[c] = c != '"' && c != '\\';
  return out;
}
constexpr auto kStandsAsItIs = plain_bytes();

constexpr std::size_t kPiece = 1 << 16;  // bytes

bool stands_as_it_is(std::string_view text) {
  for (const char c : text)
    if (!kStandsAsItIs[static_cast<unsigned char>(c)]) return false;
  return true;
}

/// `text` with its quotes. Nearly every text of a trace is plain ASCII; the rest is the library's to escape.
void append_quoted(std::string& out, std::string_view text) {
  if (stands_as_it_is(text)) {
    out += '"';
    out += text;
    out += '"';
    return;
  }
  out += nlohmann::json(to_utf8(text)).dump();
}

}  // namespace

void JsonText::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (sink_ && out_.size() >= kPiece) {
    sink_(out_);
    out_.clear();
  }
  const bool first = level.empty;
  level.empty = false;
  if (!first) out_ += ',';
  if (level.layout == Layout::lines) {
    out_ += '\n';
    out_.append(levels_.size(), ' ');
  } else if (!first) {
    out_ += ' ';
  }
}

void JsonText::begin(char bracket, Layout layout) {
  separate();
  const bool inside_line = !levels_.empty() && levels_.back().layout == Layout::one_line;
  levels_.push_back({inside_line ? Layout::one_line : layout});
  out_ += bracket;
}

void JsonText::end(char bracket) {
  const Level level = levels_.back();
  levels_.pop_back();
  if (level.layout == Layout::lines && !level.empty) {
    out_ += '\n';
    out_.append(levels_.size(), ' ');
  }
  out_ += bracket;
}

void JsonText::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_ += ": ";
  after_key_ = true;
}

void JsonText::word(std::string_view text) {
  separate();
  out_ += text;
}

void JsonText::value(std::string_view text) {
  separate();
  append_quoted(out_, text);
}

void JsonText::value(std::uint64_t number) {
  word(std::to_string(number));
}

void JsonText::value(double number) {
  word(nlohmann::json(number).dump());
}

void JsonText::member_list(std::string_view name, const std::vector<std::string>& texts) {
  key(name);
  begin_array(Layout::one_line);
  for (const std::string& text : texts) value(text);
  end_array();
}

}  // namespace souptrace::write

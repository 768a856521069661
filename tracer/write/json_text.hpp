// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text_sink.hpp"

namespace souptrace::write {

/// Writes a JSON document front to back into a string, without a tree in memory: a trace has hundreds of
/// thousands of elements. Members stand in the order of the calls. Text that is not well-formed UTF-8 is
/// written as to_utf8() gives it.
class JsonText {
 public:
  /// How an object or array is laid out: each member on a line of its own, or everything in one line.
  enum class Layout { lines, one_line };

  /// Appends to `out`, which must outlive this object. With a `sink`, what there is goes there piece by piece; what `out` holds at the end is
  /// the last piece.
  explicit JsonText(std::string& out, TextSink sink = {}) : out_(out), sink_(std::move(sink)) {}

  void begin_object(Layout layout = Layout::lines) { begin('{', layout); }
  void end_object() { end('}'); }
  void begin_array(Layout layout = Layout::lines) { begin('[', layout); }
  void end_array() { end(']'); }

  /// The name of the member whose value comes next.
  void key(std::string_view name);
  void value(std::string_view text);
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(std::uint64_t number);
  void value(double number);
  void value(std::same_as<bool> auto truth) { word(truth ? "true" : "false"); }
  void null() { word("null"); }

  template <class T>
  void member(std::string_view name, const T& its_value) {
    key(name);
    value(its_value);
  }
  /// Nothing at all for an empty text.
  void member_unless_empty(std::string_view name, std::string_view text) {
    if (!text.empty()) member(name, text);
  }
  /// A list of texts, in one line.
  void member_list(std::string_view name, const std::vector<std::string>& texts);

 private:
  struct Level {
    Layout layout;
    bool empty = true;
  };
  void begin(char bracket, Layout layout);
  void end(char bracket);
  void separate();
  void word(std::string_view text);

  std::string& out_;
  TextSink sink_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

}  // namespace souptrace::write

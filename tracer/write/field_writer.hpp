// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "model/names.hpp"
#include "write/json_text.hpp"
#include "write/trace_fields.hpp"

namespace souptrace::write {

/// Whether each member of a value stands on a line of its own.
template <class T>
inline constexpr bool kSpansLines = false;
template <>
inline constexpr bool kSpansLines<TraceBinary> = true;

/// Writes values as trace_fields.hpp lists them: each element of a list of objects in one line, so that the
/// document can be searched and compared line by line.
class FieldWriter {
 public:
  using Layout = JsonText::Layout;
  explicit FieldWriter(JsonText& json) : json_(json) {}

  template <class T>
  void required(std::string_view name, const T& value) {
    json_.key(name);
    write(value);
  }
  template <class T>
  void optional(std::string_view name, const T& value) {
    if (!holds_default(value)) required(name, value);
  }

 private:
  template <class T>
  static bool holds_default(const T& value) {
    if constexpr (requires { value.empty(); })
      return value.empty();
    else
      return value == T{};
  }
  template <class T>
  static bool holds_default(const std::optional<T>& value) {
    return !value.has_value();
  }

  void write(const std::string& text) { json_.value(text); }
  void write(std::uint64_t number) { json_.value(number); }
  void write(bool truth) { json_.value(truth); }
  template <class T>
  void write(const std::optional<T>& value) {
    write(*value);
  }
  template <class E>
  requires std::is_enum_v<E>
  void write(E value) { json_.value(name_of(value)); }
  void write(const TracePath& path) { json_.value(text_of(path)); }
  void write(const std::map<std::string, std::string>& texts) {
    json_.begin_object(Layout::one_line);
    for (const auto& [name, text] : texts) json_.member(name, text);
    json_.end_object();
  }
  void write(const TextList& list) {
    json_.begin_array(Layout::one_line);
    for (const std::string& text : list) json_.value(text);
    json_.end_array();
  }
  template <class T>
  void write(const std::vector<T>& list) {
    json_.begin_array(std::is_same_v<T, std::string> ? Layout::one_line : Layout::lines);
    for (const T& element : list) write(element);
    json_.end_array();
  }
  template <class T>
  requires requires(FieldWriter& visit, const T& value) { fields(visit, value); }
  void write(const T& value) {
    json_.begin_object(kSpansLines<T> ? Layout::lines : Layout::one_line);
    fields(*this, value);
    json_.end_object();
  }

  JsonText& json_;
};

/// `value` as an object of the words of trace.json.
template <class T>
void write_fields(JsonText& json, const T& value) {
  FieldWriter writer(json);
  json.begin_object(JsonText::Layout::one_line);
  fields(writer, value);
  json.end_object();
}

}  // namespace souptrace::write

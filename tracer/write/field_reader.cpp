// SPDX-License-Identifier: Apache-2.0
#include "write/field_reader.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kLongestQuote = 120;

std::string_view type_name(const nlohmann::json& value) {
  if (value.is_string()) return "a text";
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  if (value.is_boolean()) return "true or false";
  if (value.is_null()) return "null";
  return "a number";
}

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string JsonPlace::pointer() const {
  std::vector<const JsonPlace*> chain;
  for (const JsonPlace* place = this; place != nullptr; place = place->parent) chain.push_back(place);
  std::string out;
  for (auto place = chain.rbegin(); place != chain.rend(); ++place) {
    if ((*place)->parent == nullptr && (*place)->name.empty() && !(*place)->index)
      continue;  // the root itself
    out += '/';
    out += (*place)->index ? std::to_string(*(*place)->index) : escaped((*place)->name);
  }
  return out.empty() ? "the document" : out;
}

void FieldReader::fail(const JsonPlace& place, const std::string& text) {
  if (!error_)
    error_ = Error{"trace-malformed", printable(place.pointer() + ": " + text.substr(0, kLongestQuote))};
}

void FieldReader::fail_type(const JsonPlace& place, std::string_view expected, const nlohmann::json& found) {
  fail(place, "expected " + std::string(expected) + ", found " + std::string(type_name(found)));
}

void FieldReader::finish() {
  if (error_ || known_.size() == object_.size()) return;
  for (const auto& [name, value] : object_.items())
    if (std::find(known_.begin(), known_.end(), name) == known_.end())
      return fail(place_, "has the unknown member \"" + name + '"');
}

void FieldReader::read(const nlohmann::json& value, std::string& out, const JsonPlace& place) {
  if (!value.is_string()) return fail_type(place, "a text", value);
  out = value.get_ref<const std::string&>();
}

void FieldReader::read(const nlohmann::json& value, std::uint64_t& out, const JsonPlace& place) {
  if (!value.is_number_unsigned()) {
    if (value.is_number()) return fail(place, "expected a whole number from 0 to 18446744073709551615");
    return fail_type(place, "a number", value);
  }
  out = value.get<std::uint64_t>();
}

void FieldReader::read(const nlohmann::json& value, bool& out, const JsonPlace& place) {
  if (!value.is_boolean()) return fail_type(place, "true or false", value);
  out = value.get<bool>();
}

void FieldReader::read(const nlohmann::json& value, TracePath& out, const JsonPlace& place) {
  std::string text;
  read(value, text, place);
  if (error_) return;
  auto path = trace_path(text);
  if (!path) return fail(place, "\"" + text + "\" does not start with source:, build:, system:, host:, install:, package: or outside:");
  out = *std::move(path);
}

void FieldReader::read(const nlohmann::json& value, std::map<std::string, std::string>& out,
                       const JsonPlace& place) {
  if (!value.is_object()) return fail_type(place, "an object", value);
  for (const auto& [name, text] : value.items()) {
    if (error_) return;
    read(text, out[name], JsonPlace{&place, name});
  }
}

}  // namespace souptrace::write

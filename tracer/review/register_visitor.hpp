// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json_read.hpp"
#include "model/register_fields.hpp"
#include "review/dates.hpp"

namespace souptrace::review {

/// `size` lower-case hexadecimal digits.
[[nodiscard]] bool is_hex(std::string_view text, std::size_t size);

/// What is wrong in one JSON text, each with its JSON pointer.
struct Complaint {
  std::string pointer;
  std::string text;
};

/// Reads the objects of the register as register_fields.hpp lists them; complains and goes on.
class RegisterVisitor {
 public:
  RegisterVisitor(const formats::Json& object, std::vector<Complaint>& complaints) : object_(object), complaints_(complaints) {}

  template <class T>
  void required(std::string_view name, T& out) {
    const formats::Json value = take(name);
    if (value.is_null()) return complain(object_, "has no \"" + std::string(name) + '"');
    read(value, out);
    if constexpr (std::is_same_v<T, std::string>) {
      if (out.empty()) complain(value, "is empty");
    }
  }
  template <class T>
  void member(std::string_view name, T& out) {
    const formats::Json value = take(name);
    if (!value.is_null()) read(value, out);
  }
  void date(std::string_view name, std::string& out) {
    checked(name, out, is_date, "is no date of the form 2026-11-23");
  }
  void sha256(std::string_view name, std::string& out) {
    checked(name, out, [](std::string_view text) { return is_hex(text, 64); }, "is no SHA-256 (64 lower-case hexadecimal digits)");
  }
  void digest(std::string_view name, std::string& out) {
    const auto is_digest = [](std::string_view text) { return text.starts_with("sha256:") && is_hex(text.substr(7), 64); };
    checked(name, out, is_digest, "is no digest (\"sha256:\" and 64 lower-case hexadecimal digits)");
  }
  template <std::size_t N>
  void choice(std::string_view name, std::string& out, const std::array<std::string_view, N>& words) {
    std::string expected = "is none of";
    for (const std::string_view word : words) expected += " \"" + std::string(word) + '"';
    checked(name, out, [&](std::string_view text) { return std::find(words.begin(), words.end(), text) != words.end(); }, expected);
  }
  /// Allows a member that is read elsewhere.
  void knows(std::string_view name) { known_.push_back(name); }
  /// Complains of the members that no call asked for.
  void finish();

 private:
  [[nodiscard]] formats::Json take(std::string_view name) {
    known_.push_back(name);
    return object_.member(name);
  }
  void complain(const formats::Json& value, std::string text) { complaints_.push_back({value.pointer(), std::move(text)}); }
  void complain_kind(const formats::Json& value, std::string_view expected);

  template <class Check>
  void checked(std::string_view name, std::string& out, const Check& check, std::string_view expected) {
    const formats::Json value = take(name);
    if (value.is_null()) return;
    read(value, out);
    if (!out.empty() && !check(out)) complain(value, std::string(expected));
  }
  void read(const formats::Json& value, std::string& out);
  void read(const formats::Json& value, std::uint64_t& out);
  void read(const formats::Json& value, std::optional<bool>& out);
  template <class T>
  void read(const formats::Json& value, std::optional<T>& out) {
    read(value, out.emplace());
  }
  template <class T>
  void read(const formats::Json& value, std::vector<T>& out) {
    if (!value.is_array()) return complain_kind(value, "a list");
    for (const formats::Json& item : value.items()) read(item, out.emplace_back());
  }
  template <class T>
  requires requires(RegisterVisitor& visit, T& out) { register_fields(visit, out); }
  void read(const formats::Json& value, T& out) {
    if (!value.is_object()) return complain_kind(value, "an object");
    RegisterVisitor inner(value, complaints_);
    register_fields(inner, out);
    inner.finish();
  }

  const formats::Json& object_;
  std::vector<Complaint>& complaints_;
  std::vector<std::string_view> known_;
};

}  // namespace souptrace::review

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/names.hpp"
#include "write/trace_fields.hpp"

namespace souptrace::write {

/// A place in a JSON document: a chain to the root, turned into a JSON pointer (RFC 6901) only when there is
/// an error to report.
struct JsonPlace {
  const JsonPlace* parent = nullptr;
  std::string_view name;               ///< of a member
  std::optional<std::size_t> index{};  ///< of an element
  [[nodiscard]] std::string pointer() const;
};

/// Reads values as trace_fields.hpp lists them. The first error is kept in `error` and nothing is read after
/// it.
class FieldReader {
 public:
  FieldReader(const nlohmann::json& object, const JsonPlace& place, std::optional<Error>& error)
      : object_(object), place_(place), error_(error) {}

  template <class T>
  void required(std::string_view name, T& out) {
    if (!member(name, out)) fail(place_, "has no member \"" + std::string(name) + '"');
  }
  template <class T>
  void optional(std::string_view name, T& out) {
    (void)member(name, out);
  }
  /// Reports a member that no call asked for.
  void finish();

  /// Reads one object.
  template <class T>
  static void read_object(const nlohmann::json& value, T& out, const JsonPlace& place,
                          std::optional<Error>& error) {
    FieldReader reader(value, place, error);
    if (!value.is_object()) return reader.fail_type(place, "an object", value);
    fields(reader, out);
    reader.finish();
  }

 private:
  void fail(const JsonPlace& place, const std::string& text);
  void fail_type(const JsonPlace& place, std::string_view expected, const nlohmann::json& found);

  /// False when there is no such member.
  template <class T>
  bool member(std::string_view name, T& out) {
    if (error_) return true;
    const auto at = object_.find(name);
    if (at == object_.end()) return false;
    known_.push_back(name);
    read(*at, out, JsonPlace{&place_, name});
    return true;
  }

  void read(const nlohmann::json& value, std::string& out, const JsonPlace& place);
  void read(const nlohmann::json& value, std::uint64_t& out, const JsonPlace& place);
  void read(const nlohmann::json& value, bool& out, const JsonPlace& place);
  template <class T>
  void read(const nlohmann::json& value, std::optional<T>& out, const JsonPlace& place) {
    read(value, out.emplace(), place);
  }
  void read(const nlohmann::json& value, TextList& out, const JsonPlace& place) {
    std::vector<std::string> texts;
    read(value, texts, place);
    out = std::move(texts);
  }
  void read(const nlohmann::json& value, TracePath& out, const JsonPlace& place);
  void read(const nlohmann::json& value, std::map<std::string, std::string>& out, const JsonPlace& place);
  void read(const nlohmann::json& value, Role& out, const JsonPlace& place) {
    read_name(value, out, role_named, place);
  }
  void read(const nlohmann::json& value, Use& out, const JsonPlace& place) {
    read_name(value, out, use_named, place);
  }
  void read(const nlohmann::json& value, Tier& out, const JsonPlace& place) {
    read_name(value, out, tier_named, place);
  }
  void read(const nlohmann::json& value, ComponentKind& out, const JsonPlace& place) {
    read_name(value, out, kind_named, place);
  }
  void read(const nlohmann::json& value, Severity& out, const JsonPlace& place) {
    read_name(value, out, severity_named, place);
  }

  template <class T>
  void read(const nlohmann::json& value, std::vector<T>& out, const JsonPlace& place) {
    if (!value.is_array()) return fail_type(place, "a list", value);
    out.reserve(value.size());
    for (std::size_t i = 0; i < value.size() && !error_; ++i)
      read(value[i], out.emplace_back(), JsonPlace{&place, {}, i});
  }
  template <class T>
  requires requires(FieldReader& visit, T& out) { fields(visit, out); }
  void read(const nlohmann::json& value, T& out, const JsonPlace& place) {
    read_object(value, out, place, error_);
  }
  template <class E>
  void read_name(const nlohmann::json& value, E& out, std::optional<E> (&named)(std::string_view),
                 const JsonPlace& place) {
    std::string name;
    read(value, name, place);
    if (error_) return;
    const auto found = named(name);
    if (!found) return fail(place, "\"" + name + "\" is no name that this souptrace knows here");
    out = *found;
  }

  const nlohmann::json& object_;
  const JsonPlace& place_;
  std::optional<Error>& error_;
  std::vector<std::string_view> known_;
};

}  // namespace souptrace::write

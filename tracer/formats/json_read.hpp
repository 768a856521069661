// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace souptrace::formats {

/// One value of a parsed JSON text (RFC 8259). Cheap to copy: all values of a text share it and keep it
/// alive, so views returned here are valid as long as any Json of the text lives. A value that is not there
/// is a null Json, so that look-ups can be chained: `root.member("link").member("language").string_or("name",
/// "")`.
///
///     const Result<Json> root = Json::parse(text);
///     if (!root) return root.error();
///     const Result<std::string> name = root->required_string("name");
///     for (const Json& source : root->member("sources").items()) ...
class Json {
 public:
  Json() = default;

  /// Nesting deeper than this is refused.
  static constexpr std::size_t kMaximumDepth = 200;

  /// The value that `text` is, whole. Refused are: what is not JSON or not UTF-8, a name that occurs twice in
  /// one object, nesting beyond kMaximumDepth. Error: "json-malformed", with line, column and offset for what
  /// is not JSON.
  [[nodiscard]] static Result<Json> parse(std::string_view text);

  [[nodiscard]] bool is_null() const;  ///< also: is not there
  [[nodiscard]] bool is_boolean() const;
  [[nodiscard]] bool is_integer()
      const;  ///< a number written without fraction and exponent that fits std::int64_t
  [[nodiscard]] bool is_number() const;
  [[nodiscard]] bool is_string() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_object() const;

  /// The value itself; nothing when it is of another kind.
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<std::string_view> string() const;

  /// Number of elements of an array or members of an object; 0 for anything else.
  [[nodiscard]] std::size_t size() const;
  /// The elements of an array in their order; none for anything else.
  [[nodiscard]] std::vector<Json> items() const;
  /// The members of an object, sorted by name (byte order); none for anything else. `key` of each is its
  /// name.
  [[nodiscard]] std::vector<Json> members() const;
  /// The name under which this value stands in its object; "" for an element of an array and for the root.
  [[nodiscard]] std::string_view key() const;
  /// The member of that name; a null Json when this is no object or has none.
  [[nodiscard]] Json member(std::string_view name) const;

  /// The member of that name when it is of that kind, else the default.
  [[nodiscard]] std::string string_or(std::string_view name, std::string_view otherwise) const;
  [[nodiscard]] std::int64_t integer_or(std::string_view name, std::int64_t otherwise) const;
  [[nodiscard]] bool boolean_or(std::string_view name, bool otherwise) const;

  /// The member of that name. Error "json-mismatch", naming its JSON pointer, when it is missing or of
  /// another kind.
  [[nodiscard]] Result<std::string> required_string(std::string_view name) const;
  [[nodiscard]] Result<std::int64_t> required_integer(std::string_view name) const;
  [[nodiscard]] Result<Json> required_array(std::string_view name) const;
  [[nodiscard]] Result<Json> required_object(std::string_view name) const;
  /// The strings of an array member; none when it is missing. Error "json-mismatch" when it is no array of
  /// strings.
  [[nodiscard]] Result<std::vector<std::string>> strings(std::string_view name) const;

  /// Where this value stands: its JSON pointer (RFC 6901), e.g. "/targets/3/name"; "" for the root.
  [[nodiscard]] std::string pointer() const;
  /// "null", "boolean", "number", "string", "array" or "object".
  [[nodiscard]] std::string_view kind_name() const;

  struct Node;  ///< how a value is kept: json_read.cpp alone knows

 private:
  explicit Json(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  [[nodiscard]] Json child(const Node& node) const;
  [[nodiscard]] Error mismatch(std::string_view name, std::string_view expected) const;

  std::shared_ptr<const Node>
      node_;  ///< null: the value is not there; shares ownership of the whole text's root
};

}  // namespace souptrace::formats

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <variant>

#include "formats/json_read.hpp"

// Internal to json_parse.cpp and json_read.cpp.
namespace souptrace::formats {

/// A tree of values. Members of an object are sorted by key once the object is complete; `parent` is set once
/// the whole tree is, because until then nodes move.
struct Json::Node {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::variant<std::monostate, bool, std::int64_t, double, std::string> scalar;
  std::string key;
  std::vector<Node> children;
  const Node* parent = nullptr;
};

/// A step of a JSON pointer, '~' and '/' escaped (RFC 6901, section 3).
[[nodiscard]] std::string json_pointer_step(std::string_view key);

}  // namespace souptrace::formats

// SPDX-License-Identifier: Apache-2.0
#include "formats/json_read.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/json_node.hpp"

namespace souptrace::formats {

std::string json_pointer_step(std::string_view key) {
  std::string out = "/";
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

Json Json::child(const Node& node) const {
  return Json(std::shared_ptr<const Node>(node_, &node));
}

bool Json::is_null() const {
  return !node_ || node_->kind == Node::Kind::null;
}
bool Json::is_boolean() const {
  return boolean().has_value();
}
bool Json::is_integer() const {
  return integer().has_value();
}
bool Json::is_number() const {
  return node_ && node_->kind == Node::Kind::number;
}
bool Json::is_string() const {
  return node_ && node_->kind == Node::Kind::string;
}
bool Json::is_array() const {
  return node_ && node_->kind == Node::Kind::array;
}
bool Json::is_object() const {
  return node_ && node_->kind == Node::Kind::object;
}

std::optional<bool> Json::boolean() const {
  const bool* value = node_ ? std::get_if<bool>(&node_->scalar) : nullptr;
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::int64_t> Json::integer() const {
  const auto* value = node_ ? std::get_if<std::int64_t>(&node_->scalar) : nullptr;
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<double> Json::number() const {
  if (const auto whole = integer()) return static_cast<double>(*whole);
  const double* value = node_ ? std::get_if<double>(&node_->scalar) : nullptr;
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::string_view> Json::string() const {
  const auto* value = node_ ? std::get_if<std::string>(&node_->scalar) : nullptr;
  return value ? std::optional<std::string_view>(*value) : std::nullopt;
}

std::size_t Json::size() const {
  return node_ ? node_->children.size() : 0;
}

std::vector<Json> Json::items() const {
  std::vector<Json> out;
  if (!is_array()) return out;
  out.reserve(node_->children.size());
  for (const Node& one : node_->children) out.push_back(child(one));
  return out;
}

std::vector<Json> Json::members() const {
  std::vector<Json> out;
  if (!is_object()) return out;
  out.reserve(node_->children.size());
  for (const Node& one : node_->children) out.push_back(child(one));
  return out;
}

std::string_view Json::key() const {
  return node_ ? std::string_view(node_->key) : std::string_view{};
}

Json Json::member(std::string_view name) const {
  if (!is_object()) return {};
  const std::vector<Node>& all = node_->children;
  const auto before = [](const Node& node, std::string_view key) { return node.key < key; };
  const auto at = std::lower_bound(all.begin(), all.end(), name, before);
  return at != all.end() && at->key == name ? child(*at) : Json{};
}

std::string Json::string_or(std::string_view name, std::string_view otherwise) const {
  return std::string(member(name).string().value_or(otherwise));
}
std::int64_t Json::integer_or(std::string_view name, std::int64_t otherwise) const {
  return member(name).integer().value_or(otherwise);
}
bool Json::boolean_or(std::string_view name, bool otherwise) const {
  return member(name).boolean().value_or(otherwise);
}

Error Json::mismatch(std::string_view name, std::string_view expected) const {
  const Json found = member(name);
  const std::string what = found.node_ ? "is a " + std::string(found.kind_name()) : "is missing";
  return {"json-mismatch", pointer() + printable(json_pointer_step(name)) + ' ' + what +
                               "; expected: " + std::string(expected)};
}

Result<std::string> Json::required_string(std::string_view name) const {
  const Json found = member(name);
  if (!found.is_string()) return mismatch(name, "a string");
  return std::string(*found.string());
}
Result<std::int64_t> Json::required_integer(std::string_view name) const {
  const auto value = member(name).integer();
  if (!value) return mismatch(name, "an integer");
  return *value;
}
Result<Json> Json::required_array(std::string_view name) const {
  const Json found = member(name);
  if (!found.is_array()) return mismatch(name, "an array");
  return found;
}
Result<Json> Json::required_object(std::string_view name) const {
  const Json found = member(name);
  if (!found.is_object()) return mismatch(name, "an object");
  return found;
}

Result<std::vector<std::string>> Json::strings(std::string_view name) const {
  const Json found = member(name);
  std::vector<std::string> out;
  if (!found.node_) return out;
  if (!found.is_array()) return mismatch(name, "an array of strings");
  for (const Json& item : found.items()) {
    if (!item.is_string()) return mismatch(name, "an array of strings");
    out.emplace_back(*item.string());
  }
  return out;
}

std::string Json::pointer() const {
  std::string out;
  for (const Node* node = node_.get(); node && node->parent; node = node->parent) {
    const bool in_array = node->parent->kind == Node::Kind::array;
    const auto index = node - node->parent->children.data();
    out = (in_array ? '/' + std::to_string(index) : json_pointer_step(node->key)) + out;
  }
  return out;
}

std::string_view Json::kind_name() const {
  if (is_boolean()) return "boolean";
  if (is_number()) return "number";
  if (is_string()) return "string";
  if (is_array()) return "array";
  return is_object() ? "object" : "null";
}

}  // namespace souptrace::formats

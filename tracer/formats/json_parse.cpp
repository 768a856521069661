// SPDX-License-Identifier: Apache-2.0
// The one file that includes nlohmann_json to read.
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "formats/json_node.hpp"

namespace souptrace::formats {
namespace {

using Node = Json::Node;
using Kind = Json::Node::Kind;

/// Builds the tree from nlohmann's events; a false return ends the parse with `error` set.
class Builder {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  bool null() { return scalar(Kind::null, {}); }
  bool boolean(bool value) { return scalar(Kind::boolean, value); }
  bool number_integer(std::int64_t value) { return scalar(Kind::number, value); }
  bool number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return scalar(Kind::number, static_cast<double>(value));
    return scalar(Kind::number, static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string&) { return scalar(Kind::number, value); }
  bool string(std::string& value) { return scalar(Kind::string, std::move(value)); }
  bool binary(std::vector<std::uint8_t>&) { return false; }  // not in JSON text
  bool start_object(std::size_t) { return open(Kind::object); }
  bool start_array(std::size_t) { return open(Kind::array); }
  bool key(std::string& name) {
    key_ = std::move(name);
    return true;
  }
  bool end_array() { return close(); }
  bool end_object() {
    std::vector<Node>& members = open_.back().children;
    const auto by_key = [](const Node& a, const Node& b) { return a.key < b.key; };
    const auto same_key = [](const Node& a, const Node& b) { return a.key == b.key; };
    std::sort(members.begin(), members.end(), by_key);
    const auto twice = std::adjacent_find(members.begin(), members.end(), same_key);
    if (twice != members.end())
      return fail("the name \"" + printable(twice->key) + "\" occurs twice in " + where(), {});
    return close();
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
    const std::size_t offset =
        std::min(position == 0 ? 0 : position - 1, text_.size());  // position counts the bad byte too
    const std::string_view rest = text_.substr(offset, 20);
    const std::string found = rest.empty() ? "the end of the text" : '"' + printable(rest) + '"';
    return fail(line_and_column(text_, offset) + ": not JSON at " + found, offset);
  }

  [[nodiscard]] Error error() const { return error_; }
  [[nodiscard]] Node take_root() { return std::move(root_); }

 private:
  /// JSON pointer of the innermost open object, without indices of arrays.
  [[nodiscard]] std::string where() const {
    std::string out;
    for (std::size_t i = 1; i < keys_.size(); ++i) out += printable(json_pointer_step(keys_[i]));
    return out.empty() ? "the outermost object" : "the object \"" + out + '"';
  }
  bool fail(std::string what, std::optional<std::uint64_t> offset) {
    error_ = Error{"json-malformed", std::move(what), offset};
    return false;
  }
  bool scalar(Kind kind, decltype(Node::scalar) value) {
    Node node;
    node.kind = kind;
    node.scalar = std::move(value);
    return add(std::move(node));
  }
  bool add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return true;
    }
    if (open_.back().kind == Kind::object) node.key = std::exchange(key_, {});
    open_.back().children.push_back(std::move(node));
    return true;
  }
  bool open(Kind kind) {
    if (open_.size() >= Json::kMaximumDepth)
      return fail("nested deeper than " + std::to_string(Json::kMaximumDepth) + " levels", {});
    Node node;
    node.kind = kind;
    keys_.push_back(std::exchange(key_, {}));
    open_.push_back(std::move(node));
    return true;
  }
  bool close() {
    Node done = std::move(open_.back());
    open_.pop_back();
    key_ = std::move(keys_.back());
    keys_.pop_back();
    return add(std::move(done));
  }

  std::string_view text_;
  Node root_;
  std::vector<Node> open_;         ///< objects and arrays that are not complete, outermost first
  std::vector<std::string> keys_;  ///< the key of each of them
  std::string key_;                ///< the key that the next value has
  Error error_{"json-malformed", "not JSON"};
};

void set_parents(Node& node) {  // recursion is bounded by kMaximumDepth
  for (Node& child : node.children) {
    child.parent = &node;
    set_parents(child);
  }
}

}  // namespace

Result<Json> Json::parse(std::string_view text) {
  // nlohmann::json takes a zero byte for the end of the text and would not see what stands behind it.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    return Error{"json-malformed", line_and_column(text, zero) + ": not JSON at a zero byte", zero};
  Builder builder(text);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.error();
  const auto root = std::make_shared<Node>(builder.take_root());
  set_parents(*root);
  return Json(root);
}

}  // namespace souptrace::formats

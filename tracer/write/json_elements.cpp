// SPDX-License-Identifier: Apache-2.0
#include "write/json_elements.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace souptrace::write {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest =
    16;  // root, list, element, list, element, owner, claims, claim, evidence, one: and some to spare

/// Builds values as the parser meets their parts. After an error it builds nothing more, but reads on: a
/// newer format explains the error.
class Elements final : public nlohmann::json_sax<Json> {
 public:
  Elements(const ElementLists& nested, std::uint64_t highest_format, const TakeElement& take)
      : nested_(nested), highest_format_(highest_format), take_(take) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override {
    if (depth_ == 1 && root_key_ == "format" && value > highest_format_) {
      error_ = Error{"trace-version", "the trace has format " + std::to_string(value) +
                                          ", this souptrace reads up to format " +
                                          std::to_string(highest_format_)};
      return false;
    }
    return add(value);
  }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }  // JSON has none

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool end_object() override {
    if (!error_) give_element();
    return close();
  }

  bool key(string_t& name) override {
    if (depth_ == 1) root_key_ = name;
    if (error_) return true;
    if (stack_.back()->contains(name)) fail("the name \"" + name + "\" stands twice in one object");
    keys_.back() = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& exception) override {
    // The library's text begins with its own number and the place as line and column:
    // "[json.exception.parse_error.101] parse error at …".
    std::string text = exception.what();
    if (const auto bracket = text.find("] "); bracket != std::string::npos) text.erase(0, bracket + 2);
    error_ = Error{"trace-malformed", "not a JSON document: " + text, position};
    return false;
  }

  [[nodiscard]] std::optional<Error>& error() { return error_; }
  [[nodiscard]] Json& root() { return root_; }

 private:
  void fail(std::string text) { error_ = Error{"trace-malformed", std::move(text)}; }

  /// Puts `value` where it belongs and returns its place; the parser has already seen to the grammar.
  Json* place(Json value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& top = *stack_.back();
    if (top.is_array()) {
      top.push_back(std::move(value));
      return &top.back();
    }
    return &(top[keys_.back()] = std::move(value));
  }

  template <class T>
  bool add(T&& value) {
    if (!error_) place(Json(std::forward<T>(value)));
    return true;
  }

  bool open(Json value) {
    ++depth_;
    if (!error_ && depth_ > kDeepest) fail("nested more than " + std::to_string(kDeepest) + " deep");
    if (error_) return true;
    Json* const at = place(std::move(value));
    stack_.push_back(at);
    keys_.emplace_back();
    return true;
  }

  bool close() {
    --depth_;
    if (error_) return true;
    stack_.pop_back();
    keys_.pop_back();
    return true;
  }

  /// The object on top of the stack is complete: hands it over and takes it out of its list when it stands in
  /// one that is read by element.
  void give_element() {
    const bool outer = stack_.size() == 3 && stack_[0]->is_object() && stack_[1]->is_array();
    const bool inner = stack_.size() == 5 && stack_[1]->is_array() && stack_[3]->is_array() &&
                       keys_[0] == nested_.outer && keys_[2] == nested_.inner;
    if (!outer && !inner) return;
    error_ = take_(keys_[0], inner ? std::string_view(keys_[2]) : std::string_view(), *stack_.back());
    if (!error_) stack_[stack_.size() - 2]->get_ref<Json::array_t&>().pop_back();
  }

  const ElementLists& nested_;
  std::uint64_t highest_format_;
  const TakeElement& take_;
  Json root_;
  std::vector<Json*> stack_;       ///< the open values, root first
  std::vector<std::string> keys_;  ///< for each of them the name that was read last
  std::size_t depth_ = 0;
  std::string root_key_;
  std::optional<Error> error_;
};

}  // namespace

Result<Json> read_elements(std::string_view text, const ElementLists& nested, std::uint64_t highest_format,
                           const TakeElement& take) {
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)  // the end of the text for nlohmann::json
    return Error{"trace-malformed", "not a JSON document: a zero byte", zero};
  Elements elements(nested, highest_format, take);
  const bool parsed = Json::sax_parse(text.begin(), text.end(), &elements);
  if (elements.error()) return *std::move(elements.error());
  if (!parsed || !elements.root().is_object())
    return Error{"trace-malformed", "the document is not a JSON object"};
  return std::move(elements.root());
}

}  // namespace souptrace::write

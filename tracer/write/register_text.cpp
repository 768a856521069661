// SPDX-License-Identifier: Apache-2.0
#include "write/register_text.hpp"

#include "model/register_fields.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {
namespace {

/// Short ones that are read as a table stand in a line each.
template <class T>
concept IsRow = std::same_as<T, SoupFile> || std::same_as<T, EvidenceFile> || std::same_as<T, CuratedCpe> || std::same_as<T, GateSetting> ||
                std::same_as<T, ToolchainBaseline>;

/// Writes every member of what register_fields.hpp lists, also what is not stated: null, "" or [].
class Drafter {
 public:
  using Layout = JsonText::Layout;
  explicit Drafter(JsonText& json) : json_(json) {}

  template <class T>
  void required(std::string_view name, const T& value) { member(name, value); }
  template <class T>
  void member(std::string_view name, const T& value) {
    json_.key(name);
    write(value);
  }
  void date(std::string_view name, const std::string& value) { member(name, value); }
  void sha256(std::string_view name, const std::string& value) { member(name, value); }
  void digest(std::string_view name, const std::string& value) { member(name, value); }
  template <class Words>
  void choice(std::string_view name, const std::string& value, const Words&) { member(name, value); }

  template <class T>
  void object(const T& value) {
    json_.begin_object(IsRow<T> ? Layout::one_line : Layout::lines);
    register_fields(*this, value);
    json_.end_object();
  }

 private:
  void write(const std::string& text) { json_.value(text); }
  void write(std::uint64_t number) { json_.value(number); }
  void write(const std::optional<bool>& truth) { truth ? json_.value(*truth) : json_.null(); }
  template <class T>
  void write(const std::optional<T>& value) { value ? object(*value) : json_.null(); }
  template <class T>
  void write(const std::vector<T>& list) {
    json_.begin_array(list.empty() ? Layout::one_line : Layout::lines);
    for (const T& element : list) write(element);
    json_.end_array();
  }
  template <class T>
  requires requires(Drafter& visit, const T& value) { register_fields(visit, value); }
  void write(const T& value) { object(value); }

  JsonText& json_;
};

template <class T>
std::string document(const char* schema, const T& value) {
  std::string out;
  JsonText json(out);
  Drafter drafter(json);
  json.begin_object();
  json.member("$schema", schema);
  register_fields(drafter, value);
  json.end_object();
  out += '\n';
  return out;
}

/// The text of one member's value in an object that is laid out in lines.
template <class T>
std::string member_value(const T& value) {
  std::string out;
  JsonText json(out);
  Drafter drafter(json);
  json.begin_object();
  json.key("");
  const std::size_t start = out.size();
  drafter.object(value);
  out.erase(0, out.find('{', start));
  return out;
}

}  // namespace

std::string register_text(const SoupRegister& reg) {
  return document(kRegisterSchema, reg);
}
std::string soup_item_text(const SoupItem& item) {
  return document(kSoupItemSchema, item);
}
std::string soup_facts_text(const SoupFacts& facts) {
  return member_value(facts);
}
std::string soup_approval_text(const SoupApproval& approval) {
  return member_value(approval);
}

}  // namespace souptrace::write

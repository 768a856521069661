// SPDX-License-Identifier: Apache-2.0
// The published JSON schemas of the register's files are what register_fields.hpp says, to the byte.
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

#include "model/register_fields.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using nlohmann::ordered_json;

namespace {

/// Describes an object of type T as JSON Schema 2020-12.
class SchemaWriter {
 public:
  template <class T>
  static ordered_json object() {
    SchemaWriter writer;
    T sample{};
    register_fields(writer, sample);
    return writer.finish();
  }
  template <class T>
  static ordered_json document(const char* id, const char* title) {
    SchemaWriter writer;
    writer.properties_["$schema"] = {{"const", id}};
    writer.required_.push_back("$schema");
    T sample{};
    register_fields(writer, sample);
    ordered_json out{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$id", id}, {"title", title}};
    out.update(writer.finish());
    return out;
  }

  template <class T>
  void required(std::string_view name, const T& value) {
    ordered_json type = type_of(value);
    if constexpr (std::is_same_v<T, std::string>) type["minLength"] = 1;
    add(name, std::move(type));
    required_.push_back(std::string(name));
  }
  template <class T>
  void member(std::string_view name, const T& value) { add(name, nullable(type_of(value))); }
  void date(std::string_view name, const std::string&) { pattern(name, "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"); }
  void sha256(std::string_view name, const std::string&) { pattern(name, "^([0-9a-f]{64})?$"); }
  void digest(std::string_view name, const std::string&) { pattern(name, "^(sha256:[0-9a-f]{64})?$"); }
  template <class Words>
  void choice(std::string_view name, const std::string&, const Words& words) {
    ordered_json values = ordered_json::array();
    for (const std::string_view word : words) values.push_back(std::string(word));
    values.push_back("");
    values.push_back(nullptr);
    add(name, {{"enum", values}});
  }

 private:
  static ordered_json type_of(const std::string&) { return {{"type", "string"}}; }
  static ordered_json type_of(const std::uint64_t&) { return {{"type", "integer"}, {"minimum", 0}}; }
  static ordered_json type_of(const std::optional<bool>&) { return {{"type", "boolean"}}; }
  template <class T>
  static ordered_json type_of(const std::optional<T>&) { return object<T>(); }
  template <class T>
  static ordered_json type_of(const std::vector<T>&) { return {{"type", "array"}, {"items", type_of(T{})}}; }
  template <class T>
  requires requires(SchemaWriter& visit, T& value) { register_fields(visit, value); }
  static ordered_json type_of(const T&) { return object<T>(); }

  static ordered_json nullable(ordered_json type) {
    type["type"] = {type["type"], "null"};
    return type;
  }
  void pattern(std::string_view name, const char* text) { add(name, {{"type", {"string", "null"}}, {"pattern", text}}); }
  void add(std::string_view name, ordered_json type) { properties_[std::string(name)] = std::move(type); }
  ordered_json finish() {
    ordered_json out{{"type", "object"}};
    if (!required_.empty()) out["required"] = required_;
    out["properties"] = properties_;
    out["additionalProperties"] = false;
    return out;
  }

  ordered_json properties_ = ordered_json::object();
  std::vector<std::string> required_;
};

void check_published(const std::string& name, const ordered_json& expected) {
  std::ifstream file(std::string(SOUPTRACE_SOURCE_DIRECTORY) + "/tracer/model/" + name);
  std::ostringstream published;
  published << file.rdbuf();
  const std::string text = expected.dump(1) + '\n';
  if (published.str() != text) std::ofstream(name) << text;  // in the working directory, to be looked at and published
  CHECK(published.str() == text);
}

}  // namespace

TEST_CASE("register.schema.json is published as the format is") {
  check_published("register.schema.json", SchemaWriter::document<SoupRegister>(kRegisterSchema, "SOUP register: policy, software items and waivers (souptrace)"));
}

TEST_CASE("soup-item.schema.json is published as the format is") {
  check_published("soup-item.schema.json", SchemaWriter::document<SoupItem>(kSoupItemSchema, "SOUP register: one item (souptrace)"));
}

// SPDX-License-Identifier: Apache-2.0
// The published JSON Schema of a release diff has the members that release_diff_fields.hpp lists, and requires those that it requires.
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "support/catch.hpp"
#include "write/release_diff_fields.hpp"

using namespace souptrace;
using nlohmann::json;

namespace {

struct Names {
  std::set<std::string> all;
  std::set<std::string> needed;
  template <class T>
  void required(std::string_view name, const T& value) {
    optional(name, value);
    needed.emplace(name);
  }
  template <class T>
  void optional(std::string_view name, const T&) {
    all.emplace(name);
  }
};

template <class T>
void check_type(const json& schema, std::set<std::string> own = {}) {
  Names names{own, own};
  T sample{};
  write::fields(names, sample);
  std::set<std::string> properties;
  for (const auto& [name, value] : schema.at("properties").items()) properties.insert(name);
  CHECK(properties == names.all);
  const auto required = schema.value("required", std::vector<std::string>());
  CHECK(std::set<std::string>(required.begin(), required.end()) == names.needed);
  CHECK(schema.at("additionalProperties") == false);
}

}  // namespace

TEST_CASE("release_diff.schema.json is published as the format is") {
  std::ifstream file(std::string(SOUPTRACE_SOURCE_DIRECTORY) + "/tracer/write/release_diff.schema.json");
  const json schema = json::parse(file);
  CHECK(schema.at("$id") == write::kReleaseDiffSchema);
  CHECK(schema.at("properties").at("format").at("const") == write::kReleaseDiffFormat);
  check_type<ReleaseDiff>(schema, {"$schema", "format", "differs"});
  const json& types = schema.at("$defs");
  check_type<ValueChange>(types.at("valueChange"));
  check_type<PartSide>(types.at("partSide"));
  check_type<PartChange>(types.at("partChange"));
  check_type<SamePart>(types.at("samePart"));
  check_type<PartCount>(types.at("partCount"));
  check_type<SameMembers>(types.at("sameMembers"));
  check_type<BinarySide>(types.at("binarySide"));
  check_type<BinaryDiff>(types.at("binaryDiff"));
  check_type<ComponentSide>(types.at("componentSide"));
  check_type<ComponentDiff>(types.at("componentDiff"));
  check_type<SameComponent>(types.at("sameComponent"));
  check_type<ReviewTrigger>(types.at("reviewTrigger"));
  check_type<Unaffected>(types.at("unaffected"));
  check_type<ReviewImpact>(types.at("reviewImpact"));
  check_type<ReleaseSide>(types.at("releaseSide"));
  check_type<Product>(types.at("product"));
  CHECK(types.size() == 16);
}

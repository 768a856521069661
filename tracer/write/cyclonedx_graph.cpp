// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx_graph.hpp"

#include "write/bom_graph.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

void write_refs(JsonText& json, const char* name, const std::vector<std::string>& refs) {
  if (refs.empty()) return;
  json.key(name);
  json.begin_array();
  for (const std::string& ref : refs) json.value(ref);
  json.end_array();
}

void write_composition(JsonText& json, const char* ref, const char* aggregate,
                       const std::vector<std::string>& assemblies,
                       const std::vector<std::string>& dependencies) {
  if (assemblies.empty() && dependencies.empty()) return;
  json.begin_object();
  json.member("bom-ref", ref);
  json.member("aggregate", aggregate);
  write_refs(json, "assemblies", assemblies);
  write_refs(json, "dependencies", dependencies);
  json.end_object();
}

}  // namespace

void write_dependencies(JsonText& json, const TraceBinary& binary, const BomPlan& plan) {
  json.key("dependencies");
  json.begin_array();
  for (const auto& [ref, targets] : dependencies_of(binary, plan)) {
    json.begin_object(targets.empty() ? Layout::one_line : Layout::lines);
    json.member("ref", ref);
    json.key("dependsOn");
    json.begin_array();
    for (const std::string_view target : targets) json.value(target);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_compositions(JsonText& json, const TraceBinary& binary, const BomPlan& plan) {
  std::vector<std::string> built_here;
  std::vector<std::string> prebuilt;
  std::vector<std::string> all;
  for (const Part& part : plan.parts) {
    (part.complete_inside ? built_here : prebuilt).push_back(part.ref);
    all.push_back(part.ref);
  }
  const char* known = binary.completeness.complete ? "complete" : "incomplete";
  json.key("compositions");
  json.begin_array();
  write_composition(json, "composition:binary", known, {plan.subject}, {plan.subject});
  write_composition(json, "composition:built-here", known, built_here, {});
  write_composition(json, "composition:prebuilt", "unknown", prebuilt, {});
  write_composition(json, "composition:dependencies-of-components", "unknown", {}, all);
  json.end_array();
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx_formulation.hpp"

#include "write/cyclonedx_component.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

/// The programs that made the binary; their references.
std::vector<std::string> write_build_tools(JsonText& json, const Trace& trace, const TraceBinary& binary) {
  std::vector<std::string> refs;
  json.key("components");
  json.begin_array();
  for (BuildTool& tool : build_tools(trace, binary)) {
    json.begin_object();
    json.member("type", "application");
    json.member("bom-ref", tool.ref);
    json.member("name", tool.name);
    json.member_unless_empty("version", tool.version);
    write_properties(json, tool.properties);
    json.end_object();
    refs.push_back(tool.ref);
  }
  json.end_array();
  return refs;
}

/// `{"resource": {"ref": …}}`, with the type of an output.
void write_resource(JsonText& json, const std::string& ref, const char* type = "") {
  json.begin_object(Layout::one_line);
  json.member_unless_empty("type", type);
  json.key("resource");
  json.begin_object();
  json.member("ref", ref);
  json.end_object();
  json.end_object();
}

void write_task(JsonText& json, const TraceBinary& binary, const BomPlan& plan,
                const std::vector<std::string>& tools) {
  json.begin_object();
  json.member("bom-ref", "task:build");
  json.member("uid", "task:" + binary.name);
  json.member("name", "compile and link " + binary.name);
  json.member_list("taskTypes", {"build"});
  json.key("resourceReferences");
  json.begin_array();
  for (const std::string& tool : tools) {
    json.begin_object(Layout::one_line);
    json.member("ref", tool);
    json.end_object();
  }
  json.end_array();
  json.key("inputs");
  json.begin_array();
  for (const auto* parts : {&plan.own, &plan.parts})
    for (const Part& part : *parts)
      if (part.what != Part::What::missing) write_resource(json, part.ref);
  json.end_array();
  json.key("outputs");
  json.begin_array();
  write_resource(json, plan.shipped.empty() ? plan.subject : plan.linked, "artifact");
  json.end_array();
  json.end_object();
}

void write_step(JsonText& json, const PostLinkStep& step) {
  json.begin_object();
  json.member_unless_empty("name", step.action);
  json.member_unless_empty("description", step.tool);
  Properties properties;
  properties.add("souptrace:step:sha256-before", step.sha256_before);
  properties.add("souptrace:step:sha256-after", step.sha256_after);
  write_properties(json, properties);
  json.end_object();
}

/// What was done to the linked file until it was the one that ships.
void write_delivery(JsonText& json, const BomPlan& plan, const Part& part) {
  json.begin_object();
  json.member("bom-ref", "task:" + part.ref);
  json.member("uid", "task:" + part.ref);
  json.member_list("taskTypes", {"deliver"});
  if (!part.shipped->steps.empty()) {
    json.key("steps");
    json.begin_array();
    for (const PostLinkStep& step : part.shipped->steps) write_step(json, step);
    json.end_array();
  }
  json.key("inputs");
  json.begin_array();
  write_resource(json, plan.linked);
  json.end_array();
  json.key("outputs");
  json.begin_array();
  write_resource(json, part.ref, "artifact");
  json.end_array();
  json.end_object();
}

}  // namespace

void write_formulation(JsonText& json, const Trace& trace, const TraceBinary& binary, const BomPlan& plan) {
  json.key("formulation");
  json.begin_array();
  json.begin_object();
  json.member("bom-ref", "formulation:build");
  const std::vector<std::string> tools = write_build_tools(json, trace, binary);
  json.key("workflows");
  json.begin_array();
  json.begin_object();
  json.member("bom-ref", "workflow:build");
  json.member("uid", "build:" + binary.name);
  json.member_list("taskTypes", plan.shipped.empty() ? std::vector<std::string>{"build"}
                                                     : std::vector<std::string>{"build", "deliver"});
  json.key("tasks");
  json.begin_array();
  write_task(json, binary, plan, tools);
  for (const Part& part : plan.shipped)
    if (part.what == Part::What::shipped) write_delivery(json, plan, part);
  json.end_array();
  json.end_object();
  json.end_array();
  json.end_object();
  json.end_array();
}

}  // namespace souptrace::write

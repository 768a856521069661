// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx_formulation.hpp"

#include <algorithm>

#include "write/cyclonedx_component.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

void write_tool(JsonText& json, const std::string& ref, const std::string& name, const std::string& version,
                Properties properties) {
  json.begin_object();
  json.member("type", "application");
  json.member("bom-ref", ref);
  json.member("name", name);
  json.member_unless_empty("version", version);
  properties.write(json);
  json.end_object();
}

/// The programs that made the binary; their references.
std::vector<std::string> write_build_tools(JsonText& json, const Trace& trace, const TraceBinary& binary) {
  std::vector<std::string> refs;
  json.key("components");
  json.begin_array();
  Properties linker;
  linker.add("souptrace:tool:path", binary.linker.path);
  linker.add("souptrace:tool:driver", binary.linker.driver);
  linker.add("souptrace:tool:lto", binary.linker.lto ? "true" : "");
  refs.emplace_back("tool:linker");
  write_tool(json, refs.back(), binary.linker.name.empty() ? "unknown" : binary.linker.name,
             binary.linker.version, linker);
  for (const Toolchain& toolchain : trace.toolchains) {
    const std::string ref = "tool:compiler:" + toolchain.language;
    if (std::find(refs.begin(), refs.end(), ref) != refs.end()) continue;
    Properties compiler;
    compiler.add("souptrace:tool:path", toolchain.compiler);
    compiler.add("souptrace:tool:language", toolchain.language);
    compiler.add("souptrace:tool:target", toolchain.target);
    write_tool(json, ref, toolchain.id.empty() ? "unknown" : toolchain.id, toolchain.version, compiler);
    refs.push_back(ref);
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
  write_resource(json, plan.subject, "artifact");
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
  json.member_list("taskTypes", {"build"});
  json.key("tasks");
  json.begin_array();
  write_task(json, binary, plan, tools);
  json.end_array();
  json.end_object();
  json.end_array();
  json.end_object();
  json.end_array();
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "write/bom_values.hpp"
#include "write/spdx3_parts.hpp"

namespace souptrace::write {
namespace {

using What = Part::What;

void write_tool(Spdx3Text& text, const std::string& ref, const std::string& name,
                Properties properties = {}) {
  text.begin_element("Tool", ref);
  text.json().member("name", name);
  text.extension(properties);
  text.end_element();
}

/// BSI TR-03183-2 wants a web address as "urlScheme" of the document's creator, as "other" of a component's.
void write_organization(Spdx3Text& text, const std::string& who, bool author) {
  const Organization named = organization(who);
  text.begin_element("Organization", organization_ref(who));
  text.json().member("name", named.name);
  if (!named.email.empty() || !named.url.empty()) {
    text.json().key("externalIdentifier");
    text.json().begin_array();
    if (!named.email.empty()) text.external_identifier("email", named.email);
    if (!named.url.empty()) text.external_identifier(author ? "urlScheme" : "other", named.url);
    text.json().end_array();
  }
  text.end_element();
}

}  // namespace

std::string organization_ref(const std::string& text) {
  return "organization:" + text;
}
std::string author_ref(const Trace& trace) {
  return trace.product.supplier.empty() ? "agent:souptrace" : organization_ref(trace.product.supplier);
}
std::string step_tool_ref(const PostLinkStep& step) {
  return "tool:after-link:" + step.tool;
}

void write_agents(Spdx3Document& document) {
  const Trace& trace = document.index.trace();
  Spdx3Text& text = document.text;
  std::set<std::string> organizations{trace.product.supplier};
  for (const Part& part : document.plan.parts)
    if (part.what == What::package) organizations.insert(part.component->supplier);
  organizations.erase("");
  for (const std::string& who : organizations) write_organization(text, who, who == trace.product.supplier);
  const std::string version = trace.tool_version.empty() ? "" : ' ' + trace.tool_version;
  if (trace.product.supplier.empty()) {
    text.begin_element("SoftwareAgent", author_ref(trace));
    text.json().member("name", "souptrace" + version);
    text.end_element();
  }
  write_tool(text, "tool:souptrace", "souptrace" + version);
  for (BuildTool& tool : build_tools(trace, document.binary))
    write_tool(text, tool.ref, tool.version.empty() ? tool.name : tool.name + ' ' + tool.version,
               std::move(tool.properties));
  std::map<std::string, std::string> step_tools;
  for (const ShippedFile& shipped : document.binary.shipped)
    for (const PostLinkStep& step : shipped.steps)
      if (!step.tool.empty()) step_tools.emplace(step_tool_ref(step), step.tool);
  for (const auto& [ref, name] : step_tools) write_tool(text, ref, name);
}

}  // namespace souptrace::write

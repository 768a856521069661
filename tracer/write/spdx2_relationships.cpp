// SPDX-License-Identifier: Apache-2.0
#include "write/bom_graph.hpp"
#include "write/link_edges.hpp"
#include "write/spdx2_packages.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;
using What = Part::What;

}  // namespace

void Spdx2Document::relate(std::string_view from, const char* type, std::string_view to) {
  json_.begin_object(Layout::one_line);
  json_.member("spdxElementId", id_of(from));
  json_.member("relationshipType", type);
  json_.member("relatedSpdxElement", id_of(to));
  json_.end_object();
}

void Spdx2Document::relate_contents(const Part& part) {
  for (const Part& child : part.children) {
    relate(part.ref, "CONTAINS", child.ref);
    relate_contents(child);
  }
}

void Spdx2Document::relate_links(const std::string& linked) {
  const LinkEdges edges = link_edges(binary_, plan_);
  for (const std::string_view to : edges.linked) relate(linked, "STATIC_LINK", to);
  for (const std::string_view to : edges.needed) relate(linked, "DYNAMIC_LINK", to);
  for (const auto& [from, all] : edges.loaded)
    for (const std::string_view to : all) relate(from, "DYNAMIC_LINK", to);
  for (const std::string_view to : edges.compiled) relate(linked, "GENERATED_FROM", to);
}

void Spdx2Document::relate_shipped() {
  for (const Part& part : plan_.shipped) {
    relate(plan_.subject, "CONTAINS", part.ref);
    if (part.what != What::shipped) continue;
    const bool copy = part.shipped->sha256 == binary_.sha256;
    relate(part.ref, copy ? "COPY_OF" : "GENERATED_FROM", plan_.linked);
    // Of sources the linked file is generated too; that both are the same program says only this. Nobody vouches for what no step explains.
    if (!copy && !part.shipped->steps.empty()) relate(plan_.linked, "ANCESTOR_OF", part.ref);
  }
}

void Spdx2Document::write_relationships() {
  json_.key("relationships");
  json_.begin_array();
  relate("DOCUMENT", "DESCRIBES", plan_.subject);
  for (const Part& part : plan_.own) relate(plan_.subject, "CONTAINS", part.ref);
  for (const auto* parts : {&plan_.own, &plan_.parts})
    for (const Part& part : *parts) relate_contents(part);
  relate_shipped();
  relate_links(plan_.shipped.empty() ? plan_.subject : plan_.linked);
  for (const auto& [from, all] : dependencies_of(binary_, plan_))
    for (const std::string_view to : all) relate(from, "DEPENDS_ON", to);
  for (const BuildTool& tool : build_tools(index_.trace(), binary_))
    relate(tool.ref, "BUILD_TOOL_OF", plan_.subject);
  json_.end_array();
}

}  // namespace souptrace::write

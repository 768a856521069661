// SPDX-License-Identifier: Apache-2.0
#include "write/bom_graph.hpp"

namespace souptrace::write {
namespace {

void add_nodes(const std::vector<Part>& parts, Dependencies& edges) {
  for (const Part& part : parts) {
    edges[part.ref];
    add_nodes(part.children, edges);
  }
}

std::string_view part_of(const BomPlan& plan, std::string_view file, std::string_view otherwise) {
  const auto at = plan.part_of_file.find(file);
  return at == plan.part_of_file.end() ? otherwise : std::string_view(at->second);
}

void add_edge(Dependencies& edges, std::string_view from, std::string_view to) {
  if (from != to && !to.empty()) edges[from].insert(to);
}

}  // namespace

Dependencies dependencies_of(const TraceBinary& binary, const BomPlan& plan) {
  Dependencies edges;
  edges[plan.subject];
  for (const auto* parts : {&plan.own, &plan.shipped, &plan.parts}) add_nodes(*parts, edges);
  for (const TraceInput& input : binary.inputs)
    if (is_part(input.use)) add_edge(edges, plan.subject, part_of(plan, input.file, ""));
  std::map<std::string_view, std::string_view> missing;
  for (const Part& part : plan.parts)
    if (part.what == Part::What::missing) missing.emplace(part.library->name, part.ref);
  for (const TraceRuntimeLibrary& library : binary.runtime) {
    const std::string_view from = part_of(plan, library.needed_by, plan.subject);
    add_edge(edges, from, library.file.empty() ? missing[library.name] : part_of(plan, library.file, ""));
  }
  return edges;
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/spdx3_relations.hpp"

#include <set>

#include "write/bom_graph.hpp"
#include "write/link_edges.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;
using Refs = Spdx3Text::Refs;
using What = Part::What;

constexpr const char* kUnknown = "noAssertion";

template <class Texts>
Refs list(const Texts& refs) {
  return {refs.begin(), refs.end()};
}

const char* known(const Spdx3Document& document) {
  return document.binary.completeness.complete ? "complete" : "incomplete";
}

/// A package's files and an archive's members. What else there is in them is not said.
void write_contents(Spdx3Document& document, const Part& part) {
  Refs files;
  Refs members;
  if (part.what == What::package && part.file != nullptr) files.push_back(file_ref_of(part));
  for (const Part& child : part.children) {
    (child.what == What::member ? members : files).push_back(child.ref);
    write_contents(document, child);
  }
  document.text.relationship(part.ref, "contains", files, "incomplete");
  document.text.relationship(file_ref_of(part), "contains", members, "incomplete");
}

void write_links(Spdx3Document& document) {
  const LinkEdges edges = link_edges(document.binary, document.plan);
  const std::string& file = document.plan.linked;
  Spdx3Text& text = document.text;
  text.relationship(file, "hasStaticLink", list(edges.linked), known(document), "build");
  text.relationship(file, "hasDynamicLink", list(edges.needed), known(document), "runtime");
  for (const auto& [from, to] : edges.loaded)
    text.relationship(from, "hasDynamicLink", list(to), kUnknown, "runtime");
}

/// What a component depends on is known of the binary only; of a component, what the loader loads for it.
void write_dependencies(Spdx3Document& document) {
  const Dependencies dependencies = dependencies_of(document.binary, document.plan);
  Spdx3Text& text = document.text;
  const auto write = [&](std::string_view from, const char* completeness) {
    Refs to = list(dependencies.at(from));
    if (to.empty() && from != document.plan.subject) to.push_back(Spdx3Text::kNoAssertion);
    text.relationship(from, "dependsOn", to, completeness);
  };
  write(document.plan.subject, known(document));
  for (const Part& part : document.plan.parts) write(part.ref, kUnknown);
}

void write_license_relations(Spdx3Document& document) {
  const Refs nothing{Spdx3Text::kNoAssertionLicense};
  for (const Part& part : document.plan.parts) {
    if (part.what != What::package) continue;
    const std::string license = license_ref(part.component->license.expression);
    const Refs stated{license};
    const bool any = has_license(*part.component);
    const bool concluded = is_license_concluded(*part.component);
    document.text.relationship(part.ref, "hasDeclaredLicense", any && !concluded ? stated : nothing,
                               any && !concluded ? "complete" : kUnknown);
    document.text.relationship(part.ref, "hasConcludedLicense", concluded ? stated : nothing,
                               concluded ? "complete" : kUnknown);
  }
  document.text.relationship(document.plan.subject, "hasDeclaredLicense", nothing, kUnknown);
  document.text.relationship(document.plan.subject, "hasConcludedLicense", nothing, kUnknown);
}

void write_distribution(Spdx3Document& document) {
  Refs shipped;
  Refs copies;
  Refs descendants;
  for (const Part& part : document.plan.shipped) {
    if (part.what != What::shipped || part.shipped->steps.empty()) continue;  // what no step explains is no artifact of it
    shipped.push_back(part.ref);
    (part.shipped->sha256 == document.binary.sha256 ? copies : descendants).push_back(part.ref);
  }
  Spdx3Text& text = document.text;
  const std::string& linked = document.plan.linked;
  text.relationship(document.plan.subject, "hasDistributionArtifact",
                    shipped.empty() ? Refs{linked} : shipped, kUnknown);
  text.relationship(linked, "copiedTo", copies, kUnknown);
  text.relationship(linked, "ancestorOf", descendants, kUnknown);
}

void write_parameter(JsonText& json, const char* key, const std::string& value) {
  if (value.empty()) return;
  json.begin_object(Layout::one_line);
  json.member("type", "DictionaryEntry");
  json.member("key", key);
  json.member("value", value);
  json.end_object();
}

void write_link_build(Spdx3Document& document) {
  const Trace& trace = document.index.trace();
  Spdx3Text& text = document.text;
  text.begin_element("build_Build", "build:link");
  text.json().member("name", "compile and link " + document.binary.name);
  text.json().member("build_buildType", "urn:souptrace:build:cmake");
  text.json().member("build_buildId", "build:" + document.binary.name);
  text.json().key("build_parameter");
  text.json().begin_array();
  write_parameter(text.json(), "CMAKE_BUILD_TYPE", trace.configuration);
  write_parameter(text.json(), "CMAKE_GENERATOR", trace.generator);
  write_parameter(text.json(), "CMAKE_VERSION", trace.cmake_version);
  write_parameter(text.json(), "target", document.binary.target);
  text.json().end_array();
  text.end_element();
}

/// Who started the build is not known, only whose product it is.
void write_build(Spdx3Document& document, std::string_view ref, const Refs& inputs, std::string_view output, const Refs& tools,
                 const char* completeness) {
  Spdx3Text& text = document.text;
  text.relationship(ref, "hasInput", inputs, completeness, "build");
  text.relationship(ref, "hasOutput", {output}, "complete", "build");
  text.relationship(ref, "usesTool", tools, kUnknown, "build");
  text.relationship(ref, "invokedBy", {Spdx3Text::kNoAssertion}, kUnknown, "build");
}

void write_delivery_build(Spdx3Document& document, const Part& part) {
  if (part.shipped->steps.empty()) return;
  Spdx3Text& text = document.text;
  const std::string ref = "build:" + part.ref;
  std::set<std::string> tools;
  Properties properties;
  unsigned number = 0;
  for (const PostLinkStep& step : part.shipped->steps) {
    if (!step.tool.empty()) tools.insert(step_tool_ref(step));
    const std::string name = "souptrace:step:" + std::to_string(++number) + ':';
    properties.add(name + "action", step.action);
    properties.add(name + "tool", step.tool);
    properties.add(name + "sha256-before", step.sha256_before);
    properties.add(name + "sha256-after", step.sha256_after);
  }
  text.begin_element("build_Build", ref);
  text.json().member("name", steps_text(*part.shipped));
  text.json().member("build_buildType", "urn:souptrace:build:after-link");
  text.extension(properties);
  text.end_element();
  write_build(document, ref, {document.plan.linked}, part.ref, list(tools), kUnknown);
}

}  // namespace

void write_spdx3_relations(Spdx3Document& document) {
  for (const auto* parts : {&document.plan.own, &document.plan.parts})
    for (const Part& part : *parts) write_contents(document, part);
  write_distribution(document);
  write_links(document);
  write_dependencies(document);
  write_license_relations(document);
}

void write_spdx3_builds(Spdx3Document& document) {
  const LinkEdges edges = link_edges(document.binary, document.plan);
  std::set<std::string_view> inputs = edges.linked;
  inputs.insert(edges.compiled.begin(), edges.compiled.end());
  inputs.insert(edges.needed.begin(), edges.needed.end());
  const std::vector<BuildTool> used = build_tools(document.index.trace(), document.binary);
  Refs tools;
  for (const BuildTool& tool : used) tools.push_back(tool.ref);
  write_link_build(document);
  write_build(document, "build:link", list(inputs), document.plan.linked, tools, known(document));
  for (const Part& part : document.plan.shipped)
    if (part.what == What::shipped) write_delivery_build(document, part);
}

}  // namespace souptrace::write

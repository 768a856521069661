// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx.hpp"

#include "write/bom_values.hpp"
#include "write/cyclonedx_component.hpp"
#include "write/cyclonedx_formulation.hpp"
#include "write/cyclonedx_graph.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

constexpr std::size_t kBytesOfInput = 1200;  // about

bool is_shared_library(const TraceBinary& binary) {
  return binary.binary.type == "shared-library";
}

/// Where the shipped files are found below the install prefix, with the digests of what lies there.
void write_distributions(JsonText& json, const TraceBinary& binary) {
  if (!has_explained(binary)) return;
  json.key("externalReferences");
  json.begin_array();
  for (const ShippedFile& shipped : binary.shipped) {
    if (shipped.steps.empty()) continue;
    json.begin_object();
    json.member("type", "distribution");
    json.member("url", iri(shipped.path.path));
    json.member_unless_empty("comment", shipped.package);
    write_hashes(json, shipped.sha256, shipped.sha512);
    json.end_object();
  }
  json.end_array();
}

void write_subject(JsonText& json, const CycloneDxContext& context, const BomPlan& plan) {
  const TraceBinary& binary = context.binary;
  const Product& product = context.index.trace().product;
  const ShippedFile* shipped = deliverable(binary);
  json.key("component");
  json.begin_object();
  json.member("type", is_shared_library(binary) ? "library" : "application");
  json.member("bom-ref", plan.subject);
  write_organization(json, "manufacturer", product.supplier);
  json.member("name", binary.name);
  json.member_unless_empty("version", product.version);
  if (shipped == nullptr) {
    write_digests(json, binary.sha256, binary.sha512, binary.gitoid);
  } else {
    write_digests(json, shipped->sha256, shipped->sha512, shipped->gitoid);
    write_pedigree(json, binary, *shipped);
  }
  write_distributions(json, binary);
  std::vector<const Part*> children;
  for (const auto* parts : {&plan.own, &plan.shipped})
    for (const Part& part : *parts) children.push_back(&part);
  write_parts(json, context, children);
  Properties properties;
  add_subject_properties(properties, context.index, binary);
  write_properties(json, properties);
  json.end_object();
}

void write_metadata(JsonText& json, const CycloneDxContext& context, const BomPlan& plan,
                    const std::string& timestamp) {
  const Trace& trace = context.index.trace();
  json.key("metadata");
  json.begin_object();
  json.member_unless_empty("timestamp", timestamp);
  json.key("lifecycles");
  json.begin_array(Layout::one_line);
  json.begin_object();
  json.member("phase", "build");
  json.end_object();
  json.end_array();
  json.key("tools");
  json.begin_object();
  json.key("components");
  json.begin_array();
  json.begin_object(Layout::one_line);
  json.member("type", "application");
  json.member("bom-ref", kToolRef);
  json.member("name", "souptrace");
  json.member_unless_empty("version", trace.tool_version);
  json.end_object();
  json.end_array();
  json.end_object();
  write_organization(json, "manufacturer", trace.product.supplier);
  write_subject(json, context, plan);
  write_organization(json, "supplier", trace.product.supplier);
  json.end_object();
}

void write_body(JsonText& json, const TraceIndex& index, const TraceBinary& binary,
                const CycloneDxOptions& options) {
  const std::vector<UsedComponent> used = used_components(index, binary);
  const BomPlan plan = plan_bom(index, binary, used);
  json.member("version", std::uint64_t{1});
  const CycloneDxContext context{index, binary, options.version};
  write_metadata(json, context, plan, options.timestamp);
  json.key("components");
  json.begin_array();
  for (const Part& part : plan.parts) write_part(json, context, part);
  json.end_array();
  write_dependencies(json, binary, plan);
  write_compositions(json, binary, plan);
  write_formulation(json, index.trace(), binary, plan);
  Properties findings;  // annotations would need a time for each
  add_finding_properties(findings, index, binary);
  write_properties(json, findings);
}

}  // namespace

std::string cyclonedx(const TraceIndex& index, const TraceBinary& binary, const CycloneDxOptions& options) {
  const std::string version = options.version == CycloneDxVersion::v1_6 ? "1.6" : "1.7";
  std::string out;
  out.reserve(binary.inputs.size() * kBytesOfInput);
  JsonText json(out);
  json.begin_object();
  json.member("$schema", "http://cyclonedx.org/schema/bom-" + version + ".schema.json");
  json.member("bomFormat", "CycloneDX");
  json.member("specVersion", version);
  const std::size_t serial_at = out.size();
  write_body(json, index, binary, options);
  json.end_object();
  out += '\n';
  out.insert(serial_at, ",\n \"serialNumber\": \"urn:uuid:" + content_uuid(out) + '"');
  return out;
}

}  // namespace souptrace::write

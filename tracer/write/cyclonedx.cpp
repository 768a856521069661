// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/path.hpp"
#include "model/names.hpp"
#include "write/cyclonedx_component.hpp"
#include "write/cyclonedx_formulation.hpp"
#include "write/cyclonedx_graph.hpp"
#include "write/cyclonedx_values.hpp"
#include "write/show_selection.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

bool is_shared_library(const TraceBinary& binary) {
  return binary.binary.type == "shared-library";
}

void add_binary_properties(Properties& properties, const Trace& trace, const TraceBinary& binary) {
  add_bsi_properties(properties, binary.path.path, true, false);
  properties.add("souptrace:product:name", trace.product.name);
  properties.add("souptrace:iec62304:safety-class", trace.product.safety_class);
  properties.add("souptrace:cmake:target", binary.target);
  properties.add("souptrace:cmake:configuration", trace.configuration);
  properties.add("souptrace:cmake:generator", trace.generator);
  properties.add("souptrace:cmake:version", trace.cmake_version);
  properties.add("souptrace:file:path", text_of(binary.path));
  properties.add("souptrace:file:size", std::to_string(binary.size));
  properties.add("souptrace:binary:format", binary.binary.format);
  properties.add("souptrace:binary:machine", binary.binary.machine);
  properties.add("souptrace:binary:type", binary.binary.type);
  properties.add("souptrace:binary:build-id", binary.binary.build_id);
  properties.add("souptrace:binary:install-destinations", fmt::format("{}", fmt::join(binary.install_destinations, ", ")));
  properties.add("souptrace:completeness:complete", binary.completeness.complete ? "true" : "false");
  properties.add("souptrace:completeness:inputs", std::to_string(binary.completeness.accounted));
  for (const std::string& one : binary.completeness.unaccounted)
    properties.add("souptrace:completeness:unaccounted", one);
  const auto dropped = std::count_if(binary.inputs.begin(), binary.inputs.end(),
                                     [](const TraceInput& i) { return i.use == Use::dropped; });
  properties.add("souptrace:link:dropped-inputs", std::to_string(dropped));
}

void write_subject(JsonText& json, const TraceIndex& index, const TraceBinary& binary, const BomPlan& plan) {
  const Product& product = index.trace().product;
  json.key("component");
  json.begin_object();
  json.member("type", is_shared_library(binary) ? "library" : "application");
  json.member("bom-ref", plan.subject);
  write_organization(json, "manufacturer", product.supplier);
  json.member("name", binary.name);
  json.member_unless_empty("version", product.version);
  write_digests(json, binary.sha256, binary.sha512, binary.gitoid);
  if (!plan.own.empty()) {
    json.key("components");
    json.begin_array();
    for (const Part& part : plan.own) write_part(json, index, part);
    json.end_array();
  }
  Properties properties;
  add_binary_properties(properties, index.trace(), binary);
  properties.write(json);
  json.end_object();
}

void write_metadata(JsonText& json, const TraceIndex& index, const TraceBinary& binary, const BomPlan& plan,
                    const std::string& timestamp) {
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
  json.member_unless_empty("version", index.trace().tool_version);
  json.end_object();
  json.end_array();
  json.end_object();
  write_organization(json, "manufacturer", index.trace().product.supplier);
  write_subject(json, index, binary, plan);
  json.end_object();
}

/// What is known to be unknown or wrong about this binary. CycloneDX annotations would need a time for each.
void write_findings(JsonText& json, const TraceIndex& index, const TraceBinary& binary) {
  Properties properties;
  for (const Finding* finding : findings_about(index, {&binary}))
    properties.add("souptrace:finding:" + finding->code,
                   std::string(name_of(finding->severity)) + ": " +
                       (finding->subject.empty() ? "" : finding->subject + ": ") + finding->text);
  properties.write(json);
}

void write_body(JsonText& json, const Trace& trace, const TraceBinary& binary,
                const CycloneDxOptions& options) {
  const TraceIndex index(trace);
  const std::vector<UsedComponent> used = used_components(index, binary);
  const BomPlan plan = plan_bom(index, binary, used);
  json.member("version", std::uint64_t{1});
  write_metadata(json, index, binary, plan, options.timestamp);
  json.key("components");
  json.begin_array();
  for (const Part& part : plan.parts) write_part(json, index, part);
  json.end_array();
  write_dependencies(json, binary, plan);
  write_compositions(json, binary, plan);
  write_formulation(json, trace, binary, plan);
  write_findings(json, index, binary);
}

}  // namespace

std::string cyclonedx(const Trace& trace, const TraceBinary& binary, const CycloneDxOptions& options) {
  const std::string version = options.version == CycloneDxVersion::v1_6 ? "1.6" : "1.7";
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("$schema", "http://cyclonedx.org/schema/bom-" + version + ".schema.json");
  json.member("bomFormat", "CycloneDX");
  json.member("specVersion", version);
  const std::size_t serial_at = out.size();
  write_body(json, trace, binary, options);
  json.end_object();
  out += '\n';
  out.insert(serial_at, ",\n \"serialNumber\": \"urn:uuid:" + content_uuid(out) + '"');
  return out;
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/bom_properties.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/path.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "write/bom_values.hpp"
#include "write/show_selection.hpp"

namespace souptrace::write {
namespace {

bool has_role(const UsedFile& file, Role role) {
  return std::any_of(file.inputs.begin(), file.inputs.end(),
                     [&](const TraceInput* input) { return input->role == role; });
}

/// How the file came in: "linked", "needed", "compiled-in", or "runtime" for what only the loader brings.
std::string use_of(const UsedFile& file) {
  for (const TraceInput* input : file.inputs)
    if (is_part(input->use)) return std::string(name_of(input->use));
  return "runtime";
}

void add_format_properties(Properties& properties, const BinaryFormat& format) {
  properties.add("souptrace:binary:format", format.format);
  properties.add("souptrace:binary:machine", format.machine);
  properties.add("souptrace:binary:type", format.type);
}

}  // namespace

std::vector<Properties::NameAndValue> Properties::sorted() const {
  std::vector<NameAndValue> out;
  out.reserve(places_.size());
  const std::string_view text = text_;
  for (const Place& place : places_)
    out.emplace_back(text.substr(place.name_at, place.name_size), text.substr(place.name_at + place.name_size, place.value_size));
  std::sort(out.begin(), out.end());
  return out;
}

void add_bsi_properties(Properties& properties, std::string_view path, bool executable, bool archive) {
  properties.add("bsi:component:filename", path::filename(path));
  properties.add("bsi:component:executable", executable ? "executable" : "non-executable");
  properties.add("bsi:component:archive", archive ? "archive" : "no archive");
  properties.add("bsi:component:structured", archive ? "structured" : "unstructured");
}

void add_subject_properties(Properties& properties, const TraceIndex& index, const TraceBinary& binary) {
  const Trace& trace = index.trace();
  const ShippedFile* shipped = deliverable(binary);
  const TracePath& path = shipped == nullptr ? binary.path : shipped->path;
  add_bsi_properties(properties, path.path, shipped == nullptr || is_executable(*shipped), false);
  properties.add("souptrace:product:name", trace.product.name);
  properties.add("souptrace:iec62304:safety-class", trace.product.safety_class);
  properties.add("souptrace:cmake:target", binary.target);
  properties.add("souptrace:cmake:configuration", trace.configuration);
  properties.add("souptrace:cmake:generator", trace.generator);
  properties.add("souptrace:cmake:version", trace.cmake_version);
  properties.add("souptrace:file:path", text_of(path));
  properties.add("souptrace:file:size", std::to_string(shipped == nullptr ? binary.size : shipped->size));
  add_format_properties(properties, binary.binary);
  properties.add("souptrace:binary:build-id", binary.binary.build_id);
  properties.add("souptrace:binary:install-destinations",
                 joined(binary.install_destinations));
  properties.add("souptrace:completeness:complete", binary.completeness.complete ? "true" : "false");
  properties.add("souptrace:completeness:inputs", std::to_string(binary.completeness.accounted));
  for (const std::string& one : binary.completeness.unaccounted)
    properties.add("souptrace:completeness:unaccounted", one);
  const auto dropped = std::count_if(binary.inputs.begin(), binary.inputs.end(),
                                     [](const TraceInput& i) { return i.use == Use::dropped; });
  properties.add("souptrace:link:dropped-inputs", std::to_string(dropped));
}

void add_finding_properties(Properties& properties, const TraceIndex& index, const TraceBinary& binary) {
  for (const Finding* finding : findings_about(index, {&binary}))
    properties.add("souptrace:finding:" + finding->code,
                   std::string(name_of(finding->severity)) + ": " +
                       (finding->subject.empty() ? "" : finding->subject + ": ") + finding->text);
}

void add_component_properties(Properties& properties, const Component& component) {
  properties.add("souptrace:component:kind", name_of(component.kind));
  properties.add("souptrace:component:origin", component.origin);
  for (const auto& [name, value] : component.properties) properties.add("souptrace:component:" + name, value);
  if (component.supplier.empty()) properties.add("souptrace:component:unknown", "supplier");
  if (component.version.empty()) properties.add("souptrace:component:unknown", "version");
  properties.add("souptrace:license:source", component.license.source);
  properties.add("souptrace:license:text-sha256", component.license.text_sha256);
  if (!has_license(component)) properties.add("souptrace:license:expression", "NOASSERTION");
  if (!component.purl.empty() && !is_purl(component.purl))
    properties.add("souptrace:component:invalid-purl", component.purl);
  if (!component.cpe.empty() && !is_cpe(component.cpe))
    properties.add("souptrace:component:invalid-cpe", component.cpe);
}

bool is_archive(const UsedFile& file) {
  return has_role(file, Role::archive_member) || has_role(file, Role::archive);
}

void add_file_properties(Properties& properties, const UsedFile& file) {
  properties.add("souptrace:file:path", text_of(file.file->path));
  properties.add("souptrace:identity:tier", name_of(file.file->owner.chosen.tier));
  properties.add("souptrace:link:use", use_of(file));
  if (!file.inputs.empty())
    properties.add("souptrace:link:role", name_of(file.inputs.front()->role));
  if (file.is_compiled_in_only()) return;
  properties.add("souptrace:file:size", std::to_string(file.file->size));
  add_bsi_properties(properties, file.file->path.path, file.is_shared_library(), is_archive(file));
}

void add_member_properties(Properties& properties, const TraceIndex& index, const TraceInput& member) {
  properties.add("souptrace:archive:member", member.member);
  properties.add("souptrace:archive:member-linked", "true");
  properties.add("souptrace:archive:offset", std::to_string(member.offset));
  properties.add("souptrace:file:size", std::to_string(member.size));
  if (!member.object.empty()) properties.add("souptrace:archive:object", index.path(member.object));
  if (member.bytes) properties.add("souptrace:link:bytes", std::to_string(*member.bytes));
  properties.add("souptrace:link:symbol", member.symbol);
  add_bsi_properties(properties, member.member, false, false);
}

void add_missing_properties(Properties& properties, const TraceRuntimeLibrary& library) {
  properties.add("souptrace:component:kind", "unknown");
  properties.add("souptrace:link:use", "runtime");
  properties.add("souptrace:runtime:not-found", library.reason.empty() ? "true" : library.reason);
}

void add_linked_properties(Properties& properties, const TraceBinary& binary) {
  properties.add("souptrace:file:path", text_of(binary.path));
  properties.add("souptrace:file:size", std::to_string(binary.size));
  properties.add("souptrace:binary:build-id", binary.binary.build_id);
  add_bsi_properties(properties, binary.path.path, true, false);
}

bool is_executable(const ShippedFile& shipped) {
  return shipped.format != "ihex" && shipped.format != "srec";
}

std::string steps_text(const ShippedFile& shipped) {
  std::string out;
  for (const PostLinkStep& step : shipped.steps)
    add_word(out, step.action + (step.tool.empty() ? "" : " by " + step.tool));
  return out;
}

void add_shipped_properties(Properties& properties, const ShippedFile& shipped, const TraceBinary& binary) {
  properties.add("souptrace:file:path", text_of(shipped.path));
  properties.add("souptrace:file:size", std::to_string(shipped.size));
  properties.add("souptrace:binary:format", shipped.format);
  properties.add("souptrace:binary:build-id", shipped.build_id);
  properties.add("souptrace:ship:package", shipped.package);
  properties.add("souptrace:ship:steps", steps_text(shipped));
  if (shipped.steps.empty() && shipped.sha256 != binary.sha256)
    properties.add("souptrace:ship:unexplained", "true");
  add_bsi_properties(properties, shipped.path.path, is_executable(shipped), false);
}

std::vector<BuildTool> build_tools(const Trace& trace, const TraceBinary& binary) {
  std::vector<BuildTool> tools;
  const LinkerIdentity& linker = binary.linker;
  tools.push_back({"tool:linker", linker.name.empty() ? "unknown" : linker.name, linker.version, {}});
  tools.back().properties.add("souptrace:tool:path", linker.path);
  tools.back().properties.add("souptrace:tool:driver", linker.driver);
  tools.back().properties.add("souptrace:tool:lto", linker.lto ? "true" : "");
  std::set<std::string> seen;
  for (const Toolchain& toolchain : trace.toolchains) {
    std::string ref = "tool:compiler:" + toolchain.language;
    if (!seen.insert(ref).second) continue;
    tools.push_back({std::move(ref), toolchain.id.empty() ? "unknown" : toolchain.id, toolchain.version, {}});
    tools.back().properties.add("souptrace:tool:path", toolchain.compiler);
    tools.back().properties.add("souptrace:tool:language", toolchain.language);
    tools.back().properties.add("souptrace:tool:target", toolchain.target);
  }
  return tools;
}

}  // namespace souptrace::write

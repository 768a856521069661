// SPDX-License-Identifier: Apache-2.0
#include "write/slsa_provenance.hpp"

#include <map>
#include <set>

#include "base/version.hpp"
#include "model/names.hpp"
#include "model/trace_index.hpp"
#include "write/bom_values.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

constexpr const char* kBuildType = "urn:souptrace:build:cmake:1";
constexpr const char* kBuilder = "urn:souptrace:builder:local-slsa-build-l1";

void write_digest(JsonText& json, std::string_view sha256, std::string_view sha512) {
  json.key("digest");
  json.begin_object(Layout::one_line);
  json.member("sha256", sha256);
  json.member_unless_empty("sha512", sha512);
  json.end_object();
}

void write_external_parameters(JsonText& json, const Trace& trace, const TraceBinary& binary) {
  json.key("externalParameters");
  json.begin_object(Layout::one_line);
  json.member_unless_empty("product", trace.product.name);
  json.member_unless_empty("version", trace.product.version);
  json.member_unless_empty("configuration", trace.configuration);
  json.member("target", binary.target.empty() ? binary.name : binary.target);
  json.end_object();
}

void write_internal_parameters(JsonText& json, const Trace& trace, const TraceBinary& binary) {
  json.key("internalParameters");
  json.begin_object();
  json.member_unless_empty("generator", trace.generator);
  json.member_unless_empty("cmake", trace.cmake_version);
  json.key("linker");
  json.begin_object(Layout::one_line);
  json.member_unless_empty("name", binary.linker.name);
  json.member_unless_empty("version", binary.linker.version);
  json.end_object();
  json.key("compilers");
  json.begin_array();
  for (const Toolchain& toolchain : trace.toolchains) {
    json.begin_object(Layout::one_line);
    json.member("language", toolchain.language);
    json.member_unless_empty("id", toolchain.id);
    json.member_unless_empty("version", toolchain.version);
    json.member_unless_empty("target", toolchain.target);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

/// All that the link did with one file.
struct Dependency {
  std::set<std::string> roles;
  std::set<std::string> uses;
  std::vector<const TraceInput*> members;
};

std::map<std::string_view, Dependency> dependencies_of(const TraceBinary& binary) {
  std::map<std::string_view, Dependency> out;
  for (const TraceInput& input : binary.inputs) {
    Dependency& one = out[input.file];
    one.roles.emplace(name_of(input.role));
    one.uses.emplace(name_of(input.use));
    if (!input.member.empty()) one.members.push_back(&input);
  }
  return out;
}

void write_members(JsonText& json, const std::vector<const TraceInput*>& members) {
  if (members.empty()) return;
  json.key("members");
  json.begin_array(Layout::one_line);
  for (const TraceInput* member : members) {
    json.begin_object(Layout::one_line);
    json.member("name", member->member);
    json.member("offset", member->offset);
    json.member_unless_empty("sha256", member->member_sha256);
    json.end_object();
  }
  json.end_array();
}

void write_dependency(JsonText& json, const TraceIndex& index, const TraceFile& file, const Dependency& dependency) {
  json.begin_object(Layout::one_line);
  json.member("name", text_of(file.path));
  const Component* owner = index.owner(file);
  if (owner != nullptr && is_purl(owner->purl)) json.member("uri", owner->purl);
  write_digest(json, file.sha256, file.sha512);
  json.key("annotations");
  json.begin_object(Layout::one_line);
  json.member_list("roles", {dependency.roles.begin(), dependency.roles.end()});
  json.member_list("uses", {dependency.uses.begin(), dependency.uses.end()});
  json.member_unless_empty("gitoid", file.gitoid);
  write_members(json, dependency.members);
  json.end_object();
  json.end_object();
}

void write_build_definition(JsonText& json, const Trace& trace, const TraceBinary& binary) {
  const TraceIndex index(trace);
  const auto dependencies = dependencies_of(binary);
  json.key("buildDefinition");
  json.begin_object();
  json.member("buildType", kBuildType);
  write_external_parameters(json, trace, binary);
  write_internal_parameters(json, trace, binary);
  json.key("resolvedDependencies");
  json.begin_array();
  for (const TraceFile& file : trace.files) {  // in their order, which is that of paths
    const auto at = dependencies.find(file.id);
    if (at != dependencies.end() && !file.sha256.empty()) write_dependency(json, index, file, at->second);
  }
  json.end_array();
  json.end_object();
}

void write_run_details(JsonText& json, std::string_view trace_sha256) {
  json.key("runDetails");
  json.begin_object();
  json.key("builder");
  json.begin_object();
  json.member("id", kBuilder);
  json.key("version");
  json.begin_object(Layout::one_line);
  json.member("souptrace", std::string(kVersion));
  json.end_object();
  json.end_object();
  json.key("byproducts");
  json.begin_array();
  json.begin_object(Layout::one_line);
  json.member("name", "trace.json");
  json.member("mediaType", "application/json");
  write_digest(json, trace_sha256, "");
  json.end_object();
  json.end_array();
  json.end_object();
}

}  // namespace

std::string slsa_provenance(const Trace& trace, const TraceBinary& binary, std::string_view trace_sha256) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  write_build_definition(json, trace, binary);
  write_run_details(json, trace_sha256);
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx_component.hpp"

#include <algorithm>

#include "base/path.hpp"
#include "model/names.hpp"
#include "write/cyclonedx_evidence.hpp"
#include "write/cyclonedx_values.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;
using What = Part::What;

void write_hash(JsonText& json, const char* algorithm, const std::string& digest) {
  if (digest.empty()) return;
  json.begin_object(Layout::one_line);
  json.member("alg", algorithm);
  json.member("content", digest);
  json.end_object();
}

bool has_role(const UsedFile& file, Role role) {
  return std::any_of(file.inputs.begin(), file.inputs.end(),
                     [&](const TraceInput* input) { return input->role == role; });
}

std::string_view base_name(const UsedFile& file) {
  return path::filename(file.file->path.path);
}

/// How the file came in: "linked", "needed", "compiled-in", or "runtime" for what only the loader brings.
std::string use_of(const UsedFile& file) {
  for (const TraceInput* input : file.inputs)
    if (is_part(input->use)) return std::string(name_of(input->use));
  return "runtime";
}

void add_file_properties(Properties& properties, const UsedFile& file) {
  properties.add("souptrace:file:path", text_of(file.file->path));
  properties.add("souptrace:identity:tier", std::string(name_of(file.file->owner.chosen.tier)));
  properties.add("souptrace:link:use", use_of(file));
  if (!file.inputs.empty())
    properties.add("souptrace:link:role", std::string(name_of(file.inputs.front()->role)));
  if (file.is_compiled_in_only()) return;
  properties.add("souptrace:file:size", std::to_string(file.file->size));
  const bool archive = has_role(file, Role::archive_member) || has_role(file, Role::archive);
  add_bsi_properties(properties, file.file->path.path, file.is_shared_library(), archive);
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

void add_component_properties(Properties& properties, const Component& component) {
  properties.add("souptrace:component:kind", std::string(name_of(component.kind)));
  properties.add("souptrace:component:origin", component.origin);
  for (const auto& [name, value] : component.properties) properties.add("souptrace:component:" + name, value);
  properties.add("souptrace:license:source", component.license.source);
  properties.add("souptrace:license:text-sha256", component.license.text_sha256);
  if (component.license.expression.empty() || component.license.expression == "NOASSERTION")
    properties.add("souptrace:license:expression", "NOASSERTION");
  if (!component.purl.empty() && !is_purl(component.purl))
    properties.add("souptrace:component:invalid-purl", component.purl);
  if (!component.cpe.empty() && !is_cpe(component.cpe))
    properties.add("souptrace:component:invalid-cpe", component.cpe);
}

void write_license(JsonText& json, const License& license) {
  if (license.expression.empty() || license.expression == "NOASSERTION") return;
  json.key("licenses");
  json.begin_array(Layout::one_line);
  json.begin_object();
  json.member("expression", license.expression);
  json.member("acknowledgement", "declared");
  json.end_object();
  json.end_array();
}

/// A repository where a commit is known, an archive where its digest is or where it was fetched from, else a
/// page.
void write_url(JsonText& json, const Component& component) {
  if (component.url.empty()) return;
  const auto property = [&](const char* name) {
    const auto at = component.properties.find(name);
    return at == component.properties.end() ? std::string() : at->second;
  };
  const std::string hash = property("url-hash");
  const bool fetched = component.origin == "fetchcontent" || component.origin == "externalproject";
  json.key("externalReferences");
  json.begin_array();
  json.begin_object(Layout::one_line);
  json.member("type", !property("commit").empty() ? "vcs"
                      : !hash.empty() || fetched  ? "source-distribution"
                                                  : "website");
  json.member("url", iri(component.url));
  constexpr std::string_view kSha256 = "SHA256=";
  if (hash.starts_with(kSha256) && hash.size() == kSha256.size() + 64) {
    json.key("hashes");
    json.begin_array();
    write_hash(json, "SHA-256", hash.substr(kSha256.size()));
    json.end_array();
  }
  json.end_object();
  json.end_array();
}

/// What identifies a component: members of a package.
void write_identity(JsonText& json, const Component& component) {
  write_organization(json, "supplier", component.supplier);
  json.member("name", component.name);
  json.member_unless_empty("version", component.version);
}

void write_package(JsonText& json, const TraceIndex& index, const Part& part, Properties& properties) {
  json.member("type", "library");
  json.member("bom-ref", part.ref);
  write_identity(json, *part.component);
  json.member("scope", "required");
  if (part.file != nullptr) {
    write_digests(json, part.file->file->sha256, part.file->file->sha512, part.file->file->gitoid);
    add_file_properties(properties, *part.file);
  }
  write_license(json, part.component->license);
  if (is_cpe(part.component->cpe)) json.member("cpe", part.component->cpe);
  if (is_purl(part.component->purl)) json.member("purl", part.component->purl);
  write_url(json, *part.component);
  add_component_properties(properties, *part.component);
  write_evidence(json, index, part);
}

void write_file(JsonText& json, const TraceIndex& index, const Part& part, Properties& properties) {
  const TraceFile& file = *part.file->file;
  json.member("type", "file");
  json.member("bom-ref", part.ref);
  json.member("name", base_name(*part.file));
  if (part.component != nullptr && !part.file->is_compiled_in_only())
    json.member_unless_empty("version", part.component->version);
  json.member("scope", "required");
  write_digests(json, file.sha256, file.sha512, file.gitoid);
  add_file_properties(properties, *part.file);
  if (part.component == nullptr) properties.add("souptrace:component:kind", "unknown");
  write_evidence(json, index, part);
}

void write_member(JsonText& json, const TraceIndex& index, const Part& part, Properties& properties) {
  json.member("type", "file");
  json.member("bom-ref", part.ref);
  json.member("name", part.member->member);
  if (part.component != nullptr) json.member_unless_empty("version", part.component->version);
  json.member("scope", "required");
  write_digests(json, part.member->member_sha256, "", "");
  add_member_properties(properties, index, *part.member);
  write_evidence(json, index, part);
}

void write_missing(JsonText& json, const Part& part, Properties& properties) {
  json.member("type", "library");
  json.member("bom-ref", part.ref);
  json.member("name", part.library->name);
  json.member("scope", "required");
  properties.add("souptrace:component:kind", "unknown");
  properties.add("souptrace:link:use", "runtime");
  properties.add("souptrace:runtime:not-found", part.library->reason.empty() ? "true" : part.library->reason);
}

}  // namespace

void Properties::write(JsonText& json) {
  if (properties_.empty()) return;
  std::sort(properties_.begin(), properties_.end());
  json.key("properties");
  json.begin_array();
  for (const auto& [name, value] : properties_) {
    json.begin_object(Layout::one_line);
    json.member("name", name);
    json.member("value", value);
    json.end_object();
  }
  json.end_array();
}

void write_digests(JsonText& json, const std::string& sha256, const std::string& sha512,
                   const std::string& gitoid) {
  if (!sha256.empty() || !sha512.empty()) {
    json.key("hashes");
    json.begin_array();
    write_hash(json, "SHA-256", sha256);
    write_hash(json, "SHA-512", sha512);
    json.end_array();
  }
  if (!gitoid.empty()) json.member_list("omniborId", {"gitoid:blob:sha256:" + gitoid});
}

void write_organization(JsonText& json, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  const Organization who = organization(text);
  json.key(name);
  json.begin_object(Layout::one_line);
  json.member("name", who.name);
  if (!who.email.empty()) {
    json.key("contact");
    json.begin_array();
    json.begin_object();
    json.member("email", who.email);
    json.end_object();
    json.end_array();
  }
  json.end_object();
}

void add_bsi_properties(Properties& properties, std::string_view path, bool executable, bool archive) {
  properties.add("bsi:component:filename", std::string(path::filename(path)));
  properties.add("bsi:component:executable", executable ? "executable" : "non-executable");
  properties.add("bsi:component:archive", archive ? "archive" : "no archive");
  properties.add("bsi:component:structured", archive ? "structured" : "unstructured");
}

void write_part(JsonText& json, const TraceIndex& index, const Part& part) {
  Properties properties;
  json.begin_object();
  switch (part.what) {
    case What::package:
      write_package(json, index, part, properties);
      break;
    case What::file:
      write_file(json, index, part, properties);
      break;
    case What::member:
      write_member(json, index, part, properties);
      break;
    case What::missing:
      write_missing(json, part, properties);
      break;
  }
  if (!part.children.empty()) {
    json.key("components");
    json.begin_array();
    for (const Part& child : part.children) write_part(json, index, child);
    json.end_array();
  }
  properties.write(json);
  json.end_object();
}

}  // namespace souptrace::write

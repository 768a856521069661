// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx_component.hpp"

#include <algorithm>

#include "base/path.hpp"
#include "model/names.hpp"
#include "write/bom_values.hpp"
#include "write/cyclonedx_evidence.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;
using What = Part::What;

std::string_view base_name(const UsedFile& file) {
  return path::filename(file.file->path.path);
}

void write_license(JsonText& json, const Component& component) {
  if (!has_license(component)) return;
  json.key("licenses");
  json.begin_array(Layout::one_line);
  json.begin_object();
  json.member("expression", component.license.expression);
  json.member("acknowledgement", is_license_concluded(component) ? "concluded" : "declared");
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
  if (hash.starts_with(kSha256) && hash.size() == kSha256.size() + 64) write_hashes(json, hash.substr(kSha256.size()), "");
  json.end_object();
  json.end_array();
}

/// Who made it and what identifies it: members of a package. "manufacturer" is the maker, "supplier" also who
/// only packaged it.
void write_identity(JsonText& json, const Component& component) {
  write_organization(json, "supplier", component.supplier);
  if (is_maker_stated(component)) write_organization(json, "manufacturer", component.supplier);
  json.member("name", component.name);
  json.member_unless_empty("version", component.version);
}

void write_identifiers(JsonText& json, const Component& component) {
  if (is_cpe(component.cpe)) json.member("cpe", component.cpe);
  if (is_purl(component.purl)) json.member("purl", component.purl);
  const std::string revision = swhid(component);
  if (!revision.empty()) json.member_list("swhid", {revision});
}

/// "isExternal" came with 1.7; the property says it in both.
void write_external(JsonText& json, const CycloneDxContext& context, const Part& part,
                    Properties& properties) {
  if (!part.external) return;
  if (context.version == CycloneDxVersion::v1_7) json.member("isExternal", true);
  properties.add("souptrace:component:external", "true");
}

void write_package(JsonText& json, const CycloneDxContext& context, const Part& part,
                   Properties& properties) {
  json.member("type", "library");
  json.member("bom-ref", part.ref);
  write_identity(json, *part.component);
  json.member("scope", "required");
  if (part.file != nullptr) {
    write_digests(json, part.file->file->sha256, part.file->file->sha512, part.file->file->gitoid);
    add_file_properties(properties, *part.file);
  }
  write_license(json, *part.component);
  write_identifiers(json, *part.component);
  write_external(json, context, part, properties);
  write_url(json, *part.component);
  add_component_properties(properties, *part.component);
  write_evidence(json, context.index, part);
}

void write_file(JsonText& json, const CycloneDxContext& context, const Part& part, Properties& properties) {
  const TraceFile& file = *part.file->file;
  json.member("type", "file");
  json.member("bom-ref", part.ref);
  json.member("name", base_name(*part.file));
  if (part.component != nullptr && !part.file->is_compiled_in_only())
    json.member_unless_empty("version", part.component->version);
  json.member("scope", "required");
  write_digests(json, file.sha256, file.sha512, file.gitoid);
  add_file_properties(properties, *part.file);
  write_external(json, context, part, properties);
  if (part.component == nullptr) properties.add("souptrace:component:kind", "unknown");
  write_evidence(json, context.index, part);
}

void write_member(JsonText& json, const CycloneDxContext& context, const Part& part, Properties& properties) {
  json.member("type", "file");
  json.member("bom-ref", part.ref);
  json.member("name", part.member->member);
  if (part.component != nullptr) json.member_unless_empty("version", part.component->version);
  json.member("scope", "required");
  write_digests(json, part.member->member_sha256, "", "");
  add_member_properties(properties, context.index, *part.member);
  write_evidence(json, context.index, part);
}

void write_missing(JsonText& json, const CycloneDxContext& context, const Part& part,
                   Properties& properties) {
  json.member("type", "library");
  json.member("bom-ref", part.ref);
  json.member("name", part.library->name);
  json.member("scope", "required");
  write_external(json, context, part, properties);
  add_missing_properties(properties, *part.library);
}

void write_linked(JsonText& json, const TraceBinary& binary, const Part& part, Properties& properties) {
  json.member("type", "file");
  json.member("bom-ref", part.ref);
  json.member("name", path::filename(binary.path.path));
  json.member("description", "The binary as the linker wrote it");
  write_digests(json, binary.sha256, binary.sha512, binary.gitoid);
  add_linked_properties(properties, binary);
}

void write_shipped(JsonText& json, const TraceBinary& binary, const Part& part, Properties& properties) {
  const ShippedFile& shipped = *part.shipped;
  json.member("type", "file");
  json.member("bom-ref", part.ref);
  json.member("name", path::filename(shipped.path.path));
  json.member("scope", "required");
  write_digests(json, shipped.sha256, shipped.sha512, shipped.gitoid);
  write_pedigree(json, binary, shipped);
  add_shipped_properties(properties, shipped, binary);
}

}  // namespace

void write_part(JsonText& json, const CycloneDxContext& context, const Part& part) {
  Properties properties;
  json.begin_object();
  switch (part.what) {
    case What::package:
      write_package(json, context, part, properties);
      break;
    case What::file:
      write_file(json, context, part, properties);
      break;
    case What::member:
      write_member(json, context, part, properties);
      break;
    case What::missing:
      write_missing(json, context, part, properties);
      break;
    case What::linked:
      write_linked(json, context.binary, part, properties);
      break;
    case What::shipped:
      write_shipped(json, context.binary, part, properties);
      break;
  }
  std::vector<const Part*> children;
  for (const Part& child : part.children) children.push_back(&child);
  write_parts(json, context, children);
  write_properties(json, properties);
  json.end_object();
}

void write_parts(JsonText& json, const CycloneDxContext& context, const std::vector<const Part*>& parts) {
  if (parts.empty()) return;
  json.key("components");
  json.begin_array();
  for (const Part* part : parts) write_part(json, context, *part);
  json.end_array();
}

}  // namespace souptrace::write

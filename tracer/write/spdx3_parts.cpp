// SPDX-License-Identifier: Apache-2.0
#include "write/spdx3_parts.hpp"

#include "base/path.hpp"
#include "write/bom_values.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;
using What = Part::What;

/// What BSI TR-03183-2 maps its properties of a file to.
struct Purpose {
  const char* primary;
  bool executable = false;
  bool archive = false;
};

void write_purpose(JsonText& json, const Purpose& purpose) {
  json.member("software_fileKind", "file");
  json.member("software_primaryPurpose", purpose.primary);
  if (std::string_view(purpose.primary) == "source") return;
  std::vector<std::string> more;
  if (purpose.executable) more.emplace_back("executable");
  if (purpose.archive) more.emplace_back("archive");
  more.emplace_back(purpose.archive ? "container" : "firmware");
  json.member_list("software_additionalPurpose", more);
}

/// Where it comes from: an archive that can be fetched, a repository, or a page.
void write_url(JsonText& json, const Component& component) {
  if (component.url.empty()) return;
  const bool repository = component.properties.contains("commit");
  const bool archive = component.properties.contains("url-hash") || component.origin == "fetchcontent" ||
                       component.origin == "externalproject";
  if (!repository)
    return json.member(archive ? "software_downloadLocation" : "software_homePage", iri(component.url));
  json.key("externalRef");
  json.begin_array();
  json.begin_object(Layout::one_line);
  json.member("type", "ExternalRef");
  json.member("externalRefType", "vcs");
  json.member_list("locator", {iri(component.url)});
  json.end_object();
  json.end_array();
}

void write_identifiers(Spdx3Text& text, const Component& component) {
  JsonText& json = text.json();
  const std::string revision = swhid(component);
  if (is_purl(component.purl)) json.member("software_packageUrl", component.purl);
  if (!is_cpe(component.cpe) && revision.empty()) return;
  json.key("externalIdentifier");
  json.begin_array();
  if (is_cpe(component.cpe)) text.external_identifier("cpe23", component.cpe);
  if (!revision.empty()) text.external_identifier("swhid", revision);
  json.end_array();
}

void write_package(Spdx3Text& text, const Part& part) {
  const Component& component = *part.component;
  text.begin_element("software_Package", part.ref);
  JsonText& json = text.json();
  json.member("name", component.name);
  json.member_unless_empty("software_packageVersion", component.version);
  json.member("software_primaryPurpose", "library");
  if (!component.supplier.empty()) {
    const std::string supplier = organization_ref(component.supplier);
    if (is_maker_stated(component)) text.member_refs("originatedBy", {supplier});
    text.member_ref("suppliedBy", supplier);
  }
  write_identifiers(text, component);
  write_url(json, component);
  Properties properties;
  add_component_properties(properties, component);
  if (part.external) properties.add("souptrace:component:external", "true");
  text.extension(properties);
  text.end_element();
}

Purpose purpose_of(const UsedFile& file) {
  if (file.is_compiled_in_only()) return {"source"};
  if (is_archive(file)) return {"library", false, true};
  if (file.is_shared_library()) return {"library", true, false};
  return {"file"};
}

void write_file(Spdx3Text& text, const Part& part) {
  const TraceFile& file = *part.file->file;
  text.begin_element("software_File", part.file_ref.empty() ? part.ref : part.file_ref);
  text.json().member("name", path::filename(file.path.path));
  write_purpose(text.json(), purpose_of(*part.file));
  text.digests(file.sha256, file.sha512, file.gitoid);
  Properties properties;
  add_file_properties(properties, *part.file);
  if (part.component == nullptr) properties.add("souptrace:component:kind", "unknown");
  if (part.component == nullptr && part.external) properties.add("souptrace:component:external", "true");
  text.extension(properties);
  text.end_element();
}

void write_member(Spdx3Document& document, const Part& part) {
  Spdx3Text& text = document.text;
  text.begin_element("software_File", part.ref);
  text.json().member("name", part.member->member);
  write_purpose(text.json(), {"file"});
  text.digests(part.member->member_sha256, "", "");
  Properties properties;
  add_member_properties(properties, document.index, *part.member);
  text.extension(properties);
  text.end_element();
}

void write_missing(Spdx3Text& text, const Part& part) {
  text.begin_element("software_Package", part.ref);
  text.json().member("name", part.library->name);
  text.json().member("software_primaryPurpose", "library");
  Properties properties;
  add_missing_properties(properties, *part.library);
  properties.add("souptrace:component:external", "true");
  text.extension(properties);
  text.end_element();
}

void write_shipped(Spdx3Document& document, const Part& part) {
  Spdx3Text& text = document.text;
  const ShippedFile& shipped = *part.shipped;
  const bool runs = is_executable(shipped);
  text.begin_element("software_File", part.ref);
  text.json().member("name", path::filename(shipped.path.path));
  write_purpose(text.json(), {runs ? "executable" : "file", runs});
  text.digests(shipped.sha256, shipped.sha512, shipped.gitoid);
  Properties properties;
  add_shipped_properties(properties, shipped, document.binary);
  text.extension(properties);
  text.end_element();
}

void write_part(Spdx3Document& document, const Part& part) {
  if (part.what == What::package) write_package(document.text, part);
  if (part.what == What::member)
    write_member(document, part);
  else if (part.file != nullptr)
    write_file(document.text, part);
  if (part.what == What::missing) write_missing(document.text, part);
  if (part.what == What::shipped) write_shipped(document, part);
  for (const Part& child : part.children) write_part(document, child);
}

/// The binary: as a package of its own, and the file that the linker wrote.
void write_subject(Spdx3Document& document) {
  Spdx3Text& text = document.text;
  const TraceBinary& binary = document.binary;
  const Product& product = document.index.trace().product;
  const bool library = binary.binary.type == "shared-library";
  text.begin_element("software_Package", document.plan.subject);
  text.json().member("name", binary.name);
  text.json().member_unless_empty("software_packageVersion", product.version);
  text.json().member("software_primaryPurpose", library ? "library" : "application");
  if (!product.supplier.empty()) {
    const std::string supplier = organization_ref(product.supplier);
    text.member_refs("originatedBy", {supplier});
    text.member_ref("suppliedBy", supplier);
  }
  Properties properties;
  add_subject_properties(properties, document.index, binary);
  text.extension(properties);
  text.end_element();
  text.begin_element("software_File", document.plan.linked);
  text.json().member("name", path::filename(binary.path.path));
  write_purpose(text.json(), {library ? "library" : "executable", true});
  text.digests(binary.sha256, binary.sha512, binary.gitoid);
  Properties linked;
  add_linked_properties(linked, binary);
  text.extension(linked);
  text.end_element();
}

}  // namespace

void write_spdx3_parts(Spdx3Document& document) {
  write_subject(document);
  for (const auto* parts : {&document.plan.own, &document.plan.shipped, &document.plan.parts})
    for (const Part& part : *parts) write_part(document, part);
  write_spdx3_licenses(document);
}

}  // namespace souptrace::write

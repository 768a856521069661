// SPDX-License-Identifier: Apache-2.0
#include "write/spdx3_parts.hpp"

#include <set>

#include "base/path.hpp"
#include "write/bom_values.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;
using What = Part::What;

void write_identifier(JsonText& json, const char* type, const std::string& identifier) {
  json.begin_object(Layout::one_line);
  json.member("type", "ExternalIdentifier");
  json.member("externalIdentifierType", type);
  json.member("identifier", identifier);
  json.end_object();
}

void write_tool(Spdx3Text& text, const std::string& ref, const std::string& name,
                Properties properties = {}) {
  text.begin_element("Tool", ref);
  text.json().member("name", name);
  text.extension(properties);
  text.end_element();
}

/// BSI TR-03183-2 wants a web address as "urlScheme" of the document's creator, as "other" of a component's.
void write_organization(Spdx3Text& text, const std::string& who, bool author) {
  const Organization named = organization(who);
  text.begin_element("Organization", organization_ref(who));
  text.json().member("name", named.name);
  if (!named.email.empty() || !named.url.empty()) {
    text.json().key("externalIdentifier");
    text.json().begin_array();
    if (!named.email.empty()) write_identifier(text.json(), "email", named.email);
    if (!named.url.empty()) write_identifier(text.json(), author ? "urlScheme" : "other", named.url);
    text.json().end_array();
  }
  text.end_element();
}

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

void write_identifiers(JsonText& json, const Component& component) {
  const std::string revision = swhid(component);
  if (is_purl(component.purl)) json.member("software_packageUrl", component.purl);
  if (!is_cpe(component.cpe) && revision.empty()) return;
  json.key("externalIdentifier");
  json.begin_array();
  if (is_cpe(component.cpe)) write_identifier(json, "cpe23", component.cpe);
  if (!revision.empty()) write_identifier(json, "swhid", revision);
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
    if (is_maker_stated(component)) text.member_refs("originatedBy", {organization_ref(component.supplier)});
    text.member_ref("suppliedBy", organization_ref(component.supplier));
  }
  write_identifiers(json, component);
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
    text.member_refs("originatedBy", {organization_ref(product.supplier)});
    text.member_ref("suppliedBy", organization_ref(product.supplier));
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

/// A licence that is on no list needs an element for its text.
void write_license(Spdx3Text& text, const std::string& expression, const License* license) {
  const std::vector<std::string> refs = license_refs(expression);
  const std::set<std::string> own(refs.begin(), refs.end());
  for (const std::string& id : own) {
    text.begin_element("simplelicensing_SimpleLicensingText", license_ref(expression) + '/' + id);
    text.json().member("name", id);
    text.json().member("simplelicensing_licenseText", license == nullptr ? "" : license_text_place(*license));
    text.end_element();
  }
  text.begin_element("simplelicensing_LicenseExpression", license_ref(expression));
  text.json().member("simplelicensing_licenseExpression", expression);
  if (!own.empty()) {
    text.json().key("simplelicensing_customIdToUri");
    text.json().begin_array();
    for (const std::string& id : own) {
      text.json().begin_object(Layout::one_line);
      text.json().member("type", "DictionaryEntry");
      text.json().member("key", id);
      text.member_ref("value", license_ref(expression) + '/' + id);
      text.json().end_object();
    }
    text.json().end_array();
  }
  text.end_element();
}

void write_licenses(Spdx3Document& document) {
  std::map<std::string, const License*> expressions;
  expressions.emplace("CC0-1.0", nullptr);
  for (const Part& part : document.plan.parts)
    if (part.what == What::package && has_license(*part.component))
      expressions.emplace(part.component->license.expression, &part.component->license);
  for (const auto& [expression, license] : expressions) write_license(document.text, expression, license);
}

}  // namespace

std::string organization_ref(const std::string& text) {
  return "organization:" + text;
}
std::string license_ref(const std::string& expression) {
  return "license:" + expression;
}
std::string author_ref(const Trace& trace) {
  return trace.product.supplier.empty() ? "agent:souptrace" : organization_ref(trace.product.supplier);
}
std::string step_tool_ref(const PostLinkStep& step) {
  return "tool:after-link:" + step.tool;
}

void write_agents(Spdx3Document& document) {
  const Trace& trace = document.index.trace();
  Spdx3Text& text = document.text;
  std::set<std::string> organizations{trace.product.supplier};
  for (const Part& part : document.plan.parts)
    if (part.what == What::package) organizations.insert(part.component->supplier);
  organizations.erase("");
  for (const std::string& who : organizations) write_organization(text, who, who == trace.product.supplier);
  const std::string version = trace.tool_version.empty() ? "" : ' ' + trace.tool_version;
  if (trace.product.supplier.empty()) {
    text.begin_element("SoftwareAgent", author_ref(trace));
    text.json().member("name", "souptrace" + version);
    text.end_element();
  }
  write_tool(text, "tool:souptrace", "souptrace" + version);
  for (BuildTool& tool : build_tools(trace, document.binary))
    write_tool(text, tool.ref, tool.version.empty() ? tool.name : tool.name + ' ' + tool.version,
               std::move(tool.properties));
  std::map<std::string, std::string> step_tools;
  for (const ShippedFile& shipped : document.binary.shipped)
    for (const PostLinkStep& step : shipped.steps)
      if (!step.tool.empty()) step_tools.emplace(step_tool_ref(step), step.tool);
  for (const auto& [ref, name] : step_tools) write_tool(text, ref, name);
}

void write_spdx3_parts(Spdx3Document& document) {
  write_subject(document);
  for (const auto* parts : {&document.plan.own, &document.plan.shipped, &document.plan.parts})
    for (const Part& part : *parts) write_part(document, part);
  write_licenses(document);
}

}  // namespace souptrace::write

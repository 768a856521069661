// SPDX-License-Identifier: Apache-2.0
#include "write/spdx2_packages.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "write/bom_values.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;
using What = Part::What;

constexpr const char* kNoAssertion = "NOASSERTION";

void write_checksum(JsonText& json, const char* algorithm, const std::string& digest) {
  if (digest.empty()) return;
  json.begin_object(Layout::one_line);
  json.member("algorithm", algorithm);
  json.member("checksumValue", digest);
  json.end_object();
}

void write_reference(JsonText& json, const char* category, const char* type, const std::string& locator) {
  json.begin_object(Layout::one_line);
  json.member("referenceCategory", category);
  json.member("referenceType", type);
  json.member("referenceLocator", locator);
  json.end_object();
}

bool is_page(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

/// 2.3 has no place for names and values.
std::string comment_of(Properties& properties) {
  std::string out;
  for (const auto& [name, value] : properties.sorted())
    add_word(out, std::string(name).append(": ").append(value), "\n");
  return out;
}

}  // namespace

std::string spdx2_actor(const std::string& text) {
  if (text.empty()) return kNoAssertion;
  const Organization who = organization(text);
  return "Organization: " + who.name + (who.email.empty() ? "" : " (" + who.email + ')');
}

/// Identifiers have letters, digits, dots and hyphens only: two references that become one are numbered.
const std::string& Spdx2Document::id_of(std::string_view ref) {
  const auto known = ids_.find(ref);
  if (known != ids_.end()) return known->second;
  std::string wanted = "SPDXRef-";
  for (const char c : ref) {
    const bool plain = is_letter_or_digit(c) || c == '.';
    wanted += plain ? c : '-';
  }
  std::string id = wanted;
  for (unsigned n = 2; !taken_.insert(id).second; ++n) id = wanted + '-' + std::to_string(n);
  return ids_.emplace(ref, id).first->second;
}

void Spdx2Document::write_references(const Package& package) {
  const Component* component = package.component;
  const bool purl = component != nullptr && is_purl(component->purl);
  const bool cpe = component != nullptr && is_cpe(component->cpe);
  const std::string revision = component == nullptr ? "" : swhid(*component);
  if (!purl && !cpe && revision.empty() && package.gitoid.empty()) return;
  json_.key("externalRefs");
  json_.begin_array();
  if (purl) write_reference(json_, "PACKAGE-MANAGER", "purl", component->purl);
  if (cpe) write_reference(json_, "SECURITY", "cpe23Type", component->cpe);
  if (!revision.empty()) write_reference(json_, "PERSISTENT-ID", "swh", revision);
  if (!package.gitoid.empty())
    write_reference(json_, "PERSISTENT-ID", "gitoid", "gitoid:blob:sha256:" + package.gitoid);
  json_.end_array();
}

void Spdx2Document::write(const Package& package, Properties& properties) {
  const Component* component = package.component;
  const bool licensed = component != nullptr && has_license(*component);
  const bool concluded = licensed && is_license_concluded(*component);
  json_.begin_object();
  json_.member("SPDXID", id_of(package.ref));
  json_.member("name", package.name);
  json_.member_unless_empty("versionInfo", package.version);
  json_.member_unless_empty("packageFileName", package.file_name);
  json_.member("supplier", spdx2_actor(package.supplier));
  const bool fetched =
      component != nullptr && is_page(component->url) && component->properties.contains("url-hash");
  json_.member("downloadLocation", fetched ? iri(component->url) : kNoAssertion);
  if (component != nullptr && !fetched && is_page(component->url))
    json_.member("homepage", iri(component->url));
  json_.member("filesAnalyzed", false);
  if (!package.sha256.empty() || !package.sha512.empty()) {
    json_.key("checksums");
    json_.begin_array();
    write_checksum(json_, "SHA256", package.sha256);
    write_checksum(json_, "SHA512", package.sha512);
    json_.end_array();
  }
  json_.member("licenseConcluded", concluded ? component->license.expression : kNoAssertion);
  json_.member("licenseDeclared", licensed && !concluded ? component->license.expression : kNoAssertion);
  json_.member("copyrightText", kNoAssertion);
  write_references(package);
  json_.member("primaryPackagePurpose", package.purpose);
  json_.member_unless_empty("comment", comment_of(properties));
  json_.end_object();
}

void Spdx2Document::write_subject() {
  const Product& product = index_.trace().product;
  const ShippedFile* shipped = deliverable(binary_);
  Package package{plan_.subject, binary_.name,
                  binary_.binary.type == "shared-library" ? "LIBRARY" : "APPLICATION"};
  package.version = product.version;
  package.supplier = product.supplier;
  package.file_name = text_of(shipped == nullptr ? binary_.path : shipped->path);
  package.sha256 = shipped == nullptr ? binary_.sha256 : shipped->sha256;
  package.sha512 = shipped == nullptr ? binary_.sha512 : shipped->sha512;
  package.gitoid = shipped == nullptr ? binary_.gitoid : shipped->gitoid;
  Properties properties;
  add_subject_properties(properties, index_, binary_);
  add_finding_properties(properties, index_, binary_);
  write(package, properties);
}

void Spdx2Document::write_component(const Part& part) {
  const Component& component = *part.component;
  Package package{part.ref, component.name, "LIBRARY", component.version};
  package.component = &component;
  package.supplier = component.supplier;
  Properties properties;
  add_component_properties(properties, component);
  if (part.external) properties.add("souptrace:component:external", "true");
  if (part.file != nullptr) {
    const TraceFile& file = *part.file->file;
    ids_[part.file_ref] = id_of(part.ref);  // the package stands for its only file
    package.file_name = text_of(file.path);
    package.sha256 = file.sha256;
    package.sha512 = file.sha512;
    package.gitoid = file.gitoid;
    add_file_properties(properties, *part.file);
  }
  write(package, properties);
}

void Spdx2Document::write_file(const Part& part) {
  const TraceFile& file = *part.file->file;
  Properties properties;
  Package package{part.ref, std::string(path::filename(file.path.path)), "FILE"};
  if (part.file->is_compiled_in_only()) package.purpose = "SOURCE";
  if (part.file->is_shared_library() || is_archive(*part.file)) package.purpose = "LIBRARY";
  package.file_name = text_of(file.path);
  package.sha256 = file.sha256;
  package.sha512 = file.sha512;
  package.gitoid = file.gitoid;
  add_file_properties(properties, *part.file);
  if (part.component == nullptr && part.external) properties.add("souptrace:component:external", "true");
  write(package, properties);
}

void Spdx2Document::write_after_link(const Part& part) {
  const ShippedFile* shipped = part.shipped;
  const TracePath& path = shipped == nullptr ? binary_.path : shipped->path;
  Package package{part.ref, std::string(path::filename(path.path)), "FILE"};
  package.file_name = text_of(path);
  package.sha256 = shipped == nullptr ? binary_.sha256 : shipped->sha256;
  package.sha512 = shipped == nullptr ? binary_.sha512 : shipped->sha512;
  package.gitoid = shipped == nullptr ? binary_.gitoid : shipped->gitoid;
  Properties properties;
  if (shipped == nullptr)
    add_linked_properties(properties, binary_);
  else
    add_shipped_properties(properties, *shipped, binary_);
  write(package, properties);
}

void Spdx2Document::write_part(const Part& part) {
  Properties properties;
  switch (part.what) {
    case What::package:
      write_component(part);
      break;
    case What::file:
      write_file(part);
      break;
    case What::member: {
      Package package{part.ref, part.member->member, "FILE"};
      package.sha256 = part.member->member_sha256;
      add_member_properties(properties, index_, *part.member);
      write(package, properties);
      break;
    }
    case What::missing:
      add_missing_properties(properties, *part.library);
      properties.add("souptrace:component:external", "true");
      write({part.ref, part.library->name, "LIBRARY"}, properties);
      break;
    case What::linked:
    case What::shipped:
      write_after_link(part);
      break;
  }
  for (const Part& child : part.children) write_part(child);
}

void Spdx2Document::write_tools() {
  for (BuildTool& tool : build_tools(index_.trace(), binary_))
    write({tool.ref, tool.name, "APPLICATION", tool.version}, tool.properties);
}

void Spdx2Document::write_extracted_licenses() {
  std::map<std::string, const License*> own;
  for (const Part& part : plan_.parts)
    if (part.what == What::package)
      for (const std::string& id : license_refs(part.component->license.expression))
        own.emplace(id, &part.component->license);
  if (own.empty()) return;
  json_.key("hasExtractedLicensingInfos");
  json_.begin_array();
  for (const auto& [id, license] : own) {
    json_.begin_object();
    json_.member("licenseId", id);
    json_.member("name", id);
    json_.member("extractedText", license_text_place(*license));
    json_.end_object();
  }
  json_.end_array();
}

void Spdx2Document::write_packages() {
  json_.key("packages");
  json_.begin_array();
  write_subject();
  for (const auto* parts : {&plan_.own, &plan_.shipped, &plan_.parts})
    for (const Part& part : *parts) write_part(part);
  write_tools();
  json_.end_array();
  write_extracted_licenses();
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/spdx3.hpp"

#include "write/spdx3_parts.hpp"
#include "write/spdx3_relations.hpp"
#include "write/spdx_time.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kBytesOfInput = 2000;  // about
const std::vector<std::string> kProfiles{"core", "software", "build", "simpleLicensing", "extension"};

void write_creation(Spdx3Document& document, const std::string& timestamp) {
  JsonText& json = document.text.json();
  json.begin_object();
  json.member("type", "CreationInfo");
  json.member("@id", "_:creation");
  json.member("specVersion", "3.0.1");
  json.member("created", timestamp.empty() ? kWithheldTime : timestamp);
  if (timestamp.empty()) json.member("comment", kWithheldTimeComment);
  const std::string author = author_ref(document.index.trace());
  document.text.member_refs("createdBy", {author});
  document.text.member_refs("createdUsing", {"tool:souptrace"});
  json.end_object();
}

/// The two collections: the SBOM with everything in it, and the document that it is in.
void write_collections(Spdx3Document& document) {
  Spdx3Text& text = document.text;
  const Spdx3Text::Refs all = text.elements();
  text.begin_element("software_Sbom", "sbom");
  text.member_refs("rootElement", {document.plan.subject});
  text.member_refs("element", all);
  text.json().member_list("software_sbomType", {"build"});
  text.json().member_list("profileConformance", kProfiles);
  Properties findings;
  add_finding_properties(findings, document.index, document.binary);
  text.extension(findings);
  text.end_element();
  const std::string& version = document.index.trace().product.version;
  text.begin_element("SpdxDocument", "document");
  text.json().member("name", document.binary.name + (version.empty() ? "" : ' ' + version));
  text.member_refs("rootElement", {"sbom"});
  text.member_refs("element", {"sbom"});
  text.json().member_list("profileConformance", kProfiles);
  text.member_ref("dataLicense", license_ref("CC0-1.0"));
  text.end_element();
}

}  // namespace

std::string spdx3(const TraceIndex& index, const TraceBinary& binary, const std::string& timestamp) {
  const std::vector<UsedComponent> used = used_components(index, binary);
  const BomPlan plan = plan_bom(index, binary, used);
  Spdx3Document document{index, binary, plan, Spdx3Text(binary.inputs.size() * kBytesOfInput)};
  write_creation(document, timestamp);
  write_agents(document);
  write_spdx3_parts(document);
  write_spdx3_relations(document);
  write_spdx3_builds(document);
  write_collections(document);
  return document.text.finish();
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/spdx3_text.hpp"

#include "base/text.hpp"
#include "write/bom_values.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

constexpr std::string_view kUrn = "urn:uuid:";
constexpr std::string_view kNoUuid = "00000000-0000-0000-0000-000000000000";

/// The individuals of SPDX are written by their names in its context.
bool is_individual(std::string_view ref) {
  return ref == Spdx3Text::kNoAssertion || ref == Spdx3Text::kNoAssertionLicense;
}

void write_hash(JsonText& json, const char* algorithm, const std::string& digest) {
  if (digest.empty()) return;
  json.begin_object(Layout::one_line);
  json.member("type", "Hash");
  json.member("algorithm", algorithm);
  json.member("hashValue", digest);
  json.end_object();
}

}  // namespace

Spdx3Text::Spdx3Text(std::size_t size) : json_(out_) {
  out_.reserve(size);
  json_.begin_object();
  json_.member("@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld");
  json_.key("@graph");
  json_.begin_array();
}

void Spdx3Text::id(std::string_view ref) {
  if (is_individual(ref)) return json_.value(ref);
  // Written in full first: then the UUID's place is known from the end, whatever separates the values.
  id_.assign(kUrn).append(kNoUuid) += '#';
  append_iri_fragment(id_, ref);
  json_.value(id_);
  uuid_places_.push_back(out_.size() - 1 - id_.size() + kUrn.size());
}

void Spdx3Text::begin_element(const char* type, std::string_view ref) {
  json_.begin_object();
  json_.member("type", type);
  json_.key("spdxId");
  id(ref);
  json_.member("creationInfo", "_:creation");
  elements_.emplace_back(ref);
}

void Spdx3Text::member_ref(std::string_view name, std::string_view ref) {
  json_.key(name);
  id(ref);
}

void Spdx3Text::member_refs(std::string_view name, const Refs& refs) {
  if (refs.empty()) return;
  json_.key(name);
  json_.begin_array(refs.size() == 1 ? Layout::one_line : Layout::lines);
  for (const std::string_view ref : refs) id(ref);
  json_.end_array();
}

void Spdx3Text::relationship(std::string_view from, const char* type, const Refs& to,
                             const char* completeness, const char* scope) {
  if (to.empty()) return;
  const bool scoped = *scope != '\0';
  begin_element(scoped ? "LifecycleScopedRelationship" : "Relationship",
                "relationship:" + std::to_string(++relationships_));
  json_.member("relationshipType", type);
  member_ref("from", from);
  member_refs("to", to);
  json_.member("completeness", completeness);
  if (scoped) json_.member("scope", scope);
  end_element();
}

void Spdx3Text::digests(const std::string& sha256, const std::string& sha512, const std::string& gitoid) {
  if (!sha256.empty() || !sha512.empty()) {
    json_.key("verifiedUsing");
    json_.begin_array();
    write_hash(json_, "sha256", sha256);
    write_hash(json_, "sha512", sha512);
    json_.end_array();
  }
  if (gitoid.empty()) return;
  json_.key("software_contentIdentifier");
  json_.begin_array();
  json_.begin_object(Layout::one_line);
  json_.member("type", "software_ContentIdentifier");
  json_.member("software_contentIdentifierType", "gitoid");
  json_.member("software_contentIdentifierValue", "gitoid:blob:sha256:" + gitoid);
  json_.end_object();
  json_.end_array();
}

void Spdx3Text::external_identifier(const char* type, const std::string& identifier) {
  json_.begin_object(Layout::one_line);
  json_.member("type", "ExternalIdentifier");
  json_.member("externalIdentifierType", type);
  json_.member("identifier", identifier);
  json_.end_object();
}

void Spdx3Text::extension(Properties& properties) {
  if (properties.empty()) return;
  json_.key("extension");
  json_.begin_array();
  json_.begin_object();
  json_.member("type", "extension_CdxPropertiesExtension");
  json_.key("extension_cdxProperty");
  json_.begin_array();
  for (const auto& [name, value] : properties.sorted()) {
    json_.begin_object(Layout::one_line);
    json_.member("type", "extension_CdxPropertyEntry");
    json_.member("extension_cdxPropName", name);
    json_.member("extension_cdxPropValue", value);
    json_.end_object();
  }
  json_.end_array();
  json_.end_object();
  json_.end_array();
}

std::string Spdx3Text::finish() {
  json_.end_array();
  json_.end_object();
  out_ += '\n';
  const std::string uuid = content_uuid(out_);
  for (const std::size_t place : uuid_places_) out_.replace(place, uuid.size(), uuid);
  return std::move(out_);
}

}  // namespace souptrace::write

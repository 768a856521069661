// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "base/text.hpp"
#include "formats/json_outline.hpp"
#include "formats/json_read.hpp"
#include "verify/documents.hpp"

// What an SBOM is about: CycloneDX (ECMA-424) metadata.component, SPDX 2 what the document describes, SPDX 3 the roots of its Sbom
// and the files that these are distributed as.
namespace souptrace::verify {
namespace {

using formats::Json;

constexpr std::size_t kLargestPart = std::size_t{4} * 1024 * 1024;

Error malformed(const std::string& what) { return {"document-malformed", what}; }

/// One part of the document, parsed; null where there is none.
Result<Json> part(const std::vector<formats::JsonMember>& members, std::string_view name) {
  const std::string_view text = formats::member_text(members, name);
  if (text.empty()) return Json();
  if (text.size() > kLargestPart) return malformed("its \"" + std::string(name) + "\" is larger than 4 MiB");
  return Json::parse(text);
}

/// The digest as documents spell it: any case, "SHA-256", "SHA256" or "sha256".
std::string digest_of(const Json& list, std::string_view algorithm_name, std::string_view value_name, std::string_view wanted) {
  for (const Json& one : list.items()) {
    std::string algorithm = to_lower(one.string_or(algorithm_name, ""));
    std::erase(algorithm, '-');
    if (algorithm == wanted) return to_lower(one.string_or(value_name, ""));
  }
  return {};
}

void add(std::vector<KnownFile>& out, const std::string& document, const std::string& name, const Json& list,
         std::string_view algorithm_name, std::string_view value_name) {
  KnownFile file;
  file.document = document;
  file.name = name;
  file.sha256 = digest_of(list, algorithm_name, value_name, "sha256");
  file.sha512 = digest_of(list, algorithm_name, value_name, "sha512");
  if (!file.sha256.empty()) out.push_back(std::move(file));
}

/// Calls `take` with each element of the document's list `name` whose text has `word` somewhere, one at a time: the others are not parsed.
Status each(const std::vector<formats::JsonMember>& members, std::string_view name, std::string_view word,
            const std::function<void(const Json&)>& take) {
  const std::string_view list = formats::member_text(members, name);
  if (list.empty()) return Done{};
  return formats::each_json_element(list, [&](std::string_view text) -> std::optional<Error> {
    if (text.find(word) == std::string_view::npos) return std::nullopt;
    if (text.size() > kLargestPart) return malformed("an element of \"" + std::string(name) + "\" is larger than 4 MiB");
    const auto json = Json::parse(text);
    if (!json) return malformed(json.error().describe());
    take(*json);
    return std::nullopt;
  });
}

Result<std::vector<KnownFile>> spdx2(const std::vector<formats::JsonMember>& members, const std::string& name) {
  std::set<std::string> described;
  const auto ids = part(members, "documentDescribes");
  if (!ids) return malformed(ids.error().describe());
  for (const Json& id : ids->items()) described.emplace(id.string().value_or(""));
  const auto relations = each(members, "relationships", "DESCRIBES", [&](const Json& one) {
    if (one.string_or("relationshipType", "") == "DESCRIBES" && one.string_or("spdxElementId", "") == "SPDXRef-DOCUMENT")
      described.insert(one.string_or("relatedSpdxElement", ""));
  });
  if (!relations) return relations.error();
  std::vector<KnownFile> out;
  for (const char* list : {"packages", "files"}) {
    const auto read = each(members, list, "checksums", [&](const Json& one) {
      if (!described.contains(one.string_or("SPDXID", ""))) return;
      const std::string file_name = one.string_or("packageFileName", one.string_or("fileName", one.string_or("name", "")));
      add(out, name, file_name, one.member("checksums"), "algorithm", "checksumValue");
    });
    if (!read) return read.error();
  }
  return out;
}

std::string spdx3_type(const Json& element) { return element.string_or("type", element.string_or("@type", "")); }

Result<std::vector<KnownFile>> spdx3(const std::vector<formats::JsonMember>& members, const std::string& name) {
  std::set<std::string> roots;
  const auto sboms = each(members, "@graph", "software_Sbom", [&](const Json& one) {
    if (spdx3_type(one) != "software_Sbom") return;
    for (const Json& root : one.member("rootElement").items()) roots.emplace(root.string().value_or(""));
    if (const auto root = one.member("rootElement").string()) roots.emplace(*root);
  });
  if (!sboms) return sboms.error();
  // A package has no bytes of its own: its files are what it is distributed as.
  std::set<std::string> artifacts;
  const auto relations = each(members, "@graph", "hasDistributionArtifact", [&](const Json& one) {
    if (one.string_or("relationshipType", "") != "hasDistributionArtifact" || !roots.contains(one.string_or("from", ""))) return;
    for (const Json& to : one.member("to").items()) artifacts.emplace(to.string().value_or(""));
    if (const auto to = one.member("to").string()) artifacts.emplace(*to);
  });
  if (!relations) return relations.error();
  roots.merge(artifacts);
  std::vector<KnownFile> out;
  const auto files = each(members, "@graph", "verifiedUsing", [&](const Json& one) {
    if (roots.contains(one.string_or("spdxId", one.string_or("@id", ""))))
      add(out, name, one.string_or("name", ""), one.member("verifiedUsing"), "algorithm", "hashValue");
  });
  if (!files) return files.error();
  return out;
}

Error newer(const std::string& what) {
  return {"document-version", "is " + printable(what) + ", which this souptrace does not know: use a newer one"};
}

}  // namespace

Result<std::vector<KnownFile>> cyclonedx_subjects(std::string_view text, const std::string& name) {
  constexpr std::array kVersions{"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"};
  const auto members = formats::json_members(text);
  if (!members) return malformed(members.error().describe());
  const auto version = part(*members, "specVersion");
  if (!version || !version->is_string()) return malformed("it has no \"specVersion\"");
  if (std::find(kVersions.begin(), kVersions.end(), *version->string()) == kVersions.end())
    return newer("CycloneDX " + std::string(*version->string()));
  const auto metadata = part(*members, "metadata");
  if (!metadata) return malformed("\"metadata\": " + metadata.error().describe());
  std::vector<KnownFile> out;
  const Json subject = metadata->member("component");
  add(out, name, subject.string_or("name", ""), subject.member("hashes"), "alg", "content");
  for (const Json& reference : subject.member("externalReferences").items())  // what is distributed of it
    if (reference.string_or("type", "") == "distribution")
      add(out, name, reference.string_or("url", ""), reference.member("hashes"), "alg", "content");
  return out;
}

Result<std::vector<KnownFile>> spdx_subjects(std::string_view text, const std::string& name) {
  const auto members = formats::json_members(text);
  if (!members) return malformed(members.error().describe());
  if (formats::member_text(*members, "@graph").empty()) {
    const auto version = part(*members, "spdxVersion");
    if (!version || !version->is_string()) return malformed("it has no \"spdxVersion\"");
    if (*version->string() != "SPDX-2.2" && *version->string() != "SPDX-2.3") return newer(std::string(*version->string()));
    return spdx2(*members, name);
  }
  const auto context = part(*members, "@context");
  if (!context || !context->is_string()) return malformed("its \"@context\" is not that of SPDX 3");
  if (context->string()->find("/rdf/3.0.") == std::string_view::npos) return newer(std::string(*context->string()));
  return spdx3(*members, name);
}

}  // namespace souptrace::verify

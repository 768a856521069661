// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>

#include "verify/documents.hpp"
#include "verify/sbom_elements.hpp"

// What a CycloneDX document (ECMA-424) is about: metadata.component, what is distributed of it, and the file that these were made of.
namespace souptrace::verify {
namespace {

using formats::Json;

constexpr HashNames kHash{"alg", "content"};

void add_ancestors(const Json& component, std::set<std::string>& digests) {
  for (const Json& ancestor : component.member("pedigree").member("ancestors").items())
    digests.insert(sha256_in(ancestor.member("hashes"), kHash));
}

/// The file that the linker wrote: a part of the subject which is an ancestor of the subject or of another part. An ancestor that
/// is no part is something else that the binary descends from, and not a form of it.
void add_linked(std::vector<KnownFile>& out, const std::string& name, const Json& subject) {
  std::set<std::string> ancestors;
  const Json parts = subject.member("components");
  add_ancestors(subject, ancestors);
  for (const Json& part : parts.items()) add_ancestors(part, ancestors);
  for (const Json& part : parts.items())
    if (part.string_or("type", "") == "file" && ancestors.contains(sha256_in(part.member("hashes"), kHash)))
      add_known_file(out, name, part.string_or("name", ""), part.member("hashes"), kHash);
}

}  // namespace

Result<std::vector<KnownFile>> cyclonedx_subjects(std::string_view text, const std::string& name) {
  constexpr std::array kVersions{"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"};
  const auto members = formats::json_members(text);
  if (!members) return malformed_document(members.error().describe());
  const auto version = document_part(*members, "specVersion");
  if (!version || !version->is_string()) return malformed_document("it has no \"specVersion\"");
  if (std::find(kVersions.begin(), kVersions.end(), *version->string()) == kVersions.end())
    return newer_document("CycloneDX " + std::string(*version->string()));
  const auto metadata = document_part(*members, "metadata");
  if (!metadata) return malformed_document("\"metadata\": " + metadata.error().describe());
  std::vector<KnownFile> out;
  const Json subject = metadata->member("component");
  add_known_file(out, name, subject.string_or("name", ""), subject.member("hashes"), kHash);
  for (const Json& reference : subject.member("externalReferences").items())
    if (reference.string_or("type", "") == "distribution")
      add_known_file(out, name, reference.string_or("url", ""), reference.member("hashes"), kHash);
  add_linked(out, name, subject);
  return out;
}

}  // namespace souptrace::verify

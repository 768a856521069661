// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <set>
#include <utility>

#include "verify/documents.hpp"
#include "verify/sbom_elements.hpp"

// What an SPDX document is about. SPDX 2: what the document describes, and the forms of it that the described package contains: what one of
// them is the ancestor or a copy of. SPDX 3: the roots of its Sbom, the files that these are distributed as, and the files that are these files' ancestors.
namespace souptrace::verify {
namespace {

using formats::Json;
using Members = std::vector<formats::JsonMember>;
using Ids = std::set<std::string>;

/// An element, or a list of them.
void add_ids(const Json& value, Ids& ids) {
  for (const Json& one : value.items()) ids.emplace(one.string().value_or(""));
  if (const auto one = value.string()) ids.emplace(*one);
}

Result<Ids> described_by(const Members& members) {
  Ids described;
  const auto ids = document_part(members, "documentDescribes");
  if (!ids) return malformed_document(ids.error().describe());
  add_ids(*ids, described);
  const auto read = each_element(members, "relationships", "DESCRIBES", [&](const Json& one) {
    if (one.string_or("relationshipType", "") == "DESCRIBES" && one.string_or("spdxElementId", "") == "SPDXRef-DOCUMENT")
      described.insert(one.string_or("relatedSpdxElement", ""));
  });
  if (!read) return read.error();
  return described;
}

bool is_kinship(const std::string& type) { return type == "ANCESTOR_OF" || type == "DESCENDANT_OF" || type == "COPY_OF"; }

/// Adds to what is described the forms of it. Both ends of a kinship have to be inside: what a package descends from elsewhere is no form of it.
Status add_forms(const Members& members, Ids& described) {
  std::vector<std::pair<std::string, std::string>> kin;
  Ids inside = described;
  auto related = each_element(members, "relationships", "_OF", [&](const Json& one) {
    if (is_kinship(one.string_or("relationshipType", "")))
      kin.emplace_back(one.string_or("spdxElementId", ""), one.string_or("relatedSpdxElement", ""));
  });
  if (!related || kin.empty()) return related;
  auto contained = each_element(members, "relationships", "CONTAINS", [&](const Json& one) {
    if (one.string_or("relationshipType", "") == "CONTAINS" && described.contains(one.string_or("spdxElementId", "")))
      inside.insert(one.string_or("relatedSpdxElement", ""));
  });
  if (!contained) return contained;
  for (const auto& [one, other] : kin)
    if (inside.contains(one) && inside.contains(other)) described.insert({one, other});
  return Done{};
}

Result<std::vector<KnownFile>> spdx2(const Members& members, const std::string& name) {
  auto described = described_by(members);
  if (!described) return described.error();
  if (const auto forms = add_forms(members, *described); !forms) return forms.error();
  std::vector<KnownFile> out;
  for (const char* list : {"packages", "files"}) {
    const auto read = each_element(members, list, "checksums", [&](const Json& one) {
      if (!described->contains(one.string_or("SPDXID", ""))) return;
      const std::string file_name = one.string_or("packageFileName", one.string_or("fileName", one.string_or("name", "")));
      add_known_file(out, name, file_name, one.member("checksums"), {"algorithm", "checksumValue"});
    });
    if (!read) return read.error();
  }
  return out;
}

/// Calls `take` with the ends of each relationship of this type.
Status each_relationship(const Members& members, const std::string& type, const std::function<void(const std::string&, const Ids&)>& take) {
  return each_element(members, "@graph", '"' + type + '"', [&](const Json& one) {
    if (one.string_or("relationshipType", "") != type) return;
    Ids to;
    add_ids(one.member("to"), to);
    take(one.string_or("from", ""), to);
  });
}

/// A package has no bytes of its own: its files are what it is distributed as.
Status add_artifacts(const Members& members, Ids& roots) {
  Ids artifacts;
  auto read = each_relationship(members, "hasDistributionArtifact", [&](const std::string& from, const Ids& to) {
    if (roots.contains(from)) artifacts.insert(to.begin(), to.end());
  });
  roots.merge(artifacts);
  return read;
}

Status add_ancestors(const Members& members, Ids& roots) {
  Ids ancestors;
  for (const char* type : {"ancestorOf", "copiedTo"}) {
    auto read = each_relationship(members, type, [&](const std::string& from, const Ids& to) {
      for (const std::string& one : to)
        if (roots.contains(one)) ancestors.insert(from);
    });
    if (!read) return read;
  }
  roots.merge(ancestors);
  return Done{};
}

Result<std::vector<KnownFile>> spdx3(const Members& members, const std::string& name) {
  Ids roots;
  const auto type_of = [](const Json& element) { return element.string_or("type", element.string_or("@type", "")); };
  const auto sboms = each_element(members, "@graph", "software_Sbom", [&](const Json& one) {
    if (type_of(one) == "software_Sbom") add_ids(one.member("rootElement"), roots);
  });
  if (!sboms) return sboms.error();
  if (const auto read = add_artifacts(members, roots); !read) return read.error();
  if (const auto read = add_ancestors(members, roots); !read) return read.error();
  std::vector<KnownFile> out;
  const auto files = each_element(members, "@graph", "verifiedUsing", [&](const Json& one) {
    if (roots.contains(one.string_or("spdxId", one.string_or("@id", ""))))
      add_known_file(out, name, one.string_or("name", ""), one.member("verifiedUsing"), {"algorithm", "hashValue"});
  });
  if (!files) return files.error();
  return out;
}

}  // namespace

Result<std::vector<KnownFile>> spdx_subjects(std::string_view text, const std::string& name) {
  const auto members = formats::json_members(text);
  if (!members) return malformed_document(members.error().describe());
  if (formats::member_text(*members, "@graph").empty()) {
    const auto version = document_part(*members, "spdxVersion");
    if (!version || !version->is_string()) return malformed_document("it has no \"spdxVersion\"");
    if (*version->string() != "SPDX-2.2" && *version->string() != "SPDX-2.3") return newer_document(std::string(*version->string()));
    return spdx2(*members, name);
  }
  const auto context = document_part(*members, "@context");
  if (!context || !context->is_string()) return malformed_document("its \"@context\" is not that of SPDX 3");
  if (context->string()->find("/rdf/3.0.") == std::string_view::npos) return newer_document(std::string(*context->string()));
  return spdx3(*members, name);
}

}  // namespace souptrace::verify

// SPDX-License-Identifier: Apache-2.0
#include "formats/supplied_sbom.hpp"

#include <map>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

Error malformed_sbom(const Json& at, const std::string& what) {
  return {"sbom-malformed", at.pointer() + " " + what};
}

/// The digests of CycloneDX hashes (`algorithm_key` "alg", `value_key` "content") and SPDX checksums,
/// "SHA-256" or "SHA256" or "sha256".
void take_digests(const Json& hashes, std::string_view algorithm_key, std::string_view value_key,
                  SuppliedFile& file) {
  for (const Json& hash : hashes.items()) {
    const std::string algorithm = to_lower(hash.string_or(algorithm_key, ""));
    const std::string value = to_lower(hash.string_or(value_key, ""));
    if (algorithm == "sha-256" || algorithm == "sha256") file.sha256 = value;
    if (algorithm == "sha-512" || algorithm == "sha512") file.sha512 = value;
  }
}

bool has_digest(const SuppliedFile& file) {
  return !file.sha256.empty() || !file.sha512.empty();
}

// CycloneDX.

/// The licence choice: one expression, or identifiers and names, several of which are all in force; what was
/// concluded goes before what was declared (specification 1.6, "licenses" and "acknowledgement").
std::string cyclonedx_license(const Json& licenses) {
  std::vector<std::string> concluded;
  std::vector<std::string> others;
  for (const Json& choice : licenses.items()) {
    const Json license = choice.member("license");
    std::string one = choice.string_or("expression", license.string_or("id", license.string_or("name", "")));
    const std::string acknowledgement =
        choice.string_or("acknowledgement", license.string_or("acknowledgement", ""));
    if (!one.empty()) (acknowledgement == "concluded" ? concluded : others).push_back(std::move(one));
  }
  const std::vector<std::string>& chosen = concluded.empty() ? others : concluded;
  if (chosen.size() == 1) return chosen.front();
  std::string out;
  for (const std::string& one : chosen) {
    if (!out.empty()) out += " AND ";
    out += one.find(' ') == std::string::npos ? one : '(' + one + ')';
  }
  return out;
}

std::string cyclonedx_website(const Json& component) {
  for (const Json& reference : component.member("externalReferences").items())
    if (reference.string_or("type", "") == "website") return reference.string_or("url", "");
  return "";
}

class CycloneDx {
 public:
  Result<SuppliedSbom> read(const Json& root) {
    sbom_.format = "CycloneDX " + root.string_or("specVersion", "");
    const Json described = root.member("metadata").member("component");
    std::size_t around = kNone;
    if (described.is_object()) {
      around = add(described);
      if (const auto error = read_components(described.member("components"), around)) return *error;
    }
    if (const auto error = read_components(root.member("components"), around)) return *error;
    std::erase_if(sbom_.components, [](const SuppliedComponent& one) { return one.files.empty(); });
    return std::move(sbom_);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  /// Json nests no deeper than Json::kMaximumDepth, and neither does this.
  std::optional<Error> read_components(const Json& components, std::size_t around) {
    for (const Json& component : components.items()) {
      if (!component.is_object()) return malformed_sbom(component, "is no object");
      std::size_t inner = around;
      if (component.string_or("type", "") != "file" || around == kNone)
        inner = add(component);
      else
        add_file(component, around);
      if (auto error = read_components(component.member("components"), inner)) return error;
    }
    return std::nullopt;
  }

  std::size_t add(const Json& component) {
    SuppliedComponent out;
    const std::string group = component.string_or("group", "");
    out.name = (group.empty() ? "" : group + '/') + component.string_or("name", "");
    out.version = component.string_or("version", "");
    out.supplier =
        component.member("supplier")
            .string_or(
                "name",
                component.member("manufacturer").string_or("name", component.string_or("publisher", "")));
    out.license = cyclonedx_license(component.member("licenses"));
    out.purl = component.string_or("purl", "");
    out.cpe = component.string_or("cpe", "");
    out.url = cyclonedx_website(component);
    out.place = component.pointer();
    sbom_.components.push_back(std::move(out));
    add_file(component, sbom_.components.size() - 1);
    return sbom_.components.size() - 1;
  }

  void add_file(const Json& component, std::size_t owner) {
    SuppliedFile file{component.string_or("name", ""), "", "", component.pointer()};
    take_digests(component.member("hashes"), "alg", "content", file);
    if (has_digest(file)) sbom_.components[owner].files.push_back(std::move(file));
  }

  SuppliedSbom sbom_;
};

// SPDX 2.

/// "Organization: ACME (info@acme.example)" without the kind and the address (specification 2.3, 7.5).
std::string spdx2_supplier(std::string_view text) {
  if (text == "NOASSERTION") return "";
  for (const std::string_view kind : {"Organization:", "Person:"})
    if (text.starts_with(kind)) text = trim(text.substr(kind.size()));
  if (const std::size_t address = text.find(" ("); address != std::string_view::npos)
    text = text.substr(0, address);
  return std::string(text);
}

std::string stated(const std::string& text) {
  return text == "NOASSERTION" || text == "NONE" ? "" : text;
}

SuppliedComponent spdx2_package(const Json& package) {
  SuppliedComponent out;
  out.name = package.string_or("name", "");
  out.version = package.string_or("versionInfo", "");
  out.supplier = spdx2_supplier(package.string_or("supplier", ""));
  out.license = stated(package.string_or("licenseConcluded", ""));
  if (out.license.empty()) out.license = stated(package.string_or("licenseDeclared", ""));
  for (const Json& reference : package.member("externalRefs").items()) {
    const std::string type = reference.string_or("referenceType", "");
    if (type == "purl") out.purl = reference.string_or("referenceLocator", "");
    if (type == "cpe23Type") out.cpe = reference.string_or("referenceLocator", "");
  }
  out.url = stated(package.string_or("homepage", ""));
  out.place = package.pointer();
  SuppliedFile own{package.string_or("packageFileName", out.name), "", "", package.pointer()};
  take_digests(package.member("checksums"), "algorithm", "checksumValue", own);
  if (has_digest(own)) out.files.push_back(std::move(own));
  return out;
}

/// What contains what: the identifier of the container by that of the contained.
using Containment = std::map<std::string, std::string, std::less<>>;

Containment spdx2_containment(const Json& root) {
  Containment out;
  for (const Json& package : root.member("packages").items())
    for (const Json& file : package.member("hasFiles").items())
      out.try_emplace(std::string(file.string().value_or("")), package.string_or("SPDXID", ""));
  for (const Json& relation : root.member("relationships").items()) {
    const std::string type = relation.string_or("relationshipType", "");
    const std::string from = relation.string_or("spdxElementId", "");
    const std::string to = relation.string_or("relatedSpdxElement", "");
    if (type == "CONTAINS") out.try_emplace(to, from);
    if (type == "CONTAINED_BY") out.try_emplace(from, to);
  }
  return out;
}

/// Components by identifier, in the order of the document.
class Components {
 public:
  void add(const std::string& id, SuppliedComponent component) {
    index_.try_emplace(id, sbom_.components.size());
    sbom_.components.push_back(std::move(component));
  }
  /// To the package that contains it, perhaps as a part of another file; a file of no package is nobody's.
  void add_file(const Containment& containment, std::string id, SuppliedFile file) {
    for (int depth = 0; depth < kDeepest; ++depth) {
      const auto container = containment.find(id);
      if (container == containment.end()) return;
      id = container->second;
      const auto at = index_.find(id);
      if (at == index_.end()) continue;
      if (has_digest(file)) sbom_.components[at->second].files.push_back(std::move(file));
      return;
    }
  }
  SuppliedSbom finish(std::string format) {
    sbom_.format = std::move(format);
    std::erase_if(sbom_.components, [](const SuppliedComponent& one) { return one.files.empty(); });
    return std::move(sbom_);
  }

 private:
  static constexpr int kDeepest = 16;  ///< files in files; a document may also contain itself

  SuppliedSbom sbom_;
  std::map<std::string, std::size_t> index_;
};

Result<SuppliedSbom> read_spdx2(const Json& root) {
  Components out;
  const Containment containment = spdx2_containment(root);
  for (const Json& package : root.member("packages").items()) {
    if (package.string_or("SPDXID", "").empty()) return malformed_sbom(package, "has no SPDXID");
    out.add(package.string_or("SPDXID", ""), spdx2_package(package));
  }
  for (const Json& one : root.member("files").items()) {
    SuppliedFile file{one.string_or("fileName", ""), "", "", one.pointer()};
    take_digests(one.member("checksums"), "algorithm", "checksumValue", file);
    out.add_file(containment, one.string_or("SPDXID", ""), std::move(file));
  }
  return out.finish(root.string_or("spdxVersion", ""));
}

// SPDX 3.

std::string id_of(const Json& element) {
  return element.string_or("spdxId", element.string_or("@id", ""));
}

class Spdx3 {
 public:
  Result<SuppliedSbom> read(const Json& graph) {
    for (const Json& element : graph.items()) {
      if (!element.is_object()) return malformed_sbom(element, "is no object");
      elements_.try_emplace(id_of(element), element);
      note_relation(element);
    }
    for (const Json& element : graph.items())
      if (element.string_or("type", "") == "software_Package") out_.add(id_of(element), package(element));
    for (const Json& element : graph.items()) {
      if (element.string_or("type", "") != "software_File") continue;
      SuppliedFile file{element.string_or("name", ""), "", "", element.pointer()};
      take_digests(element.member("verifiedUsing"), "algorithm", "hashValue", file);
      out_.add_file(containment_, id_of(element), std::move(file));
    }
    return out_.finish("SPDX 3.0");
  }

 private:
  void note_relation(const Json& element) {
    const std::string type = element.string_or("type", "");
    if (!type.ends_with("Relationship")) return;
    const std::string kind = element.string_or("relationshipType", "");
    const std::string from = element.string_or("from", "");
    for (const Json& to : element.member("to").items()) {
      const std::string target(to.string().value_or(""));
      if (kind == "contains" || kind == "hasDistributionArtifact") containment_.try_emplace(target, from);
      if (kind == "hasConcludedLicense") license_of_.insert_or_assign(from, target);
      if (kind == "hasDeclaredLicense") license_of_.try_emplace(from, target);
    }
  }

  [[nodiscard]] Json element(const std::string& id) const {
    const auto at = elements_.find(id);
    return at == elements_.end() ? Json() : at->second;
  }

  [[nodiscard]] SuppliedComponent package(const Json& one) const {
    SuppliedComponent out;
    out.name = one.string_or("name", "");
    out.version = one.string_or("software_packageVersion", "");
    out.supplier = element(one.string_or("suppliedBy", "")).string_or("name", "");
    if (const auto license = license_of_.find(id_of(one)); license != license_of_.end())
      out.license = element(license->second).string_or("simplelicensing_licenseExpression", "");
    out.purl = one.string_or("software_packageUrl", "");
    for (const Json& identifier : one.member("externalIdentifier").items()) {
      const std::string type = identifier.string_or("externalIdentifierType", "");
      if (type == "packageUrl" && out.purl.empty()) out.purl = identifier.string_or("identifier", "");
      if (type == "cpe23") out.cpe = identifier.string_or("identifier", "");
    }
    out.url = one.string_or("software_homePage", "");
    out.place = one.pointer();
    SuppliedFile own{out.name, "", "", one.pointer()};
    take_digests(one.member("verifiedUsing"), "algorithm", "hashValue", own);
    if (has_digest(own)) out.files.push_back(std::move(own));
    return out;
  }

  std::map<std::string, Json> elements_;
  std::map<std::string, std::string> license_of_;
  Containment containment_;
  Components out_;
};

}  // namespace

Result<SuppliedSbom> read_supplied_sbom(std::string_view text) {
  const Result<Json> root = Json::parse(text);
  if (!root) return Error{"sbom-malformed", root.error().text, root.error().offset};
  if (root->string_or("bomFormat", "") == "CycloneDX") return CycloneDx().read(*root);
  if (root->string_or("spdxVersion", "").starts_with("SPDX-2")) return read_spdx2(*root);
  if (root->member("@graph").is_array()) return Spdx3().read(root->member("@graph"));
  return Error{"sbom-unknown",
               "it is neither CycloneDX JSON (\"bomFormat\") nor SPDX 2 JSON (\"spdxVersion\") nor SPDX 3 "
               "JSON-LD (\"@graph\")"};
}

}  // namespace souptrace::formats

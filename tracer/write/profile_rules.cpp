// SPDX-License-Identifier: Apache-2.0
#include "write/profile_rules.hpp"

#include <algorithm>
#include <array>

#include "write/profile_answers.hpp"

namespace souptrace::write {
namespace {

using About = ProfileRule::About;
using enum Demand;

constexpr const char* kSupplier = "souptrace(SUPPLIER \"Name <address>\") in CMakeLists.txt";
constexpr const char* kVersion = "souptrace(VERSION …) in CMakeLists.txt, or project(… VERSION …)";
constexpr const char* kTime = "set SOURCE_DATE_EPOCH in the build's environment, e.g. to the commit's time";
constexpr const char* kDeclare =
    "souptrace_component(… PATHS …) with NAME, VERSION, SUPPLIER and PURL: the developer who brought it in";
constexpr const char* kComponentSupplier =
    "souptrace_component(SUPPLIER \"Name <address>\")";
constexpr const char* kComponentVersion = "souptrace_component(VERSION …): the developer who brought it in";
constexpr const char* kPurl = "souptrace_component(PURL …) or souptrace_component(CPE …)";
constexpr const char* kLicense =
    "souptrace_component(LICENSE …): who checks licences; or an SPDX tag in its files";
constexpr const char* kConcluded = "souptrace_component(LICENSE …), by who checks licences";
constexpr const char* kFile = "install the library in the sysroot, so that its file can be read";
constexpr const char* kMissing =
    "install the library in the sysroot, so that it can be found; or link without it";
constexpr const char* kTrace = "souptrace show: what the trace could not account for";
constexpr const char* kTool = "build the trace again with a released souptrace";
constexpr const char* kFormat = "use --format cyclonedx-1.7 or spdx-3.0.1";
constexpr const char* kSign = "souptrace attest signs it, in a file of its own";
constexpr const char* kSource = "souptrace_component(URL …), where a source can be had";
constexpr const char* kSupport =
    "in an addendum: \"support\" (level, end_of_support) in the SOUP register, by who watches the component's supplier";
constexpr const char* kVulnerabilities = "in an addendum: souptrace vulns finds them for what is linked";
// A record that names a file (dpkg's, Conan's, …) counts before souptrace_component(): that would say nothing.
constexpr const char* kRecordedSupplier = "the package's own record has none; beside the SBOM: \"manufacturer\" (email, url) in the SOUP register";
constexpr const char* kRecordedLicense =
    "the package's own record states none that can be read; beside the SBOM: \"licence\" (concluded) in the SOUP register, by who checks licences";
constexpr const char* kRecordedConcluded =
    "the package's own record only declares one; beside the SBOM: \"licence\" (concluded) in the SOUP register, by who checks licences";
constexpr const char* kRecordedElse = "the package's own record does not say it: ask who packages it";
constexpr const char* kSupplied = "the supplier's SBOM, which souptrace_component(SBOM …) names, does not say it: ask the supplier";

constexpr std::array kNtia{
    ProfileRule{"ntia-author", "NTIA 2021, Author of SBOM Data", "author of the SBOM", About::document, must,
                answers::author, kSupplier, ""},
    ProfileRule{"ntia-timestamp", "NTIA 2021, Timestamp", "time of the SBOM", About::document, must,
                answers::time, kTime, ""},
    ProfileRule{"ntia-supplier", "NTIA 2021, Supplier Name", "supplier", About::any, must, answers::supplier,
                kSupplier, kComponentSupplier},
    ProfileRule{"ntia-name", "NTIA 2021, Component Name", "name", About::any, must, answers::name, kDeclare,
                ""},
    ProfileRule{"ntia-version", "NTIA 2021, Version of the Component", "version", About::any, must,
                answers::version, kVersion, kComponentVersion},
    ProfileRule{"ntia-identifier", "NTIA 2021, Other Unique Identifiers", "unique identifier", About::any,
                must, answers::identifier, kPurl, ""},
    ProfileRule{"ntia-relationship", "NTIA 2021, Dependency Relationship", "dependency relationship",
                About::document, must, answers::always, "", ""},
    ProfileRule{"ntia-known-unknowns", "NTIA 2021, Known Unknowns", "completeness is affirmed",
                About::document, should, answers::complete, kTrace, ""},
};

constexpr std::array kCisa{
    ProfileRule{"cisa-author", "CISA 2026, SBOM Author", "author of the SBOM", About::document, must,
                answers::author, kSupplier, ""},
    ProfileRule{"cisa-signature", "CISA 2026, SBOM Author Signature", "signature of the author",
                About::document, must, answers::elsewhere, kSign, ""},
    ProfileRule{"cisa-format", "CISA 2026, Data Format Name and Version", "format that is not superseded",
                About::document, must, answers::current_format, kFormat, ""},
    ProfileRule{"cisa-context", "CISA 2026, Generation Context", "generation context", About::document, must,
                answers::always, "", ""},
    ProfileRule{"cisa-timestamp", "CISA 2026, Timestamp", "time of the SBOM", About::document, must,
                answers::time, kTime, ""},
    ProfileRule{"cisa-tool", "CISA 2026, Tool Name and Version", "version of the tool", About::document, must,
                answers::tool_version, kTool, ""},
    ProfileRule{"cisa-sbom-version", "CISA 2026, SBOM Version", "version of the SBOM", About::document, must,
                answers::always, "", ""},
    ProfileRule{"cisa-producer", "CISA 2026, Component Producer", "producer", About::any, must,
                answers::supplier, kSupplier, kComponentSupplier},
    ProfileRule{"cisa-name", "CISA 2026, Component Name", "name", About::any, must, answers::name, kDeclare,
                ""},
    ProfileRule{"cisa-version", "CISA 2026, Component Version", "version", About::any, must, answers::version,
                kVersion, kComponentVersion},
    ProfileRule{"cisa-identifier", "CISA 2026, Component Identifiers", "purl or CPE", About::any, must,
                answers::package_identifier, kPurl, ""},
    ProfileRule{"cisa-hash", "CISA 2026, Component Hash Value and Algorithm", "hash", About::any, must,
                answers::sha256, kFile, ""},
    ProfileRule{"cisa-license", "CISA 2026, License", "licence", About::component, must, answers::license,
                kLicense, ""},
    ProfileRule{"cisa-relationship", "CISA 2026, Dependency Relationship", "dependency relationship",
                About::document, must, answers::always, "", ""},
    ProfileRule{"cisa-coverage", "CISA 2026, Coverage", "all inputs of the link accounted for",
                About::document, must, answers::complete, kTrace, ""},
};

constexpr std::array kBsi{
    ProfileRule{"bsi-format", "BSI TR-03183-2 4", "CycloneDX from 1.6 or SPDX from 3.0.1", About::document,
                must, answers::current_format, kFormat, ""},
    ProfileRule{"bsi-sbom-creator", "BSI TR-03183-2 5.2.1", "e-mail or web address of the SBOM's creator",
                About::document, must, answers::author_address, kSupplier, ""},
    ProfileRule{"bsi-timestamp", "BSI TR-03183-2 5.2.1", "time of the SBOM", About::document, must,
                answers::time, kTime, ""},
    ProfileRule{"bsi-creator", "BSI TR-03183-2 5.2.2", "e-mail or web address of the creator", About::any,
                must, answers::supplier_address, kSupplier, kComponentSupplier},
    ProfileRule{"bsi-name", "BSI TR-03183-2 5.2.2", "name", About::any, must, answers::name, kDeclare, ""},
    ProfileRule{"bsi-version", "BSI TR-03183-2 5.2.2", "version", About::any, must, answers::version,
                kVersion, kComponentVersion},
    ProfileRule{"bsi-filename", "BSI TR-03183-2 5.2.2", "file name", About::any, must, answers::filename,
                kFile, ""},
    ProfileRule{"bsi-dependencies", "BSI TR-03183-2 5.2.2", "dependencies, and whether they are complete",
                About::document, must, answers::always, "", ""},
    ProfileRule{"bsi-completeness", "BSI TR-03183-2 5.1", "all inputs of the link accounted for",
                About::document, must, answers::complete, kTrace, ""},
    ProfileRule{"bsi-licence", "BSI TR-03183-2 5.2.2", "distribution licence", About::component, must,
                answers::distribution_license, kLicense, ""},
    ProfileRule{"bsi-hash", "BSI TR-03183-2 5.2.2", "SHA-512 of the deployable component", About::any, must,
                answers::sha512, kFile, ""},
    ProfileRule{"bsi-properties", "BSI TR-03183-2 5.2.2", "executable, archive and structured property",
                About::document, must, answers::always, "", ""},
    ProfileRule{"bsi-identifier", "BSI TR-03183-2 5.2.4", "purl or CPE, where there is one", About::component,
                should, answers::package_identifier, kPurl, ""},
    ProfileRule{"bsi-source", "BSI TR-03183-2 5.2.4", "address of the source code, where there is one",
                About::component, should, answers::source, kSource, ""},
    ProfileRule{"bsi-concluded-licence", "BSI TR-03183-2 5.2.2",
                "licence as concluded by the SBOM's creator, not only as declared", About::component, should,
                answers::concluded_license, kConcluded, ""},
};

constexpr std::array kFda{
    ProfileRule{"fda-author", "FDA 2026 V.A.4(b), Author Name", "author of the SBOM", About::document, must,
                answers::author, kSupplier, ""},
    ProfileRule{"fda-timestamp", "FDA 2026 V.A.4(b), Timestamp", "time of the SBOM", About::document, must,
                answers::time, kTime, ""},
    ProfileRule{"fda-supplier", "FDA 2026 V.A.4(b), Supplier Name", "supplier", About::any, must,
                answers::supplier, kSupplier, kComponentSupplier},
    ProfileRule{"fda-name", "FDA 2026 V.A.4(b), Component Name", "name", About::any, must, answers::name,
                kDeclare, ""},
    ProfileRule{"fda-version", "FDA 2026 V.A.4(b), Version String", "version", About::any, must,
                answers::version, kVersion, kComponentVersion},
    ProfileRule{"fda-hash", "FDA 2026 V.A.4(b), Component Hash", "hash", About::any, must, answers::sha256,
                kFile, ""},
    ProfileRule{"fda-identifier", "FDA 2026 V.A.4(b), Unique Identifier", "unique identifier", About::any,
                must, answers::identifier, kPurl, ""},
    ProfileRule{"fda-relationship", "FDA 2026 V.A.4(b), Relationship", "dependency relationship",
                About::document, must, answers::always, "", ""},
    ProfileRule{"fda-support-level", "FDA 2026 V.A.4(b)(1)", "level of support, or a justification",
                About::component, must, answers::support_level, kSupport, ""},
    ProfileRule{"fda-end-of-support", "FDA 2026 V.A.4(b)(2)", "end-of-support date, or a justification",
                About::component, must, answers::end_of_support, kSupport, ""},
    ProfileRule{"fda-vulnerabilities", "FDA 2026 V.A.4(b)(3)", "known vulnerabilities", About::document, must,
                answers::elsewhere, kVulnerabilities, ""},
};

/// Whether a package manager's record owns its files, before which a declaration of a directory does not count (identify/order.hpp).
bool is_recorded(const Component& component) {
  constexpr std::array<std::string_view, 11> kManagers{"dpkg", "rpm",   "apk", "pacman", "opkg",    "conan",
                                                       "vcpkg", "spack", "nix", "guix",   "homebrew"};
  return component.origin == "yocto" || std::find(kManagers.begin(), kManagers.end(), component.origin) != kManagers.end();
}

/// `remedy` is one that souptrace_component() has for a component that it may speak for.
std::string_view remedy_for_package(std::string_view remedy, const Component& component) {
  if (!remedy.starts_with("souptrace_component(")) return remedy;
  if (component.origin == "supplied") return kSupplied;
  if (!is_recorded(component)) return remedy;
  if (remedy == kComponentSupplier) return kRecordedSupplier;
  if (remedy == kConcluded) return kRecordedConcluded;
  return remedy == kLicense ? kRecordedLicense : kRecordedElse;
}

}  // namespace

std::string_view remedy_of(const ProfileRule& rule, const ProfileItem& item) {
  const bool own =
      item.is_binary() || (item.component != nullptr && item.component->kind == ComponentKind::product);
  if (own || rule.about == About::document) return rule.remedy;
  if (item.part->what == Part::What::missing) return kMissing;
  if (item.component == nullptr) return kDeclare;
  return remedy_for_package(*rule.component_remedy != '\0' ? rule.component_remedy : rule.remedy, *item.component);
}

std::span<const ProfileRule> rules_of(SbomProfile profile) {
  switch (profile) {
    case SbomProfile::ntia:
      break;
    case SbomProfile::cisa_2026:
      return kCisa;
    case SbomProfile::bsi_2_1:
      return kBsi;
    case SbomProfile::fda:
      return kFda;
  }
  return kNtia;
}

std::string_view title_of(SbomProfile profile) {
  switch (profile) {
    case SbomProfile::ntia:
      break;
    case SbomProfile::cisa_2026:
      return "CISA 2026 Minimum Elements";
    case SbomProfile::bsi_2_1:
      return "BSI TR-03183-2 v2.1.0";
    case SbomProfile::fda:
      return "FDA premarket cybersecurity guidance, February 2026";
  }
  return "NTIA Minimum Elements, July 2021";
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "formats/homebrew_records.hpp"

#include "base/text.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

std::string brew_text(const Json& object, std::string_view name) {
  std::string value = object.string_or(name, "");
  return value == "NOASSERTION" || value == "NONE" ? "" : value;
}

std::string brew_sha256(const Json& package) {
  for (const Json& one : package.member("checksums").items())
    if (one.string_or("algorithm", "") == "SHA256") return to_lower(brew_text(one, "checksumValue"));
  return "";
}

void read_brew_package(const Json& package, bool is_bottle, BrewSbom& out) {
  if (out.license.empty()) out.license = brew_text(package, "licenseConcluded");
  (is_bottle ? out.bottle_url : out.source_url) = brew_text(package, "downloadLocation");
  (is_bottle ? out.bottle_sha256 : out.source_sha256) = brew_sha256(package);
  for (const Json& reference : package.member("externalRefs").items())
    if (reference.string_or("referenceType", "") == "purl")
      out.purl = reference.string_or("referenceLocator", "");
}

}  // namespace

std::optional<Keg> keg_of(std::string_view path) {
  constexpr std::string_view kCellar = "/Cellar/";
  const std::size_t at = path.find(kCellar);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t formula = at + kCellar.size();
  const std::size_t formula_end = path.find('/', formula);
  if (formula_end == std::string_view::npos || formula_end == formula) return std::nullopt;
  const std::size_t version_end = path.find('/', formula_end + 1);
  if (version_end == std::string_view::npos || version_end == formula_end + 1) return std::nullopt;
  return Keg{std::string(path.substr(0, formula - 1)),
             std::string(path.substr(formula, formula_end - formula)),
             std::string(path.substr(formula_end + 1, version_end - formula_end - 1))};
}

Result<BrewReceipt> parse_brew_receipt(std::string_view text) {
  const auto root = Json::parse(text);
  if (!root) return root.error();
  if (!root->is_object()) return Error{"homebrew-receipt-malformed", "the receipt is no JSON object"};
  BrewReceipt out;
  const Json source = root->member("source");
  out.tap = source.string_or("tap", "");
  out.tap_commit = source.string_or("tap_git_head", "");
  if (source.string_or("spec", "") == "stable")
    out.stable_version = source.member("versions").string_or("stable", "");
  out.compiler = root->string_or("compiler", "");
  out.architecture = root->string_or("arch", "");
  out.from_bottle = root->boolean_or("poured_from_bottle", false);
  return out;
}

Result<BrewSbom> parse_brew_sbom(std::string_view text, std::string_view formula) {
  const auto root = Json::parse(text);
  if (!root) return root.error();
  BrewSbom out;
  const std::string archive = "SPDXRef-Archive-" + std::string(formula) + "-src";
  const std::string bottle = "SPDXRef-Bottle-" + std::string(formula);
  bool found = false;
  for (const Json& package : root->member("packages").items()) {
    const std::string id = package.string_or("SPDXID", "");
    if (id != archive && id != bottle) continue;
    found = true;
    read_brew_package(package, id == bottle, out);
  }
  if (!found)
    return Error{"homebrew-spdx-malformed", "there is no package for the formula " + std::string(formula)};
  return out;
}

}  // namespace souptrace::formats

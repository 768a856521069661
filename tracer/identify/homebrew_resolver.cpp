// SPDX-License-Identifier: Apache-2.0
#include "identify/homebrew_resolver.hpp"

#include <optional>
#include <utility>

#include "base/path.hpp"
#include "formats/homebrew_records.hpp"
#include "formats/purl.hpp"
#include "identify/set_stated.hpp"
#include "identify/stated_license.hpp"

namespace souptrace::identify {
namespace {

using formats::Keg;

constexpr const char* kBrewReceipt = "INSTALL_RECEIPT.json";
constexpr const char* kBrewSbom = "sbom.spdx.json";

std::string place_in(const Keg& keg, const std::string& name) {
  return "homebrew:Cellar/" + keg.formula + '/' + keg.version + '/' + name;
}

/// As Homebrew itself writes it: the tap is the namespace, the version has no revision.
std::string purl_of(const Keg& keg, const formats::BrewReceipt& receipt,
                    const std::optional<formats::BrewSbom>& sbom) {
  if (sbom && !sbom->purl.empty())
    if (const auto stated = formats::parse_purl(sbom->purl)) return formats::purl_text(*stated);
  if (receipt.tap.empty() || receipt.stable_version.empty()) return "";
  return formats::purl_text({"brew", receipt.tap, keg.formula, receipt.stable_version, {}, ""});
}

Component component_of(Host& host, const Keg& keg, const formats::BrewReceipt& receipt,
                       const std::optional<formats::BrewSbom>& sbom) {
  Component out;
  out.id = "homebrew:" + keg.formula + '@' + keg.version;
  out.name = keg.formula;
  out.version = keg.version;
  out.origin = "homebrew";
  out.purl = purl_of(keg, receipt, sbom);
  out.license = license_from(host, {sbom ? sbom->license : "", place_in(keg, kBrewSbom), "", ""});
  set_stated(out, "tap", receipt.tap);
  set_stated(out, "tap-commit", receipt.tap_commit);
  set_stated(out, "architecture", receipt.architecture);
  set_stated(out, "compiler", receipt.compiler);
  set_stated(out, "poured-from-bottle", receipt.from_bottle ? "true" : "false");
  out.evidence.push_back(
      {"homebrew", place_in(keg, kBrewReceipt), "receipt of " + keg.formula + ' ' + keg.version});
  if (!sbom) return out;
  set_stated(out, "source-url", sbom->source_url);
  set_stated(out, "source-sha256", sbom->source_sha256);
  set_stated(out, "bottle-url", sbom->bottle_url);
  set_stated(out, "bottle-sha256", sbom->bottle_sha256);
  out.evidence.push_back({"homebrew", place_in(keg, kBrewSbom), "SPDX document of the keg"});
  return out;
}

class HomebrewResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    std::map<std::string, std::string> components;  // keg's directory → component, "" for no keg
    for (std::size_t i = 0; i < question.files.size(); ++i) {
      if (question.listed[i]) continue;
      const auto keg = formats::keg_of(question.files[i].path);
      if (!keg) continue;
      auto at = components.find(keg->directory());
      if (at == components.end())
        at = components.emplace(keg->directory(), learn(question.host, *keg, out)).first;
      if (at->second.empty()) continue;
      FileClaim one{i,
                    Reach::directory,
                    keg->directory(),
                    {at->second, Tier::resolver_metadata, "homebrew: in the keg", {}}};
      one.claim.evidence.push_back({"homebrew", place_in(*keg, kBrewReceipt), "the file is in the keg"});
      out.value.claims.push_back(std::move(one));
    }
    return out;
  }

 private:
  /// The component's id; "" when the directory is no keg or nothing can be said of it.
  static std::string learn(Host& host, const Keg& keg, Outcome<Knowledge>& out) {
    const std::string file = path::join(keg.directory(), kBrewReceipt);
    const auto content = host.read(file);
    if (!content && content.error().code == "not-found") return "";
    if (!content) return broken(file, content.error().text, out);
    const auto receipt = formats::parse_brew_receipt((*content)->text());
    if (!receipt) return broken(file, receipt.error().describe(), out);
    Component component = component_of(host, keg, *receipt, read_sbom(host, keg, out));
    std::string id = component.id;
    out.value.folders.push_back({keg.directory(), "homebrew/" + keg.formula + '/' + keg.version, id});
    out.value.components.emplace(id, std::move(component));
    return id;
  }

  static std::optional<formats::BrewSbom> read_sbom(Host& host, const Keg& keg, Outcome<Knowledge>& out) {
    const std::string file = path::join(keg.directory(), kBrewSbom);
    const auto content = host.read(file);
    if (!content) return std::nullopt;
    auto sbom = formats::parse_brew_sbom((*content)->text(), keg.formula);
    if (sbom) return std::move(*sbom);
    broken(file, sbom.error().describe(), out);
    return std::nullopt;
  }

  static std::string broken(const std::string& file, const std::string& why, Outcome<Knowledge>& out) {
    out.add({"database-broken", Severity::error, file, "Homebrew's record of a keg is broken: " + why,
             "Install the formula again: brew reinstall"});
    return "";
  }
};

}  // namespace

std::unique_ptr<Resolver> homebrew_resolver() {
  return std::make_unique<HomebrewResolver>();
}

}  // namespace souptrace::identify

// SPDX-License-Identifier: Apache-2.0
#include "identify/declared_resolver.hpp"

#include "formats/purl.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::identify {
namespace {

constexpr std::string_view kSource = "souptrace_component";

Finding about(const DeclaredComponent& declared, std::string code, const std::string& text,
              const std::string& remedy) {
  return {std::move(code), Severity::warning, declared_id(declared), declared.declared_at + ": " + text, remedy};
}

License license_of(const DeclaredComponent& declared, Outcome<Knowledge>& out) {
  if (declared.license.empty()) return {"NOASSERTION", "", ""};
  const auto expression = formats::normalize_spdx_expression(declared.license);
  if (expression) return {*expression, declared.declared_at, ""};
  out.add(
      about(declared, "license-malformed",
            "LICENSE \"" + declared.license + "\" is no SPDX expression: " + expression.error().describe(),
            "Write an SPDX expression, e.g. MIT or \"Apache-2.0 OR LicenseRef-Acme\""));
  return {"NOASSERTION", declared.declared_at, ""};
}

std::string purl_of(const DeclaredComponent& declared, Outcome<Knowledge>& out) {
  if (declared.purl.empty()) return "";
  const auto purl = formats::parse_purl(declared.purl);
  if (purl && !purl->version.empty() && !declared.version.empty() && purl->version != declared.version)
    out.add(about(declared, "purl-contradicts",
                  "PURL \"" + declared.purl + "\" has the version " + purl->version + ", VERSION is " +
                      declared.version,
                  "Correct the one that is wrong"));
  if (purl) return formats::purl_text(*purl);
  out.add(about(declared, "purl-malformed", "PURL \"" + declared.purl + "\": " + purl.error().describe(),
                "Write a package URL, e.g. pkg:github/madler/zlib@v1.3.1"));
  return "";
}

Component component_of(const DeclaredComponent& declared, Outcome<Knowledge>& out) {
  Component component;
  component.id = declared_id(declared);
  component.name = declared.name;
  component.version = declared.version;
  component.supplier = declared.supplier;
  component.license = license_of(declared, out);
  component.purl = purl_of(declared, out);
  component.cpe = declared.cpe;
  component.url = declared.url;
  component.origin = "declared";
  component.evidence.push_back(
      {std::string(kSource), declared.declared_at, "souptrace_component(NAME " + declared.name + ")"});
  return component;
}

class DeclaredResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    for (const DeclaredComponent& declared : question.facts.declared) {
      if (declared.name.empty()) continue;  // what it declares, its supplier's SBOMs say
      Component component = component_of(declared, out);
      const std::string id = component.id;
      out.value.components.emplace(id, std::move(component));
      const std::size_t before = out.value.claims.size();
      for (const std::string& path : declared.paths) claim_path(question, declared, id, path, out);
      if (declared.version.empty() && out.value.claims.size() > before)
        out.add({"version-unknown", Severity::warning, id,
                 declared.declared_at + ": the component has no VERSION",
                 "Add VERSION to its souptrace_component()"});
    }
    return out;
  }

 private:
  static void claim_path(const Question& question, const DeclaredComponent& declared, const std::string& id,
                         const std::string& path, Outcome<Knowledge>& out) {
    if (!question.host.lstat(path)) {
      out.add(about(declared, "declared-path-missing", "PATHS names " + path + ", which does not exist",
                    "Correct PATHS"));
      return;
    }
    out.value.directories.push_back({path, id, Tier::declared});
    for (const std::size_t index : files_below(question.files, path)) {
      FileClaim one{
          index, Reach::directory, path, {id, Tier::declared, "declared: PATHS holds the file", {}}};
      one.claim.evidence.push_back(
          {std::string(kSource), declared.declared_at, "PATHS " + evidence_place(question.facts, path)});
      out.value.claims.push_back(std::move(one));
    }
  }
};

}  // namespace

std::string declared_id(const DeclaredComponent& declared) {
  return "declared:" + declared.name + '@' + declared.version;
}

std::unique_ptr<Resolver> declared_resolver() {
  return std::make_unique<DeclaredResolver>();
}

}  // namespace souptrace::identify

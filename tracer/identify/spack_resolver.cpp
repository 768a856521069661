// SPDX-License-Identifier: Apache-2.0
#include "identify/spack_resolver.hpp"

#include <utility>

#include "base/path.hpp"
#include "formats/purl.hpp"
#include "formats/spack_records.hpp"
#include "identify/prefixes.hpp"
#include "identify/recorded_file.hpp"
#include "identify/set_stated.hpp"

namespace souptrace::identify {
namespace {

constexpr const char* kSpackSpec = ".spack/spec.json";
constexpr const char* kSpackManifest = ".spack/install_manifest.json";

/// ~/.spack, Spack's own configuration, has neither of the two.
bool is_spack_prefix(Host& host, const std::string& directory) {
  return host.stat(path::join(directory, ".spack")) &&
         (host.stat(path::join(directory, kSpackSpec)) || host.stat(path::join(directory, kSpackManifest)));
}

/// Names a file of the package from the package on: where prefixes stand differs between machines.
std::string place_in(const formats::SpackSpec& spec, std::string_view below) {
  return "spack:" + spec.name + '-' + spec.version + '/' + std::string(below);
}

Component component_of(const formats::SpackSpec& spec) {
  Component out;
  out.id = "spack:" + spec.name + '@' + spec.version + '/' + spec.hash;
  out.name = spec.name;
  out.version = spec.version;
  out.license = {"NOASSERTION", "", ""};
  out.purl = formats::purl_text({"generic", "", spec.name, spec.version, {}, ""});
  out.origin = "spack";
  set_stated(out, "spack-hash", spec.hash);
  set_stated(out, "spack-repository", spec.name_space);
  set_stated(out, "architecture", spec.architecture);
  set_stated(out, "compiler", spec.compiler);
  set_stated(out, "variants", spec.parameters);
  out.evidence.push_back({"spack", place_in(spec, kSpackSpec), spec.name + '@' + spec.version});
  return out;
}

class SpackResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    Prefixes prefixes(
        [&](const std::string& directory) { return is_spack_prefix(question.host, directory); });
    std::map<std::string, std::vector<std::size_t>> packages;
    for (std::size_t i = 0; i < question.files.size(); ++i) {
      if (question.listed[i]) continue;
      const std::string& prefix = prefixes.of(question.files[i].path);
      if (!prefix.empty()) packages[prefix].push_back(i);
    }
    for (const auto& [prefix, files] : packages) resolve_package(question, prefix, files, out);
    return out;
  }

 private:
  template <class T>
  static std::optional<T> read(const Question& question, const std::string& file,
                               Result<T> (*parse)(std::string_view), Outcome<Knowledge>& out) {
    const auto content = question.host.read(file);
    std::string why = content ? "" : content.error().text;
    if (content) {
      auto value = parse((*content)->text());
      if (value) return std::move(*value);
      why = value.error().describe();
    }
    out.add({"database-broken", Severity::error, file,
             "Spack's record of an installed package is broken: " + why,
             "Install the package again: spack install --overwrite"});
    return std::nullopt;
  }

  static void resolve_package(const Question& question, const std::string& prefix,
                              const std::vector<std::size_t>& files, Outcome<Knowledge>& out) {
    const auto spec = read(question, path::join(prefix, kSpackSpec), formats::parse_spack_spec, out);
    const auto manifest =
        read(question, path::join(prefix, kSpackManifest), formats::parse_spack_manifest, out);
    if (!spec) return;
    Component component = component_of(*spec);
    const std::string id = component.id;
    out.value.folders.push_back({prefix, "spack/" + spec->name + '/' + spec->version, id});
    out.value.components.emplace(id, std::move(component));
    for (const std::size_t index : files) {
      const std::string below(path::below(question.files[index].path, prefix));
      if (manifest)
        if (const auto entry = manifest->files.find(below); entry != manifest->files.end()) {
          claim_listed(question, index, *spec, *entry, out);
          continue;
        }
      FileClaim one{
          index, Reach::directory, prefix, {id, Tier::resolver_metadata, "spack: in its prefix", {}}};
      one.claim.evidence.push_back({"spack", place_in(*spec, kSpackSpec),
                                    manifest ? "the file is in the prefix, but not in the install manifest"
                                             : "the file is in the prefix"});
      out.value.claims.push_back(std::move(one));
    }
  }

  static void claim_listed(const Question& question, std::size_t index, const formats::SpackSpec& spec,
                           const std::pair<const std::string, std::string>& entry, Outcome<Knowledge>& out) {
    RecordedFile record;
    record.manager = "spack";
    record.component = "spack:" + spec.name + '@' + spec.version + '/' + spec.hash;
    record.package = spec.name + '@' + spec.version;
    record.listing = {"spack", place_in(spec, kSpackManifest), "lists " + entry.first};
    record.kind = DigestKind::sha1;
    record.digest = entry.second;
    record.digest_place = place_in(spec, kSpackManifest);
    record.remedy = "Install " + record.package + " again: spack install --overwrite";
    claim_recorded_file(question, index, record, out);
  }
};

}  // namespace

std::unique_ptr<Resolver> spack_resolver() {
  return std::make_unique<SpackResolver>();
}

}  // namespace souptrace::identify

// SPDX-License-Identifier: Apache-2.0
#include "identify/package_metadata_resolver.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/path.hpp"
#include "identify/package_descriptions.hpp"
#include "identify/stated_license.hpp"

namespace souptrace::identify {
namespace {

class PackageMetadataResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    for (std::size_t i = 0; i < question.files.size(); ++i) {
      const FileInQuestion& file = question.files[i];
      if (question.listed[i] || !is_binary_name(file.path)) continue;
      for (const PackageDescription* one : naming(question, file)) claim(question, i, *one, out);
    }
    return out;
  }

 private:
  /// The descriptions that name the file. A pkg-config file may name libraries of others behind its own:
  /// where some name the file first, the rest does not count.
  std::vector<const PackageDescription*> naming(const Question& question, const FileInQuestion& file) {
    std::vector<const PackageDescription*> out;
    for (const PackageDescription& one : beside(question.host, std::string(path::parent(file.path))))
      if (one.names.contains(file.path)) out.push_back(&one);
    const auto is_first = [&](const PackageDescription* one) { return one->first == file.path; };
    const auto is_of_others = [&](const PackageDescription* one) {
      return one->source == "pkg-config" && !one->metadata.link_names.empty() && !is_first(one);
    };
    if (std::any_of(out.begin(), out.end(), is_first)) std::erase_if(out, is_of_others);
    if (!found_) found_ = found_packages(question.host, question.facts);
    for (const PackageDescription& one : *found_)
      if (one.names.contains(file.path)) out.push_back(&one);
    return out;
  }

  const std::vector<PackageDescription>& beside(Host& host, const std::string& directory) {
    const auto at = beside_.find(directory);
    if (at != beside_.end()) return at->second;
    return beside_.emplace(directory, descriptions_beside(host, directory)).first->second;
  }

  static void claim(const Question& question, std::size_t index, const PackageDescription& description,
                    Outcome<Knowledge>& out) {
    const std::string place = evidence_place(question.facts, description.file);
    Component component = component_of(question.host, description, place);
    FileClaim one{index,
                  Reach::directory,
                  question.files[index].path,
                  {component.id, Tier::declared, description.source + ": names the file", {}}};
    one.claim.evidence.push_back({description.source, place, "names the file"});
    out.value.claims.push_back(std::move(one));
    if (out.value.components.contains(component.id)) return;
    if (component.version.empty())
      out.add({"version-unknown", Severity::warning, component.id, place + " states no version",
               "Declare it: souptrace_component(NAME " + component.name + " VERSION … PATHS …)"});
    std::string id = component.id;
    out.value.components.emplace(std::move(id), std::move(component));
  }

  static Component component_of(Host& host, const PackageDescription& description, const std::string& place) {
    const formats::PackageMetadata& metadata = description.metadata;
    Component out;
    out.id = description.source + ':' + metadata.name + '@' + metadata.version;
    out.name = metadata.name;
    out.version = metadata.version;
    out.license = license_from(host, {metadata.license, place, "", ""});
    out.url = metadata.url;
    out.origin = description.source;
    out.evidence.push_back({description.source, place, metadata.name + ' ' + metadata.version});
    return out;
  }

  std::map<std::string, std::vector<PackageDescription>> beside_;
  std::optional<std::vector<PackageDescription>> found_;
};

}  // namespace

std::unique_ptr<Resolver> package_metadata_resolver() {
  return std::make_unique<PackageMetadataResolver>();
}

}  // namespace souptrace::identify

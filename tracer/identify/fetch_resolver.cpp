// SPDX-License-Identifier: Apache-2.0
#include "identify/fetch_resolver.hpp"

#include <algorithm>
#include <utility>

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/purl.hpp"
#include "identify/git_refs.hpp"
#include "identify/git_resolver.hpp"

namespace souptrace::identify {
namespace {

/// The version that CPM.cmake was asked for: the cache entry CPM_PACKAGE_<name>_VERSION, its name in any
/// letter case.
std::string cpm_version(const BuildFacts& facts, const std::string& name) {
  const std::string wanted = "cpm_package_" + to_lower(name) + "_version";
  for (const auto& [key, value] : facts.cache)
    if (key.size() == wanted.size() && to_lower(key) == wanted)
      return value == "0" ? "" : value;  // "0" is what CPM writes when it was told no version
  return "";
}

std::string maker_of(const FetchRecord& record) {
  if (record.cpm) return "cpm";
  return record.external_project ? "externalproject" : "fetchcontent";
}

std::string generic_purl(const std::string& name, const std::string& version, const std::string& url,
                         const std::string& hash) {
  formats::Purl purl{"generic", "", name, version, {}, ""};
  if (!url.empty()) purl.qualifiers["download_url"] = url;
  const auto equals = hash.find('=');
  if (equals != std::string::npos)
    purl.qualifiers["checksum"] = to_lower(hash.substr(0, equals)) + ':' + to_lower(hash.substr(equals + 1));
  return formats::purl_text(purl);
}

class FetchResolver final : public Resolver {
 public:
  FetchResolver(WorkTrees& trees, std::vector<FetchRecord> records)
      : trees_(trees), records_(std::move(records)) {}

  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    for (const FetchRecord& record : records_) add_record(question, record, out);
    return out;
  }

 private:
  void add_record(const Question& question, const FetchRecord& record, Outcome<Knowledge>& out) {
    const WorkTree* tree = trees_.root_of(record.source_directory) == record.source_directory
                               ? &trees_.at(record.source_directory)
                               : nullptr;
    Component component = component_of(question, record, tree);
    const std::size_t before = out.value.claims.size();
    claim_sources(question, record, tree, component.id, out);
    claim_others(question, record, component.id, out);
    out.value.directories.push_back({record.source_directory, component.id, Tier::resolver_metadata});
    if (out.value.claims.size() > before) report(record, tree, component, out);
    out.value.components.emplace(component.id, std::move(component));
  }

  Component component_of(const Question& question, const FetchRecord& record, const WorkTree* tree) {
    Component out;
    out.name = record.name;
    out.origin = maker_of(record);
    out.license = {"NOASSERTION", "", ""};
    out.version = version_of(question.facts, record, tree);
    const std::string stated = record.repository.empty() ? record.url : record.repository;
    out.url = public_url(stated);
    if (tree != nullptr && out.url.empty()) out.url = tree->url;
    const std::string commit = tree == nullptr ? "" : tree->commit;
    out.purl = commit.empty() ? generic_purl(out.name, out.version, out.url, record.hash)
                              : repository_purl(out.url, out.name, out.version, commit);
    if (!commit.empty()) out.properties["commit"] = commit;
    if (!record.tag.empty()) out.properties["git-tag"] = record.tag;
    if (!record.hash.empty()) out.properties["url-hash"] = record.hash;
    if (out.url.empty() && !stated.empty()) out.properties["local-source"] = path::filename(stated);
    if (!record.place.empty()) {
      const bool is_file = path::is_absolute(record.place);
      out.evidence.push_back({out.origin,
                              is_file ? evidence_place(question.facts, record.place) : "CMakeCache.txt",
                              evidence_text(record)});
    }
    out.id = out.origin + ':' + out.name + '@' + identity(out, record);
    return out;
  }

  static std::string evidence_text(const FetchRecord& record) {
    if (record.overridden || record.cpm) return record.place + " names the source directory";
    if (!record.repository.empty())
      return "git" + (record.tag.empty() ? std::string() : ", tag " + record.tag);
    return record.hash.empty() ? "archive without a hash" : "archive with " + record.hash;
  }

  static std::string version_of(const BuildFacts& facts, const FetchRecord& record, const WorkTree* tree) {
    std::string cpm = cpm_version(facts, record.name);
    if (!cpm.empty()) return cpm;
    if (tree == nullptr) return "";
    const bool states_tag = !record.tag.empty() && !is_object_id(record.tag) &&
                            std::find(tree->tags.begin(), tree->tags.end(), record.tag) != tree->tags.end();
    return states_tag ? record.tag : tree->version();
  }

  /// What tells this component from another of its name: its version, its archive's hash, or nothing.
  static std::string identity(const Component& component, const FetchRecord& record) {
    if (!component.version.empty()) return component.version;
    const auto equals = record.hash.find('=');
    return equals == std::string::npos
               ? ""
               : to_lower(record.hash.substr(0, equals)) + ':' + to_lower(record.hash.substr(equals + 1));
  }

  void claim_sources(const Question& question, const FetchRecord& record, const WorkTree* tree,
                     const std::string& id, Outcome<Knowledge>& out) {
    std::vector<std::size_t> files;
    for (const std::size_t index : files_below(question.files, record.source_directory)) {
      if (question.listed[index]) continue;
      // What a submodule holds, the commit of its own work tree says: git_resolver.
      const bool tracked_here =
          tree != nullptr &&
          trees_.root_of(std::string(path::parent(question.files[index].path))) == record.source_directory;
      if (tracked_here)
        files.push_back(index);
      else
        claim(question, record, {index, record.source_directory, Reach::directory}, id, out);
    }
    if (!files.empty()) claim_work_tree(question, trees_, *tree, files, id, out);
  }

  static void claim_others(const Question& question, const FetchRecord& record, const std::string& id,
                           Outcome<Knowledge>& out) {
    for (const std::string& directory : record.own_directories)
      for (const std::size_t index : files_below(question.files, directory))
        claim(question, record, {index, directory, Reach::directory}, id, out);
    for (const std::string& file : record.installed)
      if (const auto index = file_index(question.files, file))
        claim(question, record, {*index, "", Reach::listed}, id, out);
  }

  struct Hit {
    std::size_t file;
    std::string directory;
    Reach reach;
  };

  static void claim(const Question& question, const FetchRecord& record, const Hit& hit,
                    const std::string& id, Outcome<Knowledge>& out) {
    const std::string maker = maker_of(record);
    const bool installed = hit.reach == Reach::listed;
    FileClaim one{
        hit.file,
        hit.reach,
        hit.directory,
        {id, Tier::resolver_metadata, maker + (installed ? ": installed by it" : ": in its directory"), {}}};
    const std::string place =
        path::is_absolute(record.place) ? evidence_place(question.facts, record.place) : "CMakeCache.txt";
    one.claim.evidence.push_back(
        {maker, place,
         installed ? "install_manifest.txt of " + record.name + " lists the file"
                   : record.name + " is in " + evidence_place(question.facts, hit.directory)});
    out.value.claims.push_back(std::move(one));
  }

  static void report(const FetchRecord& record, const WorkTree* tree, const Component& component,
                     Outcome<Knowledge>& out) {
    const std::string declare = "Declare it: souptrace_component(NAME " + record.name +
                                " VERSION … PATHS …) with its source directory";
    if (component.version.empty())
      out.add({"version-unknown", Severity::warning, component.id,
               "nothing states the version of " + record.name, declare});
    const std::string loose = unpinned(record, tree);
    if (!loose.empty())
      out.add({"source-unpinned", Severity::warning, component.id, loose,
               "State URL_HASH SHA256=… or a GIT_TAG that is a tag or a commit"});
  }

  /// Why another build may get other sources; "" when it cannot.
  static std::string unpinned(const FetchRecord& record, const WorkTree* tree) {
    if (record.overridden)
      return record.place + " replaces what FetchContent would fetch by a directory that nothing pins";
    if (!record.repository.empty()) {
      const bool is_tag =
          tree != nullptr && std::find(tree->tags.begin(), tree->tags.end(), record.tag) != tree->tags.end();
      if (is_object_id(record.tag) || is_tag) return "";
      return "GIT_TAG \"" + record.tag +
             "\" is neither a commit nor a tag of the commit that was checked out: it can move";
    }
    if (!record.url.empty())
      return record.hash.empty() ? "the archive has no URL_HASH: its content can change" : "";
    return record.external_project || !record.place.empty() ? ""
                                                            : "no record says where the sources came from";
  }

  WorkTrees& trees_;
  std::vector<FetchRecord> records_;
};

}  // namespace

std::unique_ptr<Resolver> fetch_resolver(WorkTrees& trees, std::vector<FetchRecord> records) {
  return std::make_unique<FetchResolver>(trees, std::move(records));
}

}  // namespace souptrace::identify

// SPDX-License-Identifier: Apache-2.0
#include "identify/supplied_resolver.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/path.hpp"
#include "formats/purl.hpp"
#include "formats/supplied_sbom.hpp"
#include "identify/declared_resolver.hpp"
#include "identify/recorded_file.hpp"
#include "identify/runtime_table.hpp"
#include "identify/stated_license.hpp"

namespace souptrace::identify {
namespace {

/// A document's files, to be found by what they are and by what they are called.
class DeliveredFiles {
 public:
  struct Entry {
    std::string component;  ///< Component::id
    std::string title;      ///< the component, for messages
    formats::SuppliedFile file;
  };

  void add(Entry entry) {
    entries_.push_back(std::move(entry));
    const formats::SuppliedFile& file = entries_.back().file;
    const std::size_t at = entries_.size() - 1;
    if (!file.sha256.empty()) by_sha256_.emplace(file.sha256, at);
    if (!file.sha512.empty()) by_sha512_.emplace(file.sha512, at);
    by_name_[std::string(path::filename(file.name))].push_back(at);
  }

  /// Those with the file's digest, and with which; nothing that is not a file of the document. Of files of
  /// one content in several components (an empty header, a licence text) that of the file's own path goes
  /// before the others.
  [[nodiscard]] std::vector<std::pair<const Entry*, DigestKind>> equal_to(Host& host,
                                                                          const FileInQuestion& file) const {
    std::vector<std::pair<const Entry*, DigestKind>> out;
    collect(by_sha256_, file.digests.sha256, DigestKind::sha256, out);
    if (!by_sha512_.empty() && !file.digests.sha256.empty())
      collect(by_sha512_, digest_of(host, file, DigestKind::sha512), DigestKind::sha512, out);
    const auto lies_elsewhere = [&](const auto& one) { return !is_path_of(file, one.first->file.name); };
    if (!std::all_of(out.begin(), out.end(), lies_elsewhere)) std::erase_if(out, lies_elsewhere);
    return out;
  }

  /// The one entry that a file at `relative` below the delivery's directory must be: of the same path, else
  /// the only one of the same name.
  [[nodiscard]] const Entry* named(std::string_view relative) const {
    const auto same = by_name_.find(path::filename(relative));
    if (same == by_name_.end()) return nullptr;
    for (const std::size_t at : same->second) {
      std::string_view name = entries_[at].file.name;
      if (name.starts_with("./")) name.remove_prefix(2);
      if (name == relative) return &entries_[at];
    }
    return same->second.size() == 1 ? &entries_[same->second.front()] : nullptr;
  }

 private:
  using ByDigest = std::multimap<std::string, std::size_t>;

  /// Whether a path of the file ends with `name` as a whole.
  static bool is_path_of(const FileInQuestion& file, std::string_view name) {
    if (name.starts_with("./")) name.remove_prefix(2);
    const std::string end = (name.starts_with('/') ? "" : "/") + std::string(name);
    return file.path.ends_with(end) || std::any_of(file.aliases.begin(), file.aliases.end(),
                                                   [&](const auto& one) { return one.ends_with(end); });
  }

  void collect(const ByDigest& known, const std::string& digest, DigestKind kind,
               std::vector<std::pair<const Entry*, DigestKind>>& out) const {
    const auto [first, last] = known.equal_range(digest);
    for (auto at = first; at != last; ++at) {
      const Entry* entry = &entries_[at->second];
      const auto same = [&](const auto& other) { return other.first->component == entry->component; };
      if (std::find_if(out.begin(), out.end(), same) == out.end()) out.emplace_back(entry, kind);
    }
  }

  std::vector<Entry> entries_;
  ByDigest by_sha256_;
  ByDigest by_sha512_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_name_;
};

Component component_of(Host& host, const formats::SuppliedComponent& supplied, const std::string& format,
                       const std::string& place) {
  Component out;
  out.id = "supplied:" + supplied.name + '@' + supplied.version;
  out.kind = is_runtime_package_name(supplied.name) ? ComponentKind::runtime : ComponentKind::soup;
  out.name = supplied.name;
  out.version = supplied.version;
  out.supplier = supplied.supplier;
  out.license = license_from(host, {supplied.license, place, "", ""});
  if (const auto purl = formats::parse_purl(supplied.purl)) out.purl = formats::purl_text(*purl);
  out.cpe = supplied.cpe;
  out.url = supplied.url;
  out.origin = "supplied";
  out.evidence.push_back({"supplied", place + ' ' + supplied.place, format});
  return out;
}

class SuppliedResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    for (const DeclaredComponent& declared : question.facts.declared) {
      for (const std::string& document : declared.sboms) read_sbom(question, declared, document, out);
      for (const std::string& document : declared.hash_lists) read_hashes(question, declared, document, out);
    }
    return out;
  }

 private:
  static void report_broken(const DeclaredComponent& declared, const std::string& document,
                            const Error& error, Outcome<Knowledge>& out) {
    out.add({"database-broken", Severity::error, document,
             "souptrace_component() at " + declared.declared_at + " names it: " + error.describe(),
             "Ask the supplier for a document that can be read, or correct the call"});
  }

  static void read_sbom(const Question& question, const DeclaredComponent& declared,
                        const std::string& document, Outcome<Knowledge>& out) {
    const auto content = question.host.read(document);
    if (!content) return report_broken(declared, document, content.error(), out);
    auto sbom = formats::read_supplied_sbom((*content)->text());
    if (!sbom) return report_broken(declared, document, sbom.error(), out);
    const std::string place = evidence_place(question.facts, document);
    DeliveredFiles files;
    std::map<std::string, std::string> without_version;  // component → its place
    for (formats::SuppliedComponent& one : sbom->components) {
      Component component = component_of(question.host, one, sbom->format, place);
      if (component.version.empty()) without_version.try_emplace(component.id, one.place);
      for (formats::SuppliedFile& file : one.files)
        files.add({component.id, one.name + ' ' + one.version, std::move(file)});
      out.value.components.try_emplace(component.id, std::move(component));
    }
    const std::size_t before = out.value.claims.size();
    claim(question, declared, files, place, out);
    // An image's SBOM has thousands of components: those that the product takes nothing from do not matter.
    for (std::size_t i = before; i < out.value.claims.size(); ++i)
      if (const auto one = without_version.extract(out.value.claims[i].claim.component))
        out.add({"version-unknown", Severity::warning, one.key(),
                 place + ' ' + one.mapped() + " has no version", "Ask the supplier for it"});
  }

  static void read_hashes(const Question& question, const DeclaredComponent& declared,
                          const std::string& document, Outcome<Knowledge>& out) {
    const auto content = question.host.read(document);
    if (!content) return report_broken(declared, document, content.error(), out);
    auto list = formats::read_hash_list((*content)->text());
    if (!list) return report_broken(declared, document, list.error(), out);
    DeliveredFiles files;
    for (formats::SuppliedFile& file : *list)
      files.add({declared_id(declared), declared.name + ' ' + declared.version, std::move(file)});
    claim(question, declared, files, evidence_place(question.facts, document), out);
  }

  static void claim(const Question& question, const DeclaredComponent& declared, const DeliveredFiles& files,
                    const std::string& place, Outcome<Knowledge>& out) {
    std::set<std::size_t> known;
    for (std::size_t i = 0; i < question.files.size(); ++i)
      for (const auto& [entry, kind] : files.equal_to(question.host, question.files[i])) {
        claim_entry(question, i, *entry, kind, place, out);
        known.insert(i);
      }
    for (const std::string& directory : declared.paths)
      for (const std::size_t i : files_below(question.files, directory)) {
        if (known.contains(i)) continue;
        const std::string& file = question.files[i].path;
        const std::string_view relative =
            file == directory ? path::filename(file) : std::string_view(file).substr(directory.size() + 1);
        const DeliveredFiles::Entry* const entry = files.named(relative);
        if (entry != nullptr && known.insert(i).second)
          claim_entry(question, i, *entry,
                      entry->file.sha256.empty() ? DigestKind::sha512 : DigestKind::sha256, place, out);
      }
  }

  static void claim_entry(const Question& question, std::size_t index, const DeliveredFiles::Entry& entry,
                          DigestKind kind, const std::string& place, Outcome<Knowledge>& out) {
    const std::string at = place + ' ' + entry.file.place;
    claim_recorded_file(
        question, index,
        {"supplied",
         entry.component,
         entry.title,
         {"supplied", at, "names " + entry.file.name},
         kind,
         kind == DigestKind::sha256 ? entry.file.sha256 : entry.file.sha512,
         at,
         "Take the file from the delivery again, or ask the supplier for the document of this file"},
        out);
  }
};

}  // namespace

std::unique_ptr<Resolver> supplied_resolver() {
  return std::make_unique<SuppliedResolver>();
}

}  // namespace souptrace::identify

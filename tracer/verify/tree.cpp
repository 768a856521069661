// SPDX-License-Identifier: Apache-2.0
#include "verify/tree.hpp"

#include <algorithm>

#include "base/path.hpp"
#include "formats/elf.hpp"
#include "formats/elf_sections.hpp"
#include "host/file_digests.hpp"
#include "model/names.hpp"
#include "verify/known_files.hpp"

namespace souptrace::verify {
namespace {

std::string build_id_of(Host& host, const std::string& path) {
  const auto file = host.read(path);
  if (!file || !formats::is_elf((*file)->bytes())) return {};
  const auto elf = formats::parse_elf((*file)->bytes());
  return elf ? elf->build_id : std::string();
}

/// What --root has to name so that a file in this place is looked at: "install", "package:conan/zlib/1.3.1". vcpkg has one folder for all its packages;
/// the folders of the others are named by manager, package and version.
std::string root_to_name(const TracePath& place) {
  std::string out(name_of(place.root == Root::outside ? Root::source : place.root));
  if (place.root != Root::package) return out;
  std::size_t end = place.path.find('/');
  for (int parts = place.path.starts_with("vcpkg/") ? 3 : 1; parts < 3 && end != std::string::npos; ++parts) end = place.path.find('/', end + 1);
  return out + ':' + place.path.substr(0, end);
}

/// The files of one trace below its roots, hashed once.
class Tree {
 public:
  Tree(Host& host, const Trace& trace, const std::string& document, const Roots& roots, Report& report)
      : host_(host), trace_(trace), document_(document), roots_(roots), report_(report) {}

  void verify() {
    hash();
    for (const TraceBinary& binary : trace_.binaries) verify_binary(binary);
    for (const TraceFile& file : trace_.files) verify_artifact(file);
  }

 private:
  void want(const TracePath& place, bool sha512, const std::vector<Slice>& slices = {}) {
    const std::string path = roots_.path_of(place);
    if (path.empty()) return;
    const auto [at, is_new] = jobs_.try_emplace(path);
    at->second.path = path;
    at->second.wanted.sha512 = at->second.wanted.sha512 || sha512;
    at->second.slices.insert(at->second.slices.end(), slices.begin(), slices.end());
  }

  /// Each archive's members that some binary took, with their digests.
  void collect_members() {
    for (const TraceBinary& binary : trace_.binaries)
      for (const TraceInput& input : binary.inputs)
        if (!input.member_sha256.empty() && input.offset != 0)
          members_[input.file][{input.offset, input.size}] = {input.member, input.member_sha256};
  }

  void hash() {
    collect_members();
    for (const TraceBinary& binary : trace_.binaries) {
      want(binary.path, true);
      for (const ShippedFile& file : binary.shipped) want(file.path, true);
    }
    for (const TraceFile& file : trace_.files) {
      std::vector<Slice> slices;
      for (const auto& [slice, member] : members_[file.id]) slices.push_back(slice);
      want(file.path, !file.sha512.empty(), slices);
    }
    std::vector<DigestJob> jobs;
    for (auto& [path, job] : jobs_) {
      std::sort(job.slices.begin(), job.slices.end());
      job.slices.erase(std::unique(job.slices.begin(), job.slices.end()), job.slices.end());
      jobs.push_back(job);
    }
    digests_ = digest_files(host_, jobs, "");
  }

  /// The digests of the file in this place; null when its root is not known, it is gone or unreadable, which `out` then says.
  const FileDigests* found(const TracePath& place, FileVerdict& out) {
    const std::string path = roots_.path_of(place);
    if (path.empty()) {
      ++report_.not_looked_at[root_to_name(place)];
      return nullptr;
    }
    const auto& result = digests_.at(path);
    if (result) return &*result;
    if (result.error().code == "slice-outside") {
      out.verdict = Verdict::tampered;
      out.why = "it ends before a member that was linked";
      return nullptr;
    }
    out.verdict = Verdict::missing;
    out.why = result.error().code == "not-found" ? "there is no such file" : result.error().describe();
    if (result.error().code != "not-found") report_.unreadable(out.file, result.error().describe(), "Make it readable, then verify again.");
    return nullptr;
  }

  /// What is there and cannot be read is neither good nor not good; found() has said so.
  [[nodiscard]] bool is_unreadable(const TracePath& place) const {
    const auto hashed = digests_.find(roots_.path_of(place));
    return hashed != digests_.end() && !hashed->second && hashed->second.error().code != "not-found" && hashed->second.error().code != "slice-outside";
  }

  void verify_binary(const TraceBinary& binary) {
    const auto known = known_files(binary, document_);
    verify_known(binary, known, binary.path, binary.sha256, true);
    for (const ShippedFile& file : binary.shipped) verify_known(binary, known, file.path, file.sha256, false);
  }

  void verify_known(const TraceBinary& binary, const std::vector<KnownFile>& known, const TracePath& place, const std::string& expected,
                    bool is_linked) {
    FileVerdict out;
    out.file = text_of(place);
    const std::string path = roots_.path_of(place);
    const FileDigests* digests = found(place, out);
    if (digests == nullptr) {
      if (out.verdict != Verdict::missing) return;
      out.known_as = out.file;
      out.document = document_;
      out.expected = expected;
      const auto root = roots_.directories.find(place.root == Root::outside ? Root::source : place.root);
      const bool may_be_gone = !is_linked && !(root != roots_.directories.end() && root->second.given);
      if (!may_be_gone && !is_unreadable(place)) report_.not_good(out.file, "is missing: " + out.why, is_linked ? "Build it, or name with --root where it lies." : "");
      report_.files.push_back(std::move(out));
      return;
    }
    out = judge_file(text_of(place), digests->whole, build_id_of(host_, path), known);
    if (digests->whole.sha256 != expected && is_at(known, text_of(place), digests->whole.sha256)) {
      // two installations with different bytes have one name
    } else if (digests->whole.sha256 != expected && (out.verdict == Verdict::same || out.verdict == Verdict::transformed)) {
      out.verdict = Verdict::tampered;
      out.why = "its bytes are those of " + out.known_as;
    }
    if (out.verdict == Verdict::tampered || out.verdict == Verdict::unknown) {
      out.verdict = Verdict::tampered;
      out.expected = expected;
      if (!is_linked) compare(binary, path, out);
      const bool is_seen = digests->whole.sha256 == expected;  // with these very bytes: what is wrong is that nothing explains them
      report_.not_good(out.file, is_seen ? out.why : "has other bytes than the trace says" + (out.why.empty() ? "" : ": " + out.why),
                       is_seen ? "" : "Build and install again, or find out what changed the file.");
    }
    report_.files.push_back(std::move(out));
  }

  static bool is_at(const std::vector<KnownFile>& known, const std::string& place, const std::string& sha256) {
    return std::any_of(known.begin(), known.end(), [&](const KnownFile& one) { return one.name == place && one.sha256 == sha256; });
  }

  void compare(const TraceBinary& binary, const std::string& path, FileVerdict& out) {
    const std::string linked = roots_.path_of(binary.path);
    const auto hashed = digests_.find(linked);
    if (hashed == digests_.end() || !hashed->second || hashed->second->whole.sha256 != binary.sha256) return;
    explain_difference(host_, trace_, roots_, path, out);
  }

  void verify_artifact(const TraceFile& file) {
    FileVerdict out;
    out.file = text_of(file.path);
    out.is_artifact = true;
    out.known_as = out.file;
    out.document = document_;
    out.expected = file.sha256;
    if (file.sha256.empty()) return;
    if (const FileDigests* digests = found(file.path, out)) {
      out.sha256 = digests->whole.sha256;
      judge_artifact(file, *digests, out);
    } else if (out.verdict == Verdict::unknown) {
      return;  // not looked at
    }
    ++report_.artifacts[out.verdict];
    if (out.verdict == Verdict::same) return;
    if (!is_unreadable(file.path)) report_.not_good(out.file, std::string(name_of(out.verdict)) + (out.why.empty() ? "" : ": " + out.why));
    report_.files.push_back(std::move(out));
  }

  void judge_artifact(const TraceFile& file, const FileDigests& digests, FileVerdict& out) {
    const bool same = digests.whole.sha256 == file.sha256 && (file.sha512.empty() || digests.whole.sha512 == file.sha512);
    out.verdict = same ? Verdict::same : Verdict::tampered;
    if (!same) out.why = "the file has other bytes than the one that was linked or compiled";
    for (const auto& [slice, member] : members_[file.id]) {
      const auto hashed = digests.slice_sha256.find(slice);
      if (hashed != digests.slice_sha256.end() && hashed->second == member.second) continue;
      if (!same) {
        out.differences.push_back("member " + member.first + " changed");
        continue;
      }
      out.verdict = Verdict::tampered;
      out.why = "the trace contradicts itself: the archive is the same and its member " + member.first + " is not";
    }
  }

  Host& host_;
  const Trace& trace_;
  const std::string& document_;
  const Roots& roots_;
  Report& report_;
  std::map<std::string, DigestJob> jobs_;
  std::map<std::string, std::map<Slice, std::pair<std::string, std::string>>> members_;  ///< file id → slice → name, SHA-256
  std::map<std::string, Result<FileDigests>> digests_;
};

}  // namespace

std::string Roots::path_of_package(std::string_view place) const {
  const Directory* folder = nullptr;
  std::string_view of;
  for (const auto& [name, directory] : packages) {
    if (!path::is_below(place, name) || (folder != nullptr && name.size() < of.size())) continue;
    folder = &directory;
    of = name;
  }
  if (folder == nullptr) return {};
  std::string path = path::normalize(path::join(folder->path, path::below(place, of)));
  return path::is_below(path, path::normalize(folder->path)) ? path : std::string();
}

std::string Roots::path_of(const TracePath& place) const {
  if (place.root == Root::package) return path_of_package(place.path);
  const auto at = directories.find(place.root == Root::outside ? Root::source : place.root);
  if (at == directories.end()) return {};
  std::string path = path::normalize(path::join(at->second.path, place.path));
  // A place leads out of its root only where its root says so.
  if (place.root != Root::outside && !path::is_below(path, path::normalize(at->second.path))) return {};
  return path;
}

void verify_tree(Host& host, const Trace& trace, const std::string& document, const Roots& roots, Report& report) {
  Tree(host, trace, document, roots, report).verify();
}

void explain_difference(Host& host, const Trace& trace, const Roots& roots, const std::string& path, FileVerdict& verdict) {
  for (const TraceBinary& binary : trace.binaries) {
    const auto known = known_files(binary, "");
    const bool is_it = std::any_of(known.begin(), known.end(), [&](const KnownFile& one) { return one.name == verdict.known_as; });
    const std::string linked_path = roots.path_of(binary.path);
    if (!is_it || linked_path.empty()) continue;
    const auto linked = host.read(linked_path);
    const auto changed = host.read(path);
    if (!linked || !changed || sha256_hex((*linked)->bytes()) != binary.sha256) continue;
    const auto differences = formats::compare_sections((*linked)->bytes(), (*changed)->bytes());
    if (!differences) continue;
    for (const std::string& one : differences->changed) verdict.differences.push_back(one + " changed");
    for (const std::string& one : differences->removed) verdict.differences.push_back(one + " removed");
    for (const std::string& one : differences->added) verdict.differences.push_back(one + " added");
    if (differences->elsewhere) verdict.differences.emplace_back("no section differs: the headers do, or bytes of no section");
    return;
  }
}

}  // namespace souptrace::verify

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "base/path.hpp"
#include "link/merge.hpp"

namespace souptrace::link {
namespace {

bool has_witness(const LinkInput& input, std::string_view witness) {
  return std::find(input.witnesses.begin(), input.witnesses.end(), witness) != input.witnesses.end();
}

void disagree(Merge& merge, const std::string& what, const std::string& text) {
  merge.unaccounted.push_back(what);
  merge.complain("witness-disagrees", Severity::error, text,
                 "Link the binary again; if it stays, report it with the record of the link.", true);
}

/// Every file that another report names must be in the dependency file, but for the members of thin archives,
/// which some leave out.
void check_files(Merge& merge) {
  if (!merge.witnesses.dependency_file) return;
  for (const auto& [real_path, file] : merge.opened) {
    if (file.witnesses.contains("dependency-file") || merge.thin_members.contains(real_path)) continue;
    const std::string& witness = *file.witnesses.begin();
    disagree(merge, witness + ": " + file.path,
             "the " + witness + " names " + file.path + ", which the dependency file does not list");
  }
}

/// bfd and gold have two reports on what was taken: the trace (without LTO code in gold) and the plugins
/// (with offsets). Code that a plugin without a resolution file claimed, as clang's does, is in bfd's trace
/// only. What the code that came out of link-time optimization asks for gold takes without telling plugins.
void check_takers(Merge& merge) {
  const bool trace = merge.witnesses.testimony("trace") != nullptr;
  const bool plugin = merge.witnesses.testimony("linker-plugin") != nullptr;
  if (!merge.gnu() || !trace || !plugin) return;
  const bool optimized = !merge.temporaries.empty();
  const bool unrecorded_lto =
      optimized && (merge.log.linker == "gold" || merge.witnesses.testimony("resolution") == nullptr);
  for (const auto& [key, input] : merge.inputs.all()) {
    const bool code = input.role == Role::object || input.role == Role::startup_object ||
                      input.role == Role::archive_member;
    if (!code || input.use != Use::linked || merge.disk.look(input.real_path).nature == Nature::other)
      continue;
    const bool resolved = has_witness(input, "resolution");
    const bool unseen_by_gold = merge.log.linker == "gold" && (resolved || unrecorded_lto);
    const bool traced = has_witness(input, "trace") || unseen_by_gold;
    const bool plugged = has_witness(input, "linker-plugin") || resolved || unrecorded_lto;
    if (traced && plugged) continue;
    const std::string name = input.member.empty() ? input.path : input.path + "(" + input.member + ")";
    const std::string missing = traced ? "linker-plugin" : "trace";
    disagree(merge, missing + " lacks " + name,
             "the " + missing + " does not name " + name + ", which other reports say was taken");
  }
}

/// lld counts the extracted members of each archive; --why-extract lists those that a symbol pulled in.
void check_archive_stats(Merge& merge) {
  if (!merge.witnesses.archive_stats) return;
  std::map<std::string, std::uint64_t> extracted;
  for (const formats::ArchiveStats& stats : *merge.witnesses.archive_stats)
    extracted[merge.disk.real_path(stats.archive)] += stats.extracted;
  for (const auto& [real_path, count] : extracted) {
    const auto archive = merge.archives.find(real_path);
    if (archive == merge.archives.end()) continue;
    std::uint64_t linked = 0;
    for (std::size_t i = 0; i < archive->second.size(); ++i) {
      const LinkInput* const input = merge.inputs.find_member(merge.disk, archive->second, i);
      if (input != nullptr && input->use == Use::linked) ++linked;
    }
    // The statistics of older versions do not count what --whole-archive took.
    if (linked == count || (linked == archive->second.size() && count < linked)) continue;
    if (merge.uncertain_archives.contains(real_path)) continue;
    disagree(merge, "archive-stats: " + archive->second.path(),
             "lld says that " + std::to_string(count) + " members of " + archive->second.path() +
                 " were extracted, and names " + std::to_string(linked));
    merge.uncertain_archives.insert(real_path);
  }
}

/// Members of thin archives are files of their own, which may be gone though the archive is there.
void check_thin_members(Merge& merge) {
  for (const auto& [key, input] : merge.inputs.all()) {
    if (input.archive.empty() || input.use != Use::linked ||
        merge.disk.look(input.real_path).nature != Nature::missing)
      continue;
    merge.complain(
        "input-missing", Severity::error,
        "the link took in " + input.path + ", a member of " + input.archive + ", which is not there now",
        "Link the binary again, and trace it before its inputs are removed.", true);
  }
}

/// lld and mold fold ".." in their dependency file, which leads astray behind a symbolic link: to a file that
/// was not opened.
void check_folded_paths(Merge& merge) {
  if (merge.gnu()) return;
  std::vector<std::string> written = merge.command.search_directories;
  for (const CommandInput& input : merge.command.inputs)
    if (!input.library) written.push_back(input.name);
  for (const std::string& one : written) {
    const std::string absolute = merge.disk.absolute(one);
    if (absolute.find("/..") == std::string::npos) continue;
    const std::string& meant = merge.disk.real_path(absolute);
    const std::string& folded = merge.disk.real_path(path::normalize(absolute));
    const auto astray = merge.opened.lower_bound(folded);
    if (meant == folded || astray == merge.opened.end() || !path::is_below(astray->first, folded)) continue;
    disagree(merge, "dependency-file: " + astray->second.path,
             "the link line names " + one + ", which is " + meant + "; the dependency file has " +
                 astray->second.path + " in its place");
  }
}

}  // namespace

void cross_check(Merge& merge) {
  check_folded_paths(merge);
  check_thin_members(merge);
  check_files(merge);
  check_takers(merge);
  check_archive_stats(merge);
}

}  // namespace souptrace::link

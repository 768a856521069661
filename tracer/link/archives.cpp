// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "link/merge.hpp"
#include "link/take.hpp"

namespace souptrace::link {
namespace {

/// The report that says which members this linker took; without it nobody knows.
bool has_member_witness(const Merge& merge) {
  const Witnesses& witnesses = merge.witnesses;
  if (merge.log.linker == "lld")
    return witnesses.testimony("why-extract") != nullptr && witnesses.archive_stats;
  if (merge.log.linker == "mold") return witnesses.testimony("map") != nullptr;
  if (witnesses.testimony("trace") != nullptr || witnesses.testimony("map") != nullptr) return true;
  return merge.log.linker == "gold" && witnesses.testimony("linker-plugin") != nullptr;
}

/// gold's trace and mold's map leave out code for link-time optimization; gcc's resolution file has it, as
/// has gold's map, and clang's plugin writes none.
bool hides_lto_members(const Merge& merge) {
  if (merge.temporaries.empty() || merge.witnesses.testimony("resolution") != nullptr) return false;
  return merge.log.linker == "mold" ||
         (merge.log.linker == "gold" && merge.witnesses.testimony("map") == nullptr);
}

void complain_members_unknown(Merge& merge, const std::string& archives, const std::string& why) {
  merge.complain("members-unknown", Severity::error,
                 "no report says which members were taken from " + archives + ": " + why,
                 "Link with lld, or without link-time optimization, or see why the linker wrote no report.",
                 true);
}

void enter_archive(Merge& merge, const std::string& real_path, const ArchiveFile& archive) {
  const OpenedFile& file = merge.opened.at(real_path);
  if (merge.uncertain_archives.contains(real_path))
    enter_file(merge, real_path, file, Role::archive, Use::linked,
               "members of it were taken, and it is not known which");
  else if (!has_linked_member(merge, archive))
    enter_file(merge, real_path, file, Role::archive, Use::dropped,
               archive.size() == 0 ? "it has no members" : "searched, and nothing in it was wanted");
}

}  // namespace

void enter_archives(Merge& merge) {
  const bool unknown = !has_member_witness(merge);
  const bool hidden = hides_lto_members(merge);
  std::string affected;
  for (const auto& [real_path, archive] : merge.archives) {
    if (archive.size() == 0 || !(unknown || (hidden && has_lto_code(merge.disk, archive)))) continue;
    merge.uncertain_archives.insert(real_path);
    merge.unaccounted.push_back("members of " + archive.path());
    add_word(affected, archive.path());
  }
  if (!affected.empty())
    complain_members_unknown(
        merge, affected,
        unknown ? "the linker's report of members is missing"
                : merge.log.linker + " does not report members with code for link-time optimization");
  for (const auto& [real_path, archive] : merge.archives) enter_archive(merge, real_path, archive);
  // Archives that could not be read: what was taken from them is not known either.
  for (const auto& [real_path, file] : merge.opened) {
    const bool unread =
        merge.disk.look(real_path).nature == Nature::archive && !merge.archives.contains(real_path);
    if (unread && merge.inputs.find(real_path) == nullptr)
      enter_file(merge, real_path, file, Role::archive, Use::linked,
                 "it cannot be read, so it is not known what was taken");
  }
}

}  // namespace souptrace::link

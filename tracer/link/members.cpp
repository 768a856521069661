// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/path.hpp"
#include "link/merge.hpp"
#include "link/take.hpp"
#include "link/temporaries.hpp"

namespace souptrace::link {
namespace {

/// The thin archive that a member's file was taken from: the one that was opened first.
const std::pair<std::string, std::size_t>* thin_member(const Merge& merge, const std::string& real_path) {
  const auto found = merge.thin_members.find(real_path);
  if (found == merge.thin_members.end() || merge.on_link_line.contains(real_path)) return nullptr;
  const auto order = [&](const auto& one) { return merge.opened.at(one.first).order; };
  return &*std::min_element(found->second.begin(), found->second.end(),
                            [&](const auto& a, const auto& b) { return order(a) < order(b); });
}

void unknown_member(Merge& merge, const Sighting& sighting) {
  const formats::ReportedInput& input = *sighting.input;
  const std::string what =
      input.offset ? "offset " + std::to_string(*input.offset) : "\"" + input.member + "\"";
  merge.unaccounted.push_back(sighting.testimony->witness + ": " + input.path + ", member " + what);
  merge.uncertain_archives.insert(merge.disk.real_path(input.path));
  merge.complain("witness-disagrees", Severity::error,
                 input.path + " has no member at " + what + ", which the " + sighting.testimony->witness +
                     " says was taken: the archive changed after the link, or the report is damaged",
                 "Link the binary again.", true);
}

void take_or_note(Merge& merge, const ArchiveFile& archive, std::size_t index, const Sighting& sighting) {
  if (merge.only_offers(*sighting.testimony))
    merge.offered[{archive.real_path(), index}].insert(sighting.testimony->witness);
  else
    (void)take_member(merge, archive, index, &sighting);
}

void take_from_archive(Merge& merge, const ArchiveFile& archive, const Sighting& sighting) {
  const formats::ReportedInput& input = *sighting.input;
  std::vector<std::size_t> candidates;
  if (input.offset) {
    if (const auto index = archive.at_offset(*input.offset)) candidates.push_back(*index);
  } else {
    candidates = archive.named(merge.disk, input.member);
  }
  if (candidates.empty()) return unknown_member(merge, sighting);
  if (candidates.size() == 1) return take_or_note(merge, archive, candidates.front(), sighting);
  SharedName& shared = merge.shared_names[{archive.real_path(), archive.member(candidates.front()).name}];
  shared.archive = &archive;
  shared.candidates = std::move(candidates);
  shared.sightings.push_back(sighting);
}

/// gold's map names the archive alone where a plugin claimed the member, with the symbol that was wanted: the
/// archive's symbol table has the member, if only one defines it.
void take_by_symbol(Merge& merge, const ArchiveFile& archive, const Sighting& sighting) {
  if (sighting.input->referrer == "--whole-archive") {
    for (std::size_t i = 0; i < archive.size(); ++i) (void)take_member(merge, archive, i, &sighting);
  } else if (const auto index = archive.definer(sighting.input->symbol)) {
    (void)take_member(merge, archive, *index, &sighting);
  } else if (merge.witnesses.testimony("resolution") == nullptr) {
    merge.uncertain_archives.insert(archive.real_path());
    merge.unaccounted.push_back(sighting.testimony->witness + ": " + sighting.input->path);
    merge.complain("member-ambiguous", Severity::error,
                   "a member of " + archive.path() + " was taken for " + demangled(sighting.input->symbol) +
                       ", and its symbol table does not say which",
                   "Give the archive a symbol table (ranlib), or link with bfd or lld.", true);
  }
}

void take_sighting(Merge& merge, const Sighting& sighting) {
  const formats::ReportedInput& input = *sighting.input;
  if (is_linker_made(input.path)) return;
  const std::string& real_path = merge.disk.real_path(input.path);
  const auto archive = merge.archives.find(real_path);
  if (archive != merge.archives.end() && (!input.member.empty() || input.offset))
    return take_from_archive(merge, archive->second, sighting);
  if (archive != merge.archives.end() && !input.referrer.empty())
    return take_by_symbol(merge, archive->second, sighting);
  if (!input.member.empty() || (input.offset && !merge.thin_members.contains(real_path))) {
    merge.uncertain_archives.insert(
        real_path);  // read_archive said why, or the file is gone: enter_files says so
    return;
  }
  if (const auto* const thin = thin_member(merge, real_path))
    take_or_note(merge, merge.archives.at(thin->first), thin->second, sighting);
}

void take_whole_archive(Merge& merge, const ArchiveFile& archive) {
  for (std::size_t i = 0; i < archive.size(); ++i) {
    LinkInput& input = take_member(merge, archive, i, nullptr);
    add_witness(input, "archive-stats");
    merge.tallies["archive-stats"].members.insert({input.real_path, input.offset});
    if (input.symbol.empty()) input.reason = std::string(kWholeArchive);
  }
}

/// Archives with one number of members that no row of lld's statistics names. Archives that were searched
/// have a row each; those that were taken whole have none. `rows` have that number of members and no name
/// that can be read: when they are fewer than the archives, those from which a symbol pulled members were
/// searched, and about the others nothing is known unless that uses up the rows.
void judge_unnamed(Merge& merge, const std::vector<const ArchiveFile*>& archives, std::size_t rows) {
  if (rows >= archives.size()) return;
  std::vector<const ArchiveFile*> open;
  for (const ArchiveFile* const archive : archives)
    if (rows == 0 || !has_linked_member(merge, *archive)) open.push_back(archive);
  const bool whole = rows == 0 || archives.size() - open.size() == rows;
  for (const ArchiveFile* const archive : open) {
    if (whole) {
      take_whole_archive(merge, *archive);
      continue;
    }
    merge.uncertain_archives.insert(archive->real_path());
    merge.unaccounted.push_back("archive-stats: " + archive->path());
    merge.complain("members-unknown", Severity::error,
                   "lld's archive statistics have no readable row for " + archive->path() +
                       ", so it is not known whether all of it was taken or nothing",
                   "Link with lld 15 or newer, or name the archive on the link line.", true);
  }
}

/// Enters the archives that lld took whole. Its statistics leave them out; but older versions leave out
/// archives without a symbol table as well, and all count only lazily extracted members of one that is given
/// both ways: there the link line decides.
void take_whole_archives(Merge& merge) {
  if (merge.log.linker != "lld" || !merge.witnesses.archive_stats) return;
  std::map<std::uint64_t, std::vector<const ArchiveFile*>> unnamed;  // by number of members
  for (const auto& [real_path, archive] : merge.archives) {
    if (is_whole_archive(merge, archive))
      take_whole_archive(merge, archive);
    else if (archive.has_symbols() && !merge.tallies["archive-stats"].files.contains(real_path))
      unnamed[archive.size()].push_back(&archive);
  }
  for (const auto& [members, archives] : unnamed) {
    const auto rows = merge.nameless_stats.find(members);
    judge_unnamed(merge, archives, rows == merge.nameless_stats.end() ? 0 : rows->second);
  }
}

}  // namespace

LinkInput& take_member(Merge& merge, const ArchiveFile& archive, std::size_t index,
                       const Sighting* sighting) {
  LinkInput& input = merge.inputs.member(merge.disk, archive, index);
  if (sighting == nullptr) return input;
  const std::string& witness = sighting->testimony->witness;
  add_witness(input, witness);
  merge.tallies[witness].members.insert({input.real_path, input.offset});
  const formats::ReportedInput& said = *sighting->input;
  constexpr std::string_view kFromPlugin =
      " (symbol from plugin)";  // bfd: the referrer is code for link-time optimization
  if (said.referrer == "--whole-archive") {
    input.reason = std::string(kWholeArchive);
  } else if (input.referrer.empty() && !said.referrer.empty() && said.symbol != "symbol from plugin") {
    input.referrer = said.referrer;
    if (input.referrer.ends_with(kFromPlugin))
      input.referrer.resize(input.referrer.size() - kFromPlugin.size());
    input.symbol = said.symbol;
  }
  if (said.bytes && !input.bytes) input.bytes = said.bytes;
  return input;
}

void confirm_offered(Merge& merge) {
  for (const auto& [place, witnesses] : merge.offered) {
    LinkInput* const input =
        merge.inputs.find_member(merge.disk, merge.archives.at(place.first), place.second);
    if (input == nullptr) continue;
    for (const std::string& witness : witnesses) {
      add_witness(*input, witness);
      merge.tallies[witness].members.insert({input->real_path, input->offset});
    }
  }
}

bool has_linked_member(Merge& merge, const ArchiveFile& archive) {
  for (std::size_t i = 0; i < archive.size(); ++i) {
    const LinkInput* const member = merge.inputs.find_member(merge.disk, archive, i);
    if (member != nullptr && member->use == Use::linked) return true;
  }
  return false;
}

LinkInput& enter_file(Merge& merge, const std::string& real_path, const OpenedFile& file, Role role, Use use,
                      std::string reason) {
  LinkInput& input = merge.inputs.file(file.path, real_path);
  input.role = role;
  input.use = use;
  input.reason = std::move(reason);
  for (const std::string& witness : file.witnesses) add_witness(input, witness);
  if (file.bytes) input.bytes = file.bytes;
  return input;
}

bool is_whole_archive(const Merge& merge, const ArchiveFile& archive) {
  const auto named = merge.on_link_line.find(archive.real_path());
  if (named != merge.on_link_line.end() && named->second.whole_archive) return true;
  const std::string filename(path::filename(archive.path()));
  if (merge.archive_names.at(filename) != 1) return false;
  for (const CommandInput& input : merge.command.inputs) {
    if (!input.library || !library_finds(input.name, filename)) continue;
    if (input.whole_archive || merge.log.linker == "mold") return input.whole_archive;
  }
  return false;
}

void take_members(Merge& merge) {
  for (const Testimony& testimony : merge.witnesses.testimonies)
    for (const formats::ReportedInput& input : testimony.inputs) take_sighting(merge, {&testimony, &input});
  take_whole_archives(merge);
}

}  // namespace souptrace::link

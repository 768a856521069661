// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"
#include "link/merge.hpp"
#include "link/temporaries.hpp"

namespace souptrace::link {
namespace {

void find_link_line(Merge& merge) {
  for (const CommandInput& input : merge.command.inputs) {
    if (input.library) continue;
    CommandInput& known =
        merge.on_link_line.try_emplace(merge.disk.real_path(input.name), input).first->second;
    if (merge.log.linker == "mold") continue;  // reads each file once, in the way in which it is named first
    known.lazy = known.lazy && input.lazy;
    known.whole_archive = known.whole_archive || input.whole_archive;
  }
  for (const CommandFile& file : merge.command.files)
    merge.steering.try_emplace(merge.disk.real_path(file.path), file);
}

/// An archive whose bytes are taken as they are (-b binary) has no members for the linker.
bool is_blob(const Merge& merge, const std::string& real_path) {
  const auto named = merge.on_link_line.find(real_path);
  return named != merge.on_link_line.end() && named->second.format == "binary";
}

void find_logged(Merge& merge) {
  for (const auto* const files : {&merge.log.inputs, &merge.log.thin_members})
    for (const formats::LoggedFile& file : *files)
      if (file.inode != 0) merge.logged.emplace(merge.disk.real_path(file.path), &file);
}

/// Whether a file that has a temporary's name was there before the link: then it is one of the build.
bool is_of_build(const Merge& merge, const std::string& real_path) {
  const auto known = merge.logged.find(real_path);
  return known != merge.logged.end() && known->second->modified_ns <= merge.log.started_ns;
}

/// Notes one reported path; nothing for what is no file of the build.
OpenedFile* note(Merge& merge, const std::string& reported, const std::string& witness) {
  if (is_linker_made(reported)) return nullptr;
  const std::string& real = merge.disk.real_path(reported);
  if (!merge.on_link_line.contains(real)) {
    if (is_lto_temporary(reported, merge.log.output) && !is_of_build(merge, real))
      return (void)merge.temporaries.insert(reported), nullptr;
    // A file of that name which is still there is one of the build.
    if (is_driver_response_file(reported) && merge.disk.look(real).nature == Nature::missing)
      return (void)merge.response_files.insert(reported), nullptr;
  }
  const auto [at, fresh] = merge.opened.try_emplace(real);
  if (fresh) {
    at->second.path = merge.disk.shown_path(reported);
    at->second.spelled = merge.disk.absolute(reported);
    at->second.order = merge.opened.size();
  }
  at->second.witnesses.insert(witness);
  merge.tallies[witness].files.insert(real);
  return &at->second;
}

void note_testimony(Merge& merge, const Testimony& testimony) {
  for (const formats::ReportedInput& input : testimony.inputs) {
    OpenedFile* const file = note(merge, input.path, testimony.witness);
    if (file == nullptr || !input.member.empty() || input.offset) continue;
    if (!merge.only_offers(testimony)) file->takers.insert(testimony.witness);
    if (input.bytes) file->bytes = file->bytes.value_or(0) + *input.bytes;
  }
}

void read_archive(Merge& merge, const std::string& real_path, const OpenedFile& file) {
  auto archive = ArchiveFile::read(merge.disk, file.path, real_path, std::string(path::parent(file.spelled)));
  if (!archive) {
    merge.uncertain_archives.insert(real_path);
    merge.complain(archive.error().code, Severity::error, file.path + ": " + archive.error().describe(),
                   "Build the archive and then the binary again.", true);
    return;
  }
  if (archive->thin()) {
    for (std::size_t i = 0; i < archive->size(); ++i)
      merge.thin_members[merge.disk.real_path(archive->place(i).path)].emplace_back(real_path, i);
  }
  ++merge.archive_names[std::string(path::filename(file.path))];
  merge.archives.emplace(real_path, std::move(*archive));
}

/// lld 14 prints freed memory for the name of an archive that a linker script named. Such a row is no file's;
/// it may even spell the path of another one, which its number of members then betrays. That number is kept.
void note_archive_stats(Merge& merge) {
  if (!merge.witnesses.archive_stats) return;
  for (const formats::ArchiveStats& stats : *merge.witnesses.archive_stats) {
    const std::string& real = merge.disk.real_path(stats.archive);
    const auto archive = merge.archives.find(real);
    const bool fits = archive == merge.archives.end() || archive->second.size() == stats.members;
    if (merge.opened.contains(real) && fits)
      (void)note(merge, stats.archive, "archive-stats");
    else
      ++merge.nameless_stats[stats.members];
  }
}

}  // namespace

void collect_opened(Merge& merge) {
  find_link_line(merge);
  find_logged(merge);
  if (merge.witnesses.dependency_file) {
    for (const std::string& path : *merge.witnesses.dependency_file)
      (void)note(merge, path, "dependency-file");
  } else {
    // mold writes no dependency file for -r: then the link line itself has to say what was opened.
    for (const CommandInput& input : merge.command.inputs)
      if (!input.library && merge.disk.exists(input.name)) (void)note(merge, input.name, "link-line");
  }
  for (const Testimony& testimony : merge.witnesses.testimonies) note_testimony(merge, testimony);
  for (const auto& [real_path, file] : merge.opened)
    if (merge.disk.look(real_path).nature == Nature::archive && !is_blob(merge, real_path))
      read_archive(merge, real_path, file);
  note_archive_stats(merge);
}

}  // namespace souptrace::link

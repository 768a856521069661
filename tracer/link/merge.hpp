// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "formats/link_log.hpp"
#include "link/archive_file.hpp"
#include "link/command.hpp"
#include "link/disk.hpp"
#include "link/input_table.hpp"
#include "link/witnesses.hpp"
#include "model/finding.hpp"
#include "model/link_record.hpp"

// How the reports of one link become its inputs. The stages share one Merge and run in the order in which
// they stand here.
namespace souptrace::link {

/// A file that the linker opened, before it is known what became of it.
struct OpenedFile {
  std::string path;                    ///< shown
  std::string spelled;                 ///< as first reported, absolute, nothing folded
  std::size_t order = 0;               ///< in which it was first reported
  std::set<std::string> witnesses;     ///< those that name the file itself, or it as the archive of a member
  std::set<std::string> takers;        ///< those of them that name it as taken: all but the dependency file
  std::optional<std::uint64_t> bytes;  ///< that a map says
};

/// What one witness saw.
struct Tally {
  std::set<std::string> files;                              ///< real paths
  std::set<std::pair<std::string, std::uint64_t>> members;  ///< InputTable::Key
};

/// A report's word on one member.
struct Sighting {
  const Testimony* testimony = nullptr;
  const formats::ReportedInput* input = nullptr;
  /// Whether the report has one entry for all members of that name.
  [[nodiscard]] bool merged() const { return !testimony->counts_each || input->bytes.has_value(); }
};

/// Sightings of members of one archive that share their name.
struct SharedName {
  const ArchiveFile* archive = nullptr;
  std::vector<std::size_t> candidates;
  std::vector<Sighting> sightings;
};

struct Merge {
  Disk& disk;
  const formats::LinkLog& log;
  const Witnesses& witnesses;
  const BinaryFormat& output;
  LinkCommand command;

  std::map<std::string, const formats::LoggedFile*> logged =
      {};                                         ///< what the launcher saw of each, by real path
  std::map<std::string, OpenedFile> opened = {};  ///< by real path
  std::map<std::string, CommandInput> on_link_line =
      {};  ///< by real path: files that the link line names, not those of -l
  std::map<std::string, CommandFile> steering = {};       ///< by real path
  std::map<std::string, std::size_t> archive_names = {};  ///< how many archives have that file name
  std::map<std::string, ArchiveFile> archives = {};       ///< by real path
  /// Members of thin archives by the real path of their file: archive (real path) and index.
  std::map<std::string, std::vector<std::pair<std::string, std::size_t>>> thin_members = {};
  std::map<std::pair<std::string, std::string>, SharedName> shared_names =
      {};  ///< by archive (real path) and member name
  /// bfd only: members by archive (real path) and index that were shown to plugins, with the witnesses that
  /// say so. It shows them all that it takes, and some that it leaves alone.
  std::map<std::pair<std::string, std::size_t>, std::set<std::string>> offered = {};
  std::set<std::string> uncertain_archives =
      {};  ///< real paths of archives of which something was taken, nobody can say what
  std::set<std::string> temporaries = {};     ///< of link-time optimization, as reported
  std::set<std::string> response_files = {};  ///< of the driver, as reported
  /// Rows of lld's archive statistics whose name is no opened archive with as many members as they say: how
  /// many there are, by that number of members.
  std::map<std::uint64_t, std::size_t> nameless_stats = {};
  std::map<std::string, Tally> tallies = {};
  InputTable inputs = {};
  std::vector<std::string> unaccounted = {};
  std::vector<Finding> findings = {};

  void complain(std::string code, Severity severity, std::string text, std::string remedy, bool incomplete) {
    findings.push_back(
        {std::move(code), severity, log.output, std::move(text), std::move(remedy), incomplete});
  }
  /// Whether the witness tells which members lie where without saying that they were taken.
  [[nodiscard]] bool only_offers(const Testimony& testimony) const {
    return log.linker == "bfd" && (testimony.witness == "linker-plugin" || testimony.witness == "resolution");
  }
  [[nodiscard]] bool gnu() const { return log.linker == "bfd" || log.linker == "gold"; }
};

/// Collects every file that a witness names, sorts out temporaries, and reads the archives among them.
void collect_opened(Merge& merge);

/// Enters every archive member that a witness names unmistakably; the others are left in `shared_names`.
void take_members(Merge& merge);

/// Enters the objects, startup objects, scripts and blobs, and what steers the link.
void enter_files(Merge& merge);

/// Tells members of one name apart: by offset, by symbol, or because all were taken. What stays open is a
/// finding "member-ambiguous".
void settle_shared_names(Merge& merge);

/// Compares the witnesses with each other; every contradiction is a finding "witness-disagrees".
void cross_check(Merge& merge);

/// Enters the archives from which nothing was taken, and those of which no report says what was: finding
/// "members-unknown".
void enter_archives(Merge& merge);

/// Enters the shared libraries as needed or dropped.
void judge_shared_libraries(Merge& merge);

/// Gives every entry a reason in words; for members whose report does not say why, one computed from symbol
/// tables.
void explain_inputs(Merge& merge);

/// Counts of each witness, and the time-of-link identity of each file.
void finish(Merge& merge, LinkRecord& record);

}  // namespace souptrace::link

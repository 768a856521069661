// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// The record that the launcher leaves of each link: <state>/links/<key>/record, beside the linker's reports.
// Written and read here, nowhere else.
namespace souptrace::formats {

struct LoggedFile {
  std::string path;  ///< absolute; lexically normalized where that names the same file
  // All numbers are 0 when the file was gone as soon as the link had ended: a temporary object of link-time
  // optimization.
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0, changed_ns = 0;
};

/// A report that lies in the record's directory.
struct LoggedReport {
  /// "dependency-file", "trace" (standard output as it was: other lines may stand between), "linker-plugin",
  /// "resolution", "why-extract", "archive-stats", "map", "gc-sections" (standard output as well)
  std::string kind;
  std::string file;  ///< its name in the record's directory, without spaces
  std::optional<std::uint64_t> size = {};  ///< in bytes, when the link had ended
};

struct LinkLog {
  std::string output;                ///< absolute
  std::string working_directory;     ///< absolute
  std::vector<std::string> command;  ///< the driver and its words: response files expanded, without launchers
                                     ///< in front and without what our launcher added
  std::string linker;  ///< "bfd", "gold", "lld", "mold", "unknown"
  std::string linker_version;
  std::string linker_path;
  std::string driver;      ///< absolute
  std::string lto_plugin;  ///< path of the plugin that the driver passes; "" = none
  /// When the link began, by the clock of the file system that holds the record: an input changed later is
  /// not surely what the linker read. 0 = not recorded.
  std::int64_t started_ns = 0;
  std::int64_t finished_ns = 0;
  std::optional<LoggedFile> output_file;
  std::string build_id;  ///< of the output right after the link, hexadecimal; "" = none. It survives strip
                         ///< and RPATH edits
  std::vector<LoggedFile>
      inputs;  ///< of the dependency file and of the linker plugin, each path once, sorted
  std::vector<LoggedFile>
      thin_members;  ///< what the thin archives among the inputs refer to, taken by the link or not
  std::vector<LoggedReport> reports;
  std::string incomplete;  ///< why the launcher could not record everything; "" = it could
};

/// The directory name of the record of `output` (absolute, normalized): 16 hexadecimal digits, FNV-1a 64 of
/// the path.
[[nodiscard]] std::string link_log_key(std::string_view output);

/// Text, one "key value" line per field; '\\', newline and carriage return in values are escaped; the last
/// line is "end", so that a cut file is noticed.
[[nodiscard]] std::string format_link_log(const LinkLog& log);
/// Errors: "link-log-truncated" (no "end"), "link-log-malformed", "link-log-version".
[[nodiscard]] Result<LinkLog> parse_link_log(std::string_view text);

}  // namespace souptrace::formats

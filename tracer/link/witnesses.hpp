// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/link_log.hpp"
#include "formats/link_reports.hpp"
#include "host/host.hpp"
#include "link/disk.hpp"
#include "model/finding.hpp"

namespace souptrace::link {

/// One report about archive members and files, as read.
struct Testimony {
  std::string witness;  ///< "trace", "linker-plugin", "resolution", "why-extract", "map", "gc-sections"
  std::vector<formats::ReportedInput> inputs;
  bool counts_each = true;  ///< members of one name are reported once each; false: merged into one entry
};

/// All that the linker's reports of one link say. A report that is missing or cannot be read is a finding and
/// is left out.
struct Witnesses {
  std::optional<std::vector<std::string>> dependency_file;  ///< paths as written
  std::vector<Testimony> testimonies;
  std::optional<std::vector<formats::ArchiveStats>> archive_stats;
  std::vector<std::shared_ptr<FileBytes>> kept;  ///< what string views above point into

  [[nodiscard]] const Testimony* testimony(std::string_view witness) const;
};

/// Reads the reports that `log` lists in `directory`. Findings: "link-report-missing",
/// "link-report-malformed" (file and offset).
[[nodiscard]] Outcome<Witnesses> read_witnesses(Disk& disk, const std::string& directory,
                                                const formats::LinkLog& log);

}  // namespace souptrace::link

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"
#include "model/shipped_record.hpp"

namespace souptrace::cli {

/// Where the installations of a build's configuration are remembered.
[[nodiscard]] std::string installed_file(const std::string& state_directory, const std::string& configuration);

/// Keeps every other installation and trace of the build's configuration away from its memory and its documents until it is destroyed. Null
/// where the file system has no locks. Error "locked" when another one takes longer than two minutes: an installation is never held up for ever.
[[nodiscard]] Result<std::unique_ptr<FileLock>> lock_documents(Host& host, const std::string& state_directory,
                                                               const std::string& configuration);

/// The files that the build says it makes of the traced binaries (souptrace_post_link), as they are now. One
/// that is missing, whose origin is, or that is the binary itself, is a finding.
[[nodiscard]] Outcome<std::vector<ShippedRecord>> declared_files(Host& host, const BuildFacts& facts,
                                                                 const Trace& trace);

/// The records that are remembered; a file that cannot be read counts for none and is written anew.
[[nodiscard]] std::vector<ShippedRecord> remembered_files(Host& host, const std::string& file);

/// `records` and those of `before` that are of other places, in the order of places.
[[nodiscard]] std::vector<ShippedRecord> merge_records(std::vector<ShippedRecord> before,
                                                       std::vector<ShippedRecord> records);

}  // namespace souptrace::cli

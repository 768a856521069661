// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"
#include "model/shipped_record.hpp"

namespace souptrace::cli {

/// What `cmake --install` or CPack put somewhere, as the install hook says.
struct Installation {
  std::string prefix;
  std::string destination;  ///< DESTDIR, which stands before every path on this machine
  std::string component;
  std::string cmake;               ///< "cmake 3.25.1"
  std::string strip;               ///< the program, when it stripped
  std::vector<std::string> files;  ///< absolute, without DESTDIR
};

/// Where the installations of a build's configuration are remembered.
[[nodiscard]] std::string installed_file(const std::string& state_directory, const std::string& configuration);

/// The files that the build says it makes of the traced binaries (souptrace_post_link), as they are now. One
/// that is missing, or whose origin is, is a finding.
[[nodiscard]] Outcome<std::vector<ShippedRecord>> declared_files(Host& host, const BuildFacts& facts,
                                                                 const Trace& trace);

/// Those of the installed files that are made of the trace's binaries; everything else is none of the trace's.
/// Error: "binary-changed" when a binary is not the one of the trace any more.
[[nodiscard]] Result<std::vector<ShippedRecord>> installed_files(Host& host, const Trace& trace,
                                                                 const std::string& build_directory,
                                                                 const Installation& installation);

/// The records that are remembered; a file that cannot be read counts for none and is written anew.
[[nodiscard]] std::vector<ShippedRecord> remembered_files(Host& host, const std::string& file);

/// `records` and those of `before` that are of other places, in the order of places.
[[nodiscard]] std::vector<ShippedRecord> merge_records(std::vector<ShippedRecord> before,
                                                       std::vector<ShippedRecord> records);

}  // namespace souptrace::cli

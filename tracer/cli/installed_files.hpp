// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "facts/install_rules.hpp"
#include "host/host.hpp"
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

/// The build that was installed.
struct InstalledBuild {
  std::string build_directory;
  std::string source_directory;
  std::vector<facts::InstallRule> rules;  ///< none when they cannot be read: then less is known, and nothing is excused
};

/// Those of the installed files that are, or ought to be, made of the trace's binaries; everything else is none of the trace's.
/// A file ought to be a binary's when an install rule puts the binary, or what is made of it, into its place; and it is one's by its
/// digest, its content or its build-id, wherever it lies. What has no more than a binary's name is another file only where that is
/// certain: the bytes are those of another file that a rule puts there; or the rules put the binary elsewhere, and the file is for another
/// machine, of another type or has a build-id of another link. Else it counts as the binary, changed.
/// Errors: "binary-changed" when a binary is not the one of the trace any more; those of Host for
/// an installed file that cannot be read and may be one of them.
[[nodiscard]] Result<std::vector<ShippedRecord>> installed_files(Host& host, const Trace& trace, const InstalledBuild& build,
                                                                 const Installation& installation);

}  // namespace souptrace::cli

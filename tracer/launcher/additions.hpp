// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "formats/link_log.hpp"
#include "launcher/link_arguments.hpp"
#include "launcher/linker.hpp"

namespace souptrace::launcher {

/// A report that the build itself asks for: copied into the record after the link.
struct CopiedReport {
  std::string kind;  ///< as formats::LoggedReport::kind
  std::string from;  ///< as written in the command
  std::string file;  ///< name of the copy
};

/// What is added to a link so that it reports on itself, and what comes of it.
struct Additions {
  std::vector<std::string> arguments;          ///< to be appended to the command
  std::vector<formats::LoggedReport> reports;  ///< that the linker writes into the record's directory; some
                                               ///< only when there is something to report
  std::vector<CopiedReport> copies;
  std::string
      output_kind;  ///< the report that standard output holds: "" none, "trace", "gc-sections" or "map"
  bool forward_all = false;  ///< the build asks for such lines itself: they are reported and forwarded
  bool forward_files =
      false;  ///< it asks for those of files only: those of archive members are not forwarded
  bool map_on_output = false;  ///< mold: the map goes to standard output because the build wants it there
  std::string incomplete;      ///< what these reports cannot tell; "" = nothing
};

struct AdditionRequest {
  std::string directory;  ///< where the reports go, as linker_spelling() gives it
  std::string plugin;     ///< our linker plugin; "" = there is none
  bool map = false;       ///< a map is wanted
};

/// The reports to ask `linker` for in this link.
///
/// bfd and gold: files from --dependency-file, the offsets of members from our plugin, and what was taken
/// from
/// --trace. Inputs that a plugin before ours claims (link-time optimization) never reach ours: gcc's names
/// them in its resolution file; for any other the map says for which symbols members were taken. lld:
/// --why-extract and --print-archive-stats (which omits exactly the archives taken whole). mold: the map, and
/// --print-gc-sections for the members whose bytes were all merged or discarded.
[[nodiscard]] Additions additions_for(const Linker& linker, const LinkArguments& link,
                                      const AdditionRequest& request);

}  // namespace souptrace::launcher

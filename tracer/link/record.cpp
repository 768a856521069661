// SPDX-License-Identifier: Apache-2.0
#include "link/record.hpp"

#include <vector>

#include "base/path.hpp"

namespace souptrace::link {
namespace {

/// The names under which the launcher may know the output: it asks the kernel for its working directory and
/// so sees no symbolic links, and it names the file that is written where CMake may name a link to it.
std::vector<std::string> names_of_output(Host& host, const std::string& output) {
  std::vector<std::string> names{output};
  if (const auto directory = host.real_path(std::string(path::parent(output))))
    names.push_back(path::join(*directory, path::filename(output)));
  if (const auto real = host.real_path(output)) names.push_back(*real);
  return names;
}

Finding not_recorded(const std::string& output) {
  return {"link-not-recorded",
          Severity::error,
          output,
          "no link of this binary was recorded",
          "Build it again with SoupTrace's module in the project: delete the binary, or clean the build. If "
          "the build links it by a custom "
          "command instead of a CMake target, it cannot be traced.",
          true};
}

}  // namespace

Outcome<std::optional<FoundRecord>> find_record(Host& host, const LinkQuery& query) {
  Outcome<std::optional<FoundRecord>> outcome;
  for (const std::string& name : names_of_output(host, query.output)) {
    const std::string directory =
        path::join(path::join(query.state_directory, "links"), formats::link_log_key(name));
    const std::string file = path::join(directory, "record");
    const auto bytes = host.read(file);
    if (!bytes) {
      if (bytes.error().code == "not-found") continue;
      outcome.add({"link-record-malformed", Severity::error, query.output,
                   "the record of its link cannot be read: " + bytes.error().describe(),
                   "Make " + file + " readable, or link the binary again.", true});
      return outcome;
    }
    auto log = formats::parse_link_log((*bytes)->text());
    if (!log) {
      outcome.add({"link-record-malformed", Severity::error, query.output,
                   file + ": " + log.error().describe(), "Link the binary again.", true});
      return outcome;
    }
    if (log->output != name) continue;
    if (!log->incomplete.empty())
      outcome.add({"link-record-incomplete", Severity::error, query.output,
                   "the link was not recorded completely: " + log->incomplete,
                   "Remove the cause and link the binary again.", true});
    outcome.value = FoundRecord{directory, std::move(*log)};
    return outcome;
  }
  outcome.add(not_recorded(query.output));
  return outcome;
}

}  // namespace souptrace::link

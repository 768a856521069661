// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "link/merge.hpp"

namespace souptrace::link {
namespace {

FileStat stat_of(const formats::LoggedFile& file) {
  return {file.device, file.inode, file.size, file.modified_ns, file.changed_ns};
}

void add_stats(Merge& merge) {
  for (auto& [key, input] : merge.inputs.all()) {
    const auto known = merge.logged.find(input.real_path);
    if (known != merge.logged.end()) input.stat = stat_of(*known->second);
  }
}

/// The launcher looks at the inputs when the link is over: one that was changed since the link began need not
/// be what the linker read.
void check_unchanged_during_link(Merge& merge) {
  if (merge.log.started_ns == 0) return;
  std::set<std::string> seen;
  for (const auto& [key, input] : merge.inputs.all()) {
    const bool counts = input.use == Use::linked || input.use == Use::needed;
    if (!counts || !input.stat || input.stat->changed_ns <= merge.log.started_ns) continue;
    if (!seen.insert(input.real_path).second) continue;
    merge.complain(
        "input-changed-since-link", Severity::error,
        input.path + " was changed while the link ran; the bytes that are in the binary are not known",
        "Build again, and let nothing else write to the inputs of a link meanwhile.", true);
  }
}

}  // namespace

void finish(Merge& merge, LinkRecord& record) {
  add_stats(merge);
  check_unchanged_during_link(merge);
  // What is no input is counted, too, so that no reported name goes unmentioned.
  for (const std::string& path : merge.temporaries) merge.tallies["lto-temporaries"].files.insert(path);
  for (const std::string& path : merge.response_files) merge.tallies["response-files"].files.insert(path);
  for (const auto& [witness, tally] : merge.tallies)
    record.witnesses.push_back({witness, tally.files.size(), tally.members.size()});
  record.inputs = merge.inputs.take();
  std::sort(merge.unaccounted.begin(), merge.unaccounted.end());
  merge.unaccounted.erase(std::unique(merge.unaccounted.begin(), merge.unaccounted.end()),
                          merge.unaccounted.end());
  record.unaccounted = std::move(merge.unaccounted);
  record.linker.lto = !merge.temporaries.empty() || merge.witnesses.testimony("resolution") != nullptr;
}

}  // namespace souptrace::link

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "link/merge.hpp"

namespace souptrace::link {
namespace {

FileStat stat_of(const formats::LoggedFile& file) {
  return {file.device, file.inode, file.size, file.modified_ns, file.changed_ns};
}

void add_stats(Merge& merge) {
  std::map<std::string, const formats::LoggedFile*> logged;
  for (const formats::LoggedFile& file : merge.log.inputs)
    logged.emplace(merge.disk.real_path(file.path), &file);
  for (const formats::LoggedFile& file : merge.log.thin_members)
    logged.emplace(merge.disk.real_path(file.path), &file);
  for (auto& [key, input] : merge.inputs.all()) {
    const auto known = logged.find(input.real_path);
    if (known != logged.end() && known->second->inode != 0) input.stat = stat_of(*known->second);
  }
}

}  // namespace

void finish(Merge& merge, LinkRecord& record) {
  add_stats(merge);
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

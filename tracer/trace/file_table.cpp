// SPDX-License-Identifier: Apache-2.0
#include "trace/file_table.hpp"

#include <algorithm>

namespace souptrace::trace {
namespace {

void relocate(Claim& claim, const Places& places) {
  claim.rule = places.relocate(claim.rule);
  for (Evidence& one : claim.evidence) {
    one.place = places.relocate(one.place);
    one.text = places.relocate(one.text);
  }
}

TraceFile describe(const std::string& path, const Material& material, const Places& places) {
  TraceFile file;
  file.path = places.place(path);
  if (const auto content = material.contents.find(path); content != material.contents.end()) {
    const Digests& digests = content->second.digests;
    file.sha256 = digests.sha256;
    file.sha512 = digests.sha512;
    file.gitoid = digests.gitoid;
    file.size = digests.size;
  }
  if (const auto owner = material.identification.files.find(path); owner != material.identification.files.end()) {
    file.owner = owner->second;
    relocate(file.owner.chosen, places);
    for (Claim& claim : file.owner.losing) relocate(claim, places);
    file.owner.chosen_because = places.relocate(file.owner.chosen_because);
  }
  return file;
}

}  // namespace

std::vector<TraceFile> FileTable::finish(const Material& material, const Places& places) {
  std::vector<std::pair<TraceFile, std::uint32_t*>> all;
  all.reserve(numbers_.size());
  for (auto& [path, number] : numbers_) all.emplace_back(describe(path, material, places), &number);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first.path < b.first.path; });
  std::vector<TraceFile> files;
  files.reserve(all.size());
  ids_->reserve(all.size() + 1);
  for (auto& [file, number] : all) {
    *number = static_cast<std::uint32_t>(ids_->size());
    file.id = 'f' + std::to_string(*number);
    ids_->push_back(file.id);
    files.push_back(std::move(file));
  }
  return files;
}

std::uint32_t FileTable::number(const std::string& real_path) const {
  const auto at = numbers_.find(real_path);
  return at == numbers_.end() ? 0 : at->second;
}

}  // namespace souptrace::trace

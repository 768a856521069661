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
  std::vector<std::pair<TraceFile, std::size_t*>> all;
  all.reserve(ids_.size());
  for (auto& [path, number] : ids_) all.emplace_back(describe(path, material, places), &number);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first.path < b.first.path; });
  std::vector<TraceFile> files;
  files.reserve(all.size());
  for (auto& [file, number] : all) {
    *number = files.size() + 1;
    file.id = 'f' + std::to_string(*number);
    files.push_back(std::move(file));
  }
  return files;
}

std::string FileTable::id(const std::string& real_path) const {
  const auto at = ids_.find(real_path);
  return at == ids_.end() ? std::string() : 'f' + std::to_string(at->second);
}

std::vector<std::string> FileTable::sorted_ids(const std::vector<std::string>& real_paths) const {
  std::vector<std::size_t> numbers;
  for (const std::string& path : real_paths)
    if (const auto at = ids_.find(path); at != ids_.end()) numbers.push_back(at->second);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::vector<std::string> out;
  out.reserve(numbers.size());
  for (const std::size_t number : numbers) out.push_back('f' + std::to_string(number));
  return out;
}

}  // namespace souptrace::trace

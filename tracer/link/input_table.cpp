// SPDX-License-Identifier: Apache-2.0
#include "link/input_table.hpp"

#include <algorithm>
#include <tuple>

#include "base/path.hpp"

namespace souptrace::link {

LinkInput& InputTable::file(const std::string& shown_path, const std::string& real_path) {
  const auto [at, fresh] = inputs_.try_emplace(Key{real_path, 0});
  if (fresh) {
    at->second.path = shown_path;
    at->second.real_path = real_path;
  }
  return at->second;
}

LinkInput& InputTable::member(Disk& disk, const ArchiveFile& archive, std::size_t index) {
  const MemberPlace place = archive.place(index);
  const std::string& real_path = archive.thin() ? disk.real_path(place.path) : archive.real_path();
  const auto [at, fresh] = inputs_.try_emplace(Key{real_path, place.offset});
  LinkInput& input = at->second;
  if (!fresh) return input;
  input.path = archive.thin() ? disk.shown_path(place.path) : archive.path();
  input.real_path = real_path;
  input.member = archive.member(index).name;
  input.offset = place.offset;
  input.size = place.size;
  if (archive.thin()) input.archive = archive.path();
  input.role = Role::archive_member;
  input.use = Use::linked;
  return input;
}

LinkInput* InputTable::find(const std::string& real_path, std::uint64_t offset) {
  const auto found = inputs_.find(Key{real_path, offset});
  return found == inputs_.end() ? nullptr : &found->second;
}

LinkInput* InputTable::find_member(Disk& disk, const ArchiveFile& archive, std::size_t index) {
  const MemberPlace place = archive.place(index);
  return find(archive.thin() ? disk.real_path(place.path) : archive.real_path(), place.offset);
}

std::vector<LinkInput> InputTable::take() {
  std::vector<LinkInput> sorted;
  sorted.reserve(inputs_.size());
  for (auto& [key, input] : inputs_) sorted.push_back(std::move(input));
  inputs_.clear();
  std::sort(sorted.begin(), sorted.end(), [](const LinkInput& a, const LinkInput& b) {
    return std::tie(a.path, a.member, a.offset) < std::tie(b.path, b.member, b.offset);
  });
  return sorted;
}

void add_witness(LinkInput& input, const std::string& witness) {
  const auto at = std::lower_bound(input.witnesses.begin(), input.witnesses.end(), witness);
  if (at == input.witnesses.end() || *at != witness) input.witnesses.insert(at, witness);
}

std::string short_name(const LinkInput& input) {
  if (!input.archive.empty())
    return std::string(path::filename(input.archive)) + "(" + std::string(path::filename(input.member)) + ")";
  std::string name(path::filename(input.path));
  return input.member.empty() ? name : name + "(" + input.member + ")";
}

}  // namespace souptrace::link

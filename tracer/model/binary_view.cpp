// SPDX-License-Identifier: Apache-2.0
#include "model/binary_view.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace souptrace {
namespace {

/// How weak a claim is; Tier's own order is that of strength, but a contradicted claim is weaker than none.
int weakness(Tier tier) {
  constexpr std::array kStrongestFirst{Tier::package_db_verified, Tier::vcs_pinned, Tier::package_db_listed,
                                       Tier::resolver_metadata,   Tier::declared,   Tier::unknown,
                                       Tier::package_db_mismatch};
  return static_cast<int>(std::find(kStrongestFirst.begin(), kStrongestFirst.end(), tier) -
                          kStrongestFirst.begin());
}

/// The position of a file in the trace is its order by path.
using FilesInOrder = std::map<const TraceFile*, UsedFile>;

FilesInOrder used_files(const TraceIndex& index, const TraceBinary& binary) {
  FilesInOrder files;
  const auto used = [&](const std::string& id) -> UsedFile* {
    const TraceFile* file = index.file(id);
    if (file == nullptr) return nullptr;
    UsedFile& entry = files[file];
    entry.file = file;
    return &entry;
  };
  for (const TraceInput& input : binary.inputs)
    if (UsedFile* file = used(input.file)) file->inputs.push_back(&input);
  for (const TraceRuntimeLibrary& library : binary.runtime)
    if (UsedFile* file = used(library.file)) file->runtime.push_back(&library);
  return files;
}

}  // namespace

bool is_part(Use use) {
  return use == Use::linked || use == Use::needed || use == Use::compiled_in;
}

bool UsedFile::is_part() const {
  return !runtime.empty() || std::any_of(inputs.begin(), inputs.end(),
                                         [](const TraceInput* i) { return souptrace::is_part(i->use); });
}

bool UsedFile::is_shared_library() const {
  return !runtime.empty() || std::any_of(inputs.begin(), inputs.end(),
                                         [](const TraceInput* i) { return i->role == Role::shared_library; });
}

bool UsedFile::is_compiled_in_only() const {
  return runtime.empty() && std::all_of(inputs.begin(), inputs.end(),
                                        [](const TraceInput* i) { return i->use == Use::compiled_in; });
}

Tier UsedComponent::weakest_tier() const {
  Tier weakest = Tier::package_db_verified;
  for (const UsedFile& used : files)
    if (weakness(used.file->owner.chosen.tier) > weakness(weakest)) weakest = used.file->owner.chosen.tier;
  return weakest;
}

std::vector<UsedComponent> used_components(const TraceIndex& index, const TraceBinary& binary) {
  std::map<std::string_view, UsedComponent> by_id;
  UsedComponent unowned;
  for (auto& [file, used] : used_files(index, binary)) {
    const Component* owner = index.owner(*file);
    UsedComponent& group = owner == nullptr ? unowned : by_id[owner->id];
    group.component = owner;
    group.files.push_back(std::move(used));
  }
  std::vector<UsedComponent> out;
  out.reserve(by_id.size() + 1);
  for (auto& [id, group] : by_id) out.push_back(std::move(group));
  if (!unowned.files.empty()) out.push_back(std::move(unowned));
  return out;
}

bool is_built_here(const TraceIndex& index, const UsedComponent& used) {
  for (const UsedFile& file : used.files) {
    if (!file.runtime.empty()) return false;
    for (const TraceInput* input : file.inputs) {
      if (!is_part(input->use) || input->use == Use::compiled_in) continue;
      const std::string& object = input->member.empty() ? input->file : input->object;
      if (index.compilation(object) == nullptr) return false;
    }
  }
  return true;
}

}  // namespace souptrace

// SPDX-License-Identifier: Apache-2.0
#include "review/component_uses.hpp"

#include <algorithm>

#include "base/path.hpp"
#include "model/names.hpp"

namespace souptrace::review {
namespace {

void sort_each_once(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

void add_input(const UsedFile& used, const TraceInput& input, ComponentUse& out) {
  const std::string name(path::filename(used.file->path.path));
  if (input.use == Use::compiled_in) out.compiled.push_back(text_of(used.file->path));
  else if (input.use == Use::needed) out.loaded.push_back(name);
  else if (input.use == Use::linked) out.linked.push_back(input.member.empty() ? name : member_text(*used.file, input.member));
}

BinaryUse use_of(const TraceBinary& binary, const UsedComponent& component) {
  BinaryUse out{&binary, {}, {binary.name, binary.sha256, {}, {}, {}}};
  for (const UsedFile& file : component.files) {
    if (!file.is_part()) continue;
    for (const TraceInput* input : file.inputs) add_input(file, *input, out.words);
    if (!file.runtime.empty()) out.words.loaded.emplace_back(path::filename(file.file->path.path));
    out.files.push_back(file);
  }
  for (auto* list : {&out.words.linked, &out.words.loaded, &out.words.compiled}) sort_each_once(*list);
  return out;
}

}  // namespace

std::string member_text(const TraceFile& archive, const std::string& member) {
  return std::string(path::filename(archive.path.path)) + '(' + member + ')';
}

std::map<std::string, std::vector<BinaryUse>> component_uses(const TraceIndex& index) {
  std::map<std::string, std::vector<BinaryUse>> out;
  for (const TraceBinary& binary : index.trace().binaries)
    for (const UsedComponent& component : used_components(index, binary)) {
      if (component.component == nullptr || component.component->kind == ComponentKind::product) continue;
      BinaryUse use = use_of(binary, component);
      if (!use.files.empty()) out[component.component->id].push_back(std::move(use));
    }
  return out;
}

}  // namespace souptrace::review

// SPDX-License-Identifier: Apache-2.0
#include "write/link_edges.hpp"

namespace souptrace::write {
namespace {

using What = Part::What;
using FileRefs = std::map<std::string_view, const std::string*>;

void add_files(const std::vector<Part>& parts, FileRefs& files, FileRefs& missing) {
  for (const Part& part : parts) {
    if (part.what == What::missing) missing.emplace(part.library->name, &part.ref);
    if (part.file != nullptr && part.what != What::member)
      files.emplace(part.file->file->id, &file_ref_of(part));
    add_files(part.children, files, missing);
  }
}

}  // namespace

const std::string& file_ref_of(const Part& part) {
  return part.file_ref.empty() ? part.ref : part.file_ref;
}

LinkEdges link_edges(const TraceBinary& binary, const BomPlan& plan) {
  FileRefs files;
  FileRefs missing;
  add_files(plan.own, files, missing);
  add_files(plan.parts, files, missing);
  LinkEdges edges;
  for (const TraceInput& input : binary.inputs) {
    const auto file = files.find(input.file);
    if (file == files.end() || !is_part(input.use)) continue;
    auto& among = input.use == Use::linked   ? edges.linked
                  : input.use == Use::needed ? edges.needed
                                             : edges.compiled;
    among.insert(*file->second);
  }
  for (const TraceRuntimeLibrary& library : binary.runtime) {
    const auto& known = library.file.empty() ? missing : files;
    const auto to = known.find(library.file.empty() ? library.name : library.file);
    if (to == known.end()) continue;
    const auto from = files.find(library.needed_by);
    (from == files.end() ? edges.needed : edges.loaded[*from->second]).insert(*to->second);
  }
  return edges;
}

}  // namespace souptrace::write

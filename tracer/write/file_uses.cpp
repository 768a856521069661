// SPDX-License-Identifier: Apache-2.0
#include "write/file_uses.hpp"

#include <algorithm>
#include <map>

namespace souptrace::write {
namespace {

/// The compilations that read the file, by the object that they made.
std::map<std::string_view, const Compilation*> compilations_of(const Trace& trace, const std::string& file) {
  std::map<std::string_view, const Compilation*> out;
  for (const Compilation& compilation : trace.compilations) {
    const auto& headers = compilation.headers;
    if (compilation.source == file || std::find(headers.begin(), headers.end(), file) != headers.end())
      out.emplace(compilation.object, &compilation);
  }
  return out;
}

}  // namespace

std::vector<FileUse> uses_of(const TraceIndex& index, const TraceFile& file) {
  const auto compilations = compilations_of(index.trace(), file.id);
  std::vector<FileUse> out;
  for (const TraceBinary& binary : index.trace().binaries) {
    FileUse use;
    use.binary = &binary;
    for (const TraceInput& input : binary.inputs) {
      if (input.file == file.id || input.object == file.id) use.inputs.push_back(&input);
      const auto made = compilations.find(input.object.empty() ? input.file : input.object);
      if (made != compilations.end() && input.use == Use::linked)
        use.through.push_back({made->second, &input});
    }
    for (const TraceRuntimeLibrary& library : binary.runtime)
      if (library.file == file.id) use.runtime.push_back(&library);
    if (!use.inputs.empty() || !use.runtime.empty() || !use.through.empty()) out.push_back(std::move(use));
  }
  return out;
}

}  // namespace souptrace::write

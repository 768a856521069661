// SPDX-License-Identifier: Apache-2.0
#include "trace/compiled_in.hpp"

#include <set>

namespace souptrace::trace {
namespace {

Finding unreadable(const std::string& file, const std::string& output, const std::string& why) {
  return {"header-unreadable", Severity::error, file, "was compiled into " + output + " and cannot be read now: " + why,
          "Keep sources, headers and generated files in place until the trace is written, then build again.", true};
}

Finding changed(const std::string& file, const std::string& output) {
  return {"source-changed-since-compile", Severity::error, file,
          "was changed after it was compiled into " + output + "; the bytes that are in the binary are not known",
          "Build again, so that the binary is compiled from the file as it is now.", true};
}

}  // namespace

CompiledInCheck::CompiledInCheck(const Material& material) : material_(material) {
  modified_.reserve(material.contents.size());
  for (const auto& [path, content] : material.contents) modified_.emplace(path, content.stat.modified_ns);
}

const std::vector<CompiledInCheck::Problem>& CompiledInCheck::problems(const CompiledObject& object) {
  const auto [known, is_new] = known_.try_emplace(&object);
  if (!is_new) return known->second;
  std::vector<Problem>& out = known->second;
  const auto compiled = modified_.find(object.object);
  const auto look_at = [&](const std::string& file) {
    const auto modified = modified_.find(file);
    if (modified == modified_.end()) {
      const auto why = material_.unreadable.find(file);
      if (why != material_.unreadable.end()) out.push_back({&file, &why->second});
    } else if (compiled != modified_.end() && modified->second > compiled->second) {
      out.push_back({&file, nullptr});  // build tools compile again what is newer than its object
    }
  };
  look_at(object.source);
  for (const std::string& header : object.headers) look_at(header);
  return out;
}

void CompiledInCheck::check(const std::string& output, const std::vector<JoinedInput>& inputs, std::vector<Finding>& findings) {
  std::set<std::string_view> reported;
  for (const JoinedInput& input : inputs) {
    if (input.object == nullptr) continue;
    for (const Problem& problem : problems(*input.object)) {
      if (!reported.insert(*problem.file).second) continue;
      findings.push_back(problem.unreadable != nullptr ? unreadable(*problem.file, output, *problem.unreadable)
                                                       : changed(*problem.file, output));
    }
  }
}

}  // namespace souptrace::trace

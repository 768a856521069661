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

/// For a file that was replaced by one with an older time stamp, as package managers do; or for the object itself, when no single file shows it.
Finding replaced(const std::string& file, const std::string& output, bool is_object) {
  return {"source-changed-since-compile", Severity::error, file,
          is_object ? "is in " + output + " and was compiled from a file that has been replaced since; the bytes that are in the binary are not known"
                    : "was replaced after it was compiled into " + output +
                          ", by a file with an older time stamp; the bytes that are in the binary are not known",
          "Build from clean (cmake --build BUILD --clean-first): build tools go by time stamps and do not see this change.", true};
}

}  // namespace

CompiledInCheck::CompiledInCheck(const Material& material)
    : material_(material), known_headers_([this](const std::string& file) { return known(file); }) {}

CompiledInCheck::Known CompiledInCheck::known(const std::string& file) const {
  if (const auto content = material_.contents.find(file); content != material_.contents.end()) return {content->second.stat.modified_ns, nullptr};
  const auto why = material_.unreadable.find(file);
  return {std::nullopt, why == material_.unreadable.end() ? nullptr : &why->second};
}

const std::vector<CompiledInCheck::Problem>& CompiledInCheck::problems(const CompiledObject& object) {
  const auto [at, is_new] = problems_.try_emplace(&object);
  if (!is_new) return at->second;
  std::vector<Problem>& out = at->second;
  const auto compiled_ns = known(object.object).modified_ns;
  const auto look_at = [&](const std::string& file, const Known& known) {
    if (!known.modified_ns && known.unreadable != nullptr) out.push_back({&file, known.unreadable});
    // Build tools compile again what is newer than its object.
    if (known.modified_ns && compiled_ns && *known.modified_ns > *compiled_ns) out.push_back({&file, nullptr});
  };
  look_at(object.source, known(object.source));
  for (std::size_t i = 0; i < object.headers.size(); ++i) look_at(object.headers[i], known_headers_.of(object.headers, i));
  if (material_.left_behind.contains(object.object)) add_replaced(object, out);
  return out;
}

void CompiledInCheck::add_replaced(const CompiledObject& object, std::vector<Problem>& out) const {
  const auto compiled_ns = known(object.object).modified_ns;
  const std::size_t before = out.size();
  const auto look_at = [&](const std::string& file) {
    const auto content = material_.contents.find(file);
    const bool later = content != material_.contents.end() && compiled_ns && content->second.stat.changed_ns > *compiled_ns;
    if (later) out.push_back({&file, nullptr, true});
  };
  look_at(object.source);
  for (const std::string& header : object.headers) look_at(header);
  if (out.size() == before) out.push_back({&object.object, nullptr, true});
}

void CompiledInCheck::check(const std::string& output, const std::vector<JoinedInput>& inputs, std::vector<Finding>& findings) {
  std::set<std::string_view> reported;
  for (const JoinedInput& input : inputs) {
    if (input.object == nullptr) continue;
    for (const Problem& problem : problems(*input.object)) {
      if (!reported.insert(*problem.file).second) continue;
      if (problem.by_content)
        findings.push_back(replaced(*problem.file, output, problem.file == &input.object->object));
      else
        findings.push_back(problem.unreadable != nullptr ? unreadable(*problem.file, output, *problem.unreadable)
                                                         : changed(*problem.file, output));
    }
  }
}

}  // namespace souptrace::trace

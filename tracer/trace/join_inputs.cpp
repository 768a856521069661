// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"
#include "trace/binary_assembler.hpp"

namespace souptrace::trace {
namespace {

bool is_code(const LinkInput& input) {
  return input.use == Use::linked && (input.role == Role::object || input.role == Role::archive_member);
}

std::string label(const LinkInput& input) {
  return input.member.empty() ? input.path : input.path + '(' + input.member + ')';
}

Finding source_unknown(const TracedLink& link, const LinkInput& input) {
  const bool member = input.role == Role::archive_member;
  return {member ? "member-source-unknown" : "object-source-unknown", Severity::warning, label(input),
          "linked into " + link.record.output +
              (member ? ", but no object file of this build has its bytes: the archive was changed after it was made, or its objects were"
                        " deleted"
                      : ", but no dependency record names what it was compiled from"),
          "Build again from a clean build directory.", false};
}

const CompiledObject* find_object(const LinkInput& input, const std::string& member_sha256, const ObjectJoin& join) {
  if (!input.member.empty() && input.archive.empty())
    return join.by_content(path::filename(input.member), member_sha256, input.path);
  const CompiledObject* object = join.by_path(input.path);
  return object != nullptr ? object : join.by_path(input.real_path);
}

}  // namespace

std::vector<JoinedInput> join_inputs(const TracedLink& link, const Material& material, const ObjectJoin& join,
                                     std::vector<Finding>& findings) {
  std::vector<JoinedInput> out;
  out.reserve(link.record.inputs.size());
  for (const LinkInput& input : link.record.inputs) {
    JoinedInput joined{&input, nullptr, {}};
    if (is_code(input)) {
      const auto content = material.contents.find(input.real_path);
      if (content != material.contents.end() && !input.member.empty() && input.archive.empty()) {
        const auto member = content->second.members.find({input.offset, input.size});
        if (member != content->second.members.end()) joined.member_sha256 = member->second;
      }
      joined.object = find_object(input, joined.member_sha256, join);
      const bool of_this_build = input.role == Role::object ? path::is_below(input.path, material.facts.build_directory)
                                                            : join.makes_archive(input.path) || join.makes_archive(input.archive);
      if (joined.object == nullptr && of_this_build) findings.push_back(source_unknown(link, input));
    }
    out.push_back(std::move(joined));
  }
  return out;
}

void check_readable(const LinkRecord& record, const Material& material, std::vector<Finding>& findings) {
  if (const auto why = material.unreadable.find(record.output); why != material.unreadable.end())
    findings.push_back({"binary-unreadable", Severity::error, record.output, "cannot be read now: " + why->second,
                        "Make it readable, or build again; it must stay in place until the trace is written.", true});
  for (const RuntimeLibrary& library : record.runtime) {
    const auto why = material.unreadable.find(library.real_path);
    if (why == material.unreadable.end()) continue;
    findings.push_back({"runtime-library-unreadable", Severity::error, library.path,
                        "would be loaded for " + record.output + " and cannot be read now: " + why->second,
                        "Restore the file or build again; it must stay in place until the trace is written.", true});
  }
}

void check_unchanged(const TracedLink& link, const Material& material, std::vector<Finding>& findings) {
  for (const LinkInput& input : link.record.inputs) {
    if (const auto why = material.unreadable.find(input.real_path); why != material.unreadable.end()) {
      findings.push_back({"input-unreadable", Severity::error, input.path,
                          "was linked into " + link.record.output + " and cannot be read now: " + why->second,
                          "Restore the file or build again; it must stay in place until the trace is written.", true});
      continue;
    }
    const auto content = material.contents.find(input.real_path);
    if (content == material.contents.end()) continue;
    const FileStat& now = content->second.stat;
    const bool changed = input.stat ? input.stat->size != now.size || input.stat->modified_ns != now.modified_ns
                                    : link.record.finished_ns != 0 && now.modified_ns > link.record.finished_ns;
    if (!changed) continue;
    findings.push_back({"input-changed-since-link", Severity::error, input.path,
                        "was changed after " + link.record.output + " was linked; the bytes that are in the binary are not known",
                        "Build again, so that the binary is linked from the file as it is now. When the build tool sees nothing to do (it goes by time"
                        " stamps, which package managers keep): cmake --build BUILD --clean-first.", true});
  }
}

}  // namespace souptrace::trace

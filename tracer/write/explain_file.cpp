// SPDX-License-Identifier: Apache-2.0
#include "write/explain_file.hpp"

#include <algorithm>

#include "model/names.hpp"
#include "write/file_uses.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kMostThrough = 10;  // compilations of one header in one binary

void add_claim(Lines& lines, const TraceIndex& index, const char* label, const Claim& claim,
               std::size_t indent) {
  const Component* component = index.component(claim.component);
  const std::string who = component == nullptr ? "nobody that is known"
                                               : title_of(*component) + ", " + kind_word(component->kind);
  lines.field(indent, label, who + ", " + std::string(name_of(claim.tier)));
  lines.field(indent + 2, "rule", claim.rule);
  for (const Evidence& evidence : claim.evidence) lines.field(indent + 2, "evidence", said_by(evidence));
}

void add_through(Lines& lines, const TraceIndex& index, const FileUse& use, const TraceFile& file) {
  for (std::size_t i = 0; i < use.through.size() && i < kMostThrough; ++i) {
    const Through& through = use.through[i];
    const Compilation& compilation = *through.compilation;
    const std::string object = clean(index.path(compilation.object));
    if (compilation.source == file.id)
      lines.text(4, std::string(lines.style().arrow()) + "compiled to " + object);
    else
      lines.text(
          4, std::string(lines.style().arrow()) + "read by " +
                 clean(compilation.source.empty() ? "an unknown source" : index.path(compilation.source)) +
                 ", compiled to " + object);
    lines.field(6, "seen by", compilation.witness);
    add_input(lines, index, *through.linked, 6, index.file(compilation.object));
  }
  if (use.through.size() > kMostThrough)
    lines.text(4, "and " + counted(use.through.size() - kMostThrough, "more object") + " (--json lists all)");
}

void add_use(Lines& lines, const TraceIndex& index, const FileUse& use, const TraceFile& file,
             const TraceInput* member) {
  lines.blank();
  lines.text(2, binary_line(*use.binary, lines.style()));
  for (const TraceInput* input : use.inputs) {
    if (member != nullptr && (input->member != member->member || input->offset != member->offset)) continue;
    if (input->use != Use::compiled_in || use.through.empty()) add_input(lines, index, *input, 4, &file);
  }
  if (member != nullptr) return;
  add_through(lines, index, use, file);
  for (const TraceRuntimeLibrary* library : use.runtime) {
    lines.text(4, "loaded as " + clean(library->name));
    lines.field(6, "needed by",
                library->needed_by.empty() ? text_of(use.binary->path) : index.path(library->needed_by));
    lines.field(6, "found by", library->reason);
  }
}

}  // namespace

void add_claims(Lines& lines, const TraceIndex& index, const TraceFile& file, std::size_t indent) {
  add_claim(lines, index, "owner", file.owner.chosen, indent);
  lines.field(indent + 2, "chosen", file.owner.chosen_because);
  for (const Claim& claim : file.owner.losing) add_claim(lines, index, "not", claim, indent);
}

void explain_file(Lines& lines, const TraceIndex& index, const Subject& subject) {
  const TraceFile& file = *subject.file;
  lines.heading(clean(subject.label));
  if (const TraceInput* member = subject.member) {
    lines.field(2, "member of", text_of(file.path));
    lines.field(2, "size", counted(member->size, "byte") + " from byte " + grouped(member->offset));
    lines.field(2, "sha256", member->member_sha256);
    lines.field(2, "archive's", file.sha256);
  } else {
    lines.field(2, "size", counted(file.size, "byte"));
    add_digests(lines, file.sha256, file.sha512, file.gitoid);
  }
  add_claims(lines, index, file, 2);
  const auto uses = uses_of(index, file);
  for (const FileUse& use : uses) {
    const bool has_member =
        subject.member == nullptr ||
        std::any_of(use.inputs.begin(), use.inputs.end(), [&](const TraceInput* input) {
          return input->member == subject.member->member && input->offset == subject.member->offset;
        });
    if (has_member) add_use(lines, index, use, file, subject.member);
  }
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/explain.hpp"

#include <algorithm>

#include "model/names.hpp"
#include "write/binary_view.hpp"
#include "write/explain_subjects.hpp"
#include "write/file_uses.hpp"
#include "write/findings_text.hpp"
#include "write/show_selection.hpp"
#include "write/use_summary.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kMostThrough = 10;  // compilations of one header in one binary

/// Lines of "label value", indented.
class Lines {
 public:
  explicit Lines(const TextStyle& style) : style_(style) {}

  void heading(const std::string& text) { out_ += style_.paint(Colour::bold, text) + '\n'; }
  void text(std::size_t indent, const std::string& text) { out_ += std::string(indent, ' ') + text + '\n'; }
  /// Nothing for an empty value.
  void field(std::size_t indent, const char* label, const std::string& value) {
    if (value.empty()) return;
    out_ += std::string(indent, ' ') + style_.cell(Colour::dim, label, kLabel) + clean(value) + '\n';
  }
  void blank() { out_ += '\n'; }
  [[nodiscard]] const TextStyle& style() const { return style_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  static constexpr std::size_t kLabel = 11;
  const TextStyle& style_;
  std::string out_;
};

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

std::string said_by(const Evidence& evidence) {
  std::string out = evidence.source;
  if (!evidence.text.empty()) out += ": " + evidence.text;
  if (!evidence.place.empty()) out += " (" + evidence.place + ')';
  return out;
}

std::string kind_word(ComponentKind kind) {
  return kind == ComponentKind::soup ? "SOUP" : std::string(name_of(kind));
}

std::string title_of(const Component& component) {
  return component.version.empty() ? component.name : component.name + ' ' + component.version;
}

void add_claim(Lines& lines, const TraceIndex& index, const char* label, const Claim& claim) {
  const Component* component = index.component(claim.component);
  const std::string who = component == nullptr ? "nobody that is known"
                                               : title_of(*component) + ", " + kind_word(component->kind);
  lines.field(2, label, who + ", " + std::string(name_of(claim.tier)));
  lines.field(4, "rule", claim.rule);
  for (const Evidence& evidence : claim.evidence) lines.field(4, "evidence", said_by(evidence));
}

void add_owner(Lines& lines, const TraceIndex& index, const TraceFile& file) {
  add_claim(lines, index, "owner", file.owner.chosen);
  lines.field(4, "chosen", file.owner.chosen_because);
  for (const Claim& claim : file.owner.losing) add_claim(lines, index, "not", claim);
}

void add_digests(Lines& lines, const std::string& sha256, const std::string& sha512,
                 const std::string& gitoid) {
  lines.field(2, "sha256", sha256);
  lines.field(2, "sha512", sha512);
  lines.field(2, "gitoid", gitoid.empty() ? "" : "gitoid:blob:sha256:" + gitoid);
}

std::string binary_line(const TraceBinary& binary, const TextStyle& style) {
  std::string out = "in " + style.paint(Colour::bold, clean(binary.name)) + std::string(style.dot()) +
                    clean(text_of(binary.path));
  if (!binary.sha256.empty())
    out += std::string(style.dot()) + style.paint(Colour::dim, "sha256 " + clean(binary.sha256));
  return out;
}

std::string input_name(const TraceIndex& index, const TraceInput& input) {
  std::string out = index.path(input.file);
  if (!input.member.empty()) out += '(' + input.member + ')';
  return out;
}

Colour colour_of(Use use) {
  return use == Use::dropped ? Colour::yellow : is_part(use) ? Colour::green : Colour::dim;
}

/// How the linker came to one input, and who says so.
void add_input(Lines& lines, const TraceIndex& index, const TraceInput& input, std::size_t indent,
               const TraceFile* known) {
  const bool whole = input.member.empty();
  const std::string what = whole && known != nullptr && known->id == input.file
                               ? std::string(name_of(input.role))
                               : clean(input_name(index, input));
  lines.text(indent, lines.style().paint(colour_of(input.use), name_of(input.use)) + ": " + what);
  if (!whole) {
    lines.field(indent + 2, "member", "byte " + grouped(input.offset) + ", " + counted(input.size, "byte"));
    lines.field(indent + 2, "sha256", input.member_sha256);
    if (!input.object.empty() && (known == nullptr || known->id != input.object))
      lines.field(indent + 2, "object", index.path(input.object));
  }
  lines.field(indent + 2, "because", input.reason);
  lines.field(indent + 2, "symbol", input.symbol);
  lines.field(indent + 2, "asked by", input.referrer);
  if (input.bytes) lines.field(indent + 2, "gives", counted(*input.bytes, "byte"));
  lines.field(indent + 2, "seen by", joined(input.witnesses));
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
  add_owner(lines, index, file);
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

void add_component_use(Lines& lines, const TraceIndex& index, const TraceBinary& binary,
                       const UsedComponent& used) {
  lines.blank();
  lines.text(2, binary_line(binary, lines.style()));
  const UseSummary summary = summarize(index, used);
  lines.field(4, "as", joined(summary.words()));
  std::size_t headers = 0;
  for (const UsedFile& file : used.files) {
    for (const TraceInput* input : file.inputs) {
      if (input->use == Use::compiled_in)
        ++headers;
      else
        add_input(lines, index, *input, 4, nullptr);
    }
    if (file.inputs.empty() && !file.runtime.empty())
      lines.text(4, "loaded: " + clean(text_of(file.file->path)));
  }
  if (headers > 0)
    lines.text(4, "compiled in: " + counted(headers, "source and header file") +
                      " (souptrace explain FILE says through what)");
}

void explain_component(Lines& lines, const TraceIndex& index, const Component& component) {
  lines.heading(clean(title_of(component)));
  lines.field(2, "id", component.id);
  lines.field(2, "kind", kind_word(component.kind));
  lines.field(2, "supplier", component.supplier);
  const License& license = component.license;
  lines.field(2, "licence", license.expression + (license.source.empty() ? "" : " (" + license.source + ')'));
  lines.field(2, "purl", component.purl);
  lines.field(2, "cpe", component.cpe);
  lines.field(2, "url", component.url);
  for (const auto& [name, value] : component.properties) lines.field(2, "", name + ": " + value);
  for (const Evidence& evidence : component.evidence) lines.field(2, "evidence", said_by(evidence));
  bool used_anywhere = false;
  for (const TraceBinary& binary : index.trace().binaries) {
    for (const UsedComponent& used : used_components(index, binary)) {
      if (used.component != &component) continue;
      add_component_use(lines, index, binary, used);
      used_anywhere = true;
    }
  }
  if (!used_anywhere) lines.text(2, "owns no file of any binary: it is here because a claim of it lost");
}

void add_format(Lines& lines, const BinaryFormat& format) {
  lines.field(2, "format", format.format + ' ' + format.machine + ' ' + format.type);
  lines.field(2, "build-id", format.build_id);
  lines.field(2, "SONAME", format.soname);
  lines.field(2, "needs", joined(format.needed));
  lines.field(2, "RPATH", joined(format.rpath));
  lines.field(2, "RUNPATH", joined(format.runpath));
  lines.field(2, "compilers", joined(format.tool_comments));
}

void explain_binary(Lines& lines, const TraceIndex& index, const TraceBinary& binary) {
  lines.heading(clean(binary.name + " (" + text_of(binary.path) + ')'));
  lines.field(2, "target", binary.target);
  lines.field(2, "installs to", joined(binary.install_destinations));
  lines.field(2, "size", counted(binary.size, "byte"));
  add_digests(lines, binary.sha256, binary.sha512, binary.gitoid);
  add_format(lines, binary.binary);
  lines.field(2, "linker",
              binary.linker.version + (binary.linker.path.empty() ? "" : " (" + binary.linker.path + ')'));
  lines.field(2, "driver", binary.linker.driver + (binary.linker.lto ? ", link-time optimization" : ""));
  const Completeness& known = binary.completeness;
  lines.field(
      2, "list",
      std::string(known.complete ? "complete" : "incomplete") + ", " + counted(known.accounted, "input"));
  for (const WitnessCount& one : known.witnesses)
    lines.field(4, "witness",
                one.witness + ": " + counted(one.files, "file") +
                    (one.members > 0 ? ", " + counted(one.members, "member") : ""));
  for (const std::string& one : known.unaccounted) lines.field(4, "missing", one);
  lines.blank();
  std::uint64_t compiled_in = 0;
  for (const TraceInput& input : binary.inputs) {
    if (input.use == Use::compiled_in)
      ++compiled_in;
    else
      add_input(lines, index, input, 2, nullptr);
  }
  for (const TraceRuntimeLibrary& library : binary.runtime) {
    lines.text(2, "loaded: " + clean(library.name + " = " +
                                     (library.file.empty() ? "not found" : index.path(library.file))));
    lines.field(4, "needed by", library.needed_by.empty() ? "" : index.path(library.needed_by));
    lines.field(4, "found by", library.reason);
  }
  lines.text(2, "compiled in: " + counted(compiled_in, "source and header file") +
                    " (souptrace show sums them up by component)");
  const auto findings = findings_about(index, {&binary});
  lines.blank();
  lines.text(0, findings_text(findings, lines.style()));
}

}  // namespace

Result<std::string> explain(const Trace& trace, std::string_view query, const TextOptions& options) {
  const TraceIndex index(trace);
  const auto subjects = explained_subjects(index, query);
  if (!subjects) return subjects.error();
  const TextStyle style(options);
  Lines lines(style);
  for (const Subject& subject : *subjects) {
    if (subject.binary != nullptr)
      explain_binary(lines, index, *subject.binary);
    else if (subject.component != nullptr)
      explain_component(lines, index, *subject.component);
    else
      explain_file(lines, index, subject);
    if (&subject != &subjects->back()) lines.blank();
  }
  return lines.take();
}

}  // namespace souptrace::write

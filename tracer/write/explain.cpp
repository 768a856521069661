// SPDX-License-Identifier: Apache-2.0
#include "write/explain.hpp"

#include <set>

#include "base/text.hpp"
#include "model/names.hpp"
#include "write/explain_file.hpp"
#include "write/explain_shipped.hpp"
#include "write/explain_subjects.hpp"
#include "write/findings_text.hpp"
#include "write/show_selection.hpp"
#include "write/use_summary.hpp"

namespace souptrace::write {
namespace {

void add_component_use(Lines& lines, const TraceIndex& index, const TraceBinary& binary,
                       const UsedComponent& used) {
  lines.blank();
  lines.text(2, binary_line(binary, lines.style()));
  const UseSummary summary = summarize(index, used);
  lines.field(4, "as", joined(summary.words()));
  for (const UsedFile& file : used.files) {
    bool compiled_in = false;
    for (const TraceInput* input : file.inputs) {
      if (input->use == Use::compiled_in)
        compiled_in = true;
      else
        add_input(lines, index, *input, 4, nullptr);
    }
    if (compiled_in) lines.text(4, "compiled in: " + clean(text_of(file.file->path)));
    if (file.inputs.empty() && !file.runtime.empty())
      lines.text(4, "loaded: " + clean(text_of(file.file->path)));
  }
}

/// Each file of the component once, with all that was said about its owner.
void add_component_files(Lines& lines, const TraceIndex& index, const std::set<const TraceFile*>& used) {
  lines.blank();
  lines.text(2, counted(used.size(), "file") + ", and why each is this component's");
  for (const TraceFile& file : index.trace().files) {
    if (!used.contains(&file)) continue;
    lines.text(4, clean(text_of(file.path)));
    lines.field(6, "sha256", file.sha256);
    add_claims(lines, index, file, 6);
  }
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
  std::set<const TraceFile*> files;
  for (const TraceBinary& binary : index.trace().binaries) {
    for (const UsedComponent& used : used_components(index, binary)) {
      if (used.component != &component) continue;
      add_component_use(lines, index, binary, used);
      for (const UsedFile& one : used.files) files.insert(one.file);
    }
  }
  if (files.empty())
    lines.text(2, "owns no file of any binary: it is here because a claim of it lost");
  else
    add_component_files(lines, index, files);
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
  lines.field(2, "installed", joined(binary.install_destinations));
  lines.field(2, "size", counted(binary.size, "byte"));
  add_digests(lines, binary.sha256, binary.sha512, binary.gitoid);
  add_format(lines, binary.binary);
  for (const ShippedFile& file : binary.shipped)
    lines.field(2, "ships as", text_of(file.path) + ", sha256 " + file.sha256);
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
    if (subject.shipped != nullptr)
      explain_shipped(lines, index, subject);
    else if (subject.binary != nullptr)
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

// SPDX-License-Identifier: Apache-2.0
#include "write/explain_shipped.hpp"

#include "model/names.hpp"

namespace souptrace::write {
namespace {

void add_step(Lines& lines, const PostLinkStep& step) {
  lines.blank();
  lines.text(2, std::string(lines.style().arrow()) + lines.style().paint(Colour::bold, clean(step.action)));
  lines.field(4, "tool", step.tool.empty() ? "not said" : step.tool);
  lines.field(4, "before", step.sha256_before);
  lines.field(4, "after", step.sha256_after == step.sha256_before ? "the same bytes" : step.sha256_after);
}

void add_findings(Lines& lines, const TraceIndex& index, const std::string& place) {
  lines.blank();
  lines.text(2, lines.style().paint(Colour::red, "no recorded step explains it"));
  for (const Finding& finding : index.trace().findings) {
    if (finding.subject != place) continue;
    lines.field(4, "finding", finding.text + " [" + finding.code + ']');
    lines.field(4, "to do", finding.remedy);
  }
}

}  // namespace

void explain_shipped(Lines& lines, const TraceIndex& index, const Subject& subject) {
  const ShippedFile& file = *subject.shipped;
  const TraceBinary& binary = *subject.binary;
  lines.heading(clean(subject.label));
  lines.field(2, "made of", binary.name + " (" + text_of(binary.path) + ')');
  lines.field(2, "linked as", binary.sha256);
  lines.field(2, "package", file.package);
  lines.field(2, "format", file.format);
  lines.field(2, "size", counted(file.size, "byte"));
  add_digests(lines, file.sha256, file.sha512, file.gitoid);
  lines.field(2, "build-id", file.build_id);
  for (const PostLinkStep& step : file.steps) add_step(lines, step);
  if (file.steps.empty()) add_findings(lines, index, text_of(file.path));
}

}  // namespace souptrace::write

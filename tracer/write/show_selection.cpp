// SPDX-License-Identifier: Apache-2.0
#include "write/show_selection.hpp"

#include <set>
#include <string>

#include "base/path.hpp"
#include "model/names.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {
namespace {

bool is_meant(const TraceBinary& binary, std::string_view wanted) {
  return wanted == binary.name || wanted == binary.path.path || wanted == text_of(binary.path);
}

bool is_perhaps_meant(const TraceBinary& binary, std::string_view wanted) {
  return wanted == binary.target || wanted == path::filename(binary.path.path);
}

std::string listed(const std::vector<const TraceBinary*>& binaries) {
  constexpr std::size_t kMost = 20;
  std::string out;
  for (std::size_t i = 0; i < binaries.size() && i < kMost; ++i)
    out += (i == 0 ? "" : ", ") + clean(binaries[i]->name);
  if (binaries.size() > kMost) out += ", and " + grouped(binaries.size() - kMost) + " more";
  return out;
}

void add_subjects(const TraceIndex& index, const TraceBinary& binary, std::set<std::string, std::less<>>& subjects) {
  subjects.insert(binary.name);
  subjects.insert(text_of(binary.path));
  for (const ShippedFile& file : binary.shipped) subjects.insert(text_of(file.path));
  const auto add_file = [&](const std::string& id) {
    const TraceFile* file = index.file(id);
    if (file == nullptr) return;
    subjects.insert(text_of(file->path));
    subjects.insert(file->owner.chosen.component);
  };
  for (const TraceInput& input : binary.inputs) add_file(input.file);
  for (const TraceRuntimeLibrary& library : binary.runtime) add_file(library.file);
}

}  // namespace

Result<std::vector<const TraceBinary*>> select_binaries(const Trace& trace, std::string_view wanted) {
  std::vector<const TraceBinary*> all;
  std::vector<const TraceBinary*> meant;
  std::vector<const TraceBinary*> perhaps;
  for (const TraceBinary& binary : trace.binaries) {
    all.push_back(&binary);
    if (is_meant(binary, wanted)) meant.push_back(&binary);
    if (is_perhaps_meant(binary, wanted)) perhaps.push_back(&binary);
  }
  if (wanted.empty()) return all;
  if (meant.size() == 1) return meant;
  if (meant.empty() && perhaps.size() == 1) return perhaps;
  const std::string quoted = '"' + clean(wanted) + '"';
  if (!meant.empty() || !perhaps.empty())
    return Error{"binary-unknown",
                 "several binaries are " + quoted + ": " + listed(meant.empty() ? perhaps : meant)};
  if (all.empty()) return Error{"binary-unknown", "the trace has no binary at all"};
  return Error{"binary-unknown", "no binary is " + quoted + "; the trace has: " + listed(all)};
}

std::vector<const Finding*> findings_about(const TraceIndex& index,
                                           const std::vector<const TraceBinary*>& binaries) {
  std::vector<const Finding*> out;
  if (index.trace().findings.empty()) return out;
  std::set<std::string, std::less<>> subjects;
  for (const TraceBinary* binary : binaries) add_subjects(index, *binary, subjects);
  const bool all = binaries.size() == index.trace().binaries.size();
  for (const Finding& finding : index.trace().findings) {
    const std::string_view whole = without_member(finding.subject);
    const bool about_nothing_in_it = !index.has_subject(finding.subject) && !index.has_subject(whole);
    if (all || about_nothing_in_it || subjects.contains(finding.subject) || subjects.contains(whole))
      out.push_back(&finding);
  }
  return out;
}

}  // namespace souptrace::write

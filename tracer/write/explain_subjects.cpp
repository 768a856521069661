// SPDX-License-Identifier: Apache-2.0
#include "write/explain_subjects.hpp"

#include <algorithm>
#include <set>

#include "model/names.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kMostCandidates = 20;

Error nothing_found(std::string_view query, const std::vector<std::string>& suggestions) {
  std::string text = "the trace has no binary, component, file or archive member \"" + clean(query) + '"';
  for (const std::string& one : suggestions)
    text += (&one == &suggestions.front() ? "; did you mean " : ", ") + clean(one);
  if (!suggestions.empty()) text += '?';
  return {"nothing-found", text};
}

Error ambiguous(std::string_view query, const std::set<std::string>& labels) {
  std::string text = '"' + clean(query) + "\" may mean one of " + grouped(labels.size()) + ':';
  std::size_t shown = 0;
  for (const std::string& label : labels) {
    if (shown++ == kMostCandidates) break;
    text += "\n  " + clean(label);
  }
  if (labels.size() > kMostCandidates)
    text += "\n  and " + grouped(labels.size() - kMostCandidates) + " more";
  return {"ambiguous", text};
}

/// Whether all of them are one binary and files made of it: they are one story.
bool are_one_binary(const std::vector<Subject>& subjects) {
  const auto with_binary = std::find_if(subjects.begin(), subjects.end(), [](const Subject& one) { return one.binary != nullptr; });
  if (with_binary == subjects.end()) return false;
  const TraceBinary* const binary = with_binary->binary;
  return std::all_of(subjects.begin(), subjects.end(),
                     [&](const Subject& one) { return one.binary == binary || one.label == text_of(binary->path); });
}

}  // namespace

Result<std::vector<Subject>> explained_subjects(const TraceIndex& index, std::string_view query) {
  Search search = find_subjects(index, query);
  if (search.found.empty()) return nothing_found(query, search.suggestions);
  std::set<std::string> labels;
  for (const Subject& subject : search.found) labels.insert(subject.label);
  if (labels.size() > 1 && !are_one_binary(search.found)) return ambiguous(query, labels);
  return std::move(search.found);
}

}  // namespace souptrace::write

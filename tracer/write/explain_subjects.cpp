// SPDX-License-Identifier: Apache-2.0
#include "write/explain_subjects.hpp"

#include <set>

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

}  // namespace

Result<std::vector<Subject>> explained_subjects(const TraceIndex& index, std::string_view query) {
  Search search = find_subjects(index, query);
  if (search.found.empty()) return nothing_found(query, search.suggestions);
  std::set<std::string> labels;
  for (const Subject& subject : search.found) labels.insert(subject.label);
  if (labels.size() > 1) return ambiguous(query, labels);
  return std::move(search.found);
}

}  // namespace souptrace::write

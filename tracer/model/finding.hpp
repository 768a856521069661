// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <compare>
#include <string>
#include <utility>
#include <vector>

namespace souptrace {

enum class Severity { note, warning, error };

/// Something that a person has to know about a trace: what could not be established, or what is wrong.
struct Finding {
  std::string code;  ///< stable, e.g. "owner-unknown"; the list stands in tracer/README.md
  Severity severity = Severity::warning;
  std::string subject;  ///< the file, component or binary that it is about; a path is absolute until the trace is assembled
  std::string text;     ///< what was found, where
  std::string remedy;   ///< what to do
  bool incomplete = false;  ///< because of it the trace cannot be complete: the trace step ends with exit code 3

  auto operator<=>(const Finding&) const = default;
};

/// Whether something that is in the binaries, or is loaded with them, may be missing in the list or be another, be it by no fault of the build.
[[nodiscard]] inline bool leaves_a_gap(const Finding& finding) {
  // A note says that a compiler records no headers, not that there are any.
  if (finding.code == "object-dependencies-unknown") return finding.severity != Severity::note;
  return finding.incomplete || finding.code == "runtime-library-not-found" || finding.code == "run-path-unreadable" ||
         finding.code == "evidence-unreadable";
}

/// Puts findings into the order of the trace, the gravest first, each once.
inline void sort_findings(std::vector<Finding>& findings) {
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    if (a.severity != b.severity) return a.severity > b.severity;
    return a < b;
  });
  findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
}

/// The value of a stage that always yields one, and what has to be said about it.
template <class T>
struct Outcome {
  T value{};
  std::vector<Finding> findings;

  void add(Finding finding) { findings.push_back(std::move(finding)); }
  /// Takes the value of `other` and keeps its findings here.
  template <class U>
  U take(Outcome<U> other) {
    for (Finding& finding : other.findings) findings.push_back(std::move(finding));
    return std::move(other.value);
  }
};

}  // namespace souptrace

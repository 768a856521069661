// SPDX-License-Identifier: Apache-2.0
#include "verify/report.hpp"

#include <algorithm>

namespace souptrace::verify {

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::same: return "same";
    case Verdict::transformed: return "transformed";
    case Verdict::tampered: return "tampered";
    case Verdict::missing: return "missing";
    case Verdict::unknown: return "unknown";
  }
  return "";
}

int exit_code_of(const Report& report) {
  const auto is_not_good = [](const Problem& problem) { return problem.kind == Problem::Kind::not_good; };
  if (std::any_of(report.problems.begin(), report.problems.end(), is_not_good)) return 1;
  return report.problems.empty() ? 0 : 3;
}

bool has_unreadable(const Report& report) {
  return std::any_of(report.problems.begin(), report.problems.end(),
                     [](const Problem& problem) { return problem.kind == Problem::Kind::unreadable; });
}

}  // namespace souptrace::verify

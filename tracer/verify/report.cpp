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

void Report::add(EnvelopeVerdict envelope, const std::vector<Problem>& its_problems) {
  problems.insert(problems.end(), its_problems.begin(), its_problems.end());
  for (const std::string& key : envelope.missing_keys) {
    MissingKey& missing = missing_keys[key];
    ++missing.attestations;
    for (const SignatureVerdict& one : envelope.signatures) missing.signed_with.insert(one.keyid);
  }
  envelopes.push_back(std::move(envelope));
}

std::uint64_t files_not_looked_at(const Report& report) {
  std::uint64_t count = 0;
  for (const auto& [root, files] : report.not_looked_at) count += files;
  return count;
}

int exit_code_of(const Report& report) {
  const auto is_not_good = [](const Problem& problem) { return problem.kind == Problem::Kind::not_good; };
  if (!report.missing_keys.empty()) return 1;
  if (std::any_of(report.problems.begin(), report.problems.end(), is_not_good)) return 1;
  return report.problems.empty() ? 0 : 3;
}

bool has_unreadable(const Report& report) {
  return std::any_of(report.problems.begin(), report.problems.end(),
                     [](const Problem& problem) { return problem.kind == Problem::Kind::unreadable; });
}

}  // namespace souptrace::verify

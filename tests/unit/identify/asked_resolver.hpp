// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "identify/resolver.hpp"
#include "system_in_memory.hpp"

namespace souptrace::test {

/// What one resolver says about paths, none of which is listed by another.
struct Asked {
  Outcome<identify::Knowledge> outcome;
  std::vector<identify::FileInQuestion> files;

  /// The claims to a path: "tier component", sorted.
  [[nodiscard]] std::vector<std::string> claims(const std::string& path) const {
    std::vector<std::string> out;
    for (const identify::FileClaim& one : outcome.value.claims)
      if (files[one.file].path == path) out.push_back(tier_name(one.claim.tier) + one.claim.component);
    std::sort(out.begin(), out.end());
    return out;
  }
  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const Finding& one : outcome.findings) out.push_back(one.code);
    return out;
  }
  static std::string tier_name(Tier tier) {
    if (tier == Tier::package_db_verified) return "verified ";
    if (tier == Tier::package_db_mismatch) return "mismatch ";
    return tier == Tier::package_db_listed ? "listed " : "other ";
  }
};

inline Asked ask_resolver(MemoryHost& host, identify::Resolver& resolver, const std::vector<std::string>& paths,
                          const std::string& sysroot = "") {
  BuildFacts facts = product_facts();
  facts.sysroot = sysroot;
  Asked out;
  for (const std::string& path : paths) out.files.push_back(question_about(host, path));
  std::sort(out.files.begin(), out.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  const std::vector<bool> listed(out.files.size(), false);
  out.outcome = resolver.resolve({host, facts, out.files, listed});
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace souptrace::test

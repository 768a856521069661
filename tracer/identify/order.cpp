// SPDX-License-Identifier: Apache-2.0
#include "identify/order.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/path.hpp"

namespace souptrace::identify {
namespace {

bool is_declared_in_build(const FileClaim& claim, const std::string& build_directory) {
  return claim.reach == Reach::directory && claim.claim.component.starts_with("declared:") &&
         claim.directory != build_directory && path::is_below(claim.directory, build_directory);
}

/// What claims are sorted by: rule, depth (deepest first), precedence, tier, id.
using Key = std::tuple<int, long, int, Tier, std::string_view>;

constexpr int kListed = 0;
constexpr int kCompiled = 1;
constexpr int kDeclaredInBuild = 2;
constexpr int kBuilt = 3;
constexpr int kDirectory = 4;
constexpr int kLink = 5;

int rule_of(const FileClaim& claim, bool has_built, const std::string& build_directory) {
  switch (claim.reach) {
    case Reach::listed:
      return kListed;
    case Reach::compiled:
      return kCompiled;
    case Reach::built:
      return kBuilt;
    case Reach::link:
      return kLink;
    case Reach::directory:
      break;
  }
  return has_built && is_declared_in_build(claim, build_directory) ? kDeclaredInBuild : kDirectory;
}

struct Ranked {
  Key key;
  const FileClaim* claim;
};

std::vector<Ranked> ranked(const std::vector<const FileClaim*>& claims, const std::string& build_directory) {
  const bool has_built = std::any_of(claims.begin(), claims.end(),
                                     [](const FileClaim* one) { return one->reach == Reach::built; });
  std::vector<Ranked> out;
  for (const FileClaim* one : claims) {
    const auto depth = static_cast<long>(one->reach == Reach::directory ? one->directory.size() : 0);
    out.push_back({{rule_of(*one, has_built, build_directory), -depth, precedence(one->claim.component),
                    one->claim.tier, one->claim.component},
                   one});
  }
  std::sort(out.begin(), out.end(), [](const Ranked& a, const Ranked& b) { return a.key < b.key; });
  return out;
}

std::string reason(const Ranked& winner, const Ranked& next) {
  const int rule = std::get<0>(winner.key);
  if (rule != std::get<0>(next.key)) {
    if (rule == kListed) return "a record names this very file";
    if (rule == kCompiled) return "an object belongs to the owner of its source";
    if (rule == kDeclaredInBuild)
      return "a declaration names a directory of the build tree in which the file lies";
    return "a target of this build makes the file";
  }
  if (std::get<1>(winner.key) != std::get<1>(next.key)) return "the innermost directory that is claimed";
  if (std::get<2>(winner.key) != std::get<2>(next.key))
    return "both claim one directory: declaration before package manager before FetchContent before git "
           "before "
           "toolchain before product";
  if (std::get<3>(winner.key) != std::get<3>(next.key)) return "the better tier";
  return "first in the order of component ids";
}

/// Joins what agrees: the first claim of each component takes the evidence of its later ones.
std::vector<Ranked> distinct(const std::vector<Ranked>& all, std::vector<Claim>& merged) {
  std::vector<Ranked> out;
  for (const Ranked& one : all) {
    const Claim& claim = one.claim->claim;
    const auto same = std::find_if(merged.begin(), merged.end(),
                                   [&](const Claim& other) { return other.component == claim.component; });
    if (same == merged.end()) {
      merged.push_back(claim);
      out.push_back(one);
      continue;
    }
    const bool may_raise = one.claim->reach != Reach::link && same->tier != Tier::package_db_mismatch;
    if (may_raise && claim.tier < same->tier) {
      same->tier = claim.tier;
      same->rule = claim.rule;
    }
    for (const Evidence& evidence : claim.evidence)
      if (std::find(same->evidence.begin(), same->evidence.end(), evidence) == same->evidence.end())
        same->evidence.push_back(evidence);
  }
  return out;
}

}  // namespace

int precedence(std::string_view component) {
  constexpr std::array<std::string_view, 14> kOrder{
      "declared:", "supplied:", "conan:", "vcpkg:",        "spack:",           "yocto:", "nix:",
      "guix:",     "homebrew:", "cpm:",   "fetchcontent:", "externalproject:", "git:",   "runtime:"};
  const auto at = std::find_if(kOrder.begin(), kOrder.end(),
                               [&](std::string_view prefix) { return component.starts_with(prefix); });
  return static_cast<int>(at - kOrder.begin());
}

Ownership choose(const std::vector<const FileClaim*>& claims, const std::string& build_directory) {
  Ownership out;
  std::vector<Claim> merged;
  const std::vector<Ranked> order = distinct(ranked(claims, build_directory), merged);
  if (!order.empty() && order.front().claim->reach != Reach::link) {
    out.chosen_because = order.size() == 1 ? "only claim" : reason(order[0], order[1]);
    out.chosen = std::move(merged.front());
    merged.erase(merged.begin());
  } else {
    out.chosen_because = "no source of identity claims the file";
  }
  out.losing = std::move(merged);
  return out;
}

}  // namespace souptrace::identify

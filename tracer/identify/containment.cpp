// SPDX-License-Identifier: Apache-2.0
#include "identify/containment.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "identify/order.hpp"

namespace souptrace::identify {
namespace {

using Containers = std::map<std::string, std::set<std::string>>;

bool can_contain(const FileClaim& claim) {
  const std::string& id = claim.claim.component;
  return claim.reach == Reach::directory && !id.starts_with("product:") && !id.starts_with("runtime:");
}

/// One file's claims to directories, innermost first; of one directory as they are preferred.
std::vector<const FileClaim*> nested(const std::vector<FileClaim>& claims) {
  std::vector<const FileClaim*> out;
  for (const FileClaim& claim : claims)
    if (can_contain(claim)) out.push_back(&claim);
  const auto key = [](const FileClaim& one) {
    return std::tuple(-static_cast<long>(one.directory.size()), precedence(one.claim.component),
                      std::string_view(one.claim.component));
  };
  std::sort(out.begin(), out.end(),
            [&](const FileClaim* a, const FileClaim* b) { return key(*a) < key(*b); });
  return out;
}

void add_containers(const std::vector<FileClaim>& claims, Containers& out) {
  const std::vector<const FileClaim*> order = nested(claims);
  for (const FileClaim* inner : order) {
    const auto outer = std::find_if(order.begin(), order.end(), [&](const FileClaim* one) {
      return one->directory.size() < inner->directory.size() &&
             one->claim.component != inner->claim.component;
    });
    if (outer != order.end()) out[inner->claim.component].insert((*outer)->claim.component);
  }
}

}  // namespace

void note_containment(const std::vector<std::vector<FileClaim>>& claims,
                      std::map<std::string, Component>& components) {
  Containers containers;
  for (const std::vector<FileClaim>& of_file : claims) add_containers(of_file, containers);
  for (const auto& [id, around] : containers) {
    const auto at = components.find(id);
    if (at == components.end()) continue;
    std::string text;
    for (const std::string& one : around)
      // Two components that each claim a directory in the other contain nothing.
      if (!containers.contains(one) || !containers.at(one).contains(id))
        add_word(text, one);
    if (!text.empty()) at->second.properties["contained-in"] = text;
  }
}

}  // namespace souptrace::identify

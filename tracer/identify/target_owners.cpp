// SPDX-License-Identifier: Apache-2.0
#include "identify/target_owners.hpp"

#include <algorithm>
#include <set>

#include "base/path.hpp"
#include "identify/order.hpp"

namespace souptrace::identify {
namespace {

/// Whether the build makes that source: it is marked as generated, it is CMake's own (precompiled headers,
/// unity sources), or it lies in the build directory (what configure_file() writes is not marked) outside of
/// what others own there, such as FetchContent's sources.
bool is_made(const Question& question, const Source& source, const DirectoryOwners& owners) {
  const std::string& build = question.facts.build_directory;
  if (source.generated) return true;
  if (build == question.facts.source_directory)
    return path::is_below(source.path, path::join(build, "CMakeFiles"));
  if (!path::is_below(source.path, build)) return false;
  const DirectoryOwner* owner = owners.of(source.path);
  return owner == nullptr || !path::is_below(owner->directory, build);
}

FileClaim built_claim(const Question& question, std::size_t file, const Target& target,
                      const std::string& owner, bool artifact) {
  const std::string rule = artifact ? "cmake: a target's own artifact" : "cmake: made for a target";
  FileClaim one{file, Reach::built, "", {owner, derived_tier(owner), rule, {}}};
  one.claim.evidence.push_back(
      {"cmake", "codemodel",
       "target " + target.name + " in " + evidence_place(question.facts, target.source_directory)});
  return one;
}

/// The component that owns every one of the target's sources that is in question; "" when they have several
/// owners or none.
std::string owner_of_sources(const Question& question, const Target& target, const ChosenClaim& chosen) {
  std::string out;
  for (const Source& source : target.sources) {
    const auto index = source.language.empty() ? std::nullopt : file_index(question.files, source.path);
    if (!index) continue;
    const std::string component = chosen(*index).component;
    if (component.empty() || (!out.empty() && component != out)) return "";
    out = component;
  }
  return out;
}

}  // namespace

DirectoryOwners::DirectoryOwners(std::vector<DirectoryOwner> owners) : owners_(std::move(owners)) {
  std::stable_sort(owners_.begin(), owners_.end(), [](const DirectoryOwner& a, const DirectoryOwner& b) {
    if (a.directory != b.directory) return a.directory < b.directory;
    return precedence(a.component) < precedence(b.component);
  });
}

const DirectoryOwner* DirectoryOwners::of(const std::string& path) const {
  for (std::string_view directory = path; path::is_absolute(directory); directory = path::parent(directory)) {
    const auto at = std::lower_bound(
        owners_.begin(), owners_.end(), directory,
        [](const DirectoryOwner& owner, std::string_view wanted) { return owner.directory < wanted; });
    if (at != owners_.end() && at->directory == directory) return &*at;
    if (directory == "/") break;
  }
  return nullptr;
}

Tier derived_tier(std::string_view component) {
  const bool declared = component.starts_with("product:") || component.starts_with("declared:");
  return declared ? Tier::declared : Tier::resolver_metadata;
}

const DirectoryOwner* owner_of_target(const Question& question, const Target& target,
                                      const DirectoryOwners& owners) {
  const DirectoryOwner* common = nullptr;
  for (const Source& source : target.sources) {
    if (source.language.empty() || is_made(question, source, owners)) continue;
    const DirectoryOwner* owner = owners.of(source.path);
    const bool same = owner != nullptr && (common == nullptr || common->component == owner->component);
    if (!same) return owners.of(target.source_directory);
    common = owner;
  }
  return common != nullptr ? common : owners.of(target.source_directory);
}

std::vector<FileClaim> built_claims(const Question& question, const DirectoryOwners& owners,
                                    const ChosenClaim& chosen) {
  std::vector<FileClaim> out;
  std::set<std::size_t> claimed;
  const auto add = [&](const std::string& file, const Target& target, bool artifact) {
    const auto index = file_index(question.files, file);
    if (!index || claimed.contains(*index)) return;
    const DirectoryOwner* owner = owner_of_target(question, target, owners);
    const std::string component =
        owner != nullptr ? owner->component : owner_of_sources(question, target, chosen);
    if (component.empty()) return;
    claimed.insert(*index);
    out.push_back(built_claim(question, *index, target, component, artifact));
  };
  for (const Target& target : question.facts.targets) {
    if (target.type != "OBJECT_LIBRARY")  // its artifacts are objects, which are their sources' owners'
      for (const std::string& artifact : target.artifacts) add(artifact, target, true);
    for (const Source& source : target.sources)
      if (is_made(question, source, owners) && !is_binary_name(source.path)) add(source.path, target, false);
  }
  return out;
}

std::vector<FileClaim> compiled_claims(const Question& question, const ChosenClaim& chosen) {
  std::vector<FileClaim> out;
  for (const CompiledObject& object : question.facts.objects) {
    const auto index = file_index(question.files, object.object);
    const auto source = index ? file_index(question.files, object.source) : std::nullopt;
    if (!source) continue;
    const Claim owner = chosen(*source);
    if (owner.component.empty()) continue;
    FileClaim one{
        *index,
        Reach::compiled,
        "",
        {owner.component, derived_tier(owner.component), "cmake: compiled from the owner's source", {}}};
    one.claim.evidence.push_back(
        {"cmake", object.witness, "compiled from " + evidence_place(question.facts, object.source)});
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace souptrace::identify

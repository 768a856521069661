// SPDX-License-Identifier: Apache-2.0
#include "review/release_words.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace souptrace::review {
namespace {

constexpr std::size_t kNamed = 6;  // the whole list is in `parts`

const std::string& name_of_part(const PartChange& change) {
  return (change.after ? change.after : change.before)->name;
}

/// "libz.a(inflate.o), zlib.h and 3 more"; code before headers, which say less.
std::string names(const ComponentDiff& diff, std::string_view state, bool with_built_here) {
  std::vector<std::string> all;
  for (const bool headers : {false, true})
    for (const PartChange& one : diff.parts)
      if (one.state == state && (one.role == Role::header) == headers && (with_built_here || !one.built_here)) all.push_back(name_of_part(one));
  const std::size_t more = all.size() > kNamed ? all.size() - kNamed : 0;
  all.resize(all.size() - more);
  return joined(all) + (more == 0 ? "" : " and " + std::to_string(more) + " more");
}

std::string stated(const std::string& text) {
  return text.empty() ? "not stated" : text;
}

std::string from_to(const std::string& before, const std::string& after) {
  return stated(before) + " -> " + stated(after);
}

/// A version that says too little: the commit or archive behind it is another one.
std::string version_reason(const ComponentDiff& diff) {
  if (diff.before->version != diff.after->version) return "version " + from_to(diff.before->version, diff.after->version);
  for (const ValueChange& one : diff.values)
    if (one.name == "commit" || one.name == "url-hash" || one.name == "id") return one.name + ' ' + from_to(one.before, one.after);
  return "another revision";
}

std::string parts_reason(const ComponentDiff& diff) {
  const std::string added = names(diff, "added", true);
  const std::string removed = names(diff, "removed", true);
  std::string out = added.empty() ? "" : "now in the product: " + added;
  if (!removed.empty()) out += (out.empty() ? "" : "; ") + std::string("no longer: ") + removed;
  return out;
}

std::string binaries_reason(const ComponentDiff& diff) {
  std::vector<std::string> out;
  for (const ValueChange& one : diff.binaries) {
    if (!one.after.empty()) out.push_back("now in " + one.name + ": " + one.after);
    if (!one.before.empty()) out.push_back("no longer in " + one.name + ": " + one.before);
  }
  std::string text;
  for (const std::string& one : out) text += (text.empty() ? "" : "; ") + one;
  return text;
}

}  // namespace

std::string reason_of(const ComponentDiff& diff, std::string_view state) {
  if (state == "added") return "new in " + joined(diff.after->binaries) + (diff.after->version.empty() ? "" : ", version " + diff.after->version);
  if (state == "removed") return "no longer in " + joined(diff.before->binaries);
  if (state == "version") {
    const std::string changed = names(diff, "changed", false);
    return version_reason(diff) + (changed.empty() ? "" : "; other bytes: " + changed);
  }
  if (state == "bytes") return "the same version, other bytes: " + names(diff, "changed", false);
  if (state == "parts") return parts_reason(diff);
  if (state == "binaries") return binaries_reason(diff);
  if (state == "compiled") return "compiled to other code from the same sources of its own: " + names(diff, "changed", true);
  if (state == "not-comparable") return "no digest to compare: " + names(diff, "not-comparable", true);
  if (state == "tier") return "identified otherwise: " + from_to(diff.before->tier, diff.after->tier);
  if (state == "supplier") return "supplier " + from_to(diff.before->supplier, diff.after->supplier);
  if (state == "license") return diff.before->license == diff.after->license ? "other text of the licence " + stated(diff.after->license) : "licence " + from_to(diff.before->license, diff.after->license);
  if (state == "moved") return "the same bytes at other places: " + names(diff, "moved", true) + names(diff, "owner", true);
  std::vector<std::string> values;
  for (const ValueChange& one : diff.values) values.push_back(one.name + ' ' + from_to(one.before, one.after));
  return joined(values);
}

std::string words_of(const SameMembers& archive) {
  const std::string members = archive.members == 1 ? "the member that is in both is" : "each of the " + std::to_string(archive.members) + " members that are in both is";
  return members + " byte-identical, though the archive is another one";
}

std::string unaffected_words(const BinaryDiff& binary) {
  std::string out = "the binary and every library that it loads are byte-identical";
  if (!binary.not_compared.empty()) out = "the binary and every library that the loader finds for it are byte-identical; not compared: " + joined(binary.not_compared);
  return out;
}

bool is_unaffected(const BinaryDiff& binary) {
  return binary.state == "same" && binary.shipped.empty() && std::none_of(binary.parts.begin(), binary.parts.end(), [](const PartChange& one) {
           return one.role == Role::shared_library && one.state != "moved" && one.state != "owner";
         });
}

std::string reason_of(const PartChange& change) {
  const std::string& place = (change.after ? change.after : change.before)->place;
  if (change.state == "added") return "new: " + place;
  if (change.state == "removed") return "gone: " + place;
  if (change.state == "changed") return "other bytes: " + place;
  return change.state + ": " + place;
}

}  // namespace souptrace::review

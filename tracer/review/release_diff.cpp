// SPDX-License-Identifier: Apache-2.0
#include "review/release_diff.hpp"

#include <algorithm>
#include <set>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "review/release_binaries.hpp"
#include "review/release_flags.hpp"
#include "review/release_words.hpp"

namespace souptrace::review {
namespace {

ReleaseSide side_of(const Trace& trace) {
  ReleaseSide out{trace.product, trace.tool_version, "", {}, 0};
  for (const TraceBinary& binary : trace.binaries)
    if (!binary.completeness.complete) out.incomplete.push_back(binary.name);
  out.findings = static_cast<std::uint64_t>(std::count_if(trace.findings.begin(), trace.findings.end(), [](const Finding& one) { return one.incomplete; }));
  return out;
}

/// "C", "CXX": the toolchains by language. One language has more than one where directories of the build differ.
std::map<std::string, std::vector<const Toolchain*>> by_language(const Trace& trace) {
  std::map<std::string, std::vector<const Toolchain*>> out;
  for (const Toolchain& one : trace.toolchains) out[one.language].push_back(&one);
  return out;
}

std::string texts(const std::vector<const Toolchain*>& toolchains, std::string Toolchain::* member) {
  std::string out;
  for (const Toolchain* one : toolchains) add_word(out, one->*member);
  return out;
}

std::string compiler(const std::vector<const Toolchain*>& toolchains) {
  std::string out;
  for (const Toolchain* one : toolchains) add_word(out, one->id + ' ' + one->version);
  return out;
}

std::vector<ValueChange> settings_of(const Trace& before, const Trace& after) {
  std::vector<ValueChange> out;
  const auto add = [&](const std::string& name, const std::string& old, const std::string& now) {
    if (old != now) out.push_back({name, old, now});
  };
  add("product", before.product.name, after.product.name);
  add("productVersion", before.product.version, after.product.version);
  add("productSupplier", before.product.supplier, after.product.supplier);
  add("safetyClass", before.product.safety_class, after.product.safety_class);
  add("configuration", before.configuration, after.configuration);
  add("generator", before.generator, after.generator);
  add("cmakeVersion", before.cmake_version, after.cmake_version);
  auto old = by_language(before);
  auto now = by_language(after);
  std::set<std::string> languages;
  for (const auto* side : {&old, &now})
    for (const auto& [language, toolchains] : *side) languages.insert(language);
  for (const std::string& language : languages) {
    add("compiler " + language, compiler(old[language]), compiler(now[language]));
    add("compilerPath " + language, texts(old[language], &Toolchain::compiler), texts(now[language], &Toolchain::compiler));
    add("compilerTarget " + language, texts(old[language], &Toolchain::target), texts(now[language], &Toolchain::target));
  }
  add("souptraceVersion", before.tool_version, after.tool_version);
  return out;
}

void add_notes(const ReleaseSide& side, const std::string& which, std::vector<std::string>& out) {
  if (side.findings > 0)
    out.push_back("the " + which + " trace is incomplete (" + std::to_string(side.findings) + (side.findings == 1 ? " finding says" : " findings say") + " so): what is in the other only may be in this one too");
  for (const std::string& binary : side.incomplete) out.push_back("the list of " + binary + " in the " + which + " trace is not complete");
}

std::vector<std::string> notes_of(const ReleaseSide& before, const ReleaseSide& after) {
  std::vector<std::string> out;
  if (before.product.name != after.product.name) out.push_back("these are traces of two products: \"" + before.product.name + "\" and \"" + after.product.name + '"');
  add_notes(before, "old", out);
  add_notes(after, "new", out);
  return out;
}

SameComponent same_component(const ReleaseComponent& one) {
  std::vector<std::string> lines;
  for (const ReleasePart& part : one.parts) lines.push_back(part.side.sha256 + "  " + part.side.place + '\n');
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line;
  return {one.component->id, one.parts.size(), sha256_hex(as_bytes(all))};
}

bool is_graver(const ComponentDiff& a, const ComponentDiff& b) {
  const std::size_t left = gravity_of(a.states.front());
  const std::size_t right = gravity_of(b.states.front());
  return left != right ? left < right : a.name < b.name;
}

}  // namespace

ReleaseDiff diff_releases(const TraceIndex& before, const TraceIndex& after) {
  const Release old = take_apart(before);
  const Release now = take_apart(after);
  const std::vector<ComponentPair> pairs = pair_components(old, now);
  const ComponentGroups groups = groups_of(pairs);
  ReleaseDiff out;
  out.before = side_of(before.trace());
  out.after = side_of(after.trace());
  out.notes = notes_of(out.before, out.after);
  out.not_compared = flags_not_compared(before.trace(), after.trace());
  out.settings = settings_of(before.trace(), after.trace());
  out.binaries = diff_binaries(old, now, groups);
  for (const ComponentPair& pair : pairs) {
    if ((pair.after != nullptr ? pair.after : pair.before)->component->kind == ComponentKind::product) continue;
    ComponentDiff one = diff_component(pair, groups);
    if (!one.states.empty()) out.components.push_back(std::move(one));
    else out.unchanged.push_back(same_component(*pair.after));
  }
  std::stable_sort(out.components.begin(), out.components.end(), is_graver);
  for (const PartPair& pair : pair_parts(old.unowned, now.unowned, groups))
    if (std::string state = state_of(pair, groups); !state.empty()) out.unowned.push_back(change_of(pair, std::move(state)));
  for (const BinaryDiff& binary : out.binaries) {
    if (is_unaffected(binary)) out.unaffected.push_back({binary.name, binary.after->sha256, unaffected_words(binary)});
    for (const SameMembers& archive : binary.archives)
      out.unaffected.push_back({binary.name + ": " + archive.archive, archive.sha256_after, words_of(archive)});
  }
  return out;
}

}  // namespace souptrace::review

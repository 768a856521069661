// SPDX-License-Identifier: Apache-2.0
// Gates about the trace itself: whether it is whole, fresh and true.
#include <algorithm>
#include <array>
#include <set>

#include "model/names.hpp"
#include "review/gates.hpp"

namespace souptrace::review {
namespace {

/// One message for each finding with one of these codes.
template <std::size_t N>
void tell_findings(const GateContext& context, GateMessages& messages, const std::array<std::string_view, N>& codes) {
  for (const Finding& finding : context.index.trace().findings)
    if (std::find(codes.begin(), codes.end(), finding.code) != codes.end())
      messages.add(finding.subject, finding.text + " [" + finding.code + ']', finding.remedy);
}

void trace_complete(const GateContext& context, GateMessages& messages) {
  for (const TraceBinary& binary : context.index.trace().binaries) {
    for (const std::string& what : binary.completeness.unaccounted)
      messages.add(binary.name, "a witness of the link saw " + what + ", and no entry of the list explains it", "See souptrace show " + binary.name + '.');
    if (!binary.completeness.complete && binary.completeness.unaccounted.empty())
      messages.add(binary.name, "its list is not complete", "See the findings: souptrace show " + binary.name + '.');
  }
  for (const Finding& finding : context.index.trace().findings)
    if (leaves_a_gap(finding))
      messages.add(finding.subject, finding.text + " [" + finding.code + ']', finding.remedy);
}

void trace_fresh(const GateContext& context, GateMessages& messages) {
  constexpr std::array<std::string_view, 7> kCodes{"binary-changed-after-link", "binary-changed-after-trace", "binary-changed-while-tracing",
                                                   "input-changed-since-link",  "source-changed-since-compile", "shipped-file-unexplained",
                                                   "link-record-stale"};
  tell_findings(context, messages, kCodes);
  for (const TraceBinary& binary : context.index.trace().binaries) {
    const auto at = context.binaries_on_disk.find(binary.name);
    if (at != context.binaries_on_disk.end() && at->second != binary.sha256)
      messages.add(binary.name, text_of(binary.path) + " has other bytes now than the trace is about: sha256 " + at->second + ", not " + binary.sha256,
                   "Build again, with the trace step (the target souptrace, part of all), then check that trace.");
  }
}

void digest_mismatch(const GateContext& context, GateMessages& messages) {
  for (const TraceFile& file : context.index.trace().files) {
    if (file.owner.chosen.tier != Tier::package_db_mismatch) continue;
    messages.add(text_of(file.path), "its digest is another one than " + file.owner.chosen.component + " says: " + file.owner.chosen.rule,
                 "Install the package anew, or register the changed file as an item of its own.");
  }
}

bool is_pinned(const Component& component) {
  return std::any_of(component.properties.begin(), component.properties.end(), [](const auto& property) {
    return property.first == "url-hash" || property.first == "commit" || property.first == "pinned-commit" || property.first == "nar-hash";
  });
}

/// Nothing but its place ties a file to its component.
void weak_identity(const GateContext& context, GateMessages& messages) {
  std::set<std::string_view> told;
  for (const TraceBinary& binary : context.index.trace().binaries) {
    for (const UsedComponent& used : used_components(context.index, binary)) {
      if (used.component == nullptr || used.component->kind == ComponentKind::product) continue;
      const Tier tier = used.weakest_tier();
      if ((tier != Tier::resolver_metadata && tier != Tier::package_db_listed) || is_pinned(*used.component)) continue;
      if (!told.insert(used.component->id).second) continue;
      messages.add(used.component->id,
                   "that its files are this component's is known from where they lie only (" + std::string(name_of(tier)) + "), no digest or commit says so",
                   "Use a package manager that records digests, pin the source by its hash, or give the supplier's digests: souptrace_component(HASHES …).");
    }
  }
}

void source_unpinned(const GateContext& context, GateMessages& messages) {
  constexpr std::array<std::string_view, 4> kCodes{"source-unpinned", "worktree-modified", "submodule-moved", "submodule-not-checked-out"};
  tell_findings(context, messages, kCodes);
}

void toolchain_unrecorded(const GateContext& context, GateMessages& messages) {
  if (context.highest_rigor() < Rigor::b) return;
  for (const Toolchain& toolchain : context.index.trace().toolchains)
    if (toolchain.id.empty() || toolchain.version.empty())
      messages.add(toolchain.language, "the compiler's name or version is not known", "Use a compiler that CMake knows (CMAKE_<LANG>_COMPILER_ID).");
  for (const TraceBinary& binary : context.index.trace().binaries)
    if (binary.linker.name.empty() || binary.linker.name == "unknown" || binary.linker.version.empty())
      messages.add(binary.name, "its linker's name or version is not known", "Link with GNU ld, gold, lld or mold.");
}

void toolchain_drift(const GateContext& context, GateMessages& messages) {
  const Rigor rigor = context.highest_rigor();
  if (rigor < Rigor::b) return;
  const auto tell = [&](const std::string& subject, std::string text, std::string action) {
    if (rigor == Rigor::c) messages.add(subject, std::move(text), std::move(action));
    else messages.warn(subject, std::move(text), std::move(action));
  };
  for (const Toolchain& toolchain : context.index.trace().toolchains) {
    const auto& baseline = context.reg.policy.toolchain;
    const auto at = std::find_if(baseline.begin(), baseline.end(), [&](const ToolchainBaseline& one) { return one.language == toolchain.language; });
    const std::string found = toolchain.id + ' ' + toolchain.version;
    if (at == baseline.end())
      tell(toolchain.language, "is compiled by " + found + ", which the register's policy.toolchain does not have", "Add it after its validation.");
    else if (at->id + ' ' + at->version != found)
      tell(toolchain.language, "is compiled by " + found + ", the register says " + at->id + ' ' + at->version,
                   "Build with the registered compiler, or evaluate the change (5.1.10, 8.2) and update policy.toolchain.");
  }
}

std::string_view no_baseline(const GateContext& context) {
  return context.reg.policy.toolchain.empty() ? "the register's policy.toolchain is empty" : "";
}

void dynamic_host_leak(const GateContext& context, GateMessages& messages) {
  for (const TraceBinary& binary : context.index.trace().binaries)
    for (const UsedComponent& used : used_components(context.index, binary))
      for (const UsedFile& file : used.files)
        if (file.is_part() && file.file->path.root == Root::host)
          messages.add(binary.name, "has " + text_of(file.file->path) + " of the machine that builds, not of the sysroot",
                       "Find out which search path leads out of the sysroot: souptrace explain.");
}

void dlopen_undeclared(const GateContext& context, GateMessages& messages) {
  const auto& declared = context.reg.policy.run_time_loading;
  for (const TraceBinary& binary : context.index.trace().binaries) {
    if (binary.binary.run_time_loading.empty()) continue;
    if (std::any_of(declared.begin(), declared.end(), [&](const RunTimeLoading& one) { return one.binary == binary.name; })) continue;
    messages.add(binary.name, "calls " + binary.binary.run_time_loading.front() + ", so it may load libraries that no link names",
                 "Find out which, and state them with the reason in policy.run_time_loading of register.json.");
  }
}

constexpr Gate kTraceGates[] = {
    {"trace-complete", Severity::error, Rigor::a, "8.1.3", "everything that the linker took in is accounted for", trace_complete},
    {"trace-fresh", Severity::error, Rigor::a, "5.8.4, 5.8.8", "the binaries and their inputs are what was linked", trace_fresh},
    {"digest-mismatch", Severity::error, Rigor::a, "5.8.8, 8.2", "packaged files have the digest that their package says", digest_mismatch},
    {"weak-identity", Severity::warning, Rigor::a, "8.1.2", "more than its place says whose a file is", weak_identity},
    {"source-unpinned", Severity::error, Rigor::a, "5.1.10, 8.2", "fetched sources are pinned by hash or commit and unchanged", source_unpinned},
    {"toolchain-unrecorded", Severity::error, Rigor::b, "5.1.10, 5.8.5", "compilers and linkers are known by name and version", toolchain_unrecorded},
    {"toolchain-drift", Severity::error, Rigor::b, "5.1.4, 5.1.10", "compilers are those of the register; of class B a warning", toolchain_drift, no_baseline},
    {"dlopen-undeclared", Severity::error, Rigor::a, "8.1.3; CISA coverage", "what is loaded at run time is stated", dlopen_undeclared},
    {"dynamic-host-leak", Severity::error, Rigor::a, "8.1.3", "a cross-built binary has nothing of the machine that builds", dynamic_host_leak},
};

}  // namespace

std::span<const Gate> trace_gates() {
  return kTraceGates;
}

}  // namespace souptrace::review

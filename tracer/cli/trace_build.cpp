// SPDX-License-Identifier: Apache-2.0
#include "cli/trace_build.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "base/path.hpp"
#include "base/version.hpp"
#include "cli/shipped_files.hpp"
#include "cli/traced_before.hpp"
#include "cli/unreadable_evidence.hpp"
#include "facts/compiled_before.hpp"
#include "facts/facts.hpp"
#include "facts/project_file.hpp"
#include "host/file_digests.hpp"
#include "host/for_each_index.hpp"
#include "host/watched_host.hpp"
#include "identify/identify.hpp"
#include "link/link.hpp"
#include "trace/assemble.hpp"
#include "trace/places.hpp"
#include "trace/shipped.hpp"
#include "trace/withhold_secrets.hpp"
#include "write/shipped_records.hpp"

namespace souptrace::cli {
namespace {

FileStat to_file_stat(const HostStat& stat) {
  return {stat.device, stat.inode, stat.size, stat.modified_ns, stat.changed_ns};
}

/// The state of each binary when its link was read, by path.
using Seen = std::map<std::string, FileStat>;

/// CMake's File API writes U+FFFD for bytes that are not UTF-8: such a binary cannot be told from one that was never built.
bool is_name_lost(std::string_view path) { return path.find("\xEF\xBF\xBD") != std::string_view::npos; }

Finding name_lost(const std::string& path) {
  return {"binary-path-not-utf8", Severity::error, path, "the path of this binary is not UTF-8, and CMake's File API does not tell it",
          "Give the target another OUTPUT_NAME or output directory, then build again.", true};
}

std::vector<trace::TracedLink> read_links(Host& host, const BuildFacts& facts, const Report& report, Seen& seen,
                                          std::vector<Finding>& findings) {
  std::vector<const Target*> targets;
  for (const Target& target : facts.targets)
    if (target.traced && !target.artifacts.empty()) targets.push_back(&target);
  // A target that is not part of `all` and was never built has neither a record nor a binary: there is nothing to trace.
  std::erase_if(targets, [&](const Target* target) {
    const std::string& output = target->artifacts.front();
    const auto stat = host.stat(output);
    if (stat || stat.error().code != "not-found" || link::has_record(host, facts.state_directory, output)) return false;
    if (is_name_lost(output)) findings.push_back(name_lost(output));
    return true;
  });
  std::vector<trace::TracedLink> links(targets.size());
  std::mutex one_at_a_time;
  std::uint64_t done = 0;
  for_each_index(targets.size(), host.processors(), [&](std::size_t i) {
    const std::string& output = targets[i]->artifacts.front();
    const auto before = host.stat(output);
    auto outcome = link::read_link(host, {output, facts.state_directory, facts.sysroot});
    links[i] = {targets[i], std::move(outcome.value), std::move(outcome.findings)};
    const std::lock_guard lock(one_at_a_time);
    if (before) seen[output] = to_file_stat(*before);
    report("reading the links", ++done, targets.size());
  });
  return links;
}

/// Collects what to hash: every file once, with the strongest wish of all who ask.
class Jobs {
 public:
  explicit Jobs(const BuildFacts& facts) : build_(facts.build_directory), source_(facts.source_directory) {}

  DigestJob& add(const std::string& path) {
    DigestJob& job = jobs_[path];
    if (job.path.empty()) {
      job.path = path;
      // Only package databases hold MD5, and they own nothing inside the product's own directories.
      job.wanted.md5 = !path::is_below(path, build_) && !path::is_below(path, source_);
    }
    return job;
  }
  void add_linked(const std::string& path) {
    DigestJob& job = add(path);
    job.wanted.sha512 = true;
    job.wanted.gitoid = true;
  }
  [[nodiscard]] std::vector<DigestJob> finish() const {
    std::vector<DigestJob> out;
    out.reserve(jobs_.size());
    for (const auto& [path, job] : jobs_) {
      out.push_back(job);
      auto& slices = out.back().slices;
      std::sort(slices.begin(), slices.end());
      slices.erase(std::unique(slices.begin(), slices.end()), slices.end());
    }
    return out;
  }

 private:
  std::string build_;
  std::string source_;
  std::map<std::string, DigestJob> jobs_;
};

/// The objects of this build that may be linked: those linked by path, and those whose name a linked archive member has.
std::vector<const CompiledObject*> candidate_objects(const BuildFacts& facts, const std::vector<trace::TracedLink>& links) {
  std::set<std::string_view> names;
  std::set<std::string_view> paths;
  for (const trace::TracedLink& link : links) {
    for (const LinkInput& input : link.record.inputs) {
      if (input.member.empty() || !input.archive.empty()) paths.insert({input.path, input.real_path});
      if (!input.member.empty()) names.insert(path::filename(input.member));
    }
  }
  std::vector<const CompiledObject*> out;
  for (const CompiledObject& object : facts.objects)
    if (paths.contains(object.object) || names.contains(path::filename(object.object))) out.push_back(&object);
  return out;
}

std::vector<DigestJob> jobs_for(const BuildFacts& facts, const std::vector<trace::TracedLink>& links) {
  Jobs jobs(facts);
  for (const trace::TracedLink& link : links) {
    jobs.add_linked(link.record.output);
    for (const LinkInput& input : link.record.inputs) {
      if (input.real_path.empty()) continue;
      jobs.add_linked(input.real_path);
      if (!input.member.empty() && input.archive.empty()) jobs.add(input.real_path).slices.push_back({input.offset, input.size});
    }
    for (const RuntimeLibrary& library : link.record.runtime)
      if (!library.real_path.empty()) jobs.add_linked(library.real_path);
  }
  TextMemo<bool> added([&](const std::string& header) { return jobs.add(header), true; });
  for (const CompiledObject* object : candidate_objects(facts, links)) {
    jobs.add(object->object);
    if (!object->source.empty()) jobs.add(object->source);
    added.visit(object->headers);
  }
  return jobs.finish();
}

void keep_digests(std::map<std::string, Result<FileDigests>>&& results, trace::Material& material) {
  for (auto& [path, result] : results) {
    if (!result) {
      material.unreadable[path] = result.error().describe();
      continue;
    }
    trace::Content content{std::move(result->whole), to_file_stat(result->stat), {}};
    for (auto& [slice, sha256] : result->slice_sha256) content.members[{slice.offset, slice.size}] = std::move(sha256);
    material.contents.emplace(path, std::move(content));
  }
}

/// The files of the trace, with the other names under which links found them.
std::vector<identify::FileInQuestion> files_in_question(const trace::Material& material) {
  std::map<std::string, std::set<std::string>> wanted;  // with aliases
  for (const trace::TracedLink& link : material.links) {
    for (const LinkInput& input : link.record.inputs) {
      auto& aliases = wanted[input.real_path];
      if (input.path != input.real_path) aliases.insert(input.path);
    }
    for (const RuntimeLibrary& library : link.record.runtime) wanted[library.real_path];
  }
  TextMemo<bool> added([&](const std::string& header) { return wanted[header], true; });
  for (const CompiledObject* object : trace::linked_objects(material)) {
    wanted[object->object];
    wanted[object->source];
    added.visit(object->headers);
  }
  wanted.erase("");
  std::vector<identify::FileInQuestion> out;
  out.reserve(wanted.size());
  for (const auto& [path, aliases] : wanted) {
    const auto content = material.contents.find(path);
    out.push_back({path, {aliases.begin(), aliases.end()}, content == material.contents.end() ? Digests{} : content->second.digests});
  }
  return out;
}

/// A binary that another build replaced between reading its link and hashing it must not get the old link's list.
void check_still_the_same(trace::Material& material, const Seen& seen) {
  for (trace::TracedLink& link : material.links) {
    const auto before = seen.find(link.record.output);
    const auto content = material.contents.find(link.record.output);
    if (before == seen.end() || content == material.contents.end() || before->second == content->second.stat) continue;
    link.findings.push_back({"binary-changed-while-tracing", Severity::error, link.record.output, "was changed while it was being traced",
                             "Another build works in this directory; when it is done, build again.", true});
  }
}

void append(std::vector<Finding>& to, std::vector<Finding> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

/// The configuration whose memory this is; "" where the build has only one at a time.
std::string own_configuration(const BuildFacts& facts) {
  return facts::has_configurations(facts.generator) ? facts.configuration : "";
}

/// What became of the binaries: what this build makes of them, and the installations of the same binaries.
void add_shipped(Host& host, const BuildFacts& facts, Trace& trace) {
  const std::string memory = installed_file(facts.state_directory, own_configuration(facts));
  std::vector<ShippedRecord> before = remembered_files(host, memory);
  const bool was_empty = before.empty();
  std::erase_if(before, [&](const ShippedRecord& record) {
    return record.declared || std::none_of(trace.binaries.begin(), trace.binaries.end(), [&](const TraceBinary& binary) {
             return binary.sha256 == record.linked_sha256;
           });
  });
  auto declared = declared_files(host, facts, trace);
  trace::withhold_secrets(declared.findings);
  append(trace.findings, std::move(declared.findings));
  const std::vector<ShippedRecord> all = merge_records(std::move(before), std::move(declared.value));
  trace::set_shipped(trace, all);
  if (all.empty() && was_empty) return;
  if (const Status kept = host.write_atomically(memory, write::shipped_records_json(all)); !kept)
    trace.findings.push_back({"installations-forgotten", Severity::warning, "", "what was installed cannot be remembered: " + kept.error().text,
                              "Make the build directory writable, then build again.", false});
}

}  // namespace

Result<Trace> trace_build(Host& machine, const std::string& build_directory, const std::string& configuration, const Report& report) {
  WatchedHost host(machine);
  report("reading the build", 0, 0);
  auto facts = facts::read_build(host, build_directory, configuration);
  if (!facts) return facts.error();

  trace::Material material{std::string(kVersion), facts->value, {}, {}, {}, {}, std::move(facts->findings)};
  Seen seen;
  material.links = read_links(host, facts->value, report, seen, material.findings);
  if (material.links.empty())
    material.findings.push_back({"nothing-traced", Severity::error, build_directory, "no executable or shared library of this build has been linked yet",
                                 "Build the product first; the trace is part of its `all` target.", true});

  const auto progress = [&](std::uint64_t done, std::uint64_t total) { report("hashing", done, total); };
  auto digests = digest_files(host, jobs_for(facts->value, material.links), path::join(facts->value.state_directory, "digests"), progress);
  const std::string memory = "compiled" + (facts->value.configuration.empty() ? "" : '-' + facts->value.configuration);
  material.left_behind = facts::objects_left_behind(host, path::join(facts->value.state_directory, memory), facts->value.objects, digests);
  keep_digests(std::move(digests), material);
  check_still_the_same(material, seen);
  check_traced_before(host, traced_file(facts->value.state_directory, own_configuration(facts->value)), material);

  report("identifying owners", 0, 0);
  auto identified = identify::identify(host, facts->value, files_in_question(material));
  material.identification = std::move(identified.value);
  append(material.findings, std::move(identified.findings));

  report("assembling", 0, 0);
  const trace::Places places(facts->value, std::map<std::string, std::string>(material.identification.package_folders));
  Trace trace = trace::assemble(std::move(material));
  std::vector<Finding> unread = unreadable_evidence(host.unreadable(), places, trace.findings);
  trace::withhold_secrets(unread);
  append(trace.findings, std::move(unread));
  add_shipped(host, facts->value, trace);
  return trace;
}

}  // namespace souptrace::cli

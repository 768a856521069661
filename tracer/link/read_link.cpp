// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"
#include "link/binary.hpp"
#include "link/changed.hpp"
#include "link/link.hpp"
#include "link/loader.hpp"
#include "link/merge.hpp"
#include "link/record.hpp"
#include "link/witnesses.hpp"

namespace souptrace::link {
namespace {

void take_over(LinkRecord& record, const formats::LinkLog& log) {
  record.recorded = true;
  record.linker = {log.linker, log.linker_version, log.linker_path, log.driver, false, link_flags(log.command)};
  record.finished_ns = log.finished_ns;
  if (const auto& file = log.output_file)
    record.output_stat = FileStat{file->device, file->inode, file->size, file->modified_ns, file->changed_ns};
}

void merge_inputs(Host& host, const FoundRecord& found, Outcome<LinkRecord>& outcome) {
  Disk disk(host, found.log.working_directory);
  const Witnesses witnesses = outcome.take(read_witnesses(disk, found.directory, found.log));
  Merge merge{disk, found.log, witnesses, outcome.value.binary, read_command(found.log.command)};
  collect_opened(merge);
  take_members(merge);
  enter_files(merge);
  settle_shared_names(merge);
  cross_check(merge);
  enter_archives(merge);
  judge_shared_libraries(merge);
  explain_inputs(merge);
  finish(merge, outcome.value);
  for (Finding& finding : merge.findings) outcome.add(std::move(finding));
}

Finding binary_finding(const std::string& output, const Error& error) {
  if (error.code == "not-found")
    return {"binary-missing",
            Severity::error,
            output,
            "the binary is not there",
            "Build it, then trace again.",
            true};
  return {error.code == "not-permitted" || error.code == "io" ? "binary-unreadable" : "binary-malformed",
          Severity::error,
          output,
          "the binary cannot be read: " + error.describe(),
          "Build it again, then trace again.",
          true};
}

}  // namespace

Outcome<LinkRecord> read_link(Host& host, const LinkQuery& query) {
  Outcome<LinkRecord> outcome;
  outcome.value.output = query.output;
  auto found = outcome.take(find_record(host, query));
  if (found) take_over(outcome.value, found->log);
  const auto file = host.read(query.output);
  const auto stat = host.stat(query.output);
  if (!file || !stat) {
    outcome.add(binary_finding(query.output, !file ? file.error() : stat.error()));
    return outcome;
  }
  auto format = read_binary_format((*file)->bytes());
  if (!format) {
    outcome.add(binary_finding(query.output, format.error()));
    return outcome;
  }
  outcome.value.binary = std::move(*format);
  if (found) {
    FreshnessCheck check = check_freshness(found->log, *stat, outcome.value.binary);
    if (check.finding) outcome.add(std::move(*check.finding));
    // The inputs of another link are not those of this binary.
    if (check.freshness != Freshness::stale) merge_inputs(host, *found, outcome);
  }
  if (const auto pe = formats::parse_pe((*file)->bytes()))
    outcome.value.runtime = outcome.take(resolve_dlls(host, query.output, *pe, outcome.value.inputs));
  else if (const auto elf = formats::parse_elf((*file)->bytes()))
    outcome.value.runtime = outcome.take(resolve_runtime(host, query.output, *elf, query.sysroot));
  return outcome;
}

}  // namespace souptrace::link

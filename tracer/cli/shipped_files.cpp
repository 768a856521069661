// SPDX-License-Identifier: Apache-2.0
#include "cli/shipped_files.hpp"

#include <algorithm>
#include <map>

#include "base/path.hpp"
#include "cli/linked_binaries.hpp"
#include "link/post_link.hpp"
#include "model/names.hpp"
#include "trace/places.hpp"
#include "write/shipped_records.hpp"

namespace souptrace::cli {
namespace {

Finding cannot_read(const trace::Places& places, const DeclaredPostLink& step, const std::string& why) {
  return {"post-link-file-unreadable", Severity::error, places.name(step.output),
          "is declared to be made of " + step.target + " and cannot be read: " + places.relocate(why),
          "Build the file before the trace (souptrace_post_link(DEPENDS …)), or correct the declaration in " + step.declared_at + ".", false};
}

Finding is_the_binary(const TraceBinary& binary, const DeclaredPostLink& step) {
  return {"post-link-output-is-binary", Severity::error, text_of(binary.path),
          "is what the linker writes, and is declared to be made of it",
          "Name the file that is made of it in souptrace_post_link(OUTPUT …), " + step.declared_at +
              "; a POST_BUILD command that changes the binary itself needs no declaration.",
          false};
}

}  // namespace

std::string installed_file(const std::string& state_directory, const std::string& configuration) {
  return path::join(state_directory, "installed" + (configuration.empty() ? "" : '-' + configuration));
}

Result<std::unique_ptr<FileLock>> lock_documents(Host& host, const std::string& state_directory, const std::string& configuration) {
  constexpr std::int64_t kTwoMinutes = 120'000'000'000;
  auto lock = host.lock(installed_file(state_directory, configuration) + ".lock", kTwoMinutes);
  if (lock) return lock;
  if (lock.error().code == "locked") return Error{"locked", "another installation or trace of this build is being recorded: " + lock.error().text};
  return std::unique_ptr<FileLock>();
}

Outcome<std::vector<ShippedRecord>> declared_files(Host& host, const BuildFacts& facts, const Trace& trace) {
  Outcome<std::vector<ShippedRecord>> out;
  LinkedBinaries binaries(host, facts.build_directory, facts.source_directory);
  const trace::Places places(facts);
  std::map<std::string, const ShippedRecord*> made;  // by path
  out.value.reserve(facts.post_link.size());         // records point into it
  for (const DeclaredPostLink& step : facts.post_link) {
    const auto binary = std::find_if(trace.binaries.begin(), trace.binaries.end(),
                                     [&](const TraceBinary& one) { return one.target == step.target; });
    if (binary == trace.binaries.end()) continue;  // not built yet
    if (step.output == binaries.place(binary->path)) {
      out.add(is_the_binary(*binary, step));
      continue;
    }
    const auto file = host.read(step.output);
    if (!file) {
      out.add(cannot_read(places, step, file.error().text));
      continue;
    }
    ShippedRecord record{step.target, binary->sha256, step.output, {}, true, "", ""};
    record.file.path = places.place(step.output);
    describe((*file)->bytes(), record.file);
    link::FileContent from{binaries.bytes(*binary), binary->sha256};
    const auto origin = made.find(step.from);
    const auto from_file = host.read(step.from);
    const bool is_known = origin != made.end() && from_file && origin->second->target == step.target && origin->second->unexplained.empty();
    if (is_known) {
      record.file.steps = origin->second->file.steps;
      from = link::FileContent{(*from_file)->bytes(), origin->second->file.sha256};
    }
    auto explained = link::explain_declared(from, {(*file)->bytes(), record.file.sha256}, {step.action, step.tool});
    record.unexplained = step.from.empty() || is_known
                             ? std::move(explained.unexplained)
                             : "a FROM that is no explained file of " + step.target + ", declared by an earlier souptrace_post_link()";
    if (!record.unexplained.empty()) record.file.steps.clear();
    for (PostLinkStep& one : explained.steps) record.file.steps.push_back(std::move(one));
    made[step.output] = &out.value.emplace_back(std::move(record));
  }
  return out;
}

std::vector<ShippedRecord> remembered_files(Host& host, const std::string& file) {
  const auto content = host.read(file);
  if (!content) return {};
  auto records = write::read_shipped_records((*content)->text());
  return records ? std::move(*records) : std::vector<ShippedRecord>{};
}

std::vector<ShippedRecord> merge_records(std::vector<ShippedRecord> before, std::vector<ShippedRecord> records) {
  std::map<std::string, ShippedRecord> by_place;
  for (auto* list : {&before, &records})
    for (ShippedRecord& record : *list) by_place[record.place] = std::move(record);
  std::vector<ShippedRecord> all;
  all.reserve(by_place.size());
  for (auto& [place, record] : by_place) all.push_back(std::move(record));
  return all;
}

}  // namespace souptrace::cli

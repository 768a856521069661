// SPDX-License-Identifier: Apache-2.0
#include "link/witnesses.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/path.hpp"
#include "formats/dependency_file.hpp"
#include "link/temporaries.hpp"

namespace souptrace::link {
namespace {

using formats::ReportedInput;
using Inputs = Result<std::vector<ReportedInput>>;

class Reader {
 public:
  Reader(Disk& disk, const std::string& directory, const formats::LinkLog& log)
      : disk_(disk), directory_(directory), log_(log) {}

  Outcome<Witnesses> read() {
    for (const formats::LoggedReport& report : log_.reports) {
      const std::string path = path::join(directory_, report.file);
      auto file = disk_.read(path);
      if (!file) {
        complain("link-report-missing", path,
                 "the linker's report \"" + report.kind + "\" cannot be read: " + file.error().describe());
        continue;
      }
      if (report.size && *report.size != (*file)->bytes().size()) {
        complain("link-report-malformed", path,
                 "it has " + std::to_string((*file)->bytes().size()) + " bytes; the linker wrote " + std::to_string(*report.size));
        continue;
      }
      outcome_.value.kept.push_back(*file);
      if (const Status read = take(report.kind, (*file)->text()); !read)
        complain("link-report-malformed", path, read.error().describe());
    }
    return std::move(outcome_);
  }

 private:
  void complain(std::string code, const std::string& path, std::string text) {
    outcome_.add({std::move(code), Severity::error, log_.output, path + ": " + std::move(text),
                  "Link the binary again.", true});
  }

  Status take(const std::string& kind, std::string_view text) {
    if (kind == "dependency-file") return take_dependency_file(text);
    if (kind == "trace") return take_trace(text);
    if (kind == "archive-stats") {
      auto stats = formats::parse_archive_stats(text);
      if (!stats) return stats.error();
      outcome_.value.archive_stats = std::move(*stats);
      return Done{};
    }
    if (kind == "linker-plugin") return take_inputs(kind, formats::parse_plugin_report(text));
    if (kind == "resolution") return take_inputs(kind, formats::parse_lto_resolution(text));
    if (kind == "why-extract") return take_inputs(kind, formats::parse_why_extract(text));
    if (kind == "gc-sections") return take_inputs(kind, formats::parse_mold_gc_sections(text), false);
    if (kind == "map")
      return take_inputs(kind, parse_map(text), log_.linker == "bfd" || log_.linker == "gold");
    return Error{"link-report-malformed", "a report of the unknown kind \"" + kind + "\""};
  }

  Inputs parse_map(std::string_view text) const {
    if (log_.linker == "mold") return formats::parse_mold_map(text);
    if (log_.linker == "lld") return formats::parse_lld_map(text);
    return formats::parse_gnu_map(text);
  }

  Status take_inputs(const std::string& witness, Inputs inputs, bool counts_each = true) {
    if (!inputs) return inputs.error();
    outcome_.value.testimonies.push_back({witness, std::move(*inputs), counts_each});
    return Done{};
  }

  Status take_dependency_file(std::string_view text) {
    auto files = formats::parse_linker_dependency_file(text, log_.linker == "lld");
    if (!files) return files.error();
    outcome_.value.dependency_file = std::move(*files);
    return Done{};
  }

  /// A line of the linker's standard output is a trace line when it names a file that is there, or was when
  /// it was recorded.
  Status take_trace(std::string_view text) {
    std::set<std::string, std::less<>> logged;
    for (const formats::LoggedFile& file : log_.inputs) logged.insert(file.path);
    const auto find_out = [&](std::string_view name) {
      const std::string path(name);
      return is_lto_temporary(name, log_.output) ||
             logged.contains(path::absolute(path, log_.working_directory)) || disk_.exists(path);
    };
    std::unordered_map<std::string_view, bool> known;  // an archive stands there once for each member
    const auto exists = [&](std::string_view name) {
      const auto [at, fresh] = known.try_emplace(name, false);
      if (fresh) at->second = find_out(name);
      return at->second;
    };
    outcome_.value.testimonies.push_back({"trace", formats::split_trace_output(text, exists).inputs, true});
    return Done{};
  }

  Disk& disk_;
  const std::string& directory_;
  const formats::LinkLog& log_;
  Outcome<Witnesses> outcome_;
};

}  // namespace

const Testimony* Witnesses::testimony(std::string_view witness) const {
  const auto found = std::find_if(testimonies.begin(), testimonies.end(),
                                  [&](const Testimony& one) { return one.witness == witness; });
  return found == testimonies.end() ? nullptr : &*found;
}

Outcome<Witnesses> read_witnesses(Disk& disk, const std::string& directory, const formats::LinkLog& log) {
  return Reader(disk, directory, log).read();
}

}  // namespace souptrace::link

// SPDX-License-Identifier: Apache-2.0
#include "launcher/record.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/archive.hpp"
#include "formats/dependency_file.hpp"
#include "formats/elf.hpp"
#include "formats/link_reports.hpp"
#include "launcher/process.hpp"

namespace souptrace::launcher {
namespace {

constexpr std::string_view kGcPrefix = "removing unused section ";

/// The text of a report, kept alive; empty where there is none.
class Report {
 public:
  Report(Host& host, const std::string& path) : file_(host.read(path)) {}
  [[nodiscard]] bool exists() const { return file_.ok(); }
  [[nodiscard]] std::string_view text() const { return file_ ? (*file_)->text() : std::string_view(); }

 private:
  Result<std::shared_ptr<FileBytes>> file_;
};

void say_incomplete(formats::LinkLog& log, const std::string& reason) {
  if (log.incomplete.empty()) log.incomplete = reason;
}

/// Files by absolute path, with the state of each right after the link.
class Files {
 public:
  Files(Host& host, std::string directory) : host_(host), directory_(std::move(directory)) {}

  void add(std::string_view written) {
    const std::string absolute =
        path::is_absolute(written) ? std::string(written) : path::join(directory_, written);
    const auto stat = host_.stat(absolute);
    const auto [at, fresh] = files_.try_emplace(folded(absolute, stat));
    if (!fresh) return;
    at->second.path = at->first;
    if (stat) fill(at->second, *stat);
  }
  [[nodiscard]] std::vector<formats::LoggedFile> take() {
    std::vector<formats::LoggedFile> out;
    for (auto& [name, file] : files_) out.push_back(std::move(file));
    return out;
  }
  static void fill(formats::LoggedFile& file, const HostStat& stat) {
    file.device = stat.device;
    file.inode = stat.inode;
    file.size = stat.size;
    file.modified_ns = stat.modified_ns;
    file.changed_ns = stat.changed_ns;
  }

 private:
  /// Normalized, but as it is where folding ".." would lead to another file: behind a symbolic link.
  [[nodiscard]] std::string folded(const std::string& absolute, const Result<HostStat>& stat) const {
    std::string path = path::normalize(absolute);
    if (!stat || absolute.find("/..") == std::string::npos) return path;
    const auto other = host_.stat(path);
    const bool same = other && other->device == stat->device && other->inode == stat->inode;
    return same ? path : absolute;
  }

  Host& host_;
  std::string directory_;
  std::map<std::string, formats::LoggedFile> files_;
};

void add_dependencies(std::string_view text, Files& files, formats::LinkLog& log) {
  const auto paths = formats::parse_linker_dependency_file(text, log.linker == "lld");
  if (!paths) return say_incomplete(log, paths.error().describe());
  for (const std::string& one : *paths) files.add(one);
}

/// mold writes no dependency file for a relocatable link: what its other reports name.
void add_from_mold(Host& host, const RecordPlace& place, Files& files, formats::LinkLog& log) {
  const Report map(host, place.report("map.txt"));
  const auto sections = formats::parse_mold_map(map.text());
  if (!sections) return say_incomplete(log, sections.error().describe());
  const Report discarded(host, place.report("gc-sections.txt"));
  const auto others = formats::parse_mold_gc_sections(discarded.text());
  for (const auto& input : *sections) files.add(input.path);
  if (!others) return say_incomplete(log, others.error().describe());
  for (const auto& input : *others) files.add(input.path);
}

void add_from_plugin(Host& host, const RecordPlace& place, Files& files, formats::LinkLog& log) {
  const Report report(host, place.report("plugin.txt"));
  const auto inputs = formats::parse_plugin_report(report.text());
  if (!inputs) return say_incomplete(log, inputs.error().describe());
  for (const auto& input : *inputs) files.add(input.path);
}

/// The members of thin archives are files of their own that not every linker's dependency file names.
void add_thin_members(Host& host, formats::LinkLog& log) {
  Files members(host, log.working_directory);
  for (const formats::LoggedFile& file : log.inputs) {
    if (file.path.ends_with(".o") || file.size == 0) continue;
    if (!formats::is_thin_archive(as_bytes(read_start(file.path, 8)))) continue;
    const Report bytes(host, file.path);
    const auto archive = formats::parse_archive(as_bytes(bytes.text()));
    if (!archive) {
      say_incomplete(log, file.path + ": " + archive.error().describe());
      continue;
    }
    for (const auto& member : archive->members)
      members.add(path::is_absolute(member.name) ? member.name
                                                 : path::join(path::parent(file.path), member.name));
  }
  log.thin_members = members.take();
}

void keep_reports(Host& host, const RecordPlace& place, const Additions& additions, formats::LinkLog& log) {
  const bool no_dependencies = log.linker == "mold";  // in a relocatable link
  for (const CopiedReport& copy : additions.copies) {
    if (no_dependencies && copy.kind == "dependency-file" && !host.stat(copy.from)) continue;
    const Status copied = copy_file(copy.from, place.report(copy.file));
    if (copied)
      log.reports.push_back({copy.kind, copy.file});
    else
      say_incomplete(log, copied.error().describe());
  }
  std::vector<formats::LoggedReport> expected = additions.reports;
  if (!additions.output_kind.empty())
    expected.push_back({additions.output_kind, additions.output_kind + ".txt"});
  if (additions.map_on_output) expected.push_back({"map", "map.txt"});
  for (const formats::LoggedReport& report : expected) {
    if (host.stat(place.report(report.file))) {
      log.reports.push_back(report);
      continue;
    }
    // gcc's plugin writes its resolution file only when it claimed something, and ours its report when it was
    // given something.
    const bool optional = report.kind == "resolution" || report.kind == "linker-plugin" ||
                          (report.kind == "dependency-file" && no_dependencies);
    if (!optional) say_incomplete(log, "the linker left no " + report.kind);
  }
  for (formats::LoggedReport& report : log.reports)
    if (const auto stat = host.stat(place.report(report.file))) report.size = stat->size;
}

void stat_output(Host& host, formats::LinkLog& log) {
  auto stat = host.stat(log.output);
  if (!stat) {
    // gcc for Windows adds the extension by itself.
    stat = host.stat(log.output + ".exe");
    if (!stat) return say_incomplete(log, "the link left no " + log.output);
    log.output += ".exe";
  }
  log.output_file.emplace().path = log.output;
  Files::fill(*log.output_file, *stat);
  const Report bytes(host, log.output);
  const auto elf = formats::parse_elf(as_bytes(bytes.text()));
  if (elf) log.build_id = elf->build_id;
}

/// The first line of `rest` with its newline, which is removed from it.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const std::string_view line = rest.substr(0, end == std::string_view::npos ? rest.size() : end + 1);
  rest.remove_prefix(line.size());
  return line;
}

}  // namespace

std::string forwarded_output(Host& host, const RecordPlace& place, const Additions& additions,
                             const std::string& directory) {
  if (additions.output_kind.empty()) return {};
  const Report output(host, place.report(additions.output_kind + ".txt"));
  if (additions.output_kind == "gc-sections") {
    std::string other;
    for (std::string_view rest = output.text(); !rest.empty();) {
      const std::string_view line = take_line(rest);
      if (!line.starts_with(kGcPrefix)) other += line;
    }
    if (additions.map_on_output) (void)write_file(place.report("map.txt"), other);
    return additions.forward_all ? std::string(output.text()) : other;
  }
  if (additions.forward_all) return std::string(output.text());
  const Report dependencies(host, place.report("dependencies.d"));
  const auto paths = formats::parse_linker_dependency_file(dependencies.text(), false);
  std::unordered_set<std::string_view> opened;
  if (paths) opened.insert(paths->begin(), paths->end());
  const auto is_there = [&](std::string_view name) {
    return host.stat(path::is_absolute(name) ? std::string(name) : path::join(directory, name)).ok();
  };
  // The temporary objects of link-time optimization are gone by now. The dependency file names them, but for
  // a link that failed.
  const auto exists = [&](std::string_view name) {
    if (opened.contains(name) || is_there(name)) return true;
    return path::is_absolute(name) && name.ends_with(".o") && is_there(path::parent(name));
  };
  if (!additions.forward_files) return formats::split_trace_output(output.text(), exists).other;
  std::string files;
  for (std::string_view rest = output.text(); !rest.empty();) {
    const std::string_view line = take_line(rest);
    const bool member = line.starts_with('(') && !formats::split_trace_output(line, exists).inputs.empty();
    if (!member) files += line;
  }
  return files;
}

void gather(Host& host, const RecordPlace& place, const Additions& additions, formats::LinkLog& log) {
  log.incomplete = log.incomplete.empty() ? additions.incomplete : log.incomplete;
  stat_output(host, log);
  keep_reports(host, place, additions, log);
  const auto has = [&](std::string_view kind) {
    return std::any_of(log.reports.begin(), log.reports.end(),
                       [&](const auto& report) { return report.kind == kind; });
  };
  Files files(host, log.working_directory);
  if (has("dependency-file"))
    add_dependencies(Report(host, place.report("dependencies.d")).text(), files, log);
  else if (log.linker == "mold")
    add_from_mold(host, place, files, log);
  if (has("linker-plugin")) add_from_plugin(host, place, files, log);
  log.inputs = files.take();
  add_thin_members(host, log);
}

}  // namespace souptrace::launcher

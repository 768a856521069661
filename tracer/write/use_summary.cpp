// SPDX-License-Identifier: Apache-2.0
#include "write/use_summary.hpp"

#include "base/path.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kNames = 4;  // of files of one kind; the JSON output has them all

std::string name(const TraceFile& file) {
  return clean(path::filename(file.path.path));
}

void add_names(std::vector<std::string>& out, const char* lead, const std::vector<const TraceFile*>& files) {
  for (std::size_t i = 0; i < files.size() && i < kNames; ++i)
    out.push_back((i == 0 ? lead : "") + name(*files[i]));
  if (files.size() > kNames) out.push_back(grouped(files.size() - kNames) + " more");
}

void add_archives(std::vector<std::string>& out, const std::vector<ArchiveUse>& archives, const char* lead) {
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < archives.size(); ++i) {
    if (i >= kNames)
      rest += archives[i].members;
    else
      out.push_back((i == 0 ? lead : "") + name(*archives[i].file) + " (" +
                    counted(archives[i].members, "member") + ')');
  }
  if (rest > 0)
    out.push_back(counted(archives.size() - kNames, "more archive") + " (" + counted(rest, "member") + ')');
}

/// Counts one file's inputs; true when some input stands for the whole file.
void count(UseSummary& out, const UsedFile& used) {
  ArchiveUse archive{used.file, 0};
  bool needed = false;
  bool dropped = false;
  for (const TraceInput* input : used.inputs) {
    if (input->use == Use::dropped) dropped = true;
    if (!is_part(input->use)) continue;
    switch (input->role) {
      case Role::archive_member:
        ++archive.members;
        break;
      case Role::object:
        ++out.objects;
        break;
      case Role::startup_object:
        ++out.startup_objects;
        break;
      case Role::shared_library:
        needed = true;
        break;
      case Role::source:
        ++out.sources;
        break;
      case Role::header:
        ++out.headers;
        break;
      case Role::archive:
      case Role::linker_script:
      case Role::tool:
        break;
    }
  }
  if (archive.members > 0) out.archives.push_back(archive);
  if (needed)
    out.needed.push_back(used.file);
  else if (!used.runtime.empty())
    out.loaded.push_back(used.file);
  else if (dropped && archive.members == 0)
    out.dropped.push_back(used.file);
}

}  // namespace

bool UseSummary::headers_only() const {
  return headers > 0 && archives.empty() && needed.empty() && loaded.empty() &&
         objects + startup_objects + sources == 0;
}

bool UseSummary::in_binary() const {
  return headers + objects + startup_objects + sources > 0 || !archives.empty() || !needed.empty() ||
         !loaded.empty();
}

std::vector<std::string> UseSummary::words() const {
  std::vector<std::string> out;
  if (headers_only()) return {counted(headers, "header") + ", nothing else"};
  add_archives(out, archives, built_here ? "static, built here: " : "static: ");
  if (objects > 0) out.push_back(counted(objects, "object"));
  if (startup_objects > 0) out.push_back(counted(startup_objects, "startup object"));
  add_names(out, "dynamic: ", needed);
  add_names(out, "loaded by others: ", loaded);
  if (sources > 0) out.push_back(counted(sources, "source"));
  if (headers > 0) out.push_back(counted(headers, "header"));
  return out;
}

UseSummary summarize(const TraceIndex& index, const UsedComponent& used) {
  UseSummary out;
  for (const UsedFile& file : used.files) count(out, file);
  out.built_here = is_built_here(index, used);
  return out;
}

}  // namespace souptrace::write

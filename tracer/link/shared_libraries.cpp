// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "base/path.hpp"
#include "formats/elf.hpp"
#include "link/merge.hpp"
#include "link/take.hpp"

namespace souptrace::link {
namespace {

struct Library {
  std::string real_path;
  const OpenedFile* file = nullptr;
  const FileView* view = nullptr;
  std::string soname;  ///< its file name when it has none
};

/// The libraries among the opened files, in the order in which the linker saw them.
std::vector<Library> libraries(Merge& merge) {
  std::vector<Library> found;
  for (const auto& [real_path, file] : merge.opened) {
    const FileView& view = merge.disk.look(real_path);
    if (view.nature != Nature::shared_library && view.nature != Nature::executable) continue;
    if (merge.inputs.find(real_path) != nullptr)
      continue;  // entered for another reason: -b binary, --just-symbols
    const std::string filename(path::filename(file.path));
    found.push_back({real_path, &file, &view, view.soname.empty() ? filename : view.soname});
  }
  std::sort(found.begin(), found.end(),
            [](const Library& a, const Library& b) { return a.file->order < b.file->order; });
  return found;
}

/// The DT_NEEDED entry that names the library: its SONAME; without one the linker writes the file's name, or
/// the path as it was given.
const std::string* naming_entry(Merge& merge, const Library& library) {
  for (const std::string& entry : merge.output.needed) {
    if (entry == library.soname) return &entry;
    if (library.view->soname.empty() && entry.find('/') != std::string::npos &&
        merge.disk.real_path(entry) == library.real_path)
      return &entry;
  }
  return nullptr;
}

/// The names of a file's symbols, defined or undefined ones, without versions; empty when it has none to
/// read.
std::set<std::string> symbol_names(Merge& merge, const std::string& path, bool defined) {
  std::set<std::string> names;
  const auto file = merge.disk.read(path);
  if (!file) return names;
  const auto symbols = formats::parse_elf_symbols((*file)->bytes());
  if (!symbols) return names;
  for (const formats::ElfSymbol& symbol : *symbols)
    if (!symbol.name.empty() && symbol.binding != 0 && (symbol.section != 0) == defined)
      names.emplace(symbol.name.substr(0, symbol.name.find('@')));
  return names;
}

/// bfd drops a library that nothing refers to and then takes another of the same SONAME (the other linkers
/// know a SONAME once): the first that defines what the output leaves undefined is the one that it needs.
/// Gives by SONAME the library that is needed, where it is not the first.
std::map<std::string, std::string> needed_later(Merge& merge, const std::vector<Library>& all) {
  std::map<std::string, std::vector<const Library*>> by_name;
  for (const Library& library : all)
    if (naming_entry(merge, library) != nullptr) by_name[library.soname].push_back(&library);
  std::map<std::string, std::string> later;
  if (merge.log.linker != "bfd") return later;
  for (const auto& [soname, candidates] : by_name) {
    if (candidates.size() < 2) continue;
    const std::set<std::string> wanted = symbol_names(merge, merge.log.output, false);
    const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const Library* one) {
      const std::set<std::string> defined = symbol_names(merge, one->real_path, true);
      return std::any_of(wanted.begin(), wanted.end(),
                         [&](const auto& name) { return defined.contains(name); });
    });
    if (found != candidates.end() && found != candidates.begin()) later[soname] = (*found)->real_path;
  }
  return later;
}

std::string why_dropped(const Library& library, const std::vector<Library>& all, bool taken_before) {
  if (taken_before) return "another library with the SONAME " + library.soname + " is the needed one";
  for (const Library& other : all) {
    const auto& needs = other.view->needed;
    if (std::find(needs.begin(), needs.end(), library.soname) != needs.end())
      return "not needed by the output; " + std::string(path::filename(other.file->path)) + " needs it";
  }
  return "nothing refers to it (--as-needed)";
}

/// Whether the binary imports the DLL by a member of an import library: it holds the DLL's name (PE Format,
/// "Import Library Format"; what dlltool makes has it in .idata$7).
bool is_imported_by_member(Merge& merge, const std::string& dll) {
  if (merge.output.format != "PE") return false;
  const std::string name = dll + '\0';
  for (const auto& [key, input] : merge.inputs.all()) {
    const auto archive = merge.archives.find(input.real_path);
    if (input.member.empty() || input.use != Use::linked || archive == merge.archives.end()) continue;
    const auto index = archive->second.at_offset(input.offset);
    if (index && as_text(archive->second.bytes(*index)).find(name) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

void judge_shared_libraries(Merge& merge) {
  const std::vector<Library> all = libraries(merge);
  const std::map<std::string, std::string> later = needed_later(merge, all);
  std::set<std::string> explained;
  for (const Library& library : all) {
    const std::string* const entry = naming_entry(merge, library);
    const auto other = later.find(library.soname);
    const bool taken_before =
        entry != nullptr &&
        (explained.contains(*entry) || (other != later.end() && other->second != library.real_path));
    const bool needed = entry != nullptr && !taken_before;
    const std::string reason = !needed ? why_dropped(library, all, taken_before)
                               : library.view->soname.empty()
                                   ? "it has no SONAME; DT_NEEDED names it as " + *entry
                                   : "SONAME " + library.soname + " is in DT_NEEDED";
    LinkInput& input = enter_file(merge, library.real_path, *library.file, Role::shared_library,
                                  needed ? Use::needed : Use::dropped, reason);
    input.soname = library.soname;
    input.bytes.reset();
    if (needed) explained.insert(*entry);
  }
  for (const std::string& entry : merge.output.needed) {
    if (explained.contains(entry) || is_imported_by_member(merge, entry)) continue;
    merge.unaccounted.push_back("DT_NEEDED: " + entry);
    merge.complain(
        "witness-disagrees", Severity::error,
        "the binary needs " + entry +
            ", but no witness says that the linker opened such a library",
        "Link the binary again; if it was changed after the link (patchelf), trace it before that.", true);
  }
}

}  // namespace souptrace::link

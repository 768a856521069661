// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/linker_script.hpp"
#include "link/merge.hpp"
#include "link/take.hpp"
#include "link/temporaries.hpp"

namespace souptrace::link {
namespace {

/// What the link line says about a file that it names; null when it does not.
const CommandInput* on_line(const Merge& merge, const std::string& real_path) {
  const auto found = merge.on_link_line.find(real_path);
  return found == merge.on_link_line.end() ? nullptr : &found->second;
}

/// A role for a file that is no longer there or cannot be read, by its name.
Role role_by_name(std::string_view path) {
  const std::string_view name = path::filename(path);
  if (name.ends_with(".a") || name.ends_with(".lib")) return Role::archive;
  if (name.ends_with(".so") || name.find(".so.") != std::string_view::npos) return Role::shared_library;
  if (name.ends_with(".o") || name.ends_with(".obj")) return Role::object;
  return Role::linker_script;
}

void enter_lost(Merge& merge, const std::string& real_path, const OpenedFile& file, const FileView& view) {
  const bool missing = view.nature == Nature::missing;
  const Role role = role_by_name(real_path);
  enter_file(merge, real_path, file, role, role == Role::linker_script ? Use::read : Use::linked,
             missing ? "it was there when the binary was linked, and is not now" : "it cannot be read now");
  merge.complain(missing ? "input-missing" : "input-unreadable", Severity::error,
                 "the link took in " + view.error,
                 missing ? "Link the binary again, and trace it before its inputs are removed."
                         : "Make the file readable, then trace again.",
                 true);
}

void enter_object(Merge& merge, const std::string& real_path, const OpenedFile& file) {
  if (is_startup_object(file.path, merge.log.working_directory)) {
    enter_file(merge, real_path, file, Role::startup_object, Use::linked,
               "startup code that the compiler adds to the link");
    return;
  }
  const CommandInput* const named = on_line(merge, real_path);
  // gold shows its plugins every such object, taken or not.
  const bool taken = std::any_of(file.takers.begin(), file.takers.end(),
                                 [](const std::string& witness) { return witness != "linker-plugin"; });
  if (named != nullptr && named->lazy && !taken) {
    enter_file(merge, real_path, file, Role::object, Use::dropped,
               "between --start-lib and --end-lib, and nothing refers to it");
    return;
  }
  enter_file(merge, real_path, file, Role::object, Use::linked,
             named != nullptr ? "on the link line" : "opened by the linker without being on the link line");
}

/// Members of thin archives that were opened though they were not taken: mold lists them all, lld opens them
/// since version 15.
void enter_untaken_thin(Merge& merge, const std::string& real_path, const OpenedFile& file) {
  LinkInput* const known = merge.inputs.find(real_path);
  if (known != nullptr) {
    for (const std::string& witness : file.witnesses) add_witness(*known, witness);
    return;
  }
  const auto& [archive_path, index] = merge.thin_members.at(real_path).front();
  if (merge.inputs.find_member(merge.disk, merge.archives.at(archive_path), index) != nullptr) return;
  LinkInput& input = merge.inputs.member(merge.disk, merge.archives.at(archive_path), index);
  input.use = Use::dropped;
  input.reason = "opened with the thin archive; nothing was taken from it";
  for (const std::string& witness : file.witnesses) add_witness(input, witness);
}

formats::LinkerScript read_script(Merge& merge, const std::string& real_path) {
  const auto bytes = merge.disk.read(real_path);
  if (!bytes || !formats::can_be_linker_script((*bytes)->bytes())) return {};
  auto script = formats::parse_linker_script((*bytes)->text());
  return script ? std::move(*script) : formats::LinkerScript{};
}

bool is_script(Merge& merge, const std::string& real_path) {
  return read_script(merge, real_path).has_command;
}

/// Whether a script among the opened files asks for inputs of another format than objects have: then a file
/// that is neither object nor script is one of them.
bool scripts_set_a_format(Merge& merge) {
  for (const auto& [real_path, file] : merge.opened) {
    if (merge.disk.look(real_path).nature != Nature::other) continue;
    const formats::LinkerScript script = read_script(merge, real_path);
    if (std::any_of(script.targets.begin(), script.targets.end(),
                    [](const std::string& target) { return !is_usual_format(target); }))
      return true;
  }
  return false;
}

void classify(Merge& merge, const std::string& real_path, const OpenedFile& file, bool scripts_set_format) {
  const FileView& view = merge.disk.look(real_path);
  if (merge.archives.contains(real_path)) return;  // even as a member of a thin archive: a stage of their own
  if (merge.thin_members.contains(real_path) && !merge.on_link_line.contains(real_path))
    return enter_untaken_thin(merge, real_path, file);
  if (view.nature == Nature::missing || view.nature == Nature::unreadable)
    return enter_lost(merge, real_path, file, view);
  if (const auto steering = merge.steering.find(real_path); steering != merge.steering.end())
    return (void)enter_file(merge, real_path, file, Role::linker_script, Use::read, steering->second.purpose);
  const CommandInput* const named = on_line(merge, real_path);
  if (named != nullptr &&
      (named->format == "binary" || (!named->format.empty() && view.nature == Nature::other)))
    return (void)enter_file(merge, real_path, file, Role::object, Use::linked,
                            "on the link line, read as " + named->format + " (-b)");
  switch (view.nature) {
    case Nature::object:
    case Nature::bitcode:
      return enter_object(merge, real_path, file);
    case Nature::other:
      if (scripts_set_format && !is_script(merge, real_path))
        return (void)enter_file(merge, real_path, file, Role::object, Use::linked,
                                "read in the format that a linker script sets (TARGET)");
      return (void)enter_file(merge, real_path, file, Role::linker_script, Use::read, "linker script");
    default:
      return;  // archives and shared libraries have stages of their own
  }
}

/// The major version in lld's words: "LLD 14.0.6", "Debian LLD 19.1.7 (compatible with GNU linkers)".
std::uint64_t lld_major(std::string_view version) {
  const auto at = version.find("LLD ");
  if (at == std::string_view::npos) return 0;
  version.remove_prefix(at + 4);
  return parse_unsigned(version.substr(0, version.find('.'))).value_or(0);
}

void enter_thin_members_of_lld(Merge& merge) {
  if (merge.log.linker != "lld" || lld_major(merge.log.linker_version) < 15) return;
  for (const auto& [real_path, places] : merge.thin_members) {
    OpenedFile file;
    file.path = merge.disk.shown_path(real_path);
    if (!merge.opened.contains(real_path) && merge.inputs.find(real_path) == nullptr)
      enter_untaken_thin(merge, real_path, file);
  }
}

/// Files that some dependency files leave out, though the linker reads them.
void enter_unlisted(Merge& merge) {
  for (const CommandFile& steering : merge.command.files) {
    if (steering.in_dependency_file || !merge.disk.exists(steering.path)) continue;
    OpenedFile file;
    file.path = merge.disk.shown_path(steering.path);
    file.witnesses = {"link-line"};
    enter_file(merge, merge.disk.real_path(steering.path), file, Role::linker_script, Use::read,
               steering.purpose);
  }
}

/// The linker itself, and the plugin for link-time optimization: bfd and gold load it in every link, mold
/// only when it is wanted.
void enter_tools(Merge& merge) {
  const auto tool = [&](const std::string& path, const std::string& reason) {
    if (path.empty()) return;
    OpenedFile file;
    file.path = merge.disk.shown_path(path);
    file.witnesses = {"launcher"};
    enter_file(merge, merge.disk.real_path(path), file, Role::tool, Use::read, reason);
  };
  tool(merge.log.linker_path, "the linker");
  if (merge.gnu() || (merge.log.linker == "mold" && !merge.temporaries.empty()))
    tool(merge.log.lto_plugin, "the linker's plugin for link-time optimization");
}

}  // namespace

void enter_files(Merge& merge) {
  const bool scripts_set_format = scripts_set_a_format(merge);
  for (const auto& [real_path, file] : merge.opened) classify(merge, real_path, file, scripts_set_format);
  enter_thin_members_of_lld(merge);
  enter_unlisted(merge);
  enter_tools(merge);
}

}  // namespace souptrace::link

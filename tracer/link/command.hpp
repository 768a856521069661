// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace souptrace::link {

/// An input as the link line names it, with the options that stood in force there.
struct CommandInput {
  std::string name;            ///< a path as written, or a library's name when `library`
  bool library = false;        ///< -l: "foo", or ":libfoo.a" for a file name
  bool whole_archive = false;  ///< between --whole-archive and --no-whole-archive
  bool lazy = false;  ///< between --start-lib and --end-lib: an object that is taken only when wanted
  std::string
      format;  ///< behind -b: "binary" (its bytes are taken as they are), "ihex", …; "" = by its content
};

/// A file that steers the link and that an option names.
struct CommandFile {
  std::string path;
  std::string purpose;             ///< in words: "version script"
  bool in_dependency_file = true;  ///< whether every linker's dependency file lists it
};

/// The link line as far as it explains inputs. It is a hint about why a file was opened, never the proof that
/// it was.
struct LinkCommand {
  std::vector<CommandInput> inputs;
  std::vector<CommandFile> files;
  std::vector<std::string> search_directories;  ///< -L
  std::set<std::string> undefined;              ///< symbols that -u, --require-defined or --entry ask for
};

/// Whether `name` of -b or TARGET() is the format of ordinary objects, or asks for a look at the content.
[[nodiscard]] bool is_usual_format(std::string_view name);

/// Reads a compiler driver's command line (response files expanded; the options as in ld(1), gcc(1),
/// ld.lld(1), mold(1)).
[[nodiscard]] LinkCommand read_command(const std::vector<std::string>& command);

/// The words of a compiler driver's command line that name neither the output nor an input, in their order: without objects, archives, -l
/// and -L, which the list of inputs says better.
[[nodiscard]] std::vector<std::string> link_flags(const std::vector<std::string>& command);

/// Whether `name` of -l`name` finds a file called `filename`.
[[nodiscard]] bool library_finds(std::string_view name, std::string_view filename);

}  // namespace souptrace::link

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "launcher/response_files.hpp"

namespace souptrace::launcher {

/// What a link command asks for, as far as recording it depends on that.
struct LinkArguments {
  std::vector<std::string> command;  ///< with response files expanded
  std::size_t driver = 0;  ///< place in `command` of the compiler driver or linker; launchers stand before it
  bool links = true;       ///< false: the command compiles, or only prints something
  bool direct = false;     ///< the "driver" is a linker: its options go without -Xlinker
  std::string output = "a.out";        ///< as written
  std::vector<std::string> selecting;  ///< the options that choose the linker, its plugin or its target
  bool selecting_by_path =
      false;  ///< some of `selecting` name files: their meaning depends on the working directory
  std::string dependency_file;  ///< the last --dependency-file; "" = none
  std::string map_file;         ///< the last -Map
  std::string plugin;           ///< the last -plugin that the build itself passes
  unsigned traces = 0;          ///< how often --trace is given: names of files on standard output are wanted
  bool is_verbose = false;      ///< --verbose
  bool prints_map = false;      ///< -M: a map on standard output is wanted
  bool prints_gc_sections = false;  ///< --print-gc-sections
};

/// Whether a word of the command, searched for in PATH where it has no '/', is a program.
using IsProgram = std::function<bool(const std::string& word)>;

/// Place of the compiler driver (or linker) in a command that may start with launchers and their options: the
/// first word with a compiler's or linker's name, else the first program that is no known launcher, else 0.
[[nodiscard]] std::size_t find_driver(const std::vector<std::string>& command, const IsProgram& is_program);

/// Whether `program` is named as a linker: "ld", "arm-none-eabi-ld.bfd", "ld.lld-14", "mold".
[[nodiscard]] bool is_linker_name(std::string_view program);

/// Whether `program` is a launcher of compilers: "ccache", "distcc", …
[[nodiscard]] bool is_launcher_name(std::string_view program);

/// Reads a link command. gcc's and clang's spellings; `-Wl,a,b` and `-Xlinker a` are looked into.
[[nodiscard]] LinkArguments read_link_arguments(const std::vector<std::string>& command,
                                                const IsProgram& is_program, const ReadText& read);

}  // namespace souptrace::launcher

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/host.hpp"
#include "launcher/link_arguments.hpp"

namespace souptrace::launcher {

/// The linker that a driver runs.
struct Linker {
  std::string name = "unknown";  ///< "bfd", "gold", "lld", "mold", "unknown"
  std::string version;           ///< its own words, one line
  std::string path;              ///< absolute; "" when the driver did not tell
  std::string lto_plugin;        ///< the linker plugin that the driver passes; "" = none
  std::string emulation;         ///< -m, e.g. "elf_x86_64"
  bool loads_plugins =
      false;  ///< bfd and gold: a program for this machine's loader, so that it can load our plugin
  std::uint64_t path_size = 0;  // of `path`, when it was asked
  std::int64_t path_modified_ns = 0;
};

/// Whether this version has the reporting options that additions.hpp speaks of.
[[nodiscard]] bool can_report(const Linker& linker);

/// Reads what `driver -v -Wl,-v -Wl,--version` printed: the version on standard output, and on standard error
/// the linker's command line (gcc: the line behind "collect2 version", clang: the last line that starts with
/// a quoted program).
[[nodiscard]] Linker parse_linker_probe(std::string_view out, std::string_view err);

/// An entry of <state>/linkers: the question, then the answer, one value a line.
[[nodiscard]] std::string format_linker_entry(std::string_view question, const Linker& linker);
/// Nothing when the text is cut, damaged or the answer to another question.
[[nodiscard]] std::optional<Linker> parse_linker_entry(std::string_view text, std::string_view question);

/// Asks `driver` (absolute) which linker it runs for `link`, or looks it up in <state>/linkers, where answers
/// are kept as long as driver, linker, the selecting options and the environment variables that drivers look
/// at stay the same.
[[nodiscard]] Linker identify_linker(Host& host, const std::string& state, const std::string& driver,
                                     const LinkArguments& link);

}  // namespace souptrace::launcher

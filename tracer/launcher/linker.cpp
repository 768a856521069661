// SPDX-License-Identifier: Apache-2.0
#include "launcher/linker.hpp"

#include <algorithm>
#include <array>

#include "base/path.hpp"
#include "base/text.hpp"
#include "launcher/response_files.hpp"

namespace souptrace::launcher {
namespace {

constexpr std::string_view kFirstLine = "souptrace-linker 1";

struct Version {
  std::uint64_t major = 0, minor = 0;
};

std::size_t end_of(std::string_view text, const char* characters, std::size_t from) {
  return std::min(text.find_first_not_of(characters, from), text.size());
}

/// Every "N.N" in `text`, of "14.0.6" the first two numbers.
std::vector<Version> versions_in(std::string_view text) {
  std::vector<Version> found;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = end_of(text, "0123456789", i);
    if (end == i) {
      ++i;
      continue;
    }
    const auto major = parse_unsigned(text.substr(i, end - i));
    if (end < text.size() && text[end] == '.') {
      const auto minor = parse_unsigned(text.substr(end + 1, end_of(text, "0123456789", end + 1) - end - 1));
      if (major && minor) found.push_back({*major, *minor});
    }
    i = end_of(text, "0123456789.", i);
  }
  return found;
}

/// The version of the linker: bfd and gold put it behind that of their package, lld and mold before all else.
std::optional<Version> version_of(const Linker& linker) {
  const auto versions = versions_in(linker.version);
  if (versions.empty()) return std::nullopt;
  return linker.name == "bfd" || linker.name == "gold" ? versions.back() : versions.front();
}

std::string name_of(std::string_view version) {
  if (version.starts_with("GNU gold")) return "gold";
  if (version.starts_with("GNU ld")) return "bfd";
  if (version.starts_with("mold ")) return "mold";
  if (version.starts_with("LLD ") || version.find(" LLD ") != std::string_view::npos) return "lld";
  return "unknown";
}

/// The words of the linker's command line in the driver's standard error.
std::vector<std::string> linker_command(std::string_view err) {
  std::vector<std::string> command;
  bool after_collect2 = false;
  while (const auto line = next_line(err)) {
    const bool quoted = line->starts_with(" \"");
    if (after_collect2 || quoted) {
      auto words = response_file_words(*line);
      if (!words.empty()) command = std::move(words);
    }
    // collect2 says which linker it calls; what gcc says before that is the way to collect2.
    if (after_collect2) return command;
    after_collect2 = line->starts_with("collect2 version");
  }
  return command;
}

}  // namespace

bool can_report(const Linker& linker) {
  const auto version = version_of(linker);
  if (!version) return false;
  const auto at_least = [&](std::uint64_t major, std::uint64_t minor) {
    return version->major > major || (version->major == major && version->minor >= minor);
  };
  if (linker.name == "bfd") return at_least(2, 35);
  if (linker.name == "gold") return at_least(1, 16);
  if (linker.name == "mold") return at_least(1, 1);
  // lld's MinGW front end (emulations i386pe, i386pep, thumb2pe, arm64pe) knows no --dependency-file.
  const bool mingw = linker.emulation.ends_with("pe") || linker.emulation.ends_with("pep");
  return linker.name == "lld" && at_least(14, 0) && !mingw;
}

Linker parse_linker_probe(std::string_view out, std::string_view err) {
  Linker linker;
  linker.version = printable(next_line(out).value_or(""));
  linker.name = name_of(linker.version);
  const std::vector<std::string> command = linker_command(err);
  if (!command.empty() && path::is_absolute(command[0])) linker.path = command[0];
  for (std::size_t i = 0; i + 1 < command.size(); ++i) {
    if (command[i] == "-plugin") linker.lto_plugin = command[i + 1];
    if (command[i] == "-m") linker.emulation = command[i + 1];
  }
  return linker;
}

std::string format_linker_entry(std::string_view question, const Linker& linker) {
  std::string text(kFirstLine);
  text += '\n';
  text += question;
  const std::array<std::string, 8> values = {linker.name,
                                             linker.version,
                                             linker.path,
                                             linker.lto_plugin,
                                             linker.emulation,
                                             linker.loads_plugins ? "1" : "0",
                                             std::to_string(linker.path_size),
                                             std::to_string(linker.path_modified_ns)};
  for (const std::string& value : values) text += value + '\n';
  return text + "end\n";
}

std::optional<Linker> parse_linker_entry(std::string_view text, std::string_view question) {
  std::string start(kFirstLine);
  start += '\n';
  start += question;
  if (!text.starts_with(start)) return std::nullopt;
  text.remove_prefix(start.size());
  const auto lines = split(text, '\n');
  if (lines.size() != 10 || lines[8] != "end" || !lines[9].empty()) return std::nullopt;
  Linker linker;
  linker.name = lines[0];
  linker.version = lines[1];
  linker.path = lines[2];
  linker.lto_plugin = lines[3];
  linker.emulation = lines[4];
  linker.loads_plugins = lines[5] == "1";
  const auto size = parse_unsigned(lines[6]);
  const auto modified = parse_unsigned(lines[7]);
  if (!size || !modified) return std::nullopt;
  linker.path_size = *size;
  linker.path_modified_ns = static_cast<std::int64_t>(*modified);
  return linker;
}

}  // namespace souptrace::launcher

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "base/path.hpp"
#include "launcher/link_arguments.hpp"

namespace souptrace::launcher {
namespace {

constexpr std::array<std::string_view, 13> kCompilers = {
    "gcc", "g++", "cc", "c++", "clang", "clang++", "gfortran", "flang", "icx", "icpx", "ifx", "gdc", "gccgo"};
constexpr std::array<std::string_view, 6> kLinkers = {"ld", "ld.bfd", "ld.gold", "ld.lld", "ld.mold", "mold"};
constexpr std::array<std::string_view, 12> kLaunchers = {"ccache",     "sccache", "distcc", "icecc",
                                                         "buildcache", "gomacc",  "env",    "time",
                                                         "nice",       "ionice",  "cmake",  "souptrace-link"};

/// The name without directory, ".exe" and a version behind it: "/usr/bin/clang++-14" gives "clang++".
std::string_view plain_name(std::string_view program) {
  std::string_view name = path::filename(program);
  if (name.ends_with(".exe")) name.remove_suffix(4);
  const auto dash = name.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == name.size()) return name;
  const std::string_view version = name.substr(dash + 1);
  return version.find_first_not_of("0123456789.") == std::string_view::npos ? name.substr(0, dash) : name;
}

/// Whether `name` is one of `names`, alone or behind a target: "g++", "x86_64-linux-gnu-g++".
template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view one) {
    if (!name.ends_with(one)) return false;
    return name.size() == one.size() || name[name.size() - one.size() - 1] == '-';
  });
}

}  // namespace

bool is_linker_name(std::string_view program) {
  return is_one_of(plain_name(program), kLinkers);
}

bool is_launcher_name(std::string_view program) {
  return std::find(kLaunchers.begin(), kLaunchers.end(), plain_name(program)) != kLaunchers.end();
}

std::size_t find_driver(const std::vector<std::string>& command, const IsProgram& is_program) {
  if (command.empty() || !is_program(command[0])) return 0;
  // A launcher has a handful of words; looking further would take an input named "cc" for the driver.
  const std::size_t end = std::min<std::size_t>(command.size(), 16);
  for (std::size_t i = 0; i < end; ++i) {
    const std::string_view name = plain_name(command[i]);
    if ((is_one_of(name, kCompilers) || is_one_of(name, kLinkers)) && is_program(command[i])) return i;
  }
  // No name that is known: the first word that is neither a known launcher nor an option or a variable of
  // one.
  for (std::size_t i = 0; i < end; ++i) {
    const std::string& word = command[i];
    const bool of_launcher = word.empty() || word[0] == '-' || word.find('=') != std::string::npos;
    if (!of_launcher && !is_launcher_name(word)) return is_program(word) ? i : 0;
  }
  return 0;
}

}  // namespace souptrace::launcher

// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include "base/text.hpp"

namespace souptrace::cli {
namespace {

constexpr unsigned kWidthOfFiles = 120;
constexpr unsigned kWidest = 1000;

std::string variable(Host& host, const char* name) {
  return host.environment(name).value_or("");
}

bool may_colour(Host& host, bool is_terminal) {
  if (!variable(host, "NO_COLOR").empty()) return false;
  const std::string force = variable(host, "CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return is_terminal && variable(host, "CLICOLOR") != "0" && variable(host, "TERM") != "dumb";
}

/// The first that is set decides, as in setlocale(3).
bool is_utf8(Host& host) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = to_lower(variable(host, name));
    if (!locale.empty())
      return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

unsigned width_of(Host& host, const TerminalTraits& traits) {
  if (traits.width > 0) return traits.width;
  const auto columns = parse_unsigned(variable(host, "COLUMNS"));
  return columns && *columns > 0 && *columns <= kWidest ? static_cast<unsigned>(*columns) : kWidthOfFiles;
}

}  // namespace

Terminal describe_terminal(Host& host, const Output& out, const Output& err) {
  return {.out = out.stream,
          .err = err.stream,
          .colours = may_colour(host, out.traits.is_terminal),
          .progress = err.traits.is_terminal && variable(host, "TERM") != "dumb",
          .width = width_of(host, out.traits),
          .unicode = is_utf8(host)};
}

}  // namespace souptrace::cli

// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <sstream>
#include <utility>

#include "host/memory_host.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using Variables = std::vector<std::pair<std::string, std::string>>;

namespace {

cli::Terminal terminal(const Variables& variables, TerminalTraits out = {true, 100},
                       TerminalTraits err = {true, 100}) {
  static std::ostringstream stream;
  MemoryHost host;
  for (const auto& [name, value] : variables) host.set_environment(name, value);
  return cli::describe_terminal(host, {stream, out}, {stream, err});
}

constexpr TerminalTraits kFile{false, 0};

}  // namespace

TEST_CASE("colours are for terminals, unless the environment says otherwise") {
  CHECK(terminal({}).colours);
  CHECK_FALSE(terminal({}, kFile).colours);
  CHECK_FALSE(terminal({{"TERM", "dumb"}}).colours);
  CHECK_FALSE(terminal({{"NO_COLOR", "1"}}).colours);
  CHECK(terminal({{"NO_COLOR", ""}}).colours);
  CHECK_FALSE(terminal({{"CLICOLOR", "0"}}).colours);
  CHECK(terminal({{"CLICOLOR_FORCE", "1"}}, kFile).colours);
  CHECK_FALSE(terminal({{"CLICOLOR_FORCE", "0"}}, kFile).colours);
  CHECK_FALSE(terminal({{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}).colours);
}

TEST_CASE("Unicode is drawn where the locale has UTF-8; the first variable that is set decides") {
  CHECK_FALSE(terminal({}).unicode);
  CHECK(terminal({{"LANG", "en_US.UTF-8"}}).unicode);
  CHECK(terminal({{"LANG", "C.utf8"}}).unicode);
  CHECK_FALSE(terminal({{"LANG", "en_US.UTF-8"}, {"LC_ALL", "C"}}).unicode);
  CHECK(terminal({{"LANG", "C"}, {"LC_CTYPE", "C.UTF-8"}}).unicode);
  CHECK_FALSE(terminal({{"LANG", "de_DE.ISO-8859-1"}}).unicode);
}

TEST_CASE("the width is the terminal's, else COLUMNS, else 120") {
  CHECK(terminal({{"COLUMNS", "70"}}).width == 100);
  CHECK(terminal({{"COLUMNS", "70"}}, kFile).width == 70);
  CHECK(terminal({}, kFile).width == 120);
  for (const char* odd : {"0", "-1", "wide", "99999999999", "1001"})
    CHECK(terminal({{"COLUMNS", odd}}, kFile).width == 120);
}

TEST_CASE("progress is drawn on a terminal that can be redrawn") {
  CHECK(terminal({}).progress);
  CHECK_FALSE(terminal({}, {true, 100}, kFile).progress);
  CHECK_FALSE(terminal({{"TERM", "dumb"}}).progress);
}

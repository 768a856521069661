// SPDX-License-Identifier: Apache-2.0
#include "launcher/options.hpp"

#include "support/catch.hpp"

using souptrace::launcher::parse_options;

TEST_CASE("the command is what stands behind the first --") {
  const auto options = parse_options(
      {"--state=/b/CMakeFiles/s", "--map", "--plugin=/p.so", "--", "ccache", "g++", "--", "a.o"});
  REQUIRE(options.ok());
  CHECK(options->state == "/b/CMakeFiles/s");
  CHECK(options->map);
  CHECK(options->plugin == "/p.so");
  CHECK(options->command == std::vector<std::string>{"ccache", "g++", "--", "a.o"});
}

TEST_CASE("a map is not asked for by default") {
  const auto options = parse_options({"--state=/s", "--", "g++"});
  REQUIRE(options.ok());
  CHECK_FALSE(options->map);
  CHECK(options->plugin.empty());
}

TEST_CASE("a wrong call is refused") {
  using Words = std::vector<std::string>;
  for (const Words& words :
       {Words{}, Words{"--"}, Words{"--state=/s"}, Words{"--state=/s", "--"}, Words{"--state=s", "--", "g++"},
        Words{"--state=", "--", "g++"}, Words{"--", "g++"}, Words{"--state=/s", "g++", "a.o"},
        Words{"--state=/s", "--mop", "--", "g++"}})
    CHECK_FALSE(parse_options(words).ok());
}

// SPDX-License-Identifier: Apache-2.0
#include "write/release_diff.hpp"

#include "contains.hpp"
#include "unit/write/sample_diff.hpp"

using namespace souptrace;

namespace {

const std::string kHostile = "a|b`c\n<script>\x1b[31m*x* [l](http://e) \u202e";

ReleaseDiff hostile_diff() {
  return sample::diff_of(kHostile);
}

}  // namespace

TEST_CASE("hostile names cannot steer the terminal") {
  const std::string text = write::release_diff_text(hostile_diff(), {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\u202e") == std::string::npos);
  CHECK_THAT(text, ContainsSubstring("7.4.1"));
}

TEST_CASE("hostile names cannot end a Markdown cell, be markup or HTML") {
  const std::string text = write::release_diff_markdown(hostile_diff());
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("<script") == std::string::npos);
  CHECK(text.find("[l]") == std::string::npos);
  CHECK(text.find(" b`") == std::string::npos);
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string line = text.substr(at, text.find('\n', at) - at);
    at += line.size() + 1;
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
    if (columns != 0 && bars != 0) CHECK(bars == columns);
    columns = bars;
  }
}

TEST_CASE("the same trace twice is said in one line, and long lists are bounded") {
  ReleaseDiff diff;
  diff.before.product.name = diff.after.product.name = "Pump";
  diff.not_compared = {"flags"};
  CHECK_THAT(write::release_diff_text(diff, {}), ContainsSubstring("nothing differs"));
  CHECK_THAT(write::release_diff_markdown(diff), ContainsSubstring("Nothing differs"));
  CHECK_THAT(write::release_diff_json(diff), ContainsSubstring("\"differs\": false"));
  CHECK_THAT(write::release_diff_text(diff, {}), ContainsSubstring("not compared: flags"));

  BinaryDiff binary;
  binary.name = "pump";
  binary.state = "changed";
  for (int i = 0; i < 5000; ++i)
    binary.parts.push_back({"added", Role::object, false, {}, PartSide{"part" + std::to_string(i), "build:p", std::string(64, 'a'), ""}});
  diff.binaries = {binary};
  const std::string text = write::release_diff_text(diff, {});
  CHECK(text.size() < 4000);
  CHECK_THAT(text, ContainsSubstring("4,994 more"));
  CHECK_THAT(write::release_diff_json(diff), ContainsSubstring("part4999"));
}

TEST_CASE("a value's name is told in words, the place in it as it is") {
  ReleaseDiff diff;
  BinaryDiff binary;
  binary.name = "pump";
  binary.state = "same";
  binary.values = {{"compileFlags of build:CMakeFiles/pump.dir/a.o", "-O2", "-O3"}, {"linkTimeOptimization", "no", "yes"}};
  diff.binaries = {binary};
  const std::string text = write::release_diff_text(diff, {});
  CHECK_THAT(text, ContainsSubstring("compile flags of build:CMakeFiles/pump.dir/a.o -O2 -> -O3"));
  CHECK_THAT(text, ContainsSubstring("link time optimization no -> yes"));
}

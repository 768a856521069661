// SPDX-License-Identifier: Apache-2.0
#include "review/osv_glance.hpp"

#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::review;

namespace {

const std::string kCommit(40, 'a');

OsvGlance glance(const std::string& text) {
  static const OsvIndex kIndex({{"Debian:12", "zlib", "", "1", "", ""}, {"GIT", "https://github.com/madler/zlib", "", "v1", "", ""},
                                {"", "", "pkg:generic/ring", "1", "", ""}, {"", "", "", "", kCommit, ""}});
  return glance_at(text, kIndex);
}

std::string record(const std::string& affected) {
  return R"({"id": "A-1", "modified": "2026-01-01T00:00:00Z", "affected": [)" + affected + "]}";
}

}  // namespace

TEST_CASE("A record that names nothing that is asked for is left out, with what it says of the database") {
  const std::string text = record(R"({"package": {"ecosystem": "Debian:12", "name": "zlib-ng"}}, {"package": {"ecosystem": "PyPI", "name": "x", "purl": "pkg:generic/x"},
      "ranges": [{"type": "GIT", "repo": "https://github.com/x/y", "events": [{"introduced": "0"}]}]})");
  const OsvGlance seen = glance(text);
  CHECK(seen.unasked);
  CHECK(seen.modified == "2026-01-01T00:00:00Z");
  CHECK(seen.ecosystems == std::vector<std::string_view>{"Debian:12", "PyPI"});
  CHECK(seen.has_git);
  CHECK(seen.has_generic_purl);
}

TEST_CASE("A record that names something that is asked for is never left out, however it is written") {
  for (const std::string& affected : {std::string(R"({"package": {"ecosystem": "Debian:12", "name": "zlib"}})"), std::string(R"({"package": {"ecosystem": "Debian:12", "name": "zl\u0069b"}})"),
                                      std::string(R"({"package":{"name"  :\n"zlib"}})"), std::string(R"({"package": {"purl": "pkg:generic/ring@1?x=y"}})"),
                                      std::string(R"({"ranges": [{"type": "GIT", "repo": "git@github.com:Madler/zlib.git"}]})"), std::string(R"({"ranges": [{"repo": "https:\/\/github.com\/madler\/zlib"}]})"),
                                      R"({"ranges": [{"events": [{"introduced": ")" + kCommit + R"("}]}]})"})
    CHECK_FALSE(glance(record(affected)).unasked);
}

TEST_CASE("Strings end where they end, whatever is escaped in them") {
  for (const char* details : {R"(\\)", R"(\")", R"(a\"zlib\"b)", R"(\n\n\"\\)", R"(\\\"}]})"})
    CHECK(glance(R"({"id": "A-1", "details": ")" + std::string(details) + R"(", "modified": "x"})").unasked);
  CHECK_FALSE(glance(R"({"id": "A-1", "details": "\\", "summary": "zlib", "modified": "x"})").unasked);
}

TEST_CASE("A name that JSON has to escape is found in its usual spelling") {
  const OsvIndex index({{"Debian:12", "a\"b\\c", "", "1", "", ""}});
  CHECK_FALSE(glance_at(record(R"({"package": {"name": "a\"b\\c"}})"), index).unasked);
  CHECK(glance_at(record(R"({"package": {"name": "a\"b\\d"}})"), index).unasked);
}

TEST_CASE("What is no whole record is left to the parser") {
  const std::string text = record(R"({"package": {"ecosystem": "PyPI", "name": "x\\"}})");
  CHECK(glance(text).unasked);
  for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(glance(text.substr(0, size)).unasked);
  for (const char* other : {"[]", "7", R"({"id": "A"})", R"({"modified": "x"})", R"({"id": "A", "modified": "x"}])", R"({"id": "A", "modified": "x"]})", R"({"id": 7, "modified": "x"})",
                            R"({"id": "A", "modified": "x"} {})", R"({"id": "A", "modified": "x"} "zlib")"})
    CHECK_FALSE(glance(other).unasked);
  CHECK_FALSE(glance(record(std::string(100, '[') + std::string(100, ']'))).unasked);
}

// SPDX-License-Identifier: Apache-2.0
#include "cli/unreadable_evidence.hpp"

#include "support/catch.hpp"

using namespace souptrace;

namespace {

std::vector<std::string> told_of(const std::map<std::string, std::string>& unreadable, const std::vector<Finding>& told) {
  BuildFacts facts;
  facts.source_directory = "/s";
  facts.build_directory = "/s/build";
  std::vector<std::string> subjects;
  for (const Finding& one : cli::unreadable_evidence(unreadable, trace::Places(facts), told)) {
    CHECK(one.code == "evidence-unreadable");
    CHECK(one.severity == Severity::error);
    subjects.push_back(one.subject);
  }
  return subjects;
}

using Subjects = std::vector<std::string>;
const std::map<std::string, std::string> kStatus{{"/usr/lib/db/status", "Input/output error"}};

}  // namespace

TEST_CASE("what could not be read is told by its place in the trace") {
  CHECK(told_of({{"/s/build/a.o", "Permission denied"}, {"/s/x.h", "Permission denied"}}, {}) == Subjects{"build:a.o", "source:x.h"});
  CHECK(told_of({}, {}).empty());
}

TEST_CASE("what a finding tells already is not told twice: its subject, or a path in its text") {
  CHECK(told_of(kStatus, {{"input-unreadable", Severity::error, "system:usr/lib/db/status", "", "", true}}).empty());
  CHECK(told_of(kStatus, {{"input-unreadable", Severity::error, "x", "cannot read system:usr/lib/db/status: Input/output error", "", true}}).empty());
  CHECK(told_of(kStatus, {{"input-unreadable", Severity::error, "x", "(\"system:usr/lib/db/status\").", "", true}}).empty());
  CHECK(told_of(kStatus, {{"runtime-library-not-found", Severity::warning, "x", "cannot read /usr/lib/db/status: Input/output error", "", false}}).empty());
}

TEST_CASE("what only a finding tells that fails no gate is told: it must not pass the release") {
  CHECK(told_of(kStatus, {{"database-broken", Severity::error, "system:usr/lib/db/status", "", "", false}}) == Subjects{"system:usr/lib/db/status"});
  CHECK(told_of(kStatus, {{"git-unreadable", Severity::warning, "git", "system:usr/lib/db/status: Input/output error", "", false}}) ==
        Subjects{"system:usr/lib/db/status"});
}

TEST_CASE("a finding about a longer or shorter path tells nothing of this one") {
  for (const char* other : {"system:usr/lib/db", "system:usr/lib/db/status.d", "build:usr/lib/db/status", "xsystem:usr/lib/db/status", ""})
    CHECK(told_of(kStatus, {{"input-unreadable", Severity::error, other, std::string("in ") + other + " and on", "", true}}) ==
          Subjects{"system:usr/lib/db/status"});
}

TEST_CASE("a closed directory of a run path is told once, not for each library") {
  const std::map<std::string, std::string> unreadable{
      {"/home/other/lib/libc.so.6", "Permission denied"}, {"/home/other/lib/libz.so.1", "Permission denied"}, {"/home/other/lib/x/y", "Permission denied"}};
  BuildFacts facts;
  facts.source_directory = "/s";
  facts.build_directory = "/s/build";
  const trace::Places places(facts);
  const std::vector<Finding> told{{"run-path-unreadable", Severity::warning, places.name("/home/other/lib"), "", "", false}};
  CHECK(told_of(unreadable, told) == Subjects{places.name("/home/other/lib/x/y")});
}

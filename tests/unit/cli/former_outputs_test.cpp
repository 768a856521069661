// SPDX-License-Identifier: Apache-2.0
#include "cli/former_outputs.hpp"

#include "host/memory_host.hpp"
#include "support/catch.hpp"
#include "unit/write/sample_trace.hpp"
#include "write/trace_json.hpp"

using namespace souptrace;

namespace {

/// A build in /b whose documents were made in `directory`.
struct Build : MemoryHost {
  explicit Build(const std::string& directory) {
    CHECK(leave(directory).empty());
    add_documents(directory);
  }
  void add_documents(const std::string& directory) {
    add_file(directory + "/trace.json", write::trace_json(sample::trace()));
    for (const char* ending : {".cdx.json", ".cdx-1.6.json", ".spdx.json", ".spdx-2.3.json"}) add_file(directory + "/pump" + ending, "{}");
    add_file(directory + "/notes.txt", "the user's");
  }
  std::string leave(const std::string& directory, const std::string& configuration = "", const std::string& build = "/b") {
    const auto left = cli::leave_former_outputs(*this, {build, configuration, directory});
    REQUIRE(left);
    return *left;
  }
};

}  // namespace

TEST_CASE("documents in the build directory go when they are made elsewhere") {
  for (const char* next : {"/b/documents", "/b", "/elsewhere"}) {
    Build host("/b/souptrace");
    host.add_file("/b/souptrace/trace.incomplete.json", "{}");
    CHECK(host.leave(next).empty());
    CHECK_FALSE(host.content("/b/souptrace/trace.json"));
    CHECK_FALSE(host.content("/b/souptrace/trace.incomplete.json"));
    for (const char* ending : {".cdx.json", ".cdx-1.6.json", ".spdx.json", ".spdx-2.3.json"})
      CHECK_FALSE(host.content(std::string("/b/souptrace/pump") + ending));
    CHECK(host.content("/b/souptrace/notes.txt"));
  }
}

TEST_CASE("documents outside the build directory may be a release: they stay, and that is said once") {
  Build host("/releases/1.0");
  CHECK(host.leave("/releases/1.1") == "/releases/1.0");
  CHECK(host.content("/releases/1.0/trace.json"));
  CHECK(host.content("/releases/1.0/pump.cdx.json"));
  CHECK(host.leave("/releases/1.1").empty());
}

TEST_CASE("documents that are made in the same place stay, however it is spelt and wherever the build was moved") {
  Build host("/b/souptrace");
  CHECK(host.leave("/b/souptrace").empty());
  host.add_symlink("/b/link", "souptrace");
  CHECK(host.leave("/b/link").empty());
  CHECK(host.content("/b/souptrace/pump.cdx.json"));
  Build moved("/b/souptrace");
  moved.add_documents("/moved/souptrace");
  moved.add_file("/moved/CMakeFiles/souptrace-state/output", *moved.content("/b/CMakeFiles/souptrace-state/output"));
  CHECK(moved.leave("/moved/souptrace", "", "/moved").empty());
  CHECK(moved.content("/b/souptrace/pump.cdx.json"));
  CHECK(moved.content("/moved/souptrace/pump.cdx.json"));
}

TEST_CASE("each configuration has its own place") {
  Build host("/b/souptrace");
  CHECK(host.leave("/b/souptrace/Debug", "Debug").empty());
  CHECK(host.leave("/b/souptrace/Release", "Release").empty());
  host.add_documents("/b/souptrace/Debug");
  host.add_documents("/b/souptrace/Release");
  CHECK(host.leave("/b/other/Release", "Release").empty());
  CHECK(host.content("/b/souptrace/Debug/trace.json"));
  CHECK_FALSE(host.content("/b/souptrace/Release/trace.json"));
}

TEST_CASE("what can neither stay nor go is an error, and the next trace step tries again") {
  Build host("/b/souptrace");
  host.fail_when([](const std::string& operation, const std::string&) -> std::optional<Error> {
    if (operation != "remove") return std::nullopt;
    return Error{"not-permitted", "no permission"};
  });
  CHECK_FALSE(cli::leave_former_outputs(host, {"/b", "", "/b/new"}));
  host.fail_when({});
  CHECK(host.leave("/b/new").empty());
  CHECK_FALSE(host.content("/b/souptrace/trace.json"));
}

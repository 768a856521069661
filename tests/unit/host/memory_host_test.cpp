// SPDX-License-Identifier: Apache-2.0
#include "host/memory_host.hpp"

#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("every access is recorded with its operation and path, also those that fail") {
  MemoryHost host;
  host.add_file("/a", "1");
  (void)host.read("/a");
  (void)host.stat("/none");
  CHECK(host.accesses() == std::vector<std::string>{"read /a", "stat /none"});
}

TEST_CASE("a rule makes any operation fail, and only that one") {
  MemoryHost host;
  host.add_file("/a", "old");
  host.fail_when([](const std::string& operation, const std::string& path) -> std::optional<Error> {
    if (operation == "write_atomically" && path == "/a") return Error{"no-space", "/a: No space left on device"};
    return std::nullopt;
  });
  const Status written = host.write_atomically("/a", "new");
  REQUIRE_FALSE(written);
  CHECK(written.error().code == "no-space");
  CHECK(host.content("/a") == "old");
  CHECK(host.write_atomically("/b", "new"));
  CHECK(host.content("/b") == "new");
}

TEST_CASE("a rule can fail each of the operations") {
  MemoryHost host;
  host.add_file("/a", "x");
  host.add_symlink("/l", "a");
  host.add_program("p", [](const Process&) { return ProcessResult{0, "", ""}; });
  host.fail_when([](const std::string&, const std::string&) { return std::optional<Error>(Error{"io", "broken"}); });
  CHECK_FALSE(host.read("/a"));
  CHECK_FALSE(host.stat("/a"));
  CHECK_FALSE(host.lstat("/a"));
  CHECK_FALSE(host.read_link("/l"));
  CHECK_FALSE(host.real_path("/a"));
  CHECK_FALSE(host.list("/"));
  CHECK_FALSE(host.write_atomically("/a", ""));
  CHECK_FALSE(host.make_directories("/d"));
  CHECK_FALSE(host.remove("/a"));
  CHECK_FALSE(host.run({{"p"}, "", {}}));
}

TEST_CASE("a file that is written again is another file with the time of the host's clock") {
  MemoryHost host;
  host.add_file("/a", "one");
  const auto before = host.stat("/a");
  host.set_now(77);
  REQUIRE(host.write_atomically("/a", "two!"));
  const auto after = host.stat("/a");
  REQUIRE(before);
  REQUIRE(after);
  CHECK(after->inode != before->inode);
  CHECK(after->modified_ns == 77);
  CHECK(after->size == 4);
}

TEST_CASE("a program is asked with its whole command line, and what it says comes back") {
  MemoryHost host;
  host.add_program("ld", [](const Process& process) { return ProcessResult{3, process.argv.at(1), process.working_directory}; });
  const auto result = host.run({{"ld", "--version"}, "/build", {}});
  REQUIRE(result);
  CHECK(result->exit_code == 3);
  CHECK(result->out == "--version");
  CHECK(result->err == "/build");
}

TEST_CASE("an environment variable can be empty") {
  MemoryHost host;
  host.set_environment("EMPTY", "");
  CHECK(host.environment("EMPTY") == "");
}

// SPDX-License-Identifier: Apache-2.0
#include "host/watched_host.hpp"

#include "host/memory_host.hpp"
#include "support/catch.hpp"

using namespace souptrace;

namespace {

using Unreadable = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("what exists and cannot be read is remembered with the reason, whichever call met it") {
  MemoryHost machine;
  machine.add_file("/a", "text");
  machine.add_directory("/folder");
  machine.add_symlink("/link", "a");
  for (const std::string operation : {"read", "stat", "lstat", "read_link", "real_path", "list"}) {
    WatchedHost host(machine);
    machine.fail_when([&](const std::string& asked, const std::string& path) -> std::optional<Error> {
      if (asked != operation || !path.starts_with('/')) return std::nullopt;
      return Error{"io", path + ": cannot " + asked + ": Input/output error"};
    });
    const std::string path = operation == "list" ? "/folder" : operation == "read_link" ? "/link" : "/a";
    (void)host.read(path);
    (void)host.stat(path);
    (void)host.lstat(path);
    (void)host.read_link(path);
    (void)host.real_path(path);
    (void)host.list(path);
    machine.fail_when({});
    CHECK(host.unreadable() == Unreadable{{path, "cannot " + operation + ": Input/output error"}});
  }
}

TEST_CASE("what is not there, or is of another kind than was hoped for, is nothing to speak of") {
  MemoryHost machine;
  machine.add_file("/a", "text");
  machine.add_directory("/folder");
  WatchedHost host(machine);
  (void)host.read("/none");
  (void)host.read("/folder");
  (void)host.read("/a/b");
  (void)host.stat("/none");
  (void)host.lstat("/none");
  (void)host.read_link("/a");
  (void)host.read_link("/none");
  (void)host.real_path("/none");
  (void)host.list("/none");
  (void)host.list("/a");
  CHECK(host.unreadable().empty());
}

TEST_CASE("a directory that may not be listed is remembered once, with its first reason") {
  MemoryHost machine;
  machine.add_directory("/folder");
  WatchedHost host(machine);
  int number = 0;
  machine.fail_when([&](const std::string&, const std::string& path) -> std::optional<Error> {
    return Error{"not-permitted", path + ": reason " + std::to_string(++number)};
  });
  (void)host.list("/folder");
  (void)host.list("/folder");
  CHECK(host.unreadable() == Unreadable{{"/folder", "reason 1"}});
}

TEST_CASE("everything else goes through as it is") {
  MemoryHost machine;
  machine.set_environment("NAME", "value");
  machine.set_now(7);
  machine.add_program("tool", [](const Process& process) { return ProcessResult{3, process.input, ""}; });
  WatchedHost host(machine);
  CHECK(host.write_atomically("/folder/a", "text"));
  CHECK((*host.read("/folder/a"))->text() == "text");
  CHECK(host.make_directories("/more/still"));
  CHECK(host.list("/").value() == std::vector<std::string>{"folder", "more"});
  CHECK(host.lock("/lock", 0));
  CHECK(host.remove("/folder/a"));
  CHECK(machine.content("/folder/a") == std::nullopt);
  CHECK(host.run({.argv = {"tool"}, .input = "words"})->out == "words");
  CHECK(host.run({.argv = {"tool"}})->exit_code == 3);
  CHECK(host.environment("NAME") == "value");
  CHECK(host.current_directory() == "/");
  CHECK(host.now_ns() == 7);
  CHECK(host.processors() == 2);
  CHECK(host.unreadable().empty());
}

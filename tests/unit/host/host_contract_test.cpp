// SPDX-License-Identifier: Apache-2.0
// What host.hpp promises, asked of the real host and of its twin in memory alike: tests with the twin are worth as much as the two agree.
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <new>

#include "host/for_each_index.hpp"
#include "host/memory_host.hpp"
#include "support/catch.hpp"
#include "temporary_directory.hpp"

using namespace souptrace;

namespace {

/// A host with these below `root`: file "content", empty file "empty", directory "sub" with file "sub/inner", and the symbolic links
/// "link" → "file", "up" → "sub/../file", "chain" → "link", "dirlink" → "sub", "dangling" → "nowhere", "loop" → "loop".
struct World {
  std::unique_ptr<Host> host;
  std::string root;
  std::shared_ptr<void> keep;  ///< what must live as long as the host

  [[nodiscard]] std::string at(const std::string& name) const { return root + '/' + name; }
};

const std::vector<std::pair<std::string, std::string>> kLinks{{"link", "file"},   {"up", "sub/../file"},     {"chain", "link"},
                                                              {"dirlink", "sub"}, {"dangling", "nowhere"}, {"loop", "loop"}};

World memory_world() {
  auto host = std::make_unique<MemoryHost>();
  host->add_file("/w/file", "content");
  host->add_file("/w/empty", "");
  host->add_file("/w/sub/inner", "inner content");
  for (const auto& [name, target] : kLinks) host->add_symlink("/w/" + name, target);
  return {std::move(host), "/w", nullptr};
}

World posix_world() {
  auto directory = std::make_shared<test::TemporaryDirectory>();
  test::write_file(*directory / "file", "content");
  test::write_file(*directory / "empty", "");
  std::filesystem::create_directory(*directory / "sub");
  test::write_file(*directory / "sub/inner", "inner content");
  for (const auto& [name, target] : kLinks) std::filesystem::create_symlink(target, *directory / name);
  return {posix_host(), directory->path(), directory};
}

void in_each_world(const std::function<void(World&)>& claim) {
  SECTION("in memory") {
    World world = memory_world();
    claim(world);
  }
  SECTION("for real") {
    World world = posix_world();
    claim(world);
  }
}

std::string read_text(World& world, const std::string& name) {
  const auto file = world.host->read(world.at(name));
  return file ? std::string((*file)->text()) : file.error().code;
}

template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "ok" : result.error().code;
}

}  // namespace

TEST_CASE("a file is read whole, through symbolic links too") {
  in_each_world([](World& world) {
    CHECK(read_text(world, "file") == "content");
    CHECK(read_text(world, "empty").empty());
    CHECK(read_text(world, "link") == "content");
    CHECK(read_text(world, "chain") == "content");
    CHECK(read_text(world, "up") == "content");
    CHECK(read_text(world, "dirlink/inner") == "inner content");
    CHECK(read_text(world, "sub/../sub/./inner") == "inner content");
  });
}

TEST_CASE("what cannot be read is an error whose text names the path") {
  in_each_world([](World& world) {
    for (const auto* name : {"none", "dangling", "file/below", "none/below"}) {
      const auto file = world.host->read(world.at(name));
      REQUIRE_FALSE(file);
      CHECK(file.error().code == "not-found");
      CHECK(file.error().text.find(world.at(name)) != std::string::npos);
    }
    CHECK(read_text(world, "sub") == "is-directory");
    CHECK(read_text(world, "dirlink") == "is-directory");
    CHECK(read_text(world, "loop") == "io");
    CHECK(code_of(world.host->read("")) != "ok");
    CHECK(code_of(world.host->read("/")) == "is-directory");
  });
}

TEST_CASE("bytes of a file outlive the file and the host") {
  in_each_world([](World& world) {
    auto file = world.host->read(world.at("file"));
    REQUIRE(file);
    REQUIRE(world.host->remove(world.at("file")));
    world.host.reset();
    CHECK((*file)->text() == "content");
  });
}

TEST_CASE("stat follows links and lstat does not") {
  in_each_world([](World& world) {
    const auto followed = world.host->stat(world.at("chain"));
    REQUIRE(followed);
    CHECK(followed->kind == FileKind::regular);
    CHECK(followed->size == 7);
    const auto link = world.host->lstat(world.at("chain"));
    REQUIRE(link);
    CHECK(link->kind == FileKind::symlink);
    CHECK(world.host->lstat(world.at("dirlink/inner"))->kind == FileKind::regular);
    CHECK(world.host->stat(world.at("sub"))->kind == FileKind::directory);
    CHECK(world.host->stat("/")->kind == FileKind::directory);
    CHECK(world.host->lstat("/")->kind == FileKind::directory);
    CHECK(code_of(world.host->stat(world.at("dangling"))) == "not-found");
    CHECK(code_of(world.host->lstat(world.at("dangling"))) == "ok");
    CHECK(code_of(world.host->stat(world.at("none"))) == "not-found");
    CHECK(world.host->stat(world.at("file"))->inode != world.host->stat(world.at("empty"))->inode);
  });
}

TEST_CASE("a symbolic link is read as it was made") {
  in_each_world([](World& world) {
    CHECK(*world.host->read_link(world.at("up")) == "sub/../file");
    CHECK(code_of(world.host->read_link(world.at("file"))) == "io");
    CHECK(code_of(world.host->read_link(world.at("none"))) == "not-found");
  });
}

TEST_CASE("a real path has no link in it and needs the file to exist") {
  in_each_world([](World& world) {
    CHECK(*world.host->real_path(world.at("chain")) == world.at("file"));
    CHECK(*world.host->real_path(world.at("dirlink/../file")) == world.at("file"));
    CHECK(*world.host->real_path(world.at("dirlink/inner")) == world.at("sub/inner"));
    CHECK(*world.host->real_path("/") == "/");
    CHECK(code_of(world.host->real_path(world.at("dangling"))) == "not-found");
    CHECK(code_of(world.host->real_path(world.at("loop"))) == "io");
  });
}

TEST_CASE("a directory is listed sorted, without itself and its parent") {
  in_each_world([](World& world) {
    const std::vector<std::string> names{"chain", "dangling", "dirlink", "empty", "file", "link", "loop", "sub", "up"};
    CHECK(*world.host->list(world.root) == names);
    CHECK(*world.host->list(world.at("dirlink")) == std::vector<std::string>{"inner"});
    CHECK(code_of(world.host->list(world.at("none"))) == "not-found");
    CHECK(code_of(world.host->list(world.at("file"))) == "not-found");
  });
}

TEST_CASE("writing makes the directories that are missing and replaces what was there") {
  in_each_world([](World& world) {
    REQUIRE(world.host->write_atomically(world.at("new/deep/file"), "one"));
    CHECK(read_text(world, "new/deep/file") == "one");
    REQUIRE(world.host->write_atomically(world.at("new/deep/file"), ""));
    CHECK(read_text(world, "new/deep/file").empty());
    CHECK(world.host->list(world.at("new/deep"))->size() == 1);
    CHECK(code_of(world.host->write_atomically(world.at("sub"), "x")) == "is-directory");
    CHECK(read_text(world, "sub/inner") == "inner content");
  });
}

TEST_CASE("a document that comes in pieces is written whole, and not at all when its source fails") {
  in_each_world([](World& world) {
    REQUIRE(world.host->write_atomically(world.at("new/pieces"), [](const TextSink& sink) {
      for (int i = 0; i < 1000; ++i) sink("piece ");
      sink("");
      sink("end");
    }));
    const std::string written = read_text(world, "new/pieces");
    CHECK(written.size() == 6003);
    CHECK(written.ends_with("piece end"));
    const auto fails = [](const TextSink& sink) {
      sink("half");
      throw std::bad_alloc();
    };
    CHECK_THROWS_AS((void)world.host->write_atomically(world.at("new/pieces"), fails), std::bad_alloc);
    CHECK(read_text(world, "new/pieces") == written);
    CHECK(world.host->list(world.at("new"))->size() == 1);
  });
}

TEST_CASE("documents are written by several threads at once") {
  in_each_world([](World& world) {
    std::atomic<int> failed{0};
    for_each_index(64, 4, [&](std::size_t i) {
      const std::string name = "many/" + std::to_string(i);
      if (!world.host->write_atomically(world.at(name), name)) ++failed;
    });
    CHECK(failed == 0);
    for (int i = 0; i < 64; ++i) CHECK(read_text(world, "many/" + std::to_string(i)) == "many/" + std::to_string(i));
    CHECK(world.host->list(world.at("many"))->size() == 64);
  });
}

TEST_CASE("directories are made with their parents, again without error") {
  in_each_world([](World& world) {
    REQUIRE(world.host->make_directories(world.at("a/b/c")));
    REQUIRE(world.host->make_directories(world.at("a/b/c")));
    REQUIRE(world.host->make_directories("/"));
    CHECK(world.host->stat(world.at("a/b/c"))->kind == FileKind::directory);
  });
}

TEST_CASE("removing a file that is not there is no error, removing a directory is") {
  in_each_world([](World& world) {
    REQUIRE(world.host->remove(world.at("link")));
    CHECK(read_text(world, "file") == "content");
    CHECK(read_text(world, "link") == "not-found");
    CHECK(world.host->remove(world.at("link")));
    CHECK(world.host->remove(world.at("file/below")));
    CHECK(code_of(world.host->remove(world.at("sub"))) == "is-directory");
    CHECK(read_text(world, "sub/inner") == "inner content");
  });
}

TEST_CASE("a program that does not exist is not found") {
  in_each_world([](World& world) {
    CHECK(code_of(world.host->run({{"souptrace-no-such-program"}, "", {}})) == "not-found");
    CHECK(code_of(world.host->run({{}, "", {}})) != "ok");
  });
}

TEST_CASE("a variable that is not set is not there, which is not the same as empty") {
  in_each_world([](World& world) { CHECK_FALSE(world.host->environment("SOUPTRACE_TEST_NOT_SET").has_value()); });
}

TEST_CASE("a lock is held by one at a time, and goes with its holder") {
  in_each_world([](World& world) {
    const std::string file = world.at("state/new/lock");
    {
      const auto first = world.host->lock(file, 0);
      REQUIRE(first);
      const auto second = world.host->lock(file, 20'000'000);
      REQUIRE_FALSE(second);
      CHECK(second.error().code == "locked");
      CHECK(second.error().text.find(file) != std::string::npos);
      CHECK(world.host->lock(world.at("state/other"), 0));
    }
    CHECK(world.host->lock(file, 0));
    CHECK_FALSE(world.host->lock(world.at("sub"), 0));
  });
}

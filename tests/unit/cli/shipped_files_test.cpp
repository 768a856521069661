// SPDX-License-Identifier: Apache-2.0
#include "cli/installed_files.hpp"

#include "base/digest.hpp"
#include "cli/shipped_files.hpp"
#include "host/memory_host.hpp"
#include "link/binary.hpp"
#include "model/names.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_elf.hpp"

using namespace souptrace;
using namespace souptrace::cli;

namespace {

/// A program for another machine.
std::string other_program() {
  test::CraftedElf other;
  other.machine = 40;
  return test::make_elf(other);
}

/// A build in /b that linked /b/pump, and what was installed of it.
struct Installed {
  MemoryHost host;
  Trace trace;
  Installation what{"/opt/pump", "/image", "run", "cmake 3.25.1", "", {}};
  std::string linked;

  std::vector<facts::InstallRule> rules;

  Installed() {
    test::CraftedElf elf;
    elf.interpreter = "/lib/ld.so";
    elf.comment = std::string("GCC: 12\0", 8);
    elf.with_sections = true;
    linked = test::make_elf(elf);
    host.add_file("/b/pump", linked);
    TraceBinary& binary = trace.binaries.emplace_back();
    binary.name = binary.target = "pump";
    binary.path = {Root::build, "pump"};
    binary.binary = *link::read_binary_format(as_bytes(linked));
    binary.sha256 = sha256_hex(as_bytes(linked));
  }
  /// souptrace_post_link(): `name` in the build directory, of these bytes.
  void make(const std::string& name, const std::string& content) {
    host.add_file("/b/" + name, content);
    ShippedFile made;
    made.path = {Root::build, name};
    made.sha256 = sha256_hex(as_bytes(content));
    made.size = content.size();
    made.steps = {{"objcopy", "", trace.binaries[0].sha256, made.sha256}};
    trace.binaries[0].shipped.push_back(made);
  }
  void install(const std::string& file, const std::string& content) {
    host.add_file("/image" + file, content);
    what.files.push_back(file);
  }
  std::vector<ShippedRecord> records() {
    auto out = installed_files(host, trace, {"/b", "/s", rules}, what);
    REQUIRE(out);
    return *out;
  }
};

}  // namespace

TEST_CASE("an installed copy is named below the prefix, without DESTDIR") {
  Installed build;
  build.install("/opt/pump/bin/pump", build.linked);
  const auto records = build.records();
  REQUIRE(records.size() == 1);
  CHECK(text_of(records[0].file.path) == "install:bin/pump");
  CHECK(records[0].place == "/image/opt/pump/bin/pump");
  CHECK(records[0].file.package == "run");
  CHECK(records[0].linked_sha256 == build.trace.binaries[0].sha256);
  CHECK(records[0].file.steps.size() == 1);
}

TEST_CASE("a prefix with '..' in it, and files elsewhere, are named as they are") {
  Installed build;
  build.what.prefix = "/opt/x/../pump";
  build.host.add_file("/image/opt/x/keep", "");
  build.host.add_file("/image/opt/pump/bin/pump", build.linked);
  build.what.files.push_back("/opt/x/../pump/bin/pump");
  build.install("/etc/pump", build.linked);
  const auto records = build.records();
  REQUIRE(records.size() == 2);
  CHECK(text_of(records[0].file.path) == "install:bin/pump");
  CHECK(text_of(records[1].file.path) == "system:etc/pump");
}

TEST_CASE("what is none of the build's binaries is passed over") {
  Installed build;
  build.install("/opt/pump/share/readme", "text");
  test::CraftedElf other;
  other.machine = 40;
  build.install("/opt/pump/lib/vendor.so", test::make_elf(other));
  build.host.add_symlink("/image/opt/pump/bin/link", "pump");
  build.what.files.push_back("/opt/pump/bin/link");
  build.what.files.push_back("/opt/pump/bin/gone");
  CHECK(build.records().empty());
}

TEST_CASE("a file of a binary's name and other content is its, unexplained") {
  Installed build;
  test::CraftedElf other;
  other.machine = 40;
  build.install("/opt/pump/bin/pump", test::make_elf(other));
  const auto records = build.records();
  REQUIRE(records.size() == 1);
  CHECK(records[0].file.steps.empty());
  CHECK_FALSE(records[0].unexplained.empty());
}

TEST_CASE("a binary that is not the traced one any more makes the installation an error") {
  Installed build;
  build.install("/opt/pump/bin/pump", build.linked);
  build.host.add_file("/b/pump", build.linked + "more");
  const auto out = installed_files(build.host, build.trace, {"/b", "/s", {}}, build.what);
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "binary-changed");
}

TEST_CASE("a file that cannot be read is an error when it may be a binary, and is passed over else") {
  Installed build;
  build.rules = {{"/b/pump", "bin/other-name", false}};
  build.host.fail_when([](const std::string& operation, const std::string& path) {
    return operation == "read" && path.starts_with("/image") ? std::optional(Error{"not-permitted", path + ": Permission denied"}) : std::nullopt;
  });
  build.install("/opt/pump/share/secret", "text");
  CHECK(build.records().empty());
  for (const char* name : {"/opt/pump/bin/other-name", "/opt/pump/libexec/pump"}) {
    build.what.files.clear();
    build.install(name, build.linked);
    const auto out = installed_files(build.host, build.trace, {"/b", "/s", build.rules}, build.what);
    REQUIRE_FALSE(out);
    CHECK(out.error().text.find(name) != std::string::npos);
  }
}

TEST_CASE("an installed copy of what the build made of a binary has its steps and one more, under whatever name") {
  Installed build;
  build.make("pump.hex", ":00000001FF\n");
  build.install("/opt/pump/firmware/pump.hex", ":00000001FF\n");
  build.install("/opt/pump/firmware/valve-1.0", ":00000001FF\n");
  const auto records = build.records();
  REQUIRE(records.size() == 2);
  for (const ShippedRecord& record : records) {
    CHECK(record.target == "pump");
    CHECK(record.unexplained.empty());
    REQUIRE(record.file.steps.size() == 2);
    CHECK(record.file.steps[1].action == "install");
  }
  CHECK(records[1].file.format == "ihex");
}

TEST_CASE("other bytes in the place of what the build made of a binary are unexplained") {
  Installed build;
  build.make("pump.hex", ":00000001FF\n");
  build.rules = {{"/b/pump.hex", "firmware/valve", false}, {"/b", "all", true}};
  build.install("/opt/pump/firmware/valve", "another firmware");
  build.install("/opt/pump/all/pump.hex", "");
  build.install("/opt/pump/firmware/pump.hex", "no rule puts anything there");
  const auto records = build.records();
  REQUIRE(records.size() == 2);
  for (const ShippedRecord& record : records) {
    CHECK(record.target == "pump");
    CHECK(record.file.steps.empty());
    CHECK(record.unexplained.find("other bytes than build:pump.hex") != std::string::npos);
  }
}

TEST_CASE("an installed copy of what no step explains is unexplained as well") {
  Installed build;
  build.make("pump.hex", ":00000001FF\n");
  build.trace.binaries[0].shipped[0].steps.clear();
  build.rules = {{"/b/pump.hex", "pump.hex", false}};
  build.install("/opt/pump/pump.hex", ":00000001FF\n");
  const auto records = build.records();
  REQUIRE(records.size() == 1);
  CHECK_FALSE(records[0].unexplained.empty());
}

TEST_CASE("what lies where a rule puts a binary is that binary, whatever it is and under whatever name") {
  Installed build;
  build.rules = {{"/b/pump", "bin/pump-2", false}};
  const auto unexplained = [&](const std::string& content) {
    build.what.files.clear();
    build.install("/opt/pump/bin/pump-2", content);
    const auto records = build.records();
    REQUIRE(records.size() == 1);
    CHECK(records[0].target == "pump");
    CHECK(records[0].foreign.empty());
    CHECK(records[0].file.size == content.size());
    return records[0].unexplained;
  };
  CHECK(unexplained(build.linked).empty());
  CHECK_FALSE(unexplained("#!/bin/sh\nexec other\n").empty());
  CHECK_FALSE(unexplained("").empty());
  CHECK_FALSE(unexplained(other_program()).empty());
  std::string flipped = build.linked;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  CHECK_FALSE(unexplained(flipped).empty());
}

TEST_CASE("a binary outside of the build directory is found there") {
  Installed build;
  build.host.add_file("/s/out/pump", build.linked);
  build.trace.binaries[0].path = {Root::source, "out/pump"};
  REQUIRE(build.host.remove("/b/pump"));
  build.rules = {{"/s/out/pump", "bin/pump", false}};
  build.install("/opt/pump/bin/pump", build.linked);
  REQUIRE(build.records().size() == 1);
  CHECK(build.records()[0].unexplained.empty());
}

TEST_CASE("a file that only has a binary's name is another one where that is certain") {
  Installed build;
  build.install("/opt/pump/libexec/pump", other_program());
  SECTION("no rule says where the binary goes") { CHECK(build.records().at(0).foreign.empty()); }
  SECTION("the rules put the binary elsewhere, and the machine is another") {
    build.rules = {{"/b/pump", "bin/pump", false}};
    const auto records = build.records();
    REQUIRE(records.size() == 1);
    CHECK(records[0].foreign.find("arm") != std::string::npos);
    CHECK(records[0].unexplained.empty());
  }
  SECTION("a rule puts the binary into a place that is only known when it is installed") {
    build.rules = {{"/b/pump", "bin/pump", false}, {"/b/pump", "${CMAKE_INSTALL_PREFIX}/libexec/pump", false}};
    CHECK_FALSE(build.records().at(0).unexplained.empty());
  }
  SECTION("a rule puts another file of these bytes there: it is none of the trace's") {
    build.host.add_file("/s/vendor/pump", other_program());
    build.rules = {{"/b/pump", "bin/pump", false}, {"/s/vendor/pump", "libexec/pump", false}};
    CHECK(build.records().empty());
  }
  SECTION("a rule puts another file there, and these are not its bytes") {
    build.host.add_file("/s/vendor/pump", other_program() + "more");
    build.rules = {{"/s/vendor/pump", "libexec/pump", false}};
    CHECK_FALSE(build.records().at(0).unexplained.empty());
  }
}

TEST_CASE("two rules for one place: the file that lies there is told") {
  Installed build;
  build.host.add_file("/s/pump.sh", "#!/bin/sh\n");
  build.rules = {{"/b/pump", "bin/pump", false}, {"/s/pump.sh", "bin/pump", false}};
  build.install("/opt/pump/bin/pump", "#!/bin/sh\n");
  CHECK(build.records().at(0).foreign == "another install rule put it over pump");
  build.host.add_file("/image/opt/pump/bin/pump", build.linked);
  CHECK(build.records().at(0).file.steps.size() == 1);
  build.host.add_file("/image/opt/pump/bin/pump", "neither");
  CHECK(build.records().at(0).foreign.empty());
  CHECK_FALSE(build.records().at(0).unexplained.empty());
}

TEST_CASE("scripts and other texts of a binary's name elsewhere are no concern of the trace") {
  Installed build;
  build.rules = {{"/b/pump", "bin/pump", false}};
  build.install("/opt/pump/share/bash-completion/completions/pump", "complete -F _pump pump\n");
  CHECK(build.records().empty());
}

TEST_CASE("a later file at a place takes the former one's") {
  ShippedRecord first{"pump", "a", "/opt/pump", {}, false, "", ""};
  ShippedRecord second{"pump", "b", "/opt/pump", {}, false, "", ""};
  ShippedRecord other{"pump", "a", "/opt/other", {}, false, "", ""};
  const auto merged = merge_records({first, other}, {second});
  REQUIRE(merged.size() == 2);
  CHECK(merged[0].place == "/opt/other");
  CHECK(merged[1].linked_sha256 == "b");
}

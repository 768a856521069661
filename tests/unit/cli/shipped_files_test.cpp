// SPDX-License-Identifier: Apache-2.0
#include "cli/shipped_files.hpp"

#include "base/digest.hpp"
#include "host/memory_host.hpp"
#include "model/names.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_elf.hpp"

using namespace souptrace;
using namespace souptrace::cli;

namespace {

/// A build in /b that linked /b/pump, and what was installed of it.
struct Installed {
  MemoryHost host;
  Trace trace;
  Installation what{"/opt/pump", "/image", "run", "cmake 3.25.1", "", {}};
  std::string linked;

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
    binary.binary.format = "ELF";
    binary.sha256 = sha256_hex(as_bytes(linked));
  }
  void install(const std::string& file, const std::string& content) {
    host.add_file("/image" + file, content);
    what.files.push_back(file);
  }
  std::vector<ShippedRecord> records() {
    auto out = installed_files(host, trace, "/b", what);
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
  const auto out = installed_files(build.host, build.trace, "/b", build.what);
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "binary-changed");
}

TEST_CASE("an installed copy of what the build made of a binary has its steps and one more") {
  Installed build;
  ShippedFile made;
  made.path = {Root::build, "pump.hex"};
  made.sha256 = sha256_hex(as_bytes(":00000001FF\n"));
  made.steps = {{"objcopy", "", build.trace.binaries[0].sha256, made.sha256}};
  build.trace.binaries[0].shipped.push_back(made);
  build.install("/opt/pump/firmware/pump.hex", ":00000001FF\n");
  const auto records = build.records();
  REQUIRE(records.size() == 1);
  CHECK(records[0].target == "pump");
  REQUIRE(records[0].file.steps.size() == 2);
  CHECK(records[0].file.steps[1].action == "install");
}

TEST_CASE("a later file at a place takes the former one's") {
  ShippedRecord first{"pump", "a", "/opt/pump", {}, false, ""};
  ShippedRecord second{"pump", "b", "/opt/pump", {}, false, ""};
  ShippedRecord other{"pump", "a", "/opt/other", {}, false, ""};
  const auto merged = merge_records({first, other}, {second});
  REQUIRE(merged.size() == 2);
  CHECK(merged[0].place == "/opt/other");
  CHECK(merged[1].linked_sha256 == "b");
}

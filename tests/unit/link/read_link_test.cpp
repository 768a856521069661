// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "unit/link/link_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;
using Strings = std::vector<std::string>;

namespace {

struct SmallLink : LinkInMemory {
  explicit SmallLink(const std::string& linker = "bfd") : LinkInMemory(linker) {
    host.add_file("/b/main.o", object_file({"main"}));
    command({"main.o"});
    dependencies({"main.o"});
    report("trace", "main.o\n");
  }
};

}  // namespace

TEST_CASE("a record is read with its linker and output") {
  SmallLink link;
  link.log.finished_ns = 77;
  const auto outcome = link.read();
  CHECK(outcome.value.recorded);
  CHECK(outcome.value.output == "/b/pump");
  CHECK(outcome.value.linker.name == "bfd");
  CHECK(outcome.value.finished_ns == 77);
  CHECK(outcome.value.binary.format == "ELF");
  CHECK(outcome.value.inputs.size() == 1);
  CHECK(codes(outcome.findings).empty());
}

TEST_CASE("a binary without a record is a finding with a remedy, and nothing is said of its inputs") {
  LinkInMemory link("bfd");
  const auto outcome = link::read_link(link.host, {"/b/pump", "/b/elsewhere", ""});
  CHECK_FALSE(outcome.value.recorded);
  CHECK(outcome.value.inputs.empty());
  REQUIRE(codes(outcome.findings) == Strings{"link-not-recorded"});
  CHECK(outcome.findings.front().incomplete);
  CHECK_FALSE(outcome.findings.front().remedy.empty());
}

TEST_CASE("a missing binary is a finding, and nothing is said of its inputs") {
  SmallLink link;
  CHECK(link.host.remove("/b/pump").ok());
  const auto outcome = link.read();
  CHECK(outcome.value.inputs.empty());
  CHECK(codes(outcome.findings) == Strings{"binary-missing"});
}

TEST_CASE("a binary that is no binary is a finding") {
  SmallLink link;
  link.host.add_file("/b/pump", "#!/bin/sh\n");
  const auto outcome = link.read();
  CHECK(outcome.value.inputs.empty());
  CHECK(codes(outcome.findings) == Strings{"binary-malformed"});
}

TEST_CASE("a record of another output under the same key is not used") {
  SmallLink link;
  const std::string directory = link.directory();
  link.log.output = "/b/other";
  link.host.add_file(directory + "/record", formats::format_link_log(link.log));
  const auto outcome = link::read_link(link.host, {"/b/pump", "/b/state", ""});
  CHECK(codes(outcome.findings) == Strings{"link-not-recorded"});
}

TEST_CASE("the record is found when the build directory or the binary is reached through a symbolic link") {
  SmallLink link;
  link.host.add_file(link.directory() + "/record", formats::format_link_log(link.log));
  link.host.add_symlink("/build", "/b");
  link.host.add_symlink("/b/pump-latest", "pump");
  for (const char* output : {"/build/pump", "/b/pump-latest"}) {
    const auto outcome = link::read_link(link.host, {output, "/b/state", ""});
    CHECK(outcome.value.recorded);
    CHECK(outcome.value.inputs.size() == 1);
  }
}

TEST_CASE("what the launcher could not record makes the trace incomplete") {
  SmallLink link;
  link.log.incomplete = "the disk was full";
  const auto outcome = link.read();
  REQUIRE(codes(outcome.findings) == Strings{"link-record-incomplete"});
  CHECK(outcome.findings.front().incomplete);
  CHECK(outcome.findings.front().text.find("the disk was full") != std::string::npos);
}

TEST_CASE("a record cut anywhere is a finding and never a record") {
  SmallLink link;
  const std::string text = formats::format_link_log(link.log);
  for (std::size_t length = 0; length < text.size(); ++length) {
    link.host.add_file(link.directory() + "/record", text.substr(0, length));
    const auto outcome = link::read_link(link.host, {"/b/pump", "/b/state", ""});
    CHECK_FALSE(outcome.value.recorded);
    CHECK(codes(outcome.findings) == Strings{"link-record-malformed"});
  }
}

TEST_CASE("a report that is missing or cannot be read is a finding that names it") {
  SmallLink link;
  SECTION("missing") {
    link.log.reports.push_back({"linker-plugin", "nowhere"});
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"link-report-missing"});
    CHECK(outcome.findings.front().text.find("/nowhere") != std::string::npos);
  }
  SECTION("cut") {
    link.report("linker-plugin", "0\t12\tmain.o");
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"link-report-malformed"});
    CHECK(outcome.findings.front().text.find("linker-plugin: ") != std::string::npos);
    CHECK(outcome.findings.front().text.find("at byte 0") != std::string::npos);
    CHECK(outcome.findings.front().incomplete);
  }
  SECTION("shorter than the linker wrote it, between two of its lines") {
    link.report("linker-plugin", "");
    link.log.reports.back().size = 20;
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"link-report-malformed"});
    CHECK(outcome.findings.front().text.find("it has 0 bytes; the linker wrote 20") != std::string::npos);
    CHECK(outcome.findings.front().incomplete);
  }
  SECTION("of a kind that nobody knows") {
    link.report("crystal-ball", "all is well\n");
    CHECK(codes(link.read().findings) == Strings{"link-report-malformed"});
  }
}

TEST_CASE("a binary that was changed after its link is tied to it by its build-id") {
  SmallLink link;
  DynamicFile file;
  file.build_id = "id";
  link.binary(file);
  SECTION("same build-id and size: bytes may have been changed in place, a warning") {
    link.host.add_file("/b/pump", dynamic_file(file), 2'000'000'000);
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"binary-changed-after-link"});
    CHECK(outcome.findings.front().severity == Severity::warning);
    CHECK(outcome.findings.front().text.find("changed bytes in it") != std::string::npos);
  }
  SECTION("same build-id, other size: traced, and said") {
    DynamicFile stripped = file;
    stripped.soname = "makes-it-larger";
    link.host.add_file("/b/pump", dynamic_file(stripped), 2'000'000'000);
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"binary-changed-after-link"});
    CHECK_FALSE(outcome.findings.front().incomplete);
    CHECK(outcome.findings.front().text.find("written later") != std::string::npos);
    CHECK(outcome.value.inputs.size() == 1);
  }
  SECTION("another build-id: the record is of another link, whose inputs are not this binary's") {
    file.build_id = "xx";
    link.host.add_file("/b/pump", dynamic_file(file), 2'000'000'000);
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"link-record-stale"});
    CHECK(outcome.findings.front().incomplete);
    CHECK(outcome.value.inputs.empty());
  }
  SECTION("no build-id any more: nothing ties it to the link") {
    link.host.add_file("/b/pump", dynamic_file({}), 2'000'000'000);
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"link-record-stale"});
    CHECK(outcome.findings.front().incomplete);
  }
  SECTION("unchanged") {
    CHECK(codes(link.read().findings).empty());
  }
}

TEST_CASE("every host operation may fail: the outcome says so, and nothing crashes") {
  // Each access of a good run is made to fail in turn.
  const auto prepare = [](LinkInMemory& link) {
    link.host.add_file("/b/main.o", object_file({"main"}, {"x"}));
    link.host.add_file("/b/libx.a", archive_file({{"x.o", object_file({"x"}), {"x"}}}).bytes);
    link.command({"main.o", "libx.a"});
    link.dependencies({"main.o", "libx.a"});
    link.report("trace", "main.o\nlibx.a\n(libx.a)x.o\n");
  };
  LinkInMemory good("bfd");
  prepare(good);
  const auto truth = good.read();
  REQUIRE(codes(truth.findings).empty());
  const std::size_t accesses = good.host.accesses().size();
  REQUIRE(accesses > 10);
  for (std::size_t failing = 0; failing < accesses; ++failing) {
    LinkInMemory link("bfd");
    prepare(link);
    std::size_t count = 0;
    link.host.fail_when([&](const std::string&, const std::string& path) -> std::optional<Error> {
      return count++ == failing ? std::optional(Error{"io", path + ": input/output error"}) : std::nullopt;
    });
    const auto outcome = link.read();
    const bool incomplete = std::any_of(outcome.findings.begin(), outcome.findings.end(),
                                        [](const Finding& one) { return one.incomplete; });
    const bool same =
        linked_offsets(outcome.value, "/b/libx.a") == linked_offsets(truth.value, "/b/libx.a") &&
        find_input(outcome.value, "/b/main.o") != nullptr;
    CHECK((incomplete || same));
  }
}

TEST_CASE("reports cut anywhere never make a complete trace that lacks a member") {
  const std::string header = "reference\textracted\tsymbol\n";
  const std::string whole = header + "main.o\tlibx.a(x.o)\tx\nmain.o\tlibx.a(y.o)\ty\n";
  const std::string stats = "members\textracted\tarchive\n2\t2\tlibx.a\n";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    LinkInMemory link("lld");
    link.host.add_file("/b/main.o", object_file({"main"}, {"x", "y"}));
    link.host.add_file(
        "/b/libx.a",
        archive_file({{"x.o", object_file({"x"}), {"x"}}, {"y.o", object_file({"y"}), {"y"}}}).bytes);
    link.command({"main.o", "libx.a"});
    link.dependencies({"main.o", "libx.a"});
    link.report("why-extract", whole.substr(0, length));
    link.report("archive-stats", stats);
    const auto outcome = link.read();
    const bool incomplete = std::any_of(outcome.findings.begin(), outcome.findings.end(),
                                        [](const Finding& one) { return one.incomplete; });
    CHECK((incomplete || linked_offsets(outcome.value, "/b/libx.a").size() == 2));
  }
}

TEST_CASE("a build-id that the link line gives ties no binary to its link") {
  SmallLink link;
  DynamicFile file;
  file.build_id = "id";
  link.binary(file);
  link.command({"-Wl,--build-id=0x6964"});
  CHECK(codes(link.read().findings).empty());
  link.host.add_file("/b/pump", dynamic_file(file), 2'000'000'000);
  const auto outcome = link.read();
  REQUIRE(codes(outcome.findings) == Strings{"link-record-stale"});
  CHECK(outcome.findings.front().incomplete);
}

TEST_CASE("a binary that grew after its link holds bytes that nobody traced") {
  SmallLink link;
  DynamicFile file;
  file.build_id = "id";
  link.binary(file);
  const auto severity_of = [&](const std::string& content) {
    link.host.add_file("/b/pump", content, 2'000'000'000);
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"binary-changed-after-link"});
    return outcome.findings.front().severity;
  };
  CHECK(severity_of(dynamic_file(file) + "more") == Severity::warning);
  link.binary(file);
  link.log.output_file->size += 4;
  CHECK(severity_of(dynamic_file(file)) == Severity::note);  // smaller, as after strip
}

// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "unit/link/link_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;
using Strings = std::vector<std::string>;

namespace {

/// A link by bfd whose trace names all of `traced`.
void traced(LinkInMemory& link, const Strings& files, const Strings& also_in_trace = {}) {
  link.dependencies(files);
  std::string text;
  for (const std::string& file : files) text += file + "\n";
  for (const std::string& file : also_in_trace) text += file + "\n";
  link.report("trace", text);
}

}  // namespace

TEST_CASE("objects, startup objects, scripts and lists each have their role") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/main.o", object_file({"main"}));
  link.host.add_file("/usr/lib/crt1.o", object_file({"_start"}));
  link.host.add_file("/b/bitcode.o", "BC\xC0\xDE....");
  link.host.add_file("/usr/lib/libc.so", "/* GNU ld script */ GROUP ( libc.so.6 )");
  link.host.add_file("/b/v.map", "{ global: main; };");
  link.host.add_file("/b/extra.o", object_file({"extra"}));
  link.command({"main.o", "bitcode.o", "-Wl,--version-script=v.map"});
  traced(link, {"/usr/lib/crt1.o", "main.o", "bitcode.o", "/usr/lib/libc.so", "v.map", "extra.o"});
  const auto outcome = link.read();
  const auto check = [&](const std::string& path, Role role, Use use, const std::string& reason) {
    const LinkInput* const input = find_input(outcome.value, path);
    REQUIRE(input != nullptr);
    CHECK(input->role == role);
    CHECK(input->use == use);
    CHECK(input->reason == reason);
  };
  check("/b/main.o", Role::object, Use::linked, "on the link line");
  check("/b/bitcode.o", Role::object, Use::linked, "on the link line");
  check("/b/extra.o", Role::object, Use::linked, "opened by the linker without being on the link line");
  check("/usr/lib/crt1.o", Role::startup_object, Use::linked,
        "startup code that the compiler adds to the link");
  check("/usr/lib/libc.so", Role::linker_script, Use::read, "linker script");
  check("/b/v.map", Role::linker_script, Use::read, "version script");
  CHECK(codes(outcome.findings).empty());
}

TEST_CASE("bytes that are taken as they are make any file an object, even an archive") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/logo.png", "\x89PNG");
  link.host.add_file("/b/blob.a", archive_file({{"x.o", "x", {}}}).bytes);
  link.command({"-Wl,-b,binary", "logo.png", "blob.a"});
  traced(link, {"logo.png", "blob.a"});
  const auto outcome = link.read();
  REQUIRE(outcome.value.inputs.size() == 2);
  for (const LinkInput& input : outcome.value.inputs) {
    CHECK(input.role == Role::object);
    CHECK(input.use == Use::linked);
  }
}

TEST_CASE(
    "a file has one entry under the real file's identity, however often and by whatever name it is "
    "reported") {
  LinkInMemory link("bfd");
  link.host.add_file("/usr/lib/x/crti.o", object_file({}));
  link.host.add_symlink("/lib", "usr/lib");
  link.host.add_directory("/usr/lib/gcc/12");
  traced(link, {"/usr/lib/gcc/12/../../x/crti.o", "/lib/x/crti.o", "/usr/lib/x/crti.o"});
  const auto outcome = link.read();
  REQUIRE(outcome.value.inputs.size() == 1);
  CHECK(outcome.value.inputs[0].path == "/usr/lib/x/crti.o");
  CHECK(outcome.value.inputs[0].real_path == "/usr/lib/x/crti.o");
}

TEST_CASE("\"..\" behind a symbolic link is resolved as the system does, not folded") {
  LinkInMemory link("bfd");
  link.host.add_file("/store/gcc/lib/crt1.o", object_file({"right"}));
  link.host.add_file("/b/lib/crt1.o", object_file({"wrong"}));
  link.host.add_directory("/store/gcc/12");
  link.host.add_symlink("/b/link", "/store/gcc/12");
  traced(link, {"link/../lib/crt1.o"});
  const auto outcome = link.read();
  REQUIRE(outcome.value.inputs.size() == 1);
  CHECK(outcome.value.inputs[0].real_path == "/store/gcc/lib/crt1.o");
  CHECK(outcome.value.inputs[0].path == "/store/gcc/lib/crt1.o");
}

TEST_CASE("temporary objects and the driver's response files are counted, and are no inputs") {
  LinkInMemory link("mold");
  link.host.add_file("/b/main.o", object_file({"main"}));
  link.command({"main.o"});
  link.dependencies({"main.o", "/tmp/ccAbCdEf.ltrans0.ltrans.o", "/tmp/ccQW0hGg"});
  link.report("map", "               VMA       Size Align Out     In      Symbol\n");
  link.report("resolution", "1\nmain.o 0\n");
  const auto outcome = link.read();
  CHECK(outcome.value.inputs.size() == 1);
  CHECK(outcome.value.linker.lto);
  CHECK(codes(outcome.findings).empty());
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  for (const WitnessCount& count : outcome.value.witnesses) counts.emplace_back(count.witness, count.files);
  CHECK(std::count(counts.begin(), counts.end(),
                   std::pair<std::string, std::uint64_t>("lto-temporaries", 1)) == 1);
  CHECK(std::count(counts.begin(), counts.end(),
                   std::pair<std::string, std::uint64_t>("response-files", 1)) == 1);
}

TEST_CASE("an object on the link line is an input even when it is called like a temporary") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/my.lto.o", object_file({"main"}));
  link.command({"my.lto.o"});
  traced(link, {"my.lto.o"});
  CHECK(link.read().value.inputs.size() == 1);
}

TEST_CASE("lazy objects are linked only when a report says so") {
  LinkInMemory link("lld");
  for (const char* name : {"main.o", "a.o", "b.o"})
    link.host.add_file(std::string("/b/") + name, object_file({name}));
  link.command({"main.o", "-Wl,--start-lib", "a.o", "b.o", "-Wl,--end-lib"});
  link.dependencies({"main.o", "a.o", "b.o"});
  link.report("why-extract", "reference\textracted\tsymbol\nmain.o\ta.o\ta\n");
  link.report("archive-stats", "members\textracted\tarchive\n");
  const auto outcome = link.read();
  CHECK(find_input(outcome.value, "/b/a.o")->use == Use::linked);
  CHECK(find_input(outcome.value, "/b/b.o")->use == Use::dropped);
}

TEST_CASE("archives from which nothing was taken are dropped, also empty ones") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/libnever.a", archive_file({{"x.o", object_file({"x"}), {"x"}}}).bytes);
  link.host.add_file("/b/libempty.a", "!<arch>\n");
  traced(link, {"libnever.a", "libempty.a"});
  const auto outcome = link.read();
  for (const char* path : {"/b/libnever.a", "/b/libempty.a"}) {
    REQUIRE(find_input(outcome.value, path) != nullptr);
    CHECK(find_input(outcome.value, path)->role == Role::archive);
    CHECK(find_input(outcome.value, path)->use == Use::dropped);
  }
  CHECK(find_input(outcome.value, "/b/libempty.a")->reason == "it has no members");
}

TEST_CASE(
    "without a report of members nothing is said to be dropped: the archive counts whole and the trace is "
    "incomplete") {
  for (const char* linker : {"bfd", "gold", "lld", "mold", "unknown"}) {
    LinkInMemory link(linker);
    link.host.add_file("/b/libx.a", archive_file({{"x.o", object_file({"x"}), {"x"}}}).bytes);
    link.dependencies({"libx.a"});
    const auto outcome = link.read();
    REQUIRE(find_input(outcome.value, "/b/libx.a") != nullptr);
    CHECK(find_input(outcome.value, "/b/libx.a")->use == Use::linked);
    CHECK(codes(outcome.findings) == Strings{"members-unknown"});
    CHECK(outcome.findings.front().incomplete);
  }
}

TEST_CASE("an archive that cannot be parsed is a finding with its file and offset") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/libx.a", "!<arch>\nthis is no member header");
  traced(link, {"libx.a"}, {"(libx.a)x.o"});
  const auto outcome = link.read();
  REQUIRE(find_input(outcome.value, "/b/libx.a") != nullptr);
  CHECK(find_input(outcome.value, "/b/libx.a")->use == Use::linked);
  REQUIRE(codes(outcome.findings) == Strings{"archive-truncated"});
  CHECK(outcome.findings.front().text.find("/b/libx.a") != std::string::npos);
  CHECK(outcome.findings.front().text.find("at byte") != std::string::npos);
}

TEST_CASE("an input that is gone or unreadable keeps its entry and makes the trace incomplete") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/closed.o", object_file({"x"}));
  link.host.fail_when([](const std::string& operation, const std::string& path) -> std::optional<Error> {
    if (operation == "read" && path == "/b/closed.o")
      return Error{"not-permitted", path + ": cannot open: Permission denied"};
    return std::nullopt;
  });
  link.dependencies({"gone.o", "closed.o"});
  link.report("trace", "closed.o\n");
  const auto outcome = link.read();
  REQUIRE(find_input(outcome.value, "/b/gone.o") != nullptr);
  CHECK(find_input(outcome.value, "/b/gone.o")->role == Role::object);
  REQUIRE(find_input(outcome.value, "/b/closed.o") != nullptr);
  CHECK(codes(outcome.findings) == Strings{"input-missing", "input-unreadable"});
}

TEST_CASE("a file that the dependency file does not list is a finding") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/main.o", object_file({"main"}));
  link.host.add_file("/b/secret.o", object_file({"secret"}));
  traced(link, {"main.o"}, {"secret.o"});
  const auto outcome = link.read();
  CHECK(codes(outcome.findings) == Strings{"witness-disagrees"});
  CHECK(outcome.value.unaccounted == Strings{"trace: /b/secret.o"});
  CHECK(find_input(outcome.value, "/b/secret.o") != nullptr);
}

TEST_CASE("the linker and its plugin are tools, the plugin where the linker loads it") {
  for (const char* linker : {"bfd", "lld", "mold"}) {
    LinkInMemory link(linker);
    link.host.add_file("/usr/bin/ld", "ELF");
    link.host.add_file("/usr/lib/liblto_plugin.so", dynamic_file({}));
    link.log.linker_path = "/usr/bin/ld";
    link.log.lto_plugin = "/usr/lib/liblto_plugin.so";
    link.dependencies({});
    const auto outcome = link.read();
    REQUIRE(find_input(outcome.value, "/usr/bin/ld") != nullptr);
    CHECK(find_input(outcome.value, "/usr/bin/ld")->role == Role::tool);
    CHECK((find_input(outcome.value, "/usr/lib/liblto_plugin.so") != nullptr) ==
          (std::string(linker) == "bfd"));
  }
}

TEST_CASE("each input has the identity that the launcher saw, and none when the file was gone by then") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/main.o", object_file({"main"}));
  link.host.add_file("/b/other.o", object_file({"other"}));
  link.log.inputs = {{"/b/main.o", 1, 2, 3, 4, 5}, {"/b/other.o"}};
  traced(link, {"main.o", "other.o"});
  const auto outcome = link.read();
  CHECK(find_input(outcome.value, "/b/main.o")->stat == FileStat{1, 2, 3, 4, 5});
  CHECK_FALSE(find_input(outcome.value, "/b/other.o")->stat.has_value());
}

TEST_CASE("a file with a temporary's name that was there before the link is one of the build") {
  LinkInMemory link("bfd");
  const std::int64_t begun = 5'000'000'000;
  link.log.started_ns = begun;
  link.host.add_file("/b/main.o", object_file({"main"}));
  link.host.add_file("/b/in.ld", "INPUT(old.lto.o)");
  link.host.add_file("/b/old.lto.o", object_file({"old"}), begun);
  link.host.add_file("/b/pump.ltrans0.ltrans.o", object_file({"new"}), begun + 1);  // -save-temps keeps it
  for (const char* const path : {"/b/old.lto.o", "/b/pump.ltrans0.ltrans.o"}) {
    const auto stat = link.host.stat(path);
    link.log.inputs.push_back(
        {path, stat->device, stat->inode, stat->size, stat->modified_ns, stat->changed_ns});
  }
  link.command({"main.o", "in.ld"});
  traced(link, {"main.o", "in.ld", "old.lto.o", "pump.ltrans0.ltrans.o"});
  const auto outcome = link.read();
  const LinkInput* const old = find_input(outcome.value, "/b/old.lto.o");
  REQUIRE(old != nullptr);
  CHECK(old->use == Use::linked);
  CHECK(find_input(outcome.value, "/b/pump.ltrans0.ltrans.o") == nullptr);
  CHECK(outcome.value.linker.lto);
  CHECK(codes(outcome.findings).empty());
}

TEST_CASE("an input that was changed while the link ran is not surely what the linker read") {
  LinkInMemory link("bfd");
  const std::int64_t begun = 5'000'000'000;
  link.host.add_file("/b/main.o", object_file({"main"}), begun);
  link.host.add_file("/b/late.o", object_file({"late"}), begun + 1);
  for (const char* const path : {"/b/main.o", "/b/late.o"}) {
    const auto stat = link.host.stat(path);
    link.log.inputs.push_back(
        {path, stat->device, stat->inode, stat->size, stat->modified_ns, stat->changed_ns});
  }
  link.command({"main.o", "late.o"});
  traced(link, {"main.o", "late.o"});
  SECTION("the record says when the link began") {
    link.log.started_ns = begun;
    const auto outcome = link.read();
    REQUIRE(codes(outcome.findings) == Strings{"input-changed-since-link"});
    CHECK(outcome.findings.front().text.find("/b/late.o") == 0);
    CHECK(outcome.findings.front().incomplete);
  }
  SECTION("it does not") { CHECK(codes(link.read().findings).empty()); }
}

TEST_CASE("files of formats that only the link line or a script tells are linked, whatever they look like") {
  LinkInMemory link("bfd");
  link.host.add_file("/b/main.o", object_file({"main"}));
  link.host.add_file("/b/font.hex", ":0A00000048454C4C4F20424C4F4209\n:00000001FF\n");
  link.host.add_file("/usr/lib/libc.so", "/* GNU ld script */ OUTPUT_FORMAT(elf64-x86-64) GROUP ( libc.so.6 )");
  const auto check = [](const LinkRecord& record, const std::string& path, Role role, Use use) {
    const LinkInput* const input = find_input(record, path);
    REQUIRE(input != nullptr);
    CHECK(input->role == role);
    CHECK(input->use == use);
  };
  SECTION("-b") {
    link.command({"main.o", "-Wl,-b,ihex,font.hex,-b,elf64-x86-64"});
    traced(link, {"main.o", "font.hex", "/usr/lib/libc.so"});
    check(link.read().value, "/b/font.hex", Role::object, Use::linked);
  }
  SECTION("TARGET in a script") {
    link.host.add_file("/b/in.ld", "TARGET(binary) INPUT(font.hex) TARGET(elf64-x86-64)");
    link.command({"main.o", "in.ld"});
    traced(link, {"main.o", "in.ld", "font.hex", "/usr/lib/libc.so"});
    const auto outcome = link.read();
    check(outcome.value, "/b/font.hex", Role::object, Use::linked);
    check(outcome.value, "/b/in.ld", Role::linker_script, Use::read);
    check(outcome.value, "/usr/lib/libc.so", Role::linker_script, Use::read);
  }
}

TEST_CASE("lld folds .. over symbolic links: the file that it then names is not believed") {
  LinkInMemory link("lld");
  link.host.add_file("/b/main.o", object_file({"main"}));
  link.host.add_file("/b/obj/one.o", object_file({"one"}));
  link.host.add_file("/b/real/obj/one.o", object_file({"one", "more"}));
  link.host.add_file("/b/real/deep/x", "");
  link.dependencies({"main.o", "obj/one.o"});
  link.report("why-extract", "reference\textracted\tsymbol\n");
  link.report("archive-stats", "members\textracted\tarchive\n");
  SECTION("an object") { link.command({"main.o", "way/../obj/one.o"}); }
  SECTION("a directory to search") { link.command({"main.o", "-Lway/../obj", "-l:one.o"}); }
  link.host.add_symlink("/b/way", "real/deep");
  CHECK(codes(link.read().findings) == Strings{"witness-disagrees"});
  link.host.add_symlink("/b/way2", "obj");
  link.log.command = {"c++", "main.o", "way2/../obj/one.o"};
  CHECK(codes(link.read().findings).empty());
}

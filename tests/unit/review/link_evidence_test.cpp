// SPDX-License-Identifier: Apache-2.0
#include "review/link_evidence.hpp"

#include "host/memory_host.hpp"
#include "support/catch.hpp"
#include "unit/review/linked_zlib.hpp"

using namespace souptrace;
using namespace souptrace::review;
using test::LinkedZlib;

namespace {

LinkEvidence evidence(const LinkedZlib& zlib, const VulnerableCode& code, bool files_are_here = true) {
  MemoryHost host;
  host.add_file("/f1", zlib.bytes);
  host.add_file("/f2", zlib.header);
  host.add_file("/f6", test::object("gzopen"));
  TracedFiles files([&](const TraceFile& file) -> std::shared_ptr<FileBytes> {
    auto bytes = host.read('/' + file.id);
    return bytes && files_are_here ? std::move(*bytes) : nullptr;
  });
  const TraceIndex index(zlib.trace);
  const auto uses = component_uses(index);
  return link_evidence(index, *index.component("deb:zlib1g-dev"), uses.at("deb:zlib1g-dev").at(0), code, files);
}

std::string state_of(const LinkedZlib& zlib, const VulnerableCode& code, bool files_are_here = true) {
  const LinkEvidence out = evidence(zlib, code, files_are_here);
  CHECK(out.code.size() == 1);
  CHECK(out.proposal == (out.code[0].state == "not-linked" ? "code_not_present" : ""));
  return out.code[0].state;
}

}  // namespace

TEST_CASE("A member that the archive has and the linker left out is proven absent, for this binary's digest") {
  const LinkEvidence out = evidence({}, {{"gzopen"}, {"gzlib.c"}});
  CHECK(out.proposal == "code_not_present");
  CHECK(out.sha256 == std::string(64, 'a'));
  for (const NamedCode& code : out.code) CHECK(code.places == std::vector<std::string>{"libz.a(gzlib.o)"});
}

TEST_CASE("Members and symbols that are linked are said to be") {
  CHECK(state_of({}, {{}, {"inflate.c"}}) == "linked");
  CHECK(state_of({}, {{}, {"src/inflate.o"}}) == "linked");
  CHECK(state_of({}, {{}, {"zlib.h"}}) == "linked");
  CHECK(state_of({}, {{"inflate"}, {}}) == "linked");
}

TEST_CASE("A name that is found nowhere proves nothing") {
  CHECK(state_of({}, {{}, {"zip.c"}}) == "unknown");
  CHECK(state_of({}, {{}, {"late.c"}}) == "unknown");
  CHECK(state_of({}, {{"zipOpen"}, {}}) == "unknown");
  CHECK(state_of({}, {{""}, {}}) == "unknown");
}

TEST_CASE("Of several names all have to be absent") {
  const LinkEvidence out = evidence({}, {{"gzopen", "inflate"}, {}});
  CHECK(out.proposal.empty());
  CHECK(evidence({}, {{"gzopen", "zipOpen"}, {}}).proposal.empty());
  CHECK(evidence({}, {}).code.empty());
}

TEST_CASE("Without the archive, or with another in its place, nothing is proven absent") {
  CHECK(state_of({}, {{}, {"gzlib.c"}}, false) == "unknown");
  CHECK(state_of({}, {{"gzopen"}, {}}, false) == "unknown");
  LinkedZlib other;
  other.trace.files[0].sha256 = std::string(64, '0');
  CHECK(state_of(other, {{}, {"gzlib.c"}}) == "unknown");
}

TEST_CASE("A member that another binary took proves that the archive has it") {
  LinkedZlib zlib;
  TraceBinary other = zlib.trace.binaries[0];
  other.name = "update";
  other.inputs[1].member = "gzlib.o";
  zlib.trace.binaries.push_back(other);
  CHECK(state_of(zlib, {{}, {"gzlib.c"}}, false) == "not-linked");
}

TEST_CASE("A list that is not complete, and a shared library that is loaded whole, prove nothing absent") {
  LinkedZlib incomplete;
  incomplete.trace.binaries[0].completeness.complete = false;
  CHECK(state_of(incomplete, {{}, {"gzlib.c"}}) == "unknown");
  CHECK(state_of(incomplete, {{"gzopen"}, {}}) == "unknown");
  LinkedZlib shared;
  shared.trace.binaries[0].inputs.push_back(LinkedZlib::input("f5", Role::shared_library, Use::needed));
  CHECK(state_of(shared, {{}, {"gzlib.c"}}) == "unknown");
  LinkedZlib loaded;
  loaded.trace.binaries[0].runtime.push_back({"libz.so.1", "f5", "", ""});
  CHECK(state_of(loaded, {{"gzopen"}, {}}) == "unknown");
}

TEST_CASE("A local function of that name in a linked member is the code as well") {
  LinkedZlib zlib;
  test::CraftedElf elf;
  elf.type = 1;
  elf.with_sections = true;
  elf.symbols = {{"gzopen", 0x02, 1, 0, 4}, {"inflate", 0x12, 1, 0, 4}};
  zlib.bytes = test::archive({{"inflate.o", test::ElfMaker(elf).make()}, {"gzlib.o", test::object("gzopen")}}, {{"inflate", 0}, {"gzopen", 1}});
  zlib.trace.files[0].sha256 = sha256_hex(as_bytes(zlib.bytes));
  zlib.trace.binaries[0].inputs[1] = zlib.member();
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "linked");
}

TEST_CASE("Parts that GCC splits off a function are the function") {
  LinkedZlib zlib;
  test::CraftedElf elf;
  elf.type = 1;
  elf.with_sections = true;
  elf.symbols = {{"gzopen.part.0", 0x02, 1, 0, 4}};
  zlib.set_archive(test::ElfMaker(elf).make(), test::object("gzopen"));
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "linked");
}

TEST_CASE("A C++ function of that name in a linked member may be the one that is meant") {
  LinkedZlib zlib;
  zlib.set_archive(test::object("_ZN2gz6gzopenEPKc"), test::object("gzopen"));
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "unknown");
  zlib.set_archive(test::object("_ZN2gz16gzopen"), test::object("gzopen"));
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "not-linked");
}

TEST_CASE("Objects for GCC's link-time optimization leave symbols open") {
  LinkedZlib zlib;
  test::CraftedElf elf;
  elf.type = 1;
  elf.with_sections = true;
  elf.symbols = {{"__gnu_lto_slim", 0x11, 0xfff2, 1, 1}};
  zlib.set_archive(test::ElfMaker(elf).make(), test::object("gzopen"));
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "unknown");
}

TEST_CASE("A header that was compiled in may have the function itself") {
  LinkedZlib zlib;
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "not-linked");
  zlib.set_header("static inline int gzopen(const char* path) { return 1; }");
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "unknown");
  zlib.trace.files[1].sha256 = std::string(64, '0');
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "unknown");
}

TEST_CASE("An object of the component is looked into as members are, and may have been compiled from any file") {
  LinkedZlib zlib;
  TraceFile object = zlib.trace.files[4];
  object.id = "f6";
  object.path.path = "usr/lib/all.o";
  object.sha256 = sha256_hex(as_bytes(test::object("gzopen")));
  zlib.trace.files.push_back(object);
  zlib.trace.binaries[0].inputs.push_back(LinkedZlib::input("f6", Role::object, Use::linked));
  CHECK(state_of(zlib, {{"gzopen"}, {}}) == "linked");
  CHECK(state_of(zlib, {{}, {"gzlib.c"}}) == "unknown");
  CHECK(state_of(zlib, {{"gzopen"}, {}}, false) == "unknown");
  zlib.trace.compilations = {{"f6", "f4", {}, "ninja-deps"}};
  CHECK(state_of(zlib, {{}, {"gzlib.c"}}) == "not-linked");
}

TEST_CASE("A source that only another binary was compiled from does not prove that no member has it") {
  LinkedZlib zlib;
  TraceFile source = zlib.trace.files[4];
  source.id = "f6";
  source.path.path = "usr/src/zlib.c";
  zlib.trace.files.push_back(source);
  CHECK(state_of(zlib, {{}, {"zlib.c"}}) == "unknown");
  TraceFile header = source;
  header.path.path = "usr/include/body.h";
  zlib.trace.files.back() = header;
  CHECK(state_of(zlib, {{}, {"body.h"}}) == "unknown");
}

TEST_CASE("A member of another archive of the component may be what the file was compiled into") {
  LinkedZlib zlib;
  TraceFile unity = zlib.trace.files[0];
  unity.id = "f6";
  unity.path.path = "usr/lib/libz_unity.a";
  unity.sha256 = std::string(64, '6');
  zlib.trace.files.push_back(unity);
  TraceInput all = LinkedZlib::input("f6", Role::archive_member, Use::linked);
  all.member = "all.o";
  zlib.trace.binaries[0].inputs.push_back(all);
  CHECK(state_of(zlib, {{}, {"gzlib.c"}}) == "unknown");
}

TEST_CASE("A linked member that is no ELF file, and sources that were compiled in, leave symbols open") {
  LinkedZlib bitcode;
  bitcode.bytes = test::archive({{"inflate.o", "BC\xC0\xDE"}, {"gzlib.o", test::object("gzopen")}}, {{"inflate", 0}, {"gzopen", 1}});
  bitcode.trace.files[0].sha256 = sha256_hex(as_bytes(bitcode.bytes));
  bitcode.trace.binaries[0].inputs[1] = bitcode.member();
  CHECK(state_of(bitcode, {{"gzopen"}, {}}) == "unknown");
  LinkedZlib compiled;
  compiled.trace.files[1].path.path = "usr/src/zlib.c";
  CHECK(state_of(compiled, {{"gzopen"}, {}}) == "unknown");
}

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
  host.add_file("/libz.a", zlib.bytes);
  TracedFiles files([&](const TraceFile& file) -> std::shared_ptr<FileBytes> {
    if (file.id != "f1" || !files_are_here) return nullptr;
    return host.read("/libz.a").value();
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

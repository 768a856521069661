// SPDX-License-Identifier: Apache-2.0
#include "verify/tree.hpp"

#include "host/memory_host.hpp"
#include "support/catch.hpp"
#include "unit/verify/paper_set.hpp"

using namespace souptrace;
using namespace souptrace::verify;

namespace {

constexpr const char* kInstalled = "install:bin/pump";

/// A machine that has the pump, as linked and as installed, and the files it was made of.
struct Machine : MemoryHost {
  Trace trace = test::explained_trace();
  Roots roots;

  Machine() {
    roots.directories = {{Root::build, {"/b", true}}, {Root::source, {"/s", true}}, {Root::system, {"/sys", true}}, {Root::install, {"/i", true}}};
    for (const TraceFile& file : trace.files) add(file.path, sample::content(text_of(file.path)));
    for (const TraceBinary& binary : trace.binaries) add(binary.path, sample::content(text_of(binary.path)));
    for (const TraceBinary& binary : trace.binaries)
      for (const ShippedFile& file : binary.shipped) add(file.path, sample::content(text_of(file.path)));
    add(*trace_path(kInstalled), "installed");
  }
  void add(const TracePath& place, const std::string& content) {
    if (const std::string path = roots.path_of(place); !path.empty()) add_file(path, content);
  }
  [[nodiscard]] Report verified() {
    Report report;
    verify_tree(*this, trace, "trace.json", roots, report);
    return report;
  }
  TraceBinary& pump() {
    for (TraceBinary& binary : trace.binaries)
      if (binary.name == "pump") return binary;
    return trace.binaries.front();
  }
};

const FileVerdict& of(const Report& report, const std::string& file) {
  for (const FileVerdict& one : report.files)
    if (one.file == file) return one;
  static const FileVerdict kNone;
  return kNone;
}

bool mentions(const Report& report, const std::string& text) {
  for (const Problem& problem : report.problems)
    if ((problem.subject + ": " + problem.text).find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("a machine that has everything as it was traced is good, and nothing was passed over") {
  Machine machine;
  const Report report = machine.verified();
  CHECK(report.problems.empty());
  CHECK(report.not_looked_at.empty());
  CHECK(of(report, "build:pump").verdict == Verdict::same);
  CHECK(of(report, kInstalled).verdict == Verdict::transformed);
}

TEST_CASE("a traced file in another one's place is tampered with, and it is said which one it is") {
  Machine machine;
  machine.add(*trace_path("build:pump"), "installed");
  const Report report = machine.verified();
  CHECK(of(report, "build:pump").verdict == Verdict::tampered);
  CHECK(mentions(report, "build:pump: has other bytes than the trace says: its bytes are those of install:bin/pump"));
  Machine other;
  other.add(*trace_path(kInstalled), sample::content("build:pump"));
  const Report linked = other.verified();
  CHECK(of(linked, kInstalled).verdict == Verdict::tampered);
  CHECK(mentions(linked, "its bytes are those of build:pump"));
}

TEST_CASE("two installations in one place are both good, whichever of them lies there") {
  Machine machine;
  ShippedFile other = machine.pump().shipped.at(0);
  other.sha256 = sha256_hex(as_bytes("another prefix"));
  other.sha512 = "";
  other.steps = {{"rpath", "cmake", machine.pump().sha256, other.sha256}};
  machine.pump().shipped.push_back(other);
  CHECK(machine.verified().problems.empty());
  machine.add(*trace_path(kInstalled), "another prefix");
  CHECK(machine.verified().problems.empty());
  machine.add(*trace_path(kInstalled), "neither");
  CHECK_FALSE(machine.verified().problems.empty());
}

TEST_CASE("a shipped file outside of every root may be gone, and asking for it harms nobody") {
  Machine machine;
  machine.pump().shipped.at(0).path = {Root::outside, "../out/pump"};
  machine.roots.directories.erase(Root::install);
  machine.roots.directories.at(Root::source).given = false;
  const Report report = machine.verified();
  CHECK(of(report, "outside:../out/pump").verdict == Verdict::missing);
  CHECK(report.problems.empty());
  machine.roots.directories.erase(Root::source);
  CHECK(machine.verified().not_looked_at.contains("source"));
}

TEST_CASE("a file that the trace saw and that no step explains does not contradict the trace") {
  Machine machine;
  machine.trace = test::shipped_trace();
  machine.add(*trace_path("install:bin/odd"), "odd");
  const Report report = machine.verified();
  CHECK(of(report, "install:bin/odd").verdict == Verdict::tampered);
  CHECK(mentions(report, "no recorded step"));
  CHECK_FALSE(mentions(report, "has other bytes than the trace says"));
}

TEST_CASE("files of package managers' folders are looked at where somebody says where these lie, else they are counted") {
  Machine machine;
  machine.trace.files.at(0).path = {Root::package, "conan/zlib/1.3.1/lib/libz.a"};
  machine.trace.files.at(1).path = {Root::package, "vcpkg/installed/include/z.h"};
  const Report nothing = machine.verified();
  CHECK(nothing.not_looked_at == std::map<std::string, std::uint64_t>{{"package:conan/zlib/1.3.1", 1}, {"package:vcpkg", 1}});
  CHECK(report_text(nothing).find("2 files not looked at") != std::string::npos);
  CHECK(report_text(nothing).find("--root package:conan/zlib/1.3.1=DIRECTORY") != std::string::npos);
  CHECK(report_text(nothing).find("the digests agree, except 2 files") != std::string::npos);
  machine.roots.packages["conan/zlib/1.3.1"] = {"/conan/p", true};
  machine.add_file("/conan/p/lib/libz.a", "other bytes");
  const Report found = machine.verified();
  CHECK(found.not_looked_at.size() == 1);
  CHECK(mentions(found, "package:conan/zlib/1.3.1/lib/libz.a: tampered"));
}

TEST_CASE("no place leads out of its root") {
  Roots roots;
  roots.directories[Root::build] = {"/b", true};
  roots.packages["conan/zlib/1.3.1"] = {"/p", true};
  CHECK(roots.path_of({Root::build, "x/../y"}) == "/b/y");
  CHECK(roots.path_of({Root::build, "../etc/passwd"}).empty());
  CHECK(roots.path_of({Root::package, "conan/zlib/1.3.1/a"}) == "/p/a");
  CHECK(roots.path_of({Root::package, "conan/zlib/1.3.1/../../etc"}).empty());
  CHECK(roots.path_of({Root::package, "conan/zlib/1.3.10/a"}).empty());
  CHECK(roots.path_of({Root::system, "a"}).empty());
}

TEST_CASE("a trace with odd sizes, offsets and places gets an answer") {
  Machine machine;
  for (const auto& [offset, size] : {std::pair<std::uint64_t, std::uint64_t>{UINT64_MAX, 2}, {1, UINT64_MAX}, {UINT64_MAX - 1, UINT64_MAX - 1}, {1, 0}}) {
    for (TraceBinary& binary : machine.trace.binaries)
      for (TraceInput& input : binary.inputs)
        if (!input.member.empty()) std::tie(input.offset, input.size) = std::pair(offset, size);
    CHECK_FALSE(machine.verified().problems.empty());
  }
  for (TraceFile& file : machine.trace.files) file.path.path = "";
  CHECK_FALSE(machine.verified().problems.empty());
}

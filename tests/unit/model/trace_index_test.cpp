// SPDX-License-Identifier: Apache-2.0
#include "model/trace_index.hpp"

#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("an index knows which findings are about something in the trace") {
  Trace trace;
  trace.files.resize(1);
  trace.files[0].id = "f1";
  trace.files[0].path = {Root::build, "libx.a"};
  trace.components.resize(1);
  trace.components[0].id = "declared:x@1";
  trace.binaries.resize(1);
  trace.binaries[0].name = "pump";
  trace.binaries[0].path = {Root::build, "bin/pump"};
  trace.binaries[0].shipped.resize(1);
  trace.binaries[0].shipped[0].path = {Root::install, "bin/pump"};
  for (const char* subject : {"build:libx.a(a.o)", "declared:x@1", "pump", "build:bin/pump", "install:bin/pump", "elsewhere", "", "elsewhere(a.o)"})
    trace.findings.push_back({"code", Severity::warning, subject, "", "", false});
  const TraceIndex index(trace);
  for (const char* name : {"build:libx.a", "declared:x@1", "pump", "build:bin/pump", "install:bin/pump"}) CHECK(index.has_subject(name));
  for (const char* name : {"build:libx.a(a.o)", "elsewhere", ""}) CHECK_FALSE(index.has_subject(name));
}

TEST_CASE("a subject without its member is the archive") {
  CHECK(without_member("build:libx.a(a.o)") == "build:libx.a");
  CHECK(without_member("build:lib(1).a(a.o)") == "build:lib(1).a");
  CHECK(without_member("build:libx.a") == "build:libx.a");
  CHECK(without_member("").empty());
}

TEST_CASE("files and compilations are found by their ids, wherever they stand") {
  Trace trace;
  for (const char* id : {"f1", "f3", "f03", "f4", "x", "", "f", "f18446744073709551617"}) {
    trace.files.emplace_back().id = id;
    trace.compilations.push_back({id, "f1", {}, "depfile", ""});
  }
  const TraceIndex index(trace);
  for (std::size_t i = 0; i < trace.files.size(); ++i) {
    CHECK(index.file(trace.files[i].id) == &trace.files[i]);
    CHECK(index.compilation(trace.files[i].id) == &trace.compilations[i]);
  }
  for (const char* id : {"f2", "f5", "f0", "f01", "f1 ", "f-1", "f9999", "f18446744073709551616"}) {
    CHECK(index.file(id) == nullptr);
    CHECK(index.compilation(id) == nullptr);
  }
}

TEST_CASE("an object that nothing says of has no compilation") {
  Trace trace;
  trace.files.emplace_back().id = "f1";
  const TraceIndex index(trace);
  CHECK(index.file("f1") != nullptr);
  CHECK(index.compilation("f1") == nullptr);
}

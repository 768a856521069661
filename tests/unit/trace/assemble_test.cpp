// SPDX-License-Identifier: Apache-2.0
#include "trace/assemble.hpp"

#include "model/names.hpp"
#include "small_build.hpp"
#include "support/catch.hpp"
#include "write/trace_json.hpp"

using namespace souptrace;
using test::SmallBuild;

namespace {

std::vector<std::string> objects_of(const trace::Material& material) {
  std::vector<std::string> out;
  for (const CompiledObject* object : trace::linked_objects(material)) out.push_back(object->object);
  std::sort(out.begin(), out.end());
  return out;
}

std::string place(const Trace& trace, const std::string& id) {
  for (const TraceFile& file : trace.files)
    if (file.id == id) return text_of(file.path);
  return "no file " + id;
}

/// A build with everything in it that can name a directory of the machine.
SmallBuild full_build(const std::string& source, const std::string& build_directory) {
  SmallBuild build(source, build_directory);
  build.pump.witnesses = {{"trace", 4, 2}};
  build.pump.unaccounted = {build_directory + "/odd.o"};
  build.pump.runtime = {{"libc.so.6", "/usr/lib/libc.so.6", "/usr/lib/libc.so.6", build.pump.output, "RUNPATH " + build_directory}};
  build.pump.binary.runpath = {build_directory};
  build.facts.toolchains = {{"CXX", "/usr/bin/c++", "GNU", "12", "x", {"/usr/include", source + "/inc"}, {build_directory + "/lib"}}};
  build.findings = {{"note", Severity::note, source + "/x", "at " + build_directory + "/y", "look at " + source, false}};
  Component component;
  component.id = "product:Pump@1.0";
  component.license = {"MIT", source + "/LICENSE", ""};
  component.properties = {{"path", source + "/third_party"}};
  component.evidence = {{"cmake", source + "/CMakeLists.txt", "in " + source}};
  build.identification.components[component.id] = component;
  for (const auto& [path, content] : build.contents)
    build.identification.files[path].chosen = {component.id, Tier::declared, "below " + source, {{"cmake", source + "/CMakeLists.txt", ""}}};
  return build;
}

}  // namespace

TEST_CASE("only objects that a binary links count as linked") {
  const SmallBuild build;
  CHECK(objects_of(build.material()) == std::vector<std::string>{build.object("drive", "motor.cpp"), build.object("pump", "main.cpp")});
}

TEST_CASE("a compilation is listed once for each linked object, with its source and headers") {
  const SmallBuild build;
  const Trace trace = trace::assemble(build.material());
  REQUIRE(trace.compilations.size() == 2);
  CHECK(place(trace, trace.compilations[0].object) == "build:CMakeFiles/drive.dir/motor.cpp.o");
  CHECK(place(trace, trace.compilations[0].source) == "source:src/motor.cpp");
  const Compilation& main = trace.compilations[1];
  REQUIRE(main.headers.size() == 2);
  CHECK(place(trace, main.headers[0]) == "source:src/drive.hpp");
  CHECK(place(trace, main.headers[1]) == "system:usr/include/zlib.h");
  CHECK(main.witness == "ninja-deps");
}

TEST_CASE("the files of a trace are those of its binaries, without what is built but not linked") {
  const SmallBuild build;
  const Trace trace = trace::assemble(build.material());
  std::vector<std::string> files;
  for (const TraceFile& file : trace.files) files.push_back(text_of(file.path));
  CHECK(files == std::vector<std::string>{"source:src/drive.hpp", "source:src/main.cpp", "source:src/motor.cpp",
                                          "build:CMakeFiles/drive.dir/motor.cpp.o", "build:CMakeFiles/pump.dir/main.cpp.o", "build:libdrive.a",
                                          "system:usr/include/zlib.h", "system:usr/lib/libc.so.6", "system:usr/lib/libz.a"});
}

TEST_CASE("every id that a trace uses is one of its files") {
  const SmallBuild build = full_build("/home/dev/pump", "/home/dev/pump/build");
  const Trace trace = trace::assemble(build.material());
  const auto known = [&](const std::string& id) { return place(trace, id) != "no file " + id; };
  for (const TraceBinary& binary : trace.binaries) {
    for (const TraceInput& input : binary.inputs) CHECK((known(input.file) && (input.object.empty() || known(input.object))));
    for (const TraceRuntimeLibrary& library : binary.runtime) CHECK(known(library.file));
  }
  for (const Compilation& compilation : trace.compilations) {
    CHECK(known(compilation.object));
    CHECK(known(compilation.source));
    for (const std::string& header : compilation.headers) CHECK(known(header));
  }
}

TEST_CASE("what objects were compiled with stands once for all that have it, and names places") {
  SmallBuild build = full_build("/home/dev/pump", "/home/dev/pump/build");
  const auto flags = [](std::vector<std::string> words) { return std::make_shared<const CompileFlags>(CompileFlags{"CXX", std::move(words)}); };
  build.facts.objects[0].flags = flags({"-O2", "-I/home/dev/pump/inc"});
  build.facts.objects[1].flags = flags({"-O2", "-I/home/dev/pump/inc"});
  build.pump.linker.flags = {"-Wl,-rpath,/home/dev/pump/build/lib"};
  const Trace trace = trace::assemble(build.material());
  REQUIRE(trace.compile_flags.size() == 1);
  CHECK(trace.compile_flags[0].id == "c1");
  CHECK(trace.compile_flags[0].words == std::vector<std::string>{"-O2", "-Isource:inc"});
  REQUIRE(trace.compilations.size() == 2);
  for (const Compilation& one : trace.compilations) CHECK(one.flags == "c1");
  CHECK(trace.binaries[0].linker.flags == std::vector<std::string>{"-Wl,-rpath,build:lib"});
}

TEST_CASE("the same build in another place gives the same bytes") {
  const std::string here = write::trace_json(trace::assemble(full_build("/home/dev/pump", "/home/dev/pump/build").material()));
  CHECK(write::trace_json(trace::assemble(full_build("/srv/ci 7/ü", "/srv/ci 7/ü/build").material())) == here);
  CHECK(write::trace_json(trace::assemble(full_build("/x", "/y/out/of/tree").material())) == here);
  CHECK(write::trace_json(trace::assemble(full_build("/y/out/src", "/y/out").material())) == here);
  CHECK(here.find("/home/dev") == std::string::npos);
}

TEST_CASE("the order in which facts and links come does not matter") {
  SmallBuild build = full_build("/home/dev/pump", "/home/dev/pump/build");
  const auto assembled = [&] {
    auto material = build.material();
    material.links.push_back(material.links[0]);
    material.links[1].target = &build.facts.targets[1];
    return write::trace_json(trace::assemble(std::move(material)));
  };
  const std::string before = assembled();
  std::reverse(build.facts.objects.begin(), build.facts.objects.end());
  std::reverse(build.pump.inputs.begin(), build.pump.inputs.end());
  CHECK(assembled() == before);
}

TEST_CASE("binaries are in the order of their names, whichever was linked first") {
  SmallBuild build;
  build.facts.targets[1].type = "SHARED_LIBRARY";
  for (const bool swapped : {false, true}) {
    auto material = build.material();
    material.links.push_back(material.links[0]);
    material.links[1].target = &build.facts.targets[1];
    if (swapped) std::swap(material.links[0], material.links[1]);
    const Trace trace = trace::assemble(std::move(material));
    REQUIRE(trace.binaries.size() == 2);
    CHECK(trace.binaries[0].name == "drive");
    CHECK(trace.binaries[1].name == "pump");
    CHECK(trace.compilations.size() == 2);
  }
}

TEST_CASE("findings are the worst first, each once, with places in place of paths") {
  SmallBuild build;
  build.findings = {{"b", Severity::warning, build.source + "/x", "in " + build.build, "see " + build.source + "/y", false},
                    {"c", Severity::error, "pump", "t", "", false},
                    {"a", Severity::warning, build.drive() + "(m.o)", "t", "", false},
                    {"a", Severity::warning, build.drive() + "(m.o)", "t", "", false},
                    {"n", Severity::note, "", "t", "", false}};
  build.link_findings = {{"l", Severity::warning, "/usr/lib/x", "t", "", false}};
  const Trace trace = trace::assemble(build.material());
  CHECK(test::codes(trace.findings) == std::vector<std::string>{"c", "a", "b", "l", "n"});
  CHECK(trace.findings[0].subject == "pump");
  CHECK(trace.findings[1].subject == "build:libdrive.a(m.o)");
  CHECK(trace.findings[2].subject == "source:x");
  CHECK(trace.findings[2].text == "in build:");
  CHECK(trace.findings[2].remedy == "see source:y");
  CHECK(trace.findings[3].subject == "system:usr/lib/x");
}

TEST_CASE("a finding about an object that no binary links is not about the trace") {
  SmallBuild build;
  for (const char* name : {"purge.cpp", "motor.cpp"})
    build.findings.push_back({"object-dependencies-unknown", Severity::error, build.object("drive", name), "", "", true});
  const Trace trace = trace::assemble(build.material());
  REQUIRE(test::codes(trace.findings) == std::vector<std::string>{"object-dependencies-unknown"});
  CHECK(trace.findings[0].subject == "build:CMakeFiles/drive.dir/motor.cpp.o");
}

TEST_CASE("components are those that a claim on a file of the trace names, the losing claims' too") {
  SmallBuild build;
  for (const auto* id : {"chosen", "losing", "of purge.cpp", "nobody's"}) build.identification.components[id].id = id;
  Ownership owner;
  owner.chosen.component = "chosen";
  owner.losing = {{"losing", Tier::declared, "", {}}};
  build.identification.files["/usr/lib/libz.a"] = owner;
  build.identification.files[build.source + "/src/purge.cpp"].chosen.component = "of purge.cpp";
  const Trace trace = trace::assemble(build.material());
  REQUIRE(trace.components.size() == 2);
  CHECK(trace.components[0].id == "chosen");
  CHECK(trace.components[1].id == "losing");
}

TEST_CASE("a build without links gives a trace without binaries and files") {
  const SmallBuild build;
  auto material = build.material();
  material.links.clear();
  const Trace trace = trace::assemble(std::move(material));
  CHECK(trace.binaries.empty());
  CHECK(trace.files.empty());
  CHECK(trace.compilations.empty());
  CHECK(trace.product.name == "Pump");
  CHECK(trace.tool_version == "1.0");
  CHECK(trace.configuration == "Release");
}

TEST_CASE("a link that left no record still is a binary, with an empty and incomplete list") {
  SmallBuild build;
  build.pump.recorded = false;
  build.pump.inputs.clear();
  build.link_findings = {{"link-not-recorded", Severity::error, build.pump.output, "", "", true}};
  const Trace trace = trace::assemble(build.material());
  REQUIRE(trace.binaries.size() == 1);
  CHECK(trace.binaries[0].inputs.empty());
  CHECK_FALSE(trace.binaries[0].completeness.complete);
  CHECK(test::codes(trace.findings) == std::vector<std::string>{"link-not-recorded"});
}

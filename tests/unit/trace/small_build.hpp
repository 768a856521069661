// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "trace/assemble.hpp"

namespace souptrace::test {

/// A build made by hand, at any place: the executable pump from main.cpp, with a member of the build's own libdrive.a (motor.cpp; purge.cpp
/// is in it too and is not taken), a member of the system's libz.a and libc. Change what the test is about, then call material().
struct SmallBuild {
  std::string source = "/home/dev/pump";
  std::string build = "/home/dev/pump/build";
  BuildFacts facts;
  LinkRecord pump;
  std::vector<Finding> link_findings;
  std::map<std::string, trace::Content> contents;
  std::map<std::string, std::string> unreadable;
  Identification identification;
  std::vector<Finding> findings;

  SmallBuild() { fill(); }
  SmallBuild(std::string source_directory, std::string build_directory)
      : source(std::move(source_directory)), build(std::move(build_directory)) {
    fill();
  }

  [[nodiscard]] std::string object(const std::string& target, const std::string& name) const {
    return build + "/CMakeFiles/" + target + ".dir/" + name + ".o";
  }
  [[nodiscard]] std::string drive() const { return build + "/libdrive.a"; }

  /// Files have digests made of their names, so that two are equal only where a test says so.
  trace::Content& add_content(const std::string& path, const std::string& sha256, std::int64_t modified_ns = kOld) {
    trace::Content& content = contents[path];
    content.digests.sha256 = sha256;
    content.digests.sha512 = sha256 + "/512";
    content.digests.size = 10;
    content.stat = {1, 1, 10, modified_ns, modified_ns};
    return content;
  }

  LinkInput& add_input(const std::string& path, Role role, Use use) {
    LinkInput input;
    input.path = path;
    input.real_path = path;
    input.role = role;
    input.use = use;
    input.stat = FileStat{1, 1, 10, kOld, kOld};
    input.witnesses = {"dependency-file"};
    pump.inputs.push_back(input);
    return pump.inputs.back();
  }
  LinkInput& add_member(const std::string& archive, const std::string& member, std::uint64_t offset, const std::string& sha256) {
    LinkInput& input = add_input(archive, Role::archive_member, Use::linked);
    input.member = member;
    input.offset = offset;
    input.size = 100;
    contents[archive].members[{offset, 100}] = sha256;
    return input;
  }

  LinkInput& input(const std::string& path, const std::string& member = "") {
    return *std::find_if(pump.inputs.begin(), pump.inputs.end(),
                         [&](const LinkInput& one) { return one.path == path && one.member == member; });
  }

  [[nodiscard]] trace::Material material() const {
    trace::Material out{"1.0", facts, {}, contents, unreadable, identification, findings};
    out.links.push_back({&facts.targets[0], pump, link_findings});
    return out;
  }

  static constexpr std::int64_t kOld = 1'000;       ///< when everything was written
  static constexpr std::int64_t kCompiled = 2'000;  ///< when objects were
  static constexpr std::int64_t kLinked = 3'000;

 private:
  Target& add_target(const std::string& name, const std::string& type, const std::string& artifact) {
    Target target;
    target.id = name + "::@";
    target.name = name;
    target.type = type;
    target.source_directory = source;
    target.build_directory = build;
    target.artifacts = {artifact};
    facts.targets.push_back(target);
    return facts.targets.back();
  }

  void add_object(const std::string& target, const std::string& name, const std::vector<std::string>& headers) {
    facts.objects.push_back({object(target, name), source + "/src/" + name, headers, "ninja-deps"});
    add_content(object(target, name), "object " + name, kCompiled);
    add_content(source + "/src/" + name, "source " + name);
    for (const std::string& header : headers) add_content(header, "header " + header.substr(header.rfind('/') + 1));
  }

  void fill() {
    facts.source_directory = source;
    facts.build_directory = build;
    facts.configuration = "Release";
    facts.product = {"Pump", "1.0", "", "C"};
    add_target("pump", "EXECUTABLE", build + "/pump").traced = true;
    add_target("drive", "STATIC_LIBRARY", drive());
    add_object("pump", "main.cpp", {source + "/src/drive.hpp", "/usr/include/zlib.h"});
    add_object("drive", "motor.cpp", {source + "/src/drive.hpp"});
    add_object("drive", "purge.cpp", {source + "/src/purge.hpp"});
    for (const auto* path : {"/usr/lib/libz.a", "/usr/lib/libc.so.6"}) add_content(path, path);
    add_content(drive(), "archive");
    add_content(build + "/pump", "binary", kLinked);
    fill_link();
  }

  void fill_link() {
    pump.output = build + "/pump";
    pump.recorded = true;
    pump.finished_ns = kLinked;
    pump.linker = {"bfd", "2.40", "/usr/bin/ld", "/usr/bin/c++", false};
    add_input(object("pump", "main.cpp"), Role::object, Use::linked).stat = FileStat{1, 1, 10, kCompiled, kCompiled};
    add_member(drive(), "motor.cpp.o", 68, "object motor.cpp");
    add_member("/usr/lib/libz.a", "deflate.o", 500, "deflate");
    add_input("/usr/lib/libc.so.6", Role::shared_library, Use::needed).soname = "libc.so.6";
  }
};

/// The codes of findings, in their order.
inline std::vector<std::string> codes(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings) out.push_back(finding.code);
  return out;
}

}  // namespace souptrace::test

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/digest.hpp"
#include "model/names.hpp"
#include "model/trace.hpp"

// A small trace made by hand, with one of everything: two binaries, static and shared SOUP, headers only,
// vendored code compiled here, runtime, a library that the linker dropped, one that the loader would not
// find, a file that nobody owns, and files that ship: one stripped, one copied, one converted. Every digest
// is that of content(), so that a test can put the files on disk and compute all of them again.
namespace souptrace::sample {

/// The bytes of the file with this path text ("build:libpump.a"): different for each. An archive that the
/// build made holds its object after 60 bytes.
inline std::string content(const std::string& path) {
  std::string bytes;
  if (path == "build:libcrc.a") return std::string(60, '!') + content("build:CMakeFiles/crc.dir/crc.c.o");
  if (path == "install:lib/libpump_alarm.so") return content("build:libpump_alarm.so");  // a plain copy
  if (path == "build:libpumpcore.a")
    return std::string(60, '!') + content("build:CMakeFiles/pumpcore.dir/src/dose.cpp.o");
  while (bytes.size() < 700) bytes += "These are bytes of " + path + ".\n";
  return bytes;
}

inline Claim claim(const std::string& component, Tier tier, const std::string& rule,
                   const Evidence& evidence) {
  return {component, tier, rule, {evidence}};
}
inline Claim dpkg(const std::string& component, const std::string& package) {
  return claim(component, Tier::package_db_verified, "dpkg: listed path, MD5 equal",
               {"dpkg", "system:var/lib/dpkg/info/" + package + ".md5sums", "lists the file with its MD5"});
}

/// Fills in what the content says; "f1", "f2", … in the order of calls.
inline void add_file(Trace& trace, const std::string& path, const Claim& chosen, bool link_input = true) {
  const Digests digests =
      digest(as_bytes(content(path)), {.sha256 = true, .sha512 = link_input, .gitoid = true});
  TraceFile file;
  file.id = "f" + std::to_string(trace.files.size() + 1);
  file.path = *trace_path(path);
  file.sha256 = digests.sha256;
  file.sha512 = digests.sha512;
  file.gitoid = digests.gitoid;
  file.size = digests.size;
  file.owner.chosen = chosen;
  file.owner.chosen_because = chosen.component.empty() ? "" : "only claim";
  trace.files.push_back(file);
}

inline const TraceFile& file_at(const Trace& trace, const std::string& path) {
  for (const TraceFile& file : trace.files)
    if (text_of(file.path) == path) return file;
  return trace.files.front();
}

inline TraceInput input(const Trace& trace, const std::string& path, Role role, Use use,
                        const std::string& reason = "") {
  TraceInput out;
  out.file = file_at(trace, path).id;
  out.role = role;
  out.use = use;
  out.reason = reason;
  out.witnesses = use == Use::compiled_in ? std::vector<std::string>{"ninja-deps"}
                                          : std::vector<std::string>{"dependency-file", "trace"};
  return out;
}

inline TraceInput member(const Trace& trace, const std::string& archive, const std::string& name,
                         std::uint64_t offset, const std::string& referrer, const std::string& symbol,
                         const std::string& object = "") {
  TraceInput out = input(trace, archive, Role::archive_member, Use::linked, "defines " + symbol);
  out.member = name;
  out.offset = offset;
  out.size = object.empty() ? 100 : content(object).size();
  out.member_sha256 = sha256_hex(as_bytes(content(archive).substr(offset, out.size)));
  out.referrer = referrer;
  out.symbol = symbol;
  if (!object.empty()) out.object = file_at(trace, object).id;
  return out;
}

inline Component component(const std::string& id, ComponentKind kind, const std::string& name,
                           const std::string& version, const std::string& license,
                           const std::string& origin) {
  Component out;
  out.id = id;
  out.kind = kind;
  out.name = name;
  out.version = version;
  out.license = {license, license == "NOASSERTION" ? "" : origin, ""};
  out.origin = origin;
  return out;
}

inline Component debian(const std::string& name, const std::string& version, const std::string& license,
                        const std::string& source, ComponentKind kind = ComponentKind::soup) {
  Component out = component("deb:" + name + "@" + version + ":amd64", kind, name, version, license, "dpkg");
  out.supplier = "Debian Maintainers of " + source + " <" + source + "@packages.example>";
  out.license.source = "system:usr/share/doc/" + name + "/copyright";
  out.purl = "pkg:deb/debian/" + name + "@" + version + "?arch=amd64";
  out.properties = {{"architecture", "amd64"}, {"source-package", source}, {"source-version", version}};
  out.evidence = {{"dpkg", "system:var/lib/dpkg/status", "Package: " + name + ", Version: " + version}};
  return out;
}

inline void add_components(Trace& trace) {
  trace.components.push_back(
      debian("libc6", "2.36-9+deb12u10", "LGPL-2.1-or-later", "glibc", ComponentKind::runtime));
  trace.components.push_back(debian("libssl3", "3.0.16-1~deb12u1", "Apache-2.0", "openssl"));
  trace.components.push_back(debian("nlohmann-json3-dev", "3.11.2-2", "MIT", "nlohmann-json3"));
  trace.components.push_back(debian("zlib1g-dev", "1:1.2.13.dfsg-1", "Zlib", "zlib"));
  trace.components.back().purl = "pkg:deb/debian/zlib1g-dev@1:1.2.13.dfsg-1?arch=amd64";
  Component crc = component("declared:tinycrc@1.0", ComponentKind::soup, "tinycrc", "1.0", "MIT", "declared");
  crc.supplier = "Tiny Tools";
  crc.purl = "pkg:generic/tinycrc@1.0";
  crc.cpe = "cpe:2.3:a:tiny_tools:tinycrc:1.0:*:*:*:*:*:*:*";
  crc.url = "https://tinycrc.example/tinycrc 1.0.tar.gz";
  crc.properties = {{"url-hash", "SHA256=" + sha256_hex(as_bytes("tinycrc"))}};
  crc.evidence = {{"souptrace_component", "source:CMakeLists.txt:12", "PATHS third_party/tinycrc"}};
  trace.components.push_back(crc);
  Component pump = component("product:Infusion Pump@2.1.0", ComponentKind::product, "Infusion Pump", "2.1.0",
                             "NOASSERTION", "product");
  pump.supplier = "Acme Medical <psirt@acme.example>";
  trace.components.push_back(pump);
}

inline void add_files(Trace& trace) {
  const Claim own =
      claim("product:Infusion Pump@2.1.0", Tier::declared, "product: below the source directory",
            {"cmake", "source:CMakeLists.txt", "project(pump)"});
  const Claim crc =
      claim("declared:tinycrc@1.0", Tier::declared, "souptrace_component: below a declared path",
            {"souptrace_component", "source:CMakeLists.txt:12", "PATHS third_party/tinycrc"});
  add_file(trace, "source:src/dose.cpp", own, false);
  add_file(trace, "source:src/dose.hpp", own, false);
  add_file(trace, "source:src/main.cpp", own, false);
  add_file(trace, "source:third_party/tinycrc/crc.c", crc, false);
  add_file(trace, "source:third_party/tinycrc/crc.h", crc, false);
  trace.files.back().owner.losing = {own};
  trace.files.back().owner.chosen_because = "a declaration is nearer than the product's source directory";
  add_file(trace, "build:CMakeFiles/crc.dir/crc.c.o", crc);
  add_file(trace, "build:CMakeFiles/pump.dir/src/main.cpp.o", own);
  add_file(trace, "build:CMakeFiles/pumpcore.dir/src/dose.cpp.o", own);
  add_file(trace, "build:libcrc.a", crc);
  add_file(trace, "build:libpump_alarm.so", own);
  add_file(trace, "build:libpumpcore.a", own);
  add_file(trace, "system:usr/include/nlohmann/json.hpp",
           dpkg("deb:nlohmann-json3-dev@3.11.2-2:amd64", "nlohmann-json3-dev"), false);
  add_file(trace, "system:usr/include/zlib.h",
           dpkg("deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64", "zlib1g-dev:amd64"), false);
  add_file(trace, "system:usr/lib/x86_64-linux-gnu/libc.so.6",
           dpkg("deb:libc6@2.36-9+deb12u10:amd64", "libc6:amd64"));
  add_file(trace, "system:usr/lib/x86_64-linux-gnu/libcrypto.so.3",
           dpkg("deb:libssl3@3.0.16-1~deb12u1:amd64", "libssl3:amd64"));
  add_file(trace, "system:usr/lib/x86_64-linux-gnu/libm.so.6",
           dpkg("deb:libc6@2.36-9+deb12u10:amd64", "libc6:amd64"));
  add_file(trace, "system:usr/lib/x86_64-linux-gnu/libssl.so.3",
           dpkg("deb:libssl3@3.0.16-1~deb12u1:amd64", "libssl3:amd64"));
  add_file(trace, "system:usr/lib/x86_64-linux-gnu/libz.a",
           dpkg("deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64", "zlib1g-dev:amd64"));
  add_file(trace, "outside:../blobs/valve \"driver\".o", {});
  const auto id = [&](const std::string& path) { return file_at(trace, path).id; };
  trace.compilations = {{id("build:CMakeFiles/crc.dir/crc.c.o"),
                         id("source:third_party/tinycrc/crc.c"),
                         {id("source:third_party/tinycrc/crc.h")},
                         "ninja-deps"},
                        {id("build:CMakeFiles/pump.dir/src/main.cpp.o"),
                         id("source:src/main.cpp"),
                         {id("source:src/dose.hpp"), id("system:usr/include/nlohmann/json.hpp"),
                          id("system:usr/include/zlib.h")},
                         "ninja-deps"},
                        {id("build:CMakeFiles/pumpcore.dir/src/dose.cpp.o"),
                         id("source:src/dose.cpp"),
                         {id("source:src/dose.hpp")},
                         "ninja-deps"}};
}

inline TraceBinary binary(const std::string& name, const std::string& path, const std::string& type) {
  TraceBinary out;
  out.name = name;
  out.target = name;
  out.path = *trace_path(path);
  out.binary.format = "ELF";
  out.binary.machine = "x86_64";
  out.binary.type = type;
  const Digests digests = digest(as_bytes(content(path)), {.sha256 = true, .sha512 = true, .gitoid = true});
  out.binary.build_id = digests.sha256.substr(0, 40);
  out.sha256 = digests.sha256;
  out.sha512 = digests.sha512;
  out.gitoid = digests.gitoid;
  out.size = digests.size;
  out.linker = {"bfd", "GNU ld (GNU Binutils for Debian) 2.40", "system:usr/bin/ld", "system:usr/bin/c++",
                false};
  return out;
}

inline ShippedFile shipped(const TraceBinary& binary, const std::string& path, const std::string& format,
                           std::vector<PostLinkStep> steps) {
  const Digests digests = digest(as_bytes(content(path)), {.sha256 = true, .sha512 = true, .gitoid = true});
  if (!steps.empty()) {
    steps.front().sha256_before = binary.sha256;
    steps.back().sha256_after = digests.sha256;
  }
  return {*trace_path(path), "Runtime",      format,       digests.sha256,
          digests.sha512,    digests.gitoid, digests.size, format == "ELF" ? binary.binary.build_id : "",
          std::move(steps)};
}

inline TraceBinary pump(const Trace& trace) {
  TraceBinary out = binary("pump", "build:pump", "pie");
  const std::string lib = "system:usr/lib/x86_64-linux-gnu/";
  out.install_destinations = {"bin"};
  out.binary.interpreter = "/lib64/ld-linux-x86-64.so.2";
  out.binary.needed = {"libpump_alarm.so", "libssl.so.3", "libc.so.6"};
  out.binary.runpath = {"$ORIGIN"};
  out.inputs = {
      input(trace, "build:CMakeFiles/pump.dir/src/main.cpp.o", Role::object, Use::linked, "on the link line"),
      input(trace, "outside:../blobs/valve \"driver\".o", Role::object, Use::linked, "on the link line"),
      member(trace, "build:libcrc.a", "crc.c.o", 60, "libpumpcore.a(dose.cpp.o)", "crc32_update",
             "build:CMakeFiles/crc.dir/crc.c.o"),
      member(trace, "build:libpumpcore.a", "dose.cpp.o", 60, "main.cpp.o", "dose::rate()",
             "build:CMakeFiles/pumpcore.dir/src/dose.cpp.o"),
      member(trace, lib + "libz.a", "adler32.o", 68, "libz.a(inflate.o)", "adler32"),
      member(trace, lib + "libz.a", "inflate.o", 268, "main.cpp.o", "inflateInit_"),
      input(trace, "build:libpump_alarm.so", Role::shared_library, Use::needed,
            "SONAME libpump_alarm.so is in DT_NEEDED"),
      input(trace, lib + "libc.so.6", Role::shared_library, Use::needed, "SONAME libc.so.6 is in DT_NEEDED"),
      input(trace, lib + "libm.so.6", Role::shared_library, Use::dropped,
            "SONAME libm.so.6 is not in DT_NEEDED"),
      input(trace, lib + "libssl.so.3", Role::shared_library, Use::needed,
            "SONAME libssl.so.3 is in DT_NEEDED"),
      input(trace, "source:src/dose.cpp", Role::source, Use::compiled_in),
      input(trace, "source:src/main.cpp", Role::source, Use::compiled_in),
      input(trace, "source:third_party/tinycrc/crc.c", Role::source, Use::compiled_in),
      input(trace, "source:src/dose.hpp", Role::header, Use::compiled_in),
      input(trace, "source:third_party/tinycrc/crc.h", Role::header, Use::compiled_in),
      input(trace, "system:usr/include/nlohmann/json.hpp", Role::header, Use::compiled_in),
      input(trace, "system:usr/include/zlib.h", Role::header, Use::compiled_in)};
  for (TraceInput& one : out.inputs)
    if (one.role == Role::shared_library) one.soname = one.reason.substr(7, one.reason.find(" is") - 7);
  out.inputs[5].bytes = 96;
  const auto id = [&](const std::string& path) { return file_at(trace, path).id; };
  out.runtime = {
      {"libpump_alarm.so", id("build:libpump_alarm.so"), "", "RUNPATH $ORIGIN of build:pump"},
      {"libssl.so.3", id(lib + "libssl.so.3"), "", "default directory"},
      {"libc.so.6", id(lib + "libc.so.6"), "", "default directory"},
      {"libbeep.so.1", "", id("build:libpump_alarm.so"), "in none of: system:lib, system:usr/lib"},
      {"libcrypto.so.3", id(lib + "libcrypto.so.3"), id(lib + "libssl.so.3"), "default directory"}};
  const std::string between = sha256_hex(as_bytes("pump without its RUNPATH"));
  out.shipped = {shipped(out, "install:bin/pump", "ELF",
                         {{"rpath", "cmake 3.25.1", "", between}, {"strip", "GNU strip 2.40", between, ""}})};
  out.completeness = {false, {{"dependency-file", 9, 0}, {"trace", 9, 4}}, 17, {"build:extra.o"}};
  return out;
}

inline TraceBinary alarm(const Trace& trace) {
  TraceBinary out = binary("pump_alarm", "build:libpump_alarm.so", "shared-library");
  out.binary.soname = "libpump_alarm.so";
  out.binary.needed = {"libbeep.so.1"};
  out.inputs = {
      member(trace, "build:libcrc.a", "crc.c.o", 60, "", "crc32_update", "build:CMakeFiles/crc.dir/crc.c.o"),
      input(trace, "source:third_party/tinycrc/crc.c", Role::source, Use::compiled_in),
      input(trace, "source:third_party/tinycrc/crc.h", Role::header, Use::compiled_in)};
  out.runtime = {{"libbeep.so.1", "", "", "in none of: system:lib, system:usr/lib"}};
  out.shipped = {
      shipped(out, "install:lib/libpump_alarm.hex", "ihex", {{"objcopy", "GNU objcopy 2.40", "", ""}}),
      shipped(out, "install:lib/libpump_alarm.so", "ELF", {{"install", "cmake 3.25.1", "", ""}})};
  out.completeness = {true, {{"dependency-file", 1, 0}, {"trace", 1, 1}}, 3, {}};
  return out;
}

inline Trace trace() {
  Trace out;
  out.tool_version = "0.1.0";
  out.product = {"Infusion Pump", "2.1.0", "Acme Medical <psirt@acme.example>", "C"};
  out.configuration = "Release";
  out.generator = "Ninja";
  out.cmake_version = "3.25.1";
  out.toolchains = {{"C",
                     "system:usr/bin/cc",
                     "GNU",
                     "12.2.0",
                     "x86_64-linux-gnu",
                     {"system:usr/include"},
                     {"system:usr/lib"}},
                    {"CXX",
                     "system:usr/bin/c++",
                     "GNU",
                     "12.2.0",
                     "x86_64-linux-gnu",
                     {"system:usr/include"},
                     {"system:usr/lib"}}};
  add_components(out);
  add_files(out);
  out.binaries = {pump(out), alarm(out)};
  out.findings = {
      {"link-unaccounted", Severity::error, "build:pump", "trace saw build:extra.o and no input explains it",
       "Report this with the link's record.", true},
      {"owner-unknown", Severity::warning, "outside:../blobs/valve \"driver\".o",
       "no resolver knows this file", "Declare it with souptrace_component().", false},
      {"runtime-missing", Severity::warning, "build:libpump_alarm.so", "the loader finds no libbeep.so.1",
       "Install it in the sysroot.", false}};
  return out;
}

}  // namespace souptrace::sample

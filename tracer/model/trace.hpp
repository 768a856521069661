// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/build_facts.hpp"
#include "model/component.hpp"
#include "model/finding.hpp"
#include "model/link_record.hpp"

// The trace: what trace.json holds (schema: tracer/write/trace.schema.json). No path in it is specific to a machine or a user.
namespace souptrace {

/// Where a path starts. Written as "<root>:<path>", e.g. "build:libpump.a", "system:usr/lib/x86_64-linux-gnu/libz.a".
enum class Root {
  source,   ///< CMAKE_SOURCE_DIR
  build,    ///< CMAKE_BINARY_DIR
  system,   ///< the sysroot; "/" when there is none
  host,     ///< "/" of the machine that builds, where a sysroot is in force
  install,  ///< CMAKE_INSTALL_PREFIX, for what was installed
  package,  ///< the folder of a package, or of several, outside these: the path begins with its name (Identification::package_folders)
  outside,  ///< none of these, written relative to the source directory
};

struct TracePath {
  Root root = Root::source;
  std::string path;
  auto operator<=>(const TracePath&) const = default;
};

/// One distinct file.
struct TraceFile {
  std::string id;  ///< "f1", "f2", … in the order of paths
  TracePath path;
  std::string sha256;
  std::string sha512;  ///< of link inputs; "" for sources and headers
  std::string gitoid;
  std::uint64_t size = 0;
  Ownership owner;  ///< chosen.component is an id of Trace::components, or ""
};

/// One entry of a binary's list.
struct TraceInput {
  std::string file;    ///< an id of Trace::files; for an archive member the archive's
  std::string member;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::string member_sha256;  ///< of the member's bytes
  std::string object;         ///< the file (id) of this build whose bytes the member has; "" when it is none of this build's
  Role role = Role::object;
  Use use = Use::linked;
  std::string referrer;
  std::string symbol;
  std::string reason;
  std::string soname;
  std::optional<std::uint64_t> bytes;
  std::vector<std::string> witnesses;
};

/// What one object file of the build was compiled from: once in the trace, however many binaries link the object. A source or header with
/// Use::compiled_in got into a binary through the compilations of the objects that the binary links (TraceInput::file of an object,
/// TraceInput::object of an archive member).
struct Compilation {
  std::string object;                ///< file id
  std::string source;                ///< file id; "" when unknown
  TextList headers;                  ///< file ids, in the order of Trace::files
  std::string witness;               ///< "ninja-deps", "depfile", "object-name"
  std::string flags;                 ///< an id of Trace::compile_flags; "" when CMake does not say
};

/// What CMake handed to the compiler of some objects.
struct TraceFlags {
  std::string id;  ///< "c1", "c2", … in the order of language and words
  std::string language;
  std::vector<std::string> words;  ///< paths of the build and source directory written as TracePath text
};

struct TraceRuntimeLibrary {
  std::string name;
  std::string file;  ///< id; "" when the loader finds none
  std::string needed_by;  ///< file id, or "" for the binary itself
  std::string reason;
};

/// What is known about the completeness of one binary's list.
struct Completeness {
  bool complete = false;
  std::vector<WitnessCount> witnesses;
  std::uint64_t accounted = 0;              ///< inputs that have an entry
  std::vector<std::string> unaccounted;     ///< what a witness saw and no entry explains
};

/// One thing that was done to a binary after its link.
struct PostLinkStep {
  std::string action;  ///< "install" (a copy), "rpath", "strip", "objcopy", "sign" or what the build calls it
  std::string tool;    ///< the program's name and version: "GNU strip 2.40", "cmake 3.25.1"
  std::string sha256_before;
  std::string sha256_after;
};

/// A file that was made of a linked binary after its link and may leave the company: installed, packaged, or converted for a programmer.
struct ShippedFile {
  TracePath path;
  std::string package;  ///< CMake's install component or CPack's package that it is in; "" when there is none
  std::string format;   ///< as BinaryFormat::format; else "ihex", "srec", "binary"
  std::string sha256;
  std::string sha512;
  std::string gitoid;
  std::uint64_t size = 0;
  std::string build_id;
  std::vector<PostLinkStep> steps;  ///< from the linked binary's digest to this file's; empty: unexplained, and a finding says so
};

struct TraceBinary {
  std::string name;  ///< unique in the trace, usable as a file name: the target's name, with its directory where two have the same
  std::string target;
  TracePath path;
  std::vector<std::string> install_destinations;
  BinaryFormat binary;
  std::string sha256;
  std::string sha512;
  std::string gitoid;
  std::uint64_t size = 0;
  LinkerIdentity linker;  ///< paths written as TracePath text
  std::vector<TraceInput> inputs;  ///< sorted by role, file, offset
  std::vector<TraceRuntimeLibrary> runtime;
  std::vector<ShippedFile> shipped;  ///< sorted by path and digest
  Completeness completeness;
};

struct Trace {
  std::string tool_version;
  Product product;
  std::string configuration;
  std::string generator;
  std::string cmake_version;
  std::vector<Toolchain> toolchains;
  std::vector<TraceBinary> binaries;     ///< sorted by name
  std::vector<TraceFile> files;          ///< sorted by path
  std::vector<TraceFlags> compile_flags;  ///< sorted by id's number; those that `compilations` name
  std::vector<Compilation> compilations;  ///< sorted by object; those of objects that some binary links
  std::vector<Component> components;     ///< sorted by id; those that a claim on one of `files` names
  std::vector<Finding> findings;         ///< sorted; paths in subject and text written as TracePath text
};

}  // namespace souptrace

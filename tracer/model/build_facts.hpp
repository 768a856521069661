// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/text_list.hpp"

// What CMake and the build tool say about a build tree. All paths are absolute and lexically normalized.
namespace souptrace {

/// What souptrace(PRODUCT …) declares of the device software.
struct Product {
  std::string name;
  std::string version;
  std::string supplier;
  std::string safety_class;  ///< IEC 62304 4.3: "A", "B", "C"; "" = not assigned
};

/// What souptrace_component() declares of third-party code that no package manager knows.
struct DeclaredComponent {
  std::string name;
  std::string version;
  std::string supplier;
  std::string license;  ///< as declared; an SPDX expression
  std::string purl;
  std::string cpe;
  std::string url;
  std::vector<std::string> paths;  ///< directories or files that are this component
  std::string declared_at;         ///< "CMakeLists.txt:12", source-relative
  std::vector<std::string> sboms;       ///< documents of the supplier, whose components are meant; then `name` may be ""
  std::vector<std::string> hash_lists;  ///< lists of the hashes of this component's files
};

/// What souptrace_post_link() declares: a file that the build makes of a traced binary after its link.
struct DeclaredPostLink {
  std::string target;
  std::string output;
  std::string from;    ///< another such file that it is made of; "" = the binary
  std::string action;  ///< "objcopy", "strip", "sign", …
  std::string tool;    ///< name and version; "" = not said
  std::string declared_at;
};

struct Source {
  std::string path;
  std::string language;  ///< "C", "CXX", "ASM", …; "" for what is not compiled (headers)
  bool generated = false;
};

/// One target of the codemodel (File API, object kind "codemodel" 2.x).
struct Target {
  std::string id;  ///< unique in the build
  std::string name;
  std::string type;  ///< EXECUTABLE, STATIC_LIBRARY, SHARED_LIBRARY, MODULE_LIBRARY, OBJECT_LIBRARY, INTERFACE_LIBRARY, UTILITY
  std::string source_directory;
  std::string build_directory;
  std::vector<std::string> artifacts;  ///< files that it makes; the first is the binary itself
  std::vector<Source> sources;
  std::vector<std::string> install_destinations;  ///< relative to the install prefix where CMake says so
  bool traced = false;                            ///< an executable, shared or module library that souptrace() selected
};

/// One language's compiler (File API, object kind "toolchains").
struct Toolchain {
  std::string language;
  std::string compiler;
  std::string id;  ///< "GNU", "Clang", …
  std::string version;
  std::string target;
  std::vector<std::string> include_directories;  ///< implicit ones
  std::vector<std::string> link_directories;     ///< implicit ones
};

/// How one object was compiled, but for the files: what CMake hands to the compiler.
struct CompileFlags {
  std::string language;            ///< "C", "CXX", …
  std::vector<std::string> words;  ///< options, definitions, include directories, in the order of the command
  auto operator<=>(const CompileFlags&) const = default;
};

/// One object file and everything the compiler read to make it.
struct CompiledObject {
  std::string object;
  std::string source;                ///< "" when no witness names it
  TextList headers;                  ///< every other file the compiler read, sorted, each once
  std::string witness;               ///< "ninja-deps", "depfile", "object-name"
  std::shared_ptr<const CompileFlags> flags = {};  ///< of many objects the same; null when CMake does not say
  std::int64_t recorded_ns = 0;  ///< the object's time when the build tool recorded this: a younger one has no record yet; 0: it does not say
};

struct BuildFacts {
  Product product;
  std::string source_directory;
  std::string build_directory;
  std::vector<std::string> named_directories;  ///< the two as CMake names them in commands, where that is through a symbolic link; else ""
  std::string configuration;  ///< "Release"; "" when the build has none
  std::string generator;
  std::string cmake_version;
  std::string sysroot;           ///< CMAKE_SYSROOT; "" = the host's own root
  std::string state_directory;   ///< where the module and the launcher keep their records
  std::string fetch_content_base;  ///< FETCHCONTENT_BASE_DIR, below which FetchContent puts what it populates
  std::vector<Target> targets;   ///< sorted by id
  std::vector<Toolchain> toolchains;
  std::vector<DeclaredComponent> declared;
  std::vector<DeclaredPostLink> post_link;
  std::vector<CompiledObject> objects;       ///< sorted by object
  std::map<std::string, std::string> cache;  ///< the CMake cache
  std::vector<std::string> configure_inputs;  ///< every file that CMake read to configure, sorted; empty when the reply does not say
};

}  // namespace souptrace

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "facts/file_api.hpp"
#include "facts/path_table.hpp"
#include "host/host.hpp"
#include "model/finding.hpp"

// What the compiler read to make each output, as the build tool recorded it.
namespace souptrace::facts {

/// Inputs of one output of a compiler run, in the order in which the compiler named them.
struct CompileRecord {
  PathTable::Id output = 0;
  std::vector<PathTable::Id> inputs;
  std::string witness;  ///< where it is not CompileRecords::witness
  std::int64_t recorded_ns = 0;  ///< CompiledObject::recorded_ns
};

struct CompileRecords {
  std::string witness;                 ///< "ninja-deps" or "depfile"
  std::vector<CompileRecord> records;  ///< each output once
  bool log_missing = false;  ///< the log as a whole is not there or not readable, and a finding says so
};

/// Whether a compiler makes files of that name: objects, precompiled headers, module interfaces. Not so the
/// outputs of links and custom commands, which stand in the same logs.
[[nodiscard]] bool is_compiler_output(std::string_view path);
/// Whether it is an object file, which a linker can take.
[[nodiscard]] bool is_object_file(std::string_view path);

/// Ninja's <build>/.ninja_deps. CMake 3.25, for one, gives ninja a wrong name of the *.d file when the
/// directory's name has a space or the like in it; ninja then records that there are no inputs and leaves the
/// file where it is, to be read here. Findings: "deps-log-missing", "deps-log-malformed",
/// "deps-log-truncated".
[[nodiscard]] Outcome<CompileRecords> read_ninja_records(Host& host, PathTable& paths,
                                                         const std::string& build_directory);

/// What one *.d file says its output was made from; paths in it are relative to `directory`.
[[nodiscard]] Result<std::vector<PathTable::Id>> read_dependency_file(Host& host, PathTable& paths,
                                                                      const std::string& file,
                                                                      const std::string& directory);

/// The *.d files beside the objects in each target's <target build directory>/CMakeFiles/<target>.dir, as
/// Makefile generators leave them. Paths in them are relative to the target's build directory, where make
/// runs the compiler. Finding: "dependency-file-unreadable".
[[nodiscard]] Outcome<CompileRecords> read_dependency_files(Host& host, PathTable& paths,
                                                            const std::vector<CodemodelTarget>& targets);

}  // namespace souptrace::facts

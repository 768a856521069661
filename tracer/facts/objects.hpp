// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "facts/compile_records.hpp"
#include "facts/file_api.hpp"
#include "facts/module_edges.hpp"
#include "facts/path_table.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"
#include "model/finding.hpp"

namespace souptrace::facts {

/// What is known of a build's compilations.
struct Compilations {
  const FileApiReply& reply;
  const CompileRecords& records;
  const ModuleEdges& modules;
};

/// Every object of the build with its source and headers, precompiled headers and imported modules followed;
/// sorted by object. Objects without a record get their source from CMake's naming rule, and the finding
/// "object-dependencies-unknown" (an incomplete trace for compilers that do write dependencies, a note for
/// assembly, which has no headers as a rule; a warning for nasm's objects whose source includes files that
/// nasm did not record). A module interface that no object of this build makes has "module-source-unknown".
[[nodiscard]] Outcome<std::vector<CompiledObject>> compiled_objects(Host& host, PathTable& paths,
                                                                    const Compilations& from);

}  // namespace souptrace::facts

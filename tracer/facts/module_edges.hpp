// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "facts/file_api.hpp"
#include "facts/path_table.hpp"
#include "host/host.hpp"
#include "model/finding.hpp"

// C++20 modules: an importer's dependency record does not name what the imported module was compiled from.
// CMake's collator writes these edges as ninja dyndep files, CMakeFiles/<target>.dir/[<config>/]CXX.dd:
//
//     ninja_dyndep_version = 1.0
//     build CMakeFiles/lib.dir/b.cppm.o | CMakeFiles/lib.dir/B.pcm: dyndep | CMakeFiles/lib.dir/A.pcm
//       restat = 1
namespace souptrace::facts {

/// One "build" statement.
struct DyndepStatement {
  std::string output;                ///< the object
  std::vector<std::string> bmis;     ///< module interfaces that it makes
  std::vector<std::string> imports;  ///< module interfaces that it reads
};

/// Reads a dyndep file; ninja's "$" escapes are undone. Error: "dyndep-malformed", with the offset.
[[nodiscard]] Result<std::vector<DyndepStatement>> parse_dyndep(std::string_view text);

/// All module edges of a build.
struct ModuleEdges {
  std::map<PathTable::Id, PathTable::Id>
      producer;  ///< module interface -> the object whose compilation makes it
  std::map<PathTable::Id, std::vector<PathTable::Id>> imports;  ///< object -> module interfaces
};

/// Reads CXX.dd of every target that has one. Finding: "module-edges-unreadable".
[[nodiscard]] Outcome<ModuleEdges> read_module_edges(Host& host, PathTable& paths, const FileApiReply& reply);

}  // namespace souptrace::facts

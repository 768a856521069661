// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "trace/assemble.hpp"
#include "trace/file_table.hpp"
#include "trace/object_files.hpp"
#include "trace/object_join.hpp"
#include "trace/places.hpp"

namespace souptrace::trace {

/// A link input and the object of this build that it is, or whose bytes it has.
struct JoinedInput {
  const LinkInput* input = nullptr;
  const CompiledObject* object = nullptr;  ///< nullptr: not compiled by this build
  std::string member_sha256;               ///< of an archive member
};

/// The inputs of one link, joined; adds the findings that this brings up.
[[nodiscard]] std::vector<JoinedInput> join_inputs(const TracedLink& link, const Material& material, const ObjectJoin& join,
                                                   std::vector<Finding>& findings);

/// Adds a finding, which makes the trace incomplete, for the binary and each library of its closure that could not be hashed.
void check_readable(const LinkRecord& record, const Material& material, std::vector<Finding>& findings);

/// Checks that each input still has the content that was linked; what has not is a finding.
void check_unchanged(const TracedLink& link, const Material& material, std::vector<Finding>& findings);

/// One binary of the trace. `findings`: those of this link, which decide its completeness.
[[nodiscard]] TraceBinary assemble_binary(const TracedLink& link, const std::vector<JoinedInput>& inputs, const Material& material,
                                          const FileTable& files, const ObjectFiles& compiled, const Places& places,
                                          const std::vector<Finding>& findings);

}  // namespace souptrace::trace

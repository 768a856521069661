// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace souptrace::formats {

/// One output of a ninja build and what its depfile named, as ninja keeps it.
struct NinjaDeps {
  std::string_view output;  ///< as ninja spells it: relative to the build directory, or absolute; points into the bytes
  std::int64_t modified_ns = 0;
  std::vector<std::string_view> inputs;
};

/// Reads .ninja_deps ("# ninjadeps\n", int32 version 3 or 4, then path and dependency records; the last record of an output wins, see ninja's
/// deps_log.h). A tail cut in the middle of a record is ninja's normal state after a crash: the records before it are returned and
/// `truncated_at` says where. Errors: "ninja-deps-malformed", "ninja-deps-version".
struct NinjaDepsLog {
  std::vector<NinjaDeps> outputs;
  std::optional<std::uint64_t> truncated_at;
};
[[nodiscard]] Result<NinjaDepsLog> parse_ninja_deps(ByteView bytes);

}  // namespace souptrace::formats

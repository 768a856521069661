// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace souptrace::formats {

/// One output of a ninja build and what its depfile named, as ninja keeps it.
struct NinjaDeps {
  std::string_view
      output;  ///< as ninja spells it: relative to the build directory, or absolute; points into the bytes
  std::int64_t modified_ns = 0;
  std::vector<std::string_view> inputs;
};

struct NinjaDepsLog {
  std::vector<NinjaDeps> outputs;  ///< each output once, in the order in which ninja first met their paths
  std::optional<std::uint64_t> truncated_at;
};

/// Reads .ninja_deps: "# ninjadeps\n", int32 version 3 or 4, then records, each a uint32 size and that many
/// bytes, in the byte order of the machine that wrote them. Top bit of the size clear: a path, padded with
/// NULs to a multiple of 4, and the complement of its number (they count from 0). Top bit set: number of the
/// output, its time (v4: int64 nanoseconds, v3: int32 seconds), numbers of its inputs; the last record of an
/// output wins. Source: ninja's deps_log.h. A tail cut in the middle of a record is ninja's normal state
/// after a crash: the records before it are returned and `truncated_at` says where. Errors, with the offset:
/// "ninja-deps-malformed", "ninja-deps-version".
[[nodiscard]] Result<NinjaDepsLog> parse_ninja_deps(ByteView bytes);

}  // namespace souptrace::formats

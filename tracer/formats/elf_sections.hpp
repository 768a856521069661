// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace souptrace::formats {

/// How two ELF files differ, section by section.
struct SectionDifferences {
  std::vector<std::string> changed;  ///< in both, with other bytes; sorted, like the others
  std::vector<std::string> removed;  ///< in `before` only
  std::vector<std::string> added;    ///< in `after` only
  bool elsewhere = false;            ///< both have the same sections: what differs are headers, or bytes of no section
};

/// Compares the sections of two ELF files by name; of several sections of one name the first with the first, and so on. Errors as
/// parse_elf(), and "elf-malformed" for more than 100 000 sections and for those that overlap beyond reason.
[[nodiscard]] Result<SectionDifferences> compare_sections(ByteView before, ByteView after);

}  // namespace souptrace::formats

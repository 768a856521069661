// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace souptrace::formats {

/// How a file differs from the linked binary that it is said to be made of. What the loader maps is compared
/// address by address, whether or not there are section headers; the rest section by section. Sections are
/// named; what lies in none is named after the segment it is in.
struct ImageComparison {
  std::vector<std::string> loaded;   ///< mapped places whose bytes differ, the run path aside
  bool run_path = false;             ///< DT_RPATH or DT_RUNPATH was changed in place or removed
  std::string run_path_sha256;       ///< of the linked file with nothing but its run path so changed
  std::vector<std::string> removed;  ///< sections that are not mapped and are gone
  std::vector<std::string> added;    ///< likewise, new
  std::vector<std::string> altered;  ///< likewise, with other bytes
  std::uint64_t appended = 0;        ///< bytes other than NUL behind or between its parts that the linked file has not

  /// Everything that the loader maps is as it was linked, the run path aside.
  [[nodiscard]] bool is_same_program() const { return loaded.empty(); }
};

/// Compares two ELF files of one class, byte order, type and machine. How CMake edits run paths: in place,
/// padded with NULs, or its entry taken out of the dynamic section (cmSystemTools.cxx). Errors: those of
/// parse_elf, of either file; "image-unlike" when they are of different kinds, or one has other segments.
[[nodiscard]] Result<ImageComparison> compare_elf_images(ByteView linked, ByteView shipped);

/// The same of two PE images. They have no run path; a signature (Authenticode) is appended, and the header's
/// checksum and certificate directory with it.
[[nodiscard]] Result<ImageComparison> compare_pe_images(ByteView linked, ByteView shipped);

/// Whether it is what `objcopy --only-keep-debug` makes: an ELF program without any code to run.
[[nodiscard]] bool is_debug_information(ByteView bytes);

}  // namespace souptrace::formats

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

// /etc/ld.so.conf and the files that it includes. Source: ldconfig(8) and glibc's elf/ldconfig.c.
namespace souptrace::formats {

struct LdSoConfLine {
  bool include = false;  ///< `value` is a file pattern (see glob.hpp), relative to the directory of the file
                         ///< that includes
  std::string value;     ///< else a directory of libraries
};

/// The lines in their order; comments, empty lines and "hwcap" lines left out, one entry for each pattern of
/// an include line. Any text is acceptable: ldconfig takes every other line for a directory.
[[nodiscard]] std::vector<LdSoConfLine> parse_ld_so_conf(std::string_view text);

}  // namespace souptrace::formats

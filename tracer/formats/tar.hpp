// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace souptrace::formats {

struct TarMember {
  std::string name;
  ByteView content;  ///< points into the archive
};

/// Whether the bytes begin as an archive of tar's ustar form does.
[[nodiscard]] bool is_tar(ByteView bytes);

/// Reads an archive in the one form that write/tar.hpp writes (base/tar_header.hpp): nothing in it is free, so that no byte can change
/// unnoticed. Refused are links, directories, devices, names that lead out of a directory, two members of one name, more than 100 000
/// members, padding that is not 0, and anything before, between or after. Error "tar-malformed" with the offset.
[[nodiscard]] Result<std::vector<TarMember>> read_tar(ByteView bytes);

}  // namespace souptrace::formats

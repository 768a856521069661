// SPDX-License-Identifier: Apache-2.0
#include "cli/linked_binaries.hpp"

#include "base/digest.hpp"
#include "base/path.hpp"
#include "link/binary.hpp"
#include "link/post_link.hpp"

namespace souptrace::cli {

std::string LinkedBinaries::place(const TracePath& path) const {
  switch (path.root) {
    case Root::build:
      return path::absolute(path.path, build_);
    case Root::source:
    case Root::outside:
      return path::absolute(path.path, source_);
    case Root::system:
    case Root::host:
    case Root::install:
    case Root::package:
      break;
  }
  return "";
}

ByteView LinkedBinaries::bytes(const TraceBinary& binary) {
  const auto [at, is_new] = read_.try_emplace(&binary);
  if (is_new) {
    const auto file = host_.read(place(binary.path));
    if (file && sha256_hex((*file)->bytes()) == binary.sha256) at->second = *file;
  }
  return at->second ? at->second->bytes() : ByteView{};
}

void describe(ByteView bytes, ShippedFile& out) {
  Digests digests = digest(bytes, {.sha256 = true, .sha512 = true, .gitoid = true});
  out.format = link::shipped_format(bytes);
  out.sha256 = std::move(digests.sha256);
  out.sha512 = std::move(digests.sha512);
  out.gitoid = std::move(digests.gitoid);
  out.size = digests.size;
  if (const auto format = link::read_binary_format(bytes)) out.build_id = format->build_id;
}

}  // namespace souptrace::cli

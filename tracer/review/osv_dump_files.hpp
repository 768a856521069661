// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "formats/zip.hpp"
#include "host/host.hpp"

namespace souptrace::review {

/// One file of a dump: a zip with its members, or a record by itself.
struct DumpFile {
  std::string name;  ///< relative to the dump
  std::shared_ptr<FileBytes> bytes;
  std::vector<formats::ZipMember> members;  ///< the records in it; none for a record by itself
};

struct DumpFiles {
  std::vector<DumpFile> files;  ///< sorted by name
  std::string sha256;           ///< of the zip; else of "<sha256>  <name>" lines, as sha256sum prints them
  std::uint64_t records = 0;
};

/// Errors: those of Host; "osv-dump-empty" when there is no record; those of formats/zip.hpp, with the file.
[[nodiscard]] Result<DumpFiles> open_dump(Host& host, const std::string& path);

}  // namespace souptrace::review

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>

#include "host/host.hpp"
#include "model/trace.hpp"

namespace souptrace::cli {

/// The trace's binaries as they lie on this machine, each read once.
class LinkedBinaries {
 public:
  LinkedBinaries(Host& host, std::string build_directory, std::string source_directory)
      : host_(host), build_(std::move(build_directory)), source_(std::move(source_directory)) {}

  /// Where a path of the trace lies; "" for roots that are not known here.
  [[nodiscard]] std::string place(const TracePath& path) const;
  /// Nothing when the file is not there or not as it was traced.
  [[nodiscard]] ByteView bytes(const TraceBinary& binary);

 private:
  Host& host_;
  std::string build_;
  std::string source_;
  std::map<const TraceBinary*, std::shared_ptr<FileBytes>> read_;
};

/// Fills in what a file's bytes say of it: format, digests, size, build-id.
void describe(ByteView bytes, ShippedFile& out);

}  // namespace souptrace::cli

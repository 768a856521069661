// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "trace/assemble.hpp"
#include "trace/places.hpp"

namespace souptrace::trace {

/// The distinct files of the trace: collected by real path first, then numbered in the order of their places.
class FileTable {
 public:
  void want(const std::string& real_path) {
    if (!real_path.empty()) ids_.try_emplace(real_path);
  }
  /// Numbers the files and fills in what is known of each. Call once, after the last want().
  [[nodiscard]] std::vector<TraceFile> finish(const Material& material, const Places& places);
  /// The id of a wanted file; "" for any other path.
  [[nodiscard]] std::string id(const std::string& real_path) const;
  /// Ids in the order of the files, each once.
  [[nodiscard]] std::vector<std::string> sorted_ids(const std::vector<std::string>& real_paths) const;

 private:
  std::map<std::string, std::size_t> ids_;  ///< number, from 1
};

}  // namespace souptrace::trace

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "trace/assemble.hpp"
#include "trace/places.hpp"

namespace souptrace::trace {

/// The distinct files of the trace: collected by real path first, then numbered in the order of their places.
class FileTable {
 public:
  void want(const std::string& real_path) {
    if (!real_path.empty()) numbers_.try_emplace(real_path);
  }
  /// Numbers the files and fills in what is known of each. Call once, after the last want().
  [[nodiscard]] std::vector<TraceFile> finish(const Material& material, const Places& places);
  /// The id of a wanted file; "" for any other path.
  [[nodiscard]] const std::string& id(const std::string& real_path) const { return id_of(number(real_path)); }
  /// The number of a wanted file, from 1 in the order of the files; 0 for any other path.
  [[nodiscard]] std::uint32_t number(const std::string& real_path) const;
  /// The id of the file of that number; "" for 0.
  [[nodiscard]] const std::string& id_of(std::uint32_t number) const { return (*ids_)[number]; }
  /// All ids, each in the place of its number.
  [[nodiscard]] TextList::Table ids() const { return ids_; }
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::shared_ptr<std::vector<std::string>> ids_ = std::make_shared<std::vector<std::string>>(1);
};

}  // namespace souptrace::trace

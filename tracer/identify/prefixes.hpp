// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace souptrace::identify {

/// Finds the installation prefixes that files lie in, by a marker that the prefix has. However many files are
/// asked about, each directory above them is looked at once.
class Prefixes {
 public:
  /// `is_prefix`: whether a directory is one.
  explicit Prefixes(std::function<bool(const std::string&)> is_prefix) : is_prefix_(std::move(is_prefix)) {}

  /// The innermost prefix in which `path` (absolute, normalized) lies; "" for none.
  [[nodiscard]] const std::string& of(std::string_view path);

 private:
  std::function<bool(const std::string&)> is_prefix_;
  std::map<std::string, std::string, std::less<>> known_;  ///< directory → prefix
};

}  // namespace souptrace::identify

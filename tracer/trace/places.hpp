// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/build_facts.hpp"
#include "model/trace.hpp"

namespace souptrace::trace {

/// Says where paths of this machine stand in the trace, so that nothing in it depends on where the build lies.
class Places {
 public:
  /// `package_folders`: see Identification.
  explicit Places(const BuildFacts& facts, const std::map<std::string, std::string>& package_folders = {});

  /// The place of an absolute path: below the build directory, the source directory, the sysroot or one of the system's own directories,
  /// which are the `host`'s where there is a sysroot; elsewhere in a package's folder; anything else is `outside` and written relative to the
  /// source directory. No two paths have one place.
  [[nodiscard]] TracePath place(std::string_view path) const;
  /// text_of(place(path)); "" stays "" and a relative path stays as it is.
  [[nodiscard]] std::string name(std::string_view path) const;
  /// A text with every mention of the build, source and sysroot directories written as a place: "in /x/build/a.o" → "in build:a.o".
  [[nodiscard]] std::string relocate(std::string_view text) const;
  /// A word of a command: "-I/x/build/gen" → "-Ibuild:gen". What names a path in the middle of other text, outside these directories, stays.
  [[nodiscard]] std::string name_in_option(std::string_view word) const;
  /// As name(), of a path on the machine on which the binary will be installed.
  [[nodiscard]] std::string name_on_target(std::string_view path) const;

 private:
  std::string source_;
  Root own_ = Root::system;  ///< whose this machine's own system directories are
  std::vector<std::pair<std::string, TracePath>> roots_;  ///< directories and their places, the longest directory first
};

}  // namespace souptrace::trace

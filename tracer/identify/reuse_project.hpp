// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/debian_copyright.hpp"
#include "formats/reuse_toml.hpp"
#include "formats/spdx_tags.hpp"
#include "host/host.hpp"
#include "model/finding.hpp"

namespace souptrace::identify {

/// What one source tree says of the licence of each of its files: the file's own tag, "<file>.license" beside
/// it, REUSE.toml from the root down, .reuse/dep5. Each record is read once, of a file no more than what is
/// mapped of its first 4 KiB. Order (REUSE 3.3): an overriding annotation nearest the root alone; else
/// "<file>.license", else the file's tag, else the closest annotation; aggregating ones and dep5 beside them.
class ReuseProject {
 public:
  /// `root`: of the source tree; nothing above it is read.
  ReuseProject(Host& host, std::string root) : host_(host), root_(std::move(root)) {}

  struct FileTags {
    formats::SpdxTags tags;
    std::string place;  ///< what says so, relative to the root
  };

  /// `file`: absolute, below the root. `is_text`: whether the file itself can carry a tag.
  [[nodiscard]] FileTags tags_of(const std::string& file, bool is_text);

  /// Records that could not be read: their path relative to the root, and why.
  [[nodiscard]] const std::map<std::string, std::string>& problems() const { return problems_; }

 private:
  struct Annotations {
    std::string directory;  ///< absolute
    std::vector<formats::ReuseAnnotation> list;
  };
  const Annotations& annotations_in(const std::string& directory);
  /// The annotations that match, from the root down, each the last of its REUSE.toml.
  [[nodiscard]] std::vector<const formats::ReuseAnnotation*> matching(const std::string& file);
  [[nodiscard]] std::string dep5_license(std::string_view relative);
  void note_problem(const std::string& path, const Error& error);

  Host& host_;
  std::string root_;
  std::map<std::string, Annotations> annotations_;  ///< by directory
  std::optional<std::optional<formats::DebianCopyright>> dep5_;
  std::map<std::string, std::string> problems_;
};

}  // namespace souptrace::identify

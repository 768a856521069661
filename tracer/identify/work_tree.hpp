// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "formats/git_index.hpp"
#include "host/host.hpp"

// Git work trees, read from their files: .git (a directory, or a file "gitdir: …" for submodules and linked
// work trees), HEAD, refs, packed-refs, index, config. Two things are asked of git itself, because they need
// its object store: what is staged and not in HEAD, and where annotated tags lead that are not packed.
namespace souptrace::identify {

enum class TrackedState {
  unchanged,  ///< the file's content is the blob that the index names, and the index has it from HEAD
  modified,   ///< tracked, with another content than HEAD's
  untracked,
};

/// One work tree.
struct WorkTree {
  std::string root;               ///< absolute, real
  std::string git_directory;      ///< of this work tree
  std::string commit;             ///< HEAD, hexadecimal; "" when it has none yet
  std::vector<std::string> tags;  ///< tags of that commit, sorted
  std::string url;                ///< remote.origin.url without credentials; "" = none, or on this machine
  bool is_sha256 = false;         ///< extensions.objectFormat
  formats::GitIndex index;
  std::optional<std::set<std::string>>
      staged;           ///< paths that differ between index and HEAD; nothing when git could not be asked
  std::string problem;  ///< what could not be read; "" = everything was

  /// The first tag with a digit in it ("v1.2", not "latest"), else the commit.
  [[nodiscard]] std::string version() const;
  /// The index entry of a path relative to `root`; null when it is not tracked.
  [[nodiscard]] const formats::GitIndexEntry* entry(std::string_view relative) const;
};

/// "https://user:token@host/x.git" → "https://host/x.git"; "" for a path of this machine (also file:).
[[nodiscard]] std::string public_url(std::string_view url);
/// "https://github.com/google/googletest.git" → "googletest"; "" when there is none.
[[nodiscard]] std::string repository_name(std::string_view url);
/// pkg:github/owner/repo@version where the URL is GitHub's (likewise Bitbucket's), else pkg:generic with
/// vcs_url.
[[nodiscard]] std::string repository_purl(const std::string& url, const std::string& name,
                                          const std::string& version, const std::string& commit);

class WorkTrees {
 public:
  explicit WorkTrees(Host& host) : host_(host) {}

  /// The root of the innermost work tree in which the directory lies; "" = none.
  [[nodiscard]] std::string root_of(const std::string& directory);
  /// The work tree at `root` (of root_of); read once.
  [[nodiscard]] const WorkTree& at(const std::string& root);
  /// The state of a file (absolute) of that work tree.
  [[nodiscard]] TrackedState state_of(const WorkTree& tree, const std::string& file);

 private:
  void read_head(WorkTree& tree, const std::string& common);
  void read_tags(WorkTree& tree, const std::string& common);
  void read_index(WorkTree& tree);
  void read_staged(WorkTree& tree);
  /// Runs git on that repository without letting it run anything that the repository configures.
  [[nodiscard]] Result<std::string> ask_git(const WorkTree& tree, const std::vector<std::string>& arguments);

  Host& host_;
  std::unordered_map<std::string, std::string> roots_;  ///< by directory
  std::map<std::string, WorkTree> trees_;               ///< by root
};

}  // namespace souptrace::identify

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/host.hpp"
#include "identify/resolver.hpp"
#include "model/build_facts.hpp"

// Which files a system's package database may speak of, and under which names. Paths "as within the root" are
// what the system itself would call them: "/usr/lib/libz.a", whatever the root.
namespace souptrace::identify {

class SystemRoot {
 public:
  /// `root`: "" for the host's own, which is asked about every file that is not below the sysroot; or the
  /// sysroot, which is asked about the files in it and no others.
  SystemRoot(Host& host, const BuildFacts& facts, std::string root);

  [[nodiscard]] Host& host() const { return host_; }
  /// The directory that the root is; "" for the host's own.
  [[nodiscard]] const std::string& directory() const { return root_; }

  /// The path as within the root; nothing when databases of this root have no say about the file.
  [[nodiscard]] std::optional<std::string> inner(const std::string& path) const;

  /// The names under which a database may list the path (as within the root), itself first. On systems with a
  /// merged /usr, /lib is a link to usr/lib (and so on), and packages list either. Where both are directories
  /// of their own, they are different files.
  [[nodiscard]] std::vector<std::string> spellings(const std::string& path) const;

  /// Where `path` (as within the root) lies, as within the root and without symbolic links. An absolute link
  /// leads on from the root, as it does on the running system: never to the host's files. Nothing when it
  /// does not exist.
  [[nodiscard]] std::optional<std::string> find(const std::string& path) const;

  /// The content of the file that find() gives; error "not-found" when there is none.
  [[nodiscard]] Result<std::shared_ptr<FileBytes>> read(const std::string& path) const;

 private:
  void learn_merged_directories();

  Host& host_;
  std::string root_;
  std::vector<std::string> own_;    ///< the root in its spellings: as given and without links
  std::vector<std::string> others_;  ///< likewise, what is another root's
  std::vector<std::pair<std::string, std::string>> merged_;  ///< {spelling, real directory}
};

}  // namespace souptrace::identify

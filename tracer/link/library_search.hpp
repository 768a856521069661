// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "formats/elf.hpp"
#include "host/host.hpp"

namespace souptrace::link {

/// One object of the closure, as far as it steers the search for others.
struct LoadedObject {
  std::string path;  ///< where it was found
  std::string real_path;
  formats::Elf elf;
  const LoadedObject* needed_by = nullptr;  ///< null for the binary itself
  std::string origin;                       ///< what $ORIGIN stands for
};

/// A directory to look into, and why.
struct SearchPlace {
  std::string directory;
  std::string reason;
  bool is_run_path = false;  ///< of an object; else the system's
};

struct FoundLibrary {
  std::string path;
  std::string reason;
  formats::Elf elf;
};

/// Finds libraries the way the loader of one binary does.
class LibrarySearch {
 public:
  LibrarySearch(Host& host, const formats::Elf& binary, std::string sysroot);

  /// `name` as `object` needs it; nothing when it leads nowhere.
  [[nodiscard]] std::optional<FoundLibrary> find(const std::string& name, const LoadedObject& object);
  /// The places that find() looks into, for the message when it was in vain.
  [[nodiscard]] std::vector<SearchPlace> places(const LoadedObject& object) const;
  /// A path of the target's file system as a path on this machine.
  [[nodiscard]] std::string in_sysroot(const std::string& path) const;
  /// The ELF file at `path` when it has the class, byte order and machine of the binary.
  [[nodiscard]] std::optional<formats::Elf> compatible(const std::string& path);
  /// Directories of run paths that whoever traces may not search, with the run path: a loader that may finds its libraries there first.
  [[nodiscard]] const std::map<std::string, std::string>& closed() const { return closed_; }

 private:
  void add_run_path(std::vector<SearchPlace>& places, const LoadedObject& owner,
                    const std::vector<std::string>& entries, const std::string& tag) const;
  [[nodiscard]] std::vector<std::string> expanded(std::string entry, const LoadedObject& owner) const;
  void read_configuration(const std::string& path, unsigned depth);

  Host& host_;
  std::string sysroot_;
  bool is_64_;
  Endian endian_;
  std::uint16_t machine_;
  std::string platform_;
  std::vector<std::string> library_names_;  ///< what $LIB may stand for
  std::vector<SearchPlace> system_;         ///< /etc/ld.so.conf, then the default directories
  std::set<std::string> configuration_read_;
  std::map<std::string, std::optional<formats::Elf>> read_;
  std::set<std::string> not_permitted_;         ///< files
  std::map<std::string, std::string> closed_;
};

}  // namespace souptrace::link

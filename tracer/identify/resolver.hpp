// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/host.hpp"
#include "identify/identify.hpp"
#include "model/build_facts.hpp"
#include "model/component.hpp"
#include "model/finding.hpp"

// One source of identity: a package database, a version control system, CMake's own records, declarations.
// "Add a resolver": derive from Resolver in a file of its own, and put it in its place in identify.cpp.
namespace souptrace::identify {

/// What every resolver is asked.
struct Question {
  Host& host;
  const BuildFacts& facts;
  const std::vector<FileInQuestion>& files;  ///< sorted by path
  const std::vector<bool>&
      listed;  ///< for each file whether a record already names it: resolvers of last resort leave it alone
};

/// How a claim reaches its file, nearest first. The order of claims (order.hpp) starts from this.
enum class Reach {
  listed,     ///< a record of its own names this very path: a package database, an install manifest
  compiled,   ///< the file is an object, and the claim is its source's
  built,      ///< a target of this build makes the file
  directory,  ///< the claim is to a directory (or file) in which the file lies
  link,  ///< the claim is to a symbolic link through which the build found the file: recorded, never chosen
};

/// One resolver's claim to one file.
struct FileClaim {
  std::size_t file = 0;  ///< index into Question::files
  Reach reach = Reach::directory;
  std::string directory;  ///< Reach::directory: what is claimed, absolute
  Claim claim;
};

/// Whose a directory is, apart from any file: targets ask this of their source directories.
struct DirectoryOwner {
  std::string directory;
  std::string component;
  Tier tier = Tier::unknown;
};

/// A folder that a package manager made, somewhere; see Identification::package_folders.
struct PackageFolder {
  std::string directory;
  std::string name;       ///< "conan/zlib/1.3.1"
  std::string component;  ///< tells folders of one name apart; "" when there can be but one
};

/// All that one resolver knows.
struct Knowledge {
  std::map<std::string, Component> components;
  std::vector<FileClaim> claims;
  std::vector<DirectoryOwner> directories;
  std::vector<PackageFolder> folders;
};

class Resolver {
 public:
  virtual ~Resolver() = default;
  /// Always yields knowledge; what is broken or missing in the source of identity is a finding.
  [[nodiscard]] virtual Outcome<Knowledge> resolve(const Question& question) = 0;
};

/// Indices of the files that are `directory` or lie in it, in order.
[[nodiscard]] std::vector<std::size_t> files_below(const std::vector<FileInQuestion>& files,
                                                   const std::string& directory);

/// The index of the file with that path; nothing when it is not in question.
[[nodiscard]] std::optional<std::size_t> file_index(const std::vector<FileInQuestion>& files,
                                                    std::string_view path);

/// A path as evidence names it: as it is below the source and build directories (the assembled trace writes
/// those relative) and in the system's own, which are "host:…" where there is a sysroot; "system:…" below the
/// sysroot; "outside:…", relative to the source directory, anywhere else.
[[nodiscard]] std::string evidence_place(const BuildFacts& facts, const std::string& path);

/// The first of `names`, for a finding: more than a few help nobody. "a, b, …"
[[nodiscard]] std::string few_of(const std::vector<std::string>& names);

/// Whether the name is that of a library or an object: something that a linker takes and nobody writes by
/// hand.
[[nodiscard]] bool is_binary_name(std::string_view path);

}  // namespace souptrace::identify

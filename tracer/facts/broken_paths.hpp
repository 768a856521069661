// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts/path_table.hpp"
#include "host/host.hpp"

namespace souptrace::facts {

/// Puts names together that ninja broke. Ninja reads the compiler's *.d file with a lexer
/// (depfile_parser.in.cc) that takes some characters for the end of a name: " & ' * ; < > ? ^ ` up to 1.11,
/// * ; < > ^ ` in 1.13 (measured). The character is lost, what stands before it is one name and what stands
/// behind it another, and a name that comes twice in a record is stored once: "/a'b/x.c" and "/a'b/x.h"
/// become "/a", "b/x.c", "b/x.h".
class BrokenPaths {
 public:
  BrokenPaths(Host& host, PathTable& paths, std::string directory)
      : host_(host), paths_(paths), directory_(std::move(directory)) {}

  /// The files that one record of the deps log names, each `inputs` as it spells them, relative to the
  /// directory. Pieces are put together where they make the name of exactly one file that is there; all else
  /// stays as it is, so that a file that is missing shows.
  [[nodiscard]] std::vector<PathTable::Id> whole(const std::vector<std::string_view>& inputs);

 private:
  struct Beginning;
  [[nodiscard]] const std::vector<std::string>& names_in(const std::string& directory);
  [[nodiscard]] std::string characters_behind(const std::string& text);
  void add_beginnings(std::string_view piece, std::size_t at, std::vector<Beginning>& beginnings);

  Host& host_;
  PathTable& paths_;
  std::string directory_;
  std::unordered_map<std::string, std::vector<std::string>> names_;  ///< of each directory, those ninja breaks
};

}  // namespace souptrace::facts

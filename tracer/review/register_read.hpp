// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "host/host.hpp"
#include "model/register.hpp"

namespace souptrace::review {

/// Something in the register's files that is not as it must be.
struct RegisterProblem {
  std::string file;
  std::string place;  ///< "line 3, column 5"; "" when the file as a whole is meant
  std::string text;
  auto operator<=>(const RegisterProblem&) const = default;
};

/// A register as it is on disk. While there are problems, `value` is not to be relied on.
struct RegisterFiles {
  std::string directory;  ///< of register.json
  SoupRegister value;
  std::map<std::string, std::string> item_paths;  ///< by id
  std::map<std::string, std::string> item_texts;  ///< by id: the files as they were read
  std::map<std::string, std::string> evidence;    ///< SHA-256 of the evidence files, by path as the register writes it; "" = unreadable
  std::vector<std::string> read;  ///< the files and the folder that were read, sorted
  std::vector<RegisterProblem> problems;          ///< sorted by file and place of reading

  [[nodiscard]] bool ok() const { return problems.empty(); }
};

/// The folder of the items beside register.json.
inline constexpr const char* kItemsFolder = "items";

/// Reads `register_path` (a register.json) and items/*.json beside it. Refused are, with line and column: what is no JSON, merge-conflict
/// markers, members that the format does not know, wrong types, dates that are none, digests that are none, an id that is not the file's
/// name or stands twice in a list, `binds_to` with another item's digest.
[[nodiscard]] RegisterFiles read_register(Host& host, const std::string& register_path);

}  // namespace souptrace::review

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "write/text_style.hpp"

namespace souptrace::write {

/// One item of the register in a list.
struct RegisterRow {
  std::string id;
  std::string title;
  std::string version;
  std::string status;
  std::vector<std::string> notes;
};

/// A table, the notes of each row below it. "no items" when there is none.
[[nodiscard]] std::string register_rows(const std::vector<RegisterRow>& rows, const TextOptions& options);

[[nodiscard]] std::string register_rows_json(const std::vector<RegisterRow>& rows);

}  // namespace souptrace::write

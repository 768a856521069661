// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "formats/json_read.hpp"
#include "host/host.hpp"

namespace souptrace::facts {

/// How the errors of one kind of file are worded: their codes, and what the user does about them.
struct JsonFileErrors {
  std::string missing_code;
  std::string malformed_code;
  std::string remedy;
};

/// The JSON text that `path` holds. Errors: `missing_code` when the file cannot be read, `malformed_code`
/// (with the offset) when it is no JSON; both name the file and end with the remedy.
[[nodiscard]] Result<formats::Json> read_json(Host& host, const std::string& path,
                                              const JsonFileErrors& errors);

/// The error of a value in `path` that has another shape than the format says.
[[nodiscard]] Error unexpected(const std::string& path, const Error& found, const JsonFileErrors& errors);

}  // namespace souptrace::facts

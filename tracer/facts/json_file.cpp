// SPDX-License-Identifier: Apache-2.0
#include "facts/json_file.hpp"

namespace souptrace::facts {

Error unexpected(const std::string& path, const Error& found, const JsonFileErrors& errors) {
  return {errors.malformed_code, path + ": " + found.text + ". " + errors.remedy, found.offset};
}

Result<formats::Json> read_json(Host& host, const std::string& path, const JsonFileErrors& errors) {
  const auto file = host.read(path);
  if (!file) return Error{errors.missing_code, file.error().text + ". " + errors.remedy};
  const auto json = formats::Json::parse((*file)->text());
  if (!json) return unexpected(path, json.error(), errors);
  return *json;
}

}  // namespace souptrace::facts

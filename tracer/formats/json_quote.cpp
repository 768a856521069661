// SPDX-License-Identifier: Apache-2.0
#include "formats/json_quote.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace souptrace::formats {

std::string json_quoted(std::string_view text) {
  return nlohmann::json(to_utf8(text)).dump();
}

}  // namespace souptrace::formats

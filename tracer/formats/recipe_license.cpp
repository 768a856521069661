// SPDX-License-Identifier: Apache-2.0
#include "formats/recipe_license.hpp"

namespace souptrace::formats {

std::string spdx_from_recipe(std::string_view license) {
  std::string out;
  for (const char c : license) {
    if (c == '&')
      out += " AND ";
    else if (c == '|')
      out += " OR ";
    else
      out += c;
  }
  return out;
}

}  // namespace souptrace::formats

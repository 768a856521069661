// SPDX-License-Identifier: Apache-2.0
#include "formats/yocto_records.hpp"

#include "base/text.hpp"

namespace souptrace::formats {

Result<std::vector<std::string_view>> parse_yocto_manifest(std::string_view text) {
  if (!text.empty() && !text.ends_with('\n'))
    return Error{"yocto-malformed", "the last line has no end: the file is cut", text.size()};
  std::vector<std::string_view> out;
  while (const auto line = next_line(text))
    if (!line->empty() && !line->ends_with('/')) out.push_back(*line);
  return out;
}

Result<std::vector<YoctoIndexLine>> parse_yocto_index(std::string_view text) {
  std::vector<YoctoIndexLine> out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::uint64_t offset = text.size() - rest.size();
    const auto words = split(*next_line(rest), ' ');
    if (words.size() != 3 || !text.ends_with('\n'))
      return Error{"yocto-malformed", "a line that is not \"stamp manifest work-directory\"", offset};
    out.push_back({words[0], words[1], words[2]});
  }
  return out;
}

YoctoRecipeInfo parse_yocto_recipe_info(std::string_view text) {
  YoctoRecipeInfo out;
  while (const auto line = next_line(text)) {
    if (line->starts_with("LICENSE:")) out.license = trim(line->substr(8));
    if (line->starts_with("PV:")) out.version = trim(line->substr(3));
  }
  return out;
}

}  // namespace souptrace::formats

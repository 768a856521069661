// SPDX-License-Identifier: Apache-2.0
#include "formats/conan_cmake.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/path.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::string_view kFolder = "_PACKAGE_FOLDER_";

struct Setting {
  std::string_view variable;
  std::vector<std::string_view> values;  ///< quoted arguments, without the quotes
};

/// A line `set(<variable> "…" …)`; nothing for any other.
std::optional<Setting> setting_of(std::string_view line) {
  line = trim(line);
  if (!line.starts_with("set(")) return std::nullopt;
  line.remove_prefix(4);
  const auto end = line.find_first_of(" )");
  if (end == std::string_view::npos) return std::nullopt;
  Setting out{line.substr(0, end), {}};
  line.remove_prefix(end);
  while (true) {
    const auto open = line.find('"');
    const auto close = open == std::string_view::npos ? open : line.find('"', open + 1);
    if (close == std::string_view::npos) return out;
    out.values.push_back(line.substr(open + 1, close - open - 1));
    line.remove_prefix(close + 1);
  }
}

/// `value` with one leading ${variable} replaced; nothing when a variable is left over or it is no absolute
/// path.
std::optional<std::string> expanded(std::string_view value,
                                    const std::map<std::string, std::string, std::less<>>& variables) {
  std::string out(value);
  if (value.starts_with("${")) {
    const auto close = value.find('}');
    const auto known =
        close == std::string_view::npos ? variables.end() : variables.find(value.substr(2, close - 2));
    if (known == variables.end()) return std::nullopt;
    out = known->second + std::string(value.substr(close + 1));
  }
  if (out.find('$') != std::string::npos || out.find('\\') != std::string::npos || !path::is_absolute(out))
    return std::nullopt;
  return path::normalize(out);
}

bool names_directories(std::string_view variable) {
  return variable.find("_INCLUDE_DIRS_") != std::string_view::npos ||
         variable.find("_LIB_DIRS_") != std::string_view::npos;
}

}  // namespace

bool is_conan_cmake_name(std::string_view filename) {
  return filename.ends_with("-data.cmake") ||
         (filename.ends_with(".cmake") && filename.find("-Targets-") != std::string_view::npos);
}

std::vector<ConanCMakePackage> read_conan_cmake(std::string_view text, const std::string& directory) {
  std::vector<ConanCMakePackage> out;
  if (text.find(kFolder) == std::string_view::npos) return out;
  std::map<std::string, std::string, std::less<>> variables{{"CMAKE_CURRENT_LIST_DIR", directory}};
  std::set<std::string> outside;
  while (const auto line = next_line(text)) {
    const auto setting = setting_of(*line);
    if (!setting || setting->values.empty()) continue;
    const auto at = setting->variable.find(kFolder);
    const bool is_folder = at != std::string_view::npos && at > 0;
    if (!is_folder && !names_directories(setting->variable)) continue;
    for (const std::string_view value : setting->values) {
      const auto path = expanded(value, variables);
      if (!path) continue;
      if (is_folder) {
        variables.insert_or_assign(std::string(setting->variable), *path);
        out.push_back({std::string(setting->variable.substr(0, at)), *path, {}});
      } else {
        outside.insert(*path);
      }
    }
  }
  // Each file is about one package.
  if (out.size() == 1)
    for (const std::string& one : outside)
      if (!path::is_below(one, out.front().folder)) out.front().directories.push_back(one);
  return out;
}

std::string cmake_variable(std::string_view text, std::string_view ending) {
  while (const auto line = next_line(text)) {
    const auto setting = setting_of(*line);
    if (setting && setting->variable.ends_with(ending) && setting->values.size() == 1 &&
        setting->values[0].find('$') == std::string_view::npos)
      return std::string(setting->values[0]);
  }
  return "";
}

}  // namespace souptrace::formats

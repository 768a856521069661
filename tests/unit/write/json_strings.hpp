// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <vector>

namespace souptrace::sample {

/// The texts, still with their escapes, that follow `before` in a JSON document, in its order: `"spdxId": "`.
inline std::vector<std::string> strings_after(const std::string& json, const std::string& before) {
  std::vector<std::string> out;
  for (std::size_t at = 0; (at = json.find(before, at)) != std::string::npos;) {
    at += before.size();
    std::size_t end = at;
    while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2U : 1U;
    out.push_back(json.substr(at, end - at));
  }
  return out;
}

inline std::set<std::string> distinct(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

inline std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
  return n;
}

}  // namespace souptrace::sample

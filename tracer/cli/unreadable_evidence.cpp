// SPDX-License-Identifier: Apache-2.0
#include "cli/unreadable_evidence.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/path.hpp"

namespace souptrace::cli {
namespace {

using Names = std::set<std::string, std::less<>>;

/// The words of a text, without the punctuation behind them: a path in it is one, unless it has blanks.
void add_words(std::string_view text, Names& names) {
  constexpr std::string_view kBetween = " \t\n\"'(),;";
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find_first_not_of(kBetween), text.size());
    const std::size_t end = std::min(text.find_first_of(kBetween, begin), text.size());
    std::string_view word = text.substr(begin, end - begin);
    while (word.ends_with(':') || word.ends_with('.')) word.remove_suffix(1);
    if (word.find('/') != std::string_view::npos) names.emplace(word);
    text.remove_prefix(end);
  }
}

}  // namespace

std::vector<Finding> unreadable_evidence(const std::map<std::string, std::string>& unreadable, const trace::Places& places,
                                         const std::vector<Finding>& told) {
  std::vector<Finding> out;
  if (unreadable.empty()) return out;
  Names names;
  Names closed;
  for (const Finding& finding : told) {
    // One that fails no gate does not stand for one that does.
    if (!leaves_a_gap(finding)) continue;
    names.insert(finding.subject);
    add_words(finding.text, names);
    if (finding.code == "run-path-unreadable") closed.insert(finding.subject);
  }
  for (const auto& [path, why] : unreadable) {
    const std::string name = places.name(path);
    // A text has a path outside of the build's directories as it is.
    if (names.contains(name) || names.contains(path) || closed.contains(places.name(std::string(path::parent(path))))) continue;
    out.push_back({"evidence-unreadable", Severity::error, name, why + "; what it says of owners and loading is not in this trace",
                   "Make it readable for who builds, then trace again.", false});
  }
  return out;
}

}  // namespace souptrace::cli

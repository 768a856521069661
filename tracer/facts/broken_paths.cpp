// SPDX-License-Identifier: Apache-2.0
#include "facts/broken_paths.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "base/path.hpp"

namespace souptrace::facts {
namespace {

using Id = PathTable::Id;

constexpr std::string_view kLost = "\"&'*;<>?^`";

/// More ways than that to go on with the pieces of one record are no product's.
constexpr std::size_t kMaximumBeginnings = 1000;

}  // namespace

/// What stands before the end of a broken name, with the character that ninja lost.
struct BrokenPaths::Beginning {
  std::string text;
  std::vector<std::size_t> pieces;  ///< where they are in the record
};

std::vector<Id> BrokenPaths::whole(const std::vector<std::string_view>& inputs) {
  std::vector<Id> ids;
  std::vector<Beginning> beginnings;
  std::set<std::size_t> pieces;
  ids.reserve(inputs.size());
  for (const std::string_view input : inputs) {
    const Id id = paths_.id(input, directory_);
    ids.push_back(id);
    if (paths_.is_file(id)) continue;
    const Beginning* found = nullptr;
    std::size_t ways = 0;
    for (const Beginning& beginning : beginnings) {
      const Id longer = paths_.id(beginning.text + std::string(input), directory_);
      if (!paths_.is_file(longer)) continue;
      ids.back() = longer;
      found = &beginning;
      ++ways;
    }
    if (ways == 1) {
      pieces.insert(found->pieces.begin(), found->pieces.end());
    } else {
      ids.back() = id;
      add_beginnings(input, ids.size() - 1, beginnings);
    }
  }
  if (pieces.empty()) return ids;
  std::vector<Id> out;
  for (std::size_t at = 0; at < ids.size(); ++at)
    if (!pieces.contains(at)) out.push_back(ids[at]);
  return out;
}

void BrokenPaths::add_beginnings(std::string_view piece, std::size_t at, std::vector<Beginning>& beginnings) {
  const std::size_t before = beginnings.size();
  const auto add = [&](const std::string& text, std::vector<std::size_t> pieces) {
    pieces.push_back(at);
    for (const std::string& start : {text, text + "/"})  // ninja drops a slash at the end
      for (const char lost : characters_behind(start))
        if (beginnings.size() < kMaximumBeginnings) beginnings.push_back({start + lost, pieces});
  };
  add(std::string(piece), {});
  for (std::size_t i = 0; i < before; ++i) {
    const Beginning beginning = beginnings[i];
    add(beginning.text + std::string(piece), beginning.pieces);
  }
}

/// The characters that ninja loses and that stand behind `text` in the name of some file or directory.
std::string BrokenPaths::characters_behind(const std::string& text) {
  const std::string absolute = path::is_absolute(text) ? text : path::join(directory_, text);
  const std::string_view name = path::filename(absolute);
  std::set<char> found;
  for (const std::string& one : names_in(std::string(path::parent(absolute))))
    if (one.size() > name.size() && one.starts_with(name) && kLost.find(one[name.size()]) != std::string_view::npos)
      found.insert(one[name.size()]);
  return {found.begin(), found.end()};
}

const std::vector<std::string>& BrokenPaths::names_in(const std::string& directory) {
  const auto [at, is_new] = names_.try_emplace(directory);
  if (!is_new) return at->second;
  if (const auto names = host_.list(directory))
    for (const std::string& name : *names)
      if (name.find_first_of(kLost) != std::string_view::npos) at->second.push_back(name);
  return at->second;
}

}  // namespace souptrace::facts

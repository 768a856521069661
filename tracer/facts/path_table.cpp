// SPDX-License-Identifier: Apache-2.0
#include "facts/path_table.hpp"

#include <algorithm>
#include <numeric>

#include "base/path.hpp"

namespace souptrace::facts {

PathTable::Id PathTable::id(std::string_view spelled, const std::string& base) {
  if (path::is_absolute(spelled)) return spelled_id(spelled);
  return spelled_id(path::join(base, spelled));
}

PathTable::Id PathTable::spelled_id(std::string_view absolute) {
  if (const auto known = spellings_.find(absolute); known != spellings_.end()) return known->second;
  Place place = real(absolute);
  const auto [at, is_new] = by_real_.try_emplace(place.path, static_cast<Id>(paths_->size()));
  if (is_new) {
    paths_->push_back(std::move(place.path));
    is_file_.push_back(place.is_file);
  }
  spellings_.emplace(absolute, at->second);
  return at->second;
}

const std::string& PathTable::real_directory(std::string_view directory) {
  if (const auto known = directories_.find(directory); known != directories_.end()) return known->second;
  const auto resolved = host_.real_path(std::string(directory));
  return directories_.emplace(directory, resolved ? *resolved : std::string()).first->second;
}

PathTable::Place PathTable::real(std::string_view absolute) {
  const std::string_view name = path::filename(absolute);
  if (name.empty() || name == "." || name == "..") {
    const std::string& directory = real_directory(absolute);
    return {directory.empty() ? path::normalize(absolute) : directory};
  }
  const std::string& directory = real_directory(path::parent(absolute));
  if (directory.empty()) return {path::normalize(absolute)};
  std::string candidate = path::join(directory, name);
  auto stat = host_.lstat(candidate);
  if (stat && stat->kind == FileKind::symlink)
    if (auto target = host_.real_path(candidate)) {
      candidate = std::move(*target);
      stat = host_.lstat(candidate);
    }
  return {std::move(candidate), stat && stat->kind == FileKind::regular};
}

std::vector<PathTable::Id> PathTable::ranks() const {
  std::vector<Id> order(paths_->size());
  std::iota(order.begin(), order.end(), Id{0});
  std::sort(order.begin(), order.end(), [&](Id a, Id b) { return text(a) < text(b); });
  std::vector<Id> ranks(paths_->size());
  for (std::size_t place = 0; place < order.size(); ++place) ranks[order[place]] = static_cast<Id>(place);
  return ranks;
}

}  // namespace souptrace::facts

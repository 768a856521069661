// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/host.hpp"
#include "model/text_list.hpp"

namespace souptrace::facts {

/// Lets strings be looked up by view without a copy.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Real paths, each held once and known by a number. A build names the same few thousand headers millions of
/// times, in many spellings: each spelling is looked at on disk once, each directory is resolved once.
class PathTable {
 public:
  using Id = TextList::Id;
  explicit PathTable(Host& host) : host_(host) {}

  /// The number of the file that `spelled`, relative to the directory `base`, names. What does not exist (any
  /// more) keeps its lexically normalized path.
  [[nodiscard]] Id id(std::string_view spelled, const std::string& base);
  /// The real path of that file.
  [[nodiscard]] std::string resolve(std::string_view spelled, const std::string& base) {
    return text(id(spelled, base));
  }
  [[nodiscard]] const std::string& text(Id id) const { return (*paths_)[id]; }
  /// Whether a file, and no directory, was there when its path was first met.
  [[nodiscard]] bool is_file(Id id) const { return is_file_[id]; }
  [[nodiscard]] std::size_t size() const { return paths_->size(); }
  /// All paths by their numbers, for lists of them; it grows with this object.
  [[nodiscard]] TextList::Table table() const { return paths_; }
  /// For each number its place among all paths in byte order.
  [[nodiscard]] std::vector<Id> ranks() const;

 private:
  template <class Value>
  using Map = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

  [[nodiscard]] Id spelled_id(std::string_view absolute);
  struct Place {
    std::string path;
    bool is_file = false;
  };
  [[nodiscard]] Place real(std::string_view absolute);
  /// The real path of a directory; "" when it has none.
  [[nodiscard]] const std::string& real_directory(std::string_view directory);

  Host& host_;
  Map<Id> spellings_;  ///< absolute, as spelled
  Map<Id> by_real_;
  Map<std::string> directories_;  ///< as spelled, to its real path
  std::shared_ptr<std::vector<std::string>> paths_ = std::make_shared<std::vector<std::string>>();
  std::vector<bool> is_file_;
};

}  // namespace souptrace::facts

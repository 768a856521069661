// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace souptrace {

/// A list of texts that stand in a table, which many lists share: the objects of a build name the same headers millions of times. An element
/// costs four bytes. A list that is made of strings has a table of its own.
class TextList {
 public:
  using Table = std::shared_ptr<const std::vector<std::string>>;
  using Id = std::uint32_t;  ///< a place in the table

  class const_iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = std::string;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::string*;
    using reference = const std::string&;
    const_iterator() = default;
    const_iterator(const std::vector<std::string>* table, const Id* at) : table_(table), at_(at) {}
    reference operator*() const { return (*table_)[*at_]; }
    pointer operator->() const { return &**this; }
    const_iterator& operator++() { return ++at_, *this; }
    const_iterator operator++(int) { return {table_, at_++}; }
    bool operator==(const const_iterator& other) const { return at_ == other.at_; }

   private:
    const std::vector<std::string>* table_ = nullptr;
    const Id* at_ = nullptr;
  };

  TextList() = default;
  /// Every id must be a place in the table, which may grow afterwards.
  TextList(Table table, std::vector<Id> ids) : table_(std::move(table)), ids_(std::move(ids)) {}
  TextList(std::vector<std::string> texts) : ids_(texts.size()) {  // NOLINT(google-explicit-constructor): it is the same list
    for (std::size_t i = 0; i < ids_.size(); ++i) ids_[i] = static_cast<Id>(i);
    table_ = std::make_shared<const std::vector<std::string>>(std::move(texts));
  }
  TextList(std::initializer_list<std::string> texts) : TextList(std::vector<std::string>(texts)) {}

  [[nodiscard]] bool empty() const { return ids_.empty(); }
  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] const_iterator begin() const { return {table_.get(), ids_.data()}; }
  [[nodiscard]] const_iterator end() const { return {table_.get(), ids_.data() + ids_.size()}; }
  [[nodiscard]] const std::string& operator[](std::size_t i) const { return (*table_)[ids_[i]]; }
  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] const std::vector<Id>& ids() const { return ids_; }

  bool operator==(const TextList& other) const {
    return size() == other.size() && std::equal(begin(), end(), other.begin());
  }

 private:
  Table table_;
  std::vector<Id> ids_;
};

/// What was found out about each text of one table, so that it is found out once, however many lists have the text. Lists of another table
/// begin anew.
template <class Value>
class TextMemo {
 public:
  explicit TextMemo(std::function<Value(const std::string&)> find_out) : find_out_(std::move(find_out)) {}

  /// The value of the list's element `i`; valid until the next call.
  const Value& of(const TextList& list, std::size_t i) {
    if (table_ != list.table()) {
      table_ = list.table();
      known_.clear();
    }
    const TextList::Id id = list.ids()[i];
    if (known_.size() <= id) known_.resize(table_->size());
    std::optional<Value>& known = known_[id];
    if (!known) known = find_out_((*table_)[id]);
    return *known;
  }
  /// Finds out about every element.
  void visit(const TextList& list) {
    for (std::size_t i = 0; i < list.size(); ++i) (void)of(list, i);
  }

 private:
  std::function<Value(const std::string&)> find_out_;
  TextList::Table table_;
  std::vector<std::optional<Value>> known_;
};

}  // namespace souptrace

// SPDX-License-Identifier: Apache-2.0
#include "model/text_list.hpp"

#include <map>

#include "support/catch.hpp"

using namespace souptrace;

namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a list of a shared table and one of its own are equal when their texts are") {
  const auto table = std::make_shared<Texts>(Texts{"a", "b", "c"});
  const TextList shared(table, {2, 0, 2});
  CHECK(shared == TextList{"c", "a", "c"});
  CHECK_FALSE(shared == TextList{"c", "a"});
  CHECK_FALSE(shared == TextList{"c", "a", "b"});
  CHECK(Texts(shared.begin(), shared.end()) == Texts{"c", "a", "c"});
  CHECK(shared.size() == 3);
  CHECK(shared[1] == "a");
  CHECK(TextList().empty());
  CHECK(TextList() == TextList(Texts{}));
}

TEST_CASE("a list stays what it is when its table grows") {
  const auto table = std::make_shared<Texts>(Texts{"a"});
  const TextList list(table, {0});
  for (int i = 0; i < 100; ++i) table->push_back("more");
  CHECK(list == TextList{"a"});
}

TEST_CASE("a memo finds out once about each text of a table") {
  std::map<std::string, int> asked;
  TextMemo<std::size_t> memo([&](const std::string& text) { return ++asked[text], text.size(); });
  const auto table = std::make_shared<Texts>(Texts{"a", "bb"});
  const TextList one(table, {0, 1, 0});
  CHECK(memo.of(one, 0) == 1);
  CHECK(memo.of(one, 1) == 2);
  memo.visit(one);
  memo.visit(TextList(table, {1}));
  CHECK(asked == std::map<std::string, int>{{"a", 1}, {"bb", 1}});
  SECTION("also of what was added to the table meanwhile") {
    table->push_back("ccc");
    CHECK(memo.of(TextList(table, {2}), 0) == 3);
  }
  SECTION("and takes the places of another table for other texts") {
    CHECK(memo.of(TextList{"dddd", "a"}, 0) == 4);
    CHECK(memo.of(one, 0) == 1);
  }
}

// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"

#include <set>

#include "support/catch.hpp"

using namespace souptrace;

namespace {

/// Every enumerator from `first` to `last` has a name of its own that leads back to it.
template <class E, class Named>
void check_round_trip(E first, E last, Named named) {
  std::set<std::string_view> seen;
  for (int i = static_cast<int>(first); i <= static_cast<int>(last); ++i) {
    const E value = static_cast<E>(i);
    const std::string_view name = name_of(value);
    CHECK_FALSE(name.empty());
    CHECK(seen.insert(name).second);
    const auto back = named(name);
    REQUIRE(back);
    CHECK(*back == value);
  }
  CHECK_FALSE(named(""));
  CHECK_FALSE(named("nonsense"));
  CHECK(name_of(static_cast<E>(static_cast<int>(last) + 1)).empty());  // the last enumerator is the last
}

}  // namespace

TEST_CASE("every enumerator has one spelling that leads back to it") {
  check_round_trip(Role::object, Role::tool, role_named);
  check_round_trip(Use::linked, Use::read, use_named);
  check_round_trip(Tier::package_db_verified, Tier::unknown, tier_named);
  check_round_trip(ComponentKind::product, ComponentKind::runtime, kind_named);
  check_round_trip(Severity::note, Severity::error, severity_named);
  check_round_trip(Root::source, Root::outside, root_named);
}

TEST_CASE("names are spelt as the documents promise") {
  CHECK(name_of(Role::archive_member) == "archive-member");
  CHECK(name_of(Role::startup_object) == "startup-object");
  CHECK(name_of(Use::compiled_in) == "compiled-in");
  CHECK(name_of(Tier::package_db_verified) == "package-db-verified");
  CHECK(name_of(Tier::vcs_pinned) == "vcs-pinned");
}

TEST_CASE("a trace path and its text are inverse") {
  for (const Root root : {Root::source, Root::build, Root::system, Root::host, Root::install, Root::package, Root::outside}) {
    for (const char* path : {"", "a/b.o", "with space", "co:lon", "\xC3\xA4", "../up"}) {
      const TracePath before{root, path};
      const auto after = trace_path(text_of(before));
      REQUIRE(after);
      CHECK(*after == before);
    }
  }
  CHECK(text_of({Root::build, "libpump.a"}) == "build:libpump.a");
}

TEST_CASE("text without a known root is no trace path") {
  for (const char* text : {"", "a/b.o", "home:x", ":x", "Build:x"}) CHECK_FALSE(trace_path(text));
}

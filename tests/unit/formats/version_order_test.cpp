// SPDX-License-Identifier: Apache-2.0
#include "formats/version_order.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace souptrace::formats;

namespace {

using Compare = VersionOrder (*)(std::string_view, std::string_view);

/// Every version in the list is before those behind it and equal to itself, whichever is asked first.
void check_ascending(Compare compare, const std::vector<std::string>& versions) {
  for (std::size_t i = 0; i < versions.size(); ++i)
    for (std::size_t j = 0; j < versions.size(); ++j) {
      INFO(versions[i] << " and " << versions[j]);
      const auto order = compare(versions[i], versions[j]);
      REQUIRE(order.has_value());
      CHECK((*order < 0) == (i < j));
      CHECK((*order == 0) == (i == j));
    }
}

bool equal(Compare compare, std::string_view a, std::string_view b) {
  const auto order = compare(a, b);
  return order && *order == 0;
}

}  // namespace

TEST_CASE("Debian's versions are in dpkg's order") {
  check_ascending(compare_deb_versions,
                  {"0", "1.0~~", "1.0~rc1", "1.0", "1.0-1~deb12u1", "1.0-1", "1.0-1+b1", "1.0-1.1", "1.0-2", "1.0a", "1.0+1", "1.0.1", "1.2.11.dfsg-2",
                   "1.2.11.dfsg-2+deb11u1", "1.2.11.dfsg-2+deb11u2", "1.2.13.dfsg-1", "1.10", "1:0", "1:1.2.11.dfsg-4.1", "1:1.2.13.dfsg-1", "2:0"});
  CHECK(equal(compare_deb_versions, "0:1.0-0", "1.0"));
  CHECK(equal(compare_deb_versions, "1.007", "1.7"));
  for (const char* wrong : {"", ":1", "a:1", "1.0-", "1 0", "1.0^1", "99999999999:1", "1:", "-1"}) {
    INFO(wrong);
    CHECK_FALSE(compare_deb_versions(wrong, "1.0"));
    CHECK_FALSE(compare_deb_versions("1.0", wrong));
  }
}

TEST_CASE("RPM's versions are in its order") {
  check_ascending(compare_rpm_versions, {"1.a-1", "1.0~rc1-1", "1.0", "1.0-1", "1.0-1.el9", "1.0^git1-1", "1.0.1-1", "1.1-1", "1.9-1", "1.10-1", "1:0.1-1", "2:0-0"});
  CHECK(equal(compare_rpm_versions, "0:1.0-1", "1.0-1"));
  CHECK(equal(compare_rpm_versions, "1.02-1", "1.2-1"));
  CHECK(equal(compare_rpm_versions, "1..2-1", "1_2-1"));
  CHECK_FALSE(compare_rpm_versions("", "1"));
  CHECK_FALSE(compare_rpm_versions("1 0", "1"));
}

TEST_CASE("Alpine's versions are in apk's order") {
  check_ascending(compare_apk_versions,
                  {"0.1.0_alpha", "0.1.0_alpha2", "0.1.0_beta", "0.1.0_pre1", "0.1.0_rc1", "0.1.0", "0.1.0-r1", "0.1.0_cvs", "0.1.0_git20230717", "0.1.0_git20230717-r5",
                   "0.1.0_p1", "0.1.0a", "0.1.1", "1.05", "1.1", "1.2.11-r3", "1.2.12-r0", "1.2.12-r2", "1.2.12-r10", "10"});
  CHECK(equal(compare_apk_versions, "1.2.3-r1", "1.2.3-r01"));
  for (const char* wrong : {"", "a", "1.", "1.a", "1_foo", "1-1", "1-r", "1a1", "1-r1.2", "1.0~", "1 ", "v1"}) {
    INFO(wrong);
    CHECK_FALSE(compare_apk_versions(wrong, "1"));
    CHECK_FALSE(compare_apk_versions("1", wrong));
  }
}

TEST_CASE("Semantic versions have the precedence of section 11") {
  check_ascending(compare_semantic_versions, {"0.0.0", "1.0.0-1", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
                                              "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0", "99999999999999999999.0.0"});
  CHECK(equal(compare_semantic_versions, "1.0.0+a", "1.0.0+b"));
  for (const char* wrong : {"", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+", "1.2.x"}) {
    INFO(wrong);
    CHECK_FALSE(compare_semantic_versions(wrong, "1.0.0"));
  }
}

TEST_CASE("Numbers between dots are compared as numbers, and nothing else is") {
  check_ascending(compare_dotted_numbers, {"1", "1.2", "1.2.9", "1.2.11", "1.3", "18446744073709551616"});
  CHECK(equal(compare_dotted_numbers, "1.2", "1.2.0"));
  for (const char* wrong : {"", "1.", "1.a", "v1", "1-1"}) CHECK_FALSE(compare_dotted_numbers(wrong, "1"));
}

TEST_CASE("Long hostile versions are compared in linear time") {
  const std::string digits(1'000'000, '1');
  const std::string dots = "1" + std::string(1'000'000, '.') + "1";
  CHECK(equal(compare_deb_versions, digits, digits));
  CHECK(equal(compare_rpm_versions, dots, dots));
  CHECK(equal(compare_apk_versions, digits, digits));
  CHECK(equal(compare_dotted_numbers, digits, digits));
}

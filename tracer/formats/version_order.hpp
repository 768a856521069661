// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <optional>
#include <string_view>

// The order of versions, exactly as each package manager defines it. Nothing where one of the two is no version of that kind, so that
// nobody takes a guess for an order. The time is linear in the length of both.
namespace souptrace::formats {

using VersionOrder = std::optional<std::weak_ordering>;

/// dpkg's order: [epoch:]upstream[-revision]. Source: deb-version(7), Debian Policy 5.6.12.
[[nodiscard]] VersionOrder compare_deb_versions(std::string_view a, std::string_view b);

/// RPM's order: [epoch:]version[-release], '~' before and '^' behind everything; without a release before all with one. Source: rpm-version(7).
[[nodiscard]] VersionOrder compare_rpm_versions(std::string_view a, std::string_view b);

/// Alpine's order: digit{.digit}…{letter}{_suffix{number}}…{~hash}{-r#}. Source: apk-package(5), "Package versions", and apk-tools 2.14.
[[nodiscard]] VersionOrder compare_apk_versions(std::string_view a, std::string_view b);

/// Semantic Versioning 2.0.0, precedence as in its section 11 (build metadata does not count).
[[nodiscard]] VersionOrder compare_semantic_versions(std::string_view a, std::string_view b);

/// Numbers between dots and nothing else, missing ones being 0: what Conan, and nearly everybody, orders in this way.
[[nodiscard]] VersionOrder compare_dotted_numbers(std::string_view a, std::string_view b);

}  // namespace souptrace::formats

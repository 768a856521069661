// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

// How Conan 2 spells what it manages: "name/version", "name/version@user", "name/version@user/channel".
namespace souptrace::formats {

struct ConanReference {
  std::string name;
  std::string version;
  std::string user;     ///< "" = none
  std::string channel;  ///< "" = none
};

/// Nothing when the text is no reference: each part is two to 101 letters, digits and "_+.-", and does not
/// begin with one of "+.-".
[[nodiscard]] std::optional<ConanReference> parse_conan_reference(std::string_view text);

/// pkg:conan/<name>@<version>, with user, channel, rrev and prev as qualifiers where they are not "" (the
/// purl specification's definition of the type "conan").
[[nodiscard]] std::string conan_purl(const ConanReference& reference, const std::string& recipe_revision,
                                     const std::string& package_revision);

}  // namespace souptrace::formats

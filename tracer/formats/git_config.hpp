// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// .git/config and .gitmodules. Source: git-config(1), "CONFIGURATION FILE". Includes are entries like any
// other; nobody follows them here.
namespace souptrace::formats {

struct GitConfigEntry {
  std::string section;     ///< lower case: "remote", "submodule"
  std::string subsection;  ///< as written: "origin"
  std::string key;         ///< lower case: "url"
  std::string value;       ///< quotes and escapes undone; "true" for a key without '='
};

struct GitConfig {
  std::vector<GitConfigEntry> entries;  ///< in file order

  /// The last value of that key; nothing when it is not set. Section and key in lower case.
  [[nodiscard]] std::optional<std::string> value(std::string_view section, std::string_view subsection,
                                                 std::string_view key) const;
  /// Every subsection of that section, each once, in file order: the submodules of a .gitmodules file, the
  /// remotes of a config.
  [[nodiscard]] std::vector<std::string> subsections(std::string_view section) const;
};

/// Error "git-config-malformed", with the offset.
[[nodiscard]] Result<GitConfig> parse_git_config(std::string_view text);

}  // namespace souptrace::formats

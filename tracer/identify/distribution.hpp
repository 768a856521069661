// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "identify/system_root.hpp"

namespace souptrace::identify {

/// What os-release(5) says of the distribution below a root directory.
struct Distribution {
  std::string id;       ///< "debian"; "" when unknown
  std::string version;  ///< VERSION_ID, or VERSION_CODENAME where there is none yet; "" when unknown

  /// The "distro" qualifier of purls: "debian-12"; "" when not both are known.
  [[nodiscard]] std::string qualifier() const { return id.empty() || version.empty() ? "" : id + '-' + version; }
};

[[nodiscard]] Distribution read_distribution(const SystemRoot& root);

}  // namespace souptrace::identify

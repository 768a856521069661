// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "formats/version_order.hpp"

namespace souptrace::review {

/// An order of versions and who defines it.
struct EcosystemOrder {
  formats::VersionOrder (*compare)(std::string_view, std::string_view) = nullptr;  ///< null: none is known
  std::string_view name;  ///< for people: "dpkg's order"
};

/// The order in an ecosystem of OSV; its release ("Debian:12") does not matter.
[[nodiscard]] EcosystemOrder order_in(std::string_view ecosystem);

}  // namespace souptrace::review

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "formats/osv.hpp"
#include "review/ecosystem_versions.hpp"

namespace souptrace::review {

struct RangeAnswer {
  enum class State { outside, inside, unknown };
  State state = State::outside;
  std::string reason;  ///< why it is inside, or unknown
};

/// Whether a version lies in a range of versions (types SEMVER and ECOSYSTEM), as the OSV schema's "Evaluation" defines it; where the order
/// cannot tell, unknown.
[[nodiscard]] RangeAnswer version_in_range(std::string_view version, const formats::OsvRange& range, const EcosystemOrder& order);

}  // namespace souptrace::review

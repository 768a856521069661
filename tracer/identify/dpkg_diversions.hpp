// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace souptrace::identify {

/// One path that a package (or the administrator) keeps for itself: other packages' file of that name is put
/// elsewhere.
struct DpkgDiversion {
  std::string original;
  std::string diverted_to;
  std::string package;  ///< name without architecture; ":" = a local diversion
};

struct DpkgDiversions {
  std::map<std::string, DpkgDiversion> by_original;
  std::map<std::string, DpkgDiversion> by_target;
};

/// Reads var/lib/dpkg/diversions: three lines for each. Error "diversions-malformed", with the offset of the
/// record that is cut.
[[nodiscard]] Result<DpkgDiversions> parse_diversions(std::string_view text);

}  // namespace souptrace::identify

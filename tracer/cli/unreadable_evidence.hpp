// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/finding.hpp"
#include "trace/places.hpp"

namespace souptrace::cli {

/// The findings "evidence-unreadable" about `unreadable` (path → why: WatchedHost::unreadable()): whoever asked may have passed over what could not
/// be read. None about what one of `told`, findings of a trace, tells already that leaves a gap itself: a path that is its subject or stands in its
/// text, or that lies directly in a directory of a run path that cannot be searched.
[[nodiscard]] std::vector<Finding> unreadable_evidence(const std::map<std::string, std::string>& unreadable, const trace::Places& places,
                                                       const std::vector<Finding>& told);

}  // namespace souptrace::cli

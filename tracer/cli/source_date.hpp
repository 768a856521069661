// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/result.hpp"
#include "host/host.hpp"

namespace souptrace::cli {

/// SOURCE_DATE_EPOCH (reproducible-builds.org) as a time in RFC 3339, UTC; "" when it is not set. Documents
/// bear no other time. Error "usage" when it is no number of seconds, or after the year 9999.
[[nodiscard]] Result<std::string> source_date(Host& host);

/// When something is evaluated: SOURCE_DATE_EPOCH, else the clock. Errors likewise.
[[nodiscard]] Result<std::string> evaluation_date(Host& host);

}  // namespace souptrace::cli

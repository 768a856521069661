// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "launcher/options.hpp"

namespace souptrace::launcher {

/// Runs the link, records it, and ends this process as the link ended. Whatever goes wrong with the
/// recording, the link is done and its result is passed on; at worst there is no record, or one that says
/// that it is incomplete, and one line on standard error. Throws std::bad_alloc before the link was started,
/// never later.
[[noreturn]] void launch(const Options& options);

}  // namespace souptrace::launcher

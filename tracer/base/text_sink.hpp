// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string_view>

namespace souptrace {

/// Takes a document piece by piece, front to back.
using TextSink = std::function<void(std::string_view piece)>;

/// Gives a document to a sink: what is too large to be held in memory whole is never there whole.
using TextSource = std::function<void(const TextSink& sink)>;

}  // namespace souptrace

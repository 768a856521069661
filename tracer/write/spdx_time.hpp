// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace souptrace::write {

/// SPDX demands the time of a document, and no build has one that another build of the same sources gives
/// again, unless SOURCE_DATE_EPOCH says it. Without, a time that nobody takes for true stands there, and why.
inline constexpr const char* kWithheldTime = "1970-01-01T00:00:00Z";
inline constexpr const char* kWithheldTimeComment =
    "The time of creation is withheld, so that two builds of the same sources give the same document: "
    "1970-01-01T00:00:00Z is no time. Set SOURCE_DATE_EPOCH for one.";

}  // namespace souptrace::write

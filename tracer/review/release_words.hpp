// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "model/release_diff.hpp"

namespace souptrace::review {

/// Why a component is in one of its states, in words: "version 1.2.13 -> 1.3.1", "same version, other bytes: libz.a(inflate.o)".
[[nodiscard]] std::string reason_of(const ComponentDiff& diff, std::string_view state);

/// What an archive with other bytes does not change.
[[nodiscard]] std::string words_of(const SameMembers& archive);

/// Whether nothing that the binary has or loads is another one, nor what was made of it after its link: its own bytes and those of each
/// library of its loader's closure are the same.
[[nodiscard]] bool is_unaffected(const BinaryDiff& binary);

/// What that proves, with what the traces do not know: libraries that are loaded by dlopen, or that the loader does not find.
[[nodiscard]] std::string unaffected_words(const BinaryDiff& binary);

/// The same as reason_of() for what nobody owns.
[[nodiscard]] std::string reason_of(const PartChange& change);

}  // namespace souptrace::review

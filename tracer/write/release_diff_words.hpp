// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/release_diff.hpp"

// What the texts of a release diff have in common. Nothing here is cleaned for a terminal or escaped.
namespace souptrace::write {

/// "Infusion Pump 2.1.0"
[[nodiscard]] std::string product_words(const Product& product);

/// "tinycrc 1.4.0 -> 1.5.0", "SOUP-003 tinycrc"
[[nodiscard]] std::string subject_words(const ReviewImpact& impact, const ReleaseDiff& diff);

/// How much of what: "1 component with the same version and other bytes", "2 with another version", …; empty when nothing differs.
[[nodiscard]] std::vector<std::string> summary_words(const ReleaseDiff& diff);

/// "3 archive members: 1 new, 1 changed, 41 the same": one for each role of which something differs.
[[nodiscard]] std::vector<std::string> count_words(const BinaryDiff& binary);

/// "other bytes: libz.a(inflate.o) 5f1c… -> 77ab…"
[[nodiscard]] std::string change_words(const PartChange& change);

/// The name of a setting or a value of a binary, for people: "linker version".
[[nodiscard]] std::string value_name(const std::string& name);
[[nodiscard]] std::string value_words(const ValueChange& value);

/// "libz.a(adler32.o): the same bytes, sha256 5f1c…"
[[nodiscard]] std::string unaffected_words(const Unaffected& one);

/// Each clause that some impact names, with its task.
[[nodiscard]] std::map<std::string, std::string> clauses_of(const ReleaseDiff& diff);

/// The first 12 digits, which are enough to tell files of one list apart.
[[nodiscard]] std::string short_digest(const std::string& sha256);

}  // namespace souptrace::write

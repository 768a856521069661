// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// in-toto attestations (github.com/in-toto/attestation, spec/v1).
namespace souptrace::formats {

inline constexpr std::string_view kInTotoPayloadType = "application/vnd.in-toto+json";
inline constexpr std::string_view kStatementType = "https://in-toto.io/Statement/v1";

/// What a statement is about.
struct Subject {
  std::string name;
  std::string sha256;  ///< lower-case hexadecimal; "" when the subject has none
  std::string sha512;
};

/// A statement; views point into the text that was read.
struct Statement {
  std::vector<Subject> subjects;
  std::string predicate_type;
  std::string_view predicate;  ///< its JSON text, an object; "" when there is none
};

/// Reads a Statement of version 1. Errors: "statement-version" for one of another version or type, "statement-malformed" (also: no subject,
/// a subject without SHA-256, a digest that is none, more than 100 000 subjects). The predicate is not looked into.
[[nodiscard]] Result<Statement> parse_statement(std::string_view text);

}  // namespace souptrace::formats

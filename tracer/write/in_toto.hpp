// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/trace.hpp"

// in-toto statements of version 1 (github.com/in-toto/attestation) about the binaries of a trace. Pure and deterministic.
namespace souptrace::write {

inline constexpr std::string_view kCycloneDxPredicate = "https://cyclonedx.org/bom";
inline constexpr std::string_view kSpdxPredicate = "https://spdx.dev/Document";
inline constexpr std::string_view kTracePredicate = "urn:souptrace:trace:1";
inline constexpr std::string_view kBundlePredicate = "urn:souptrace:bundle:1";

struct StatementSubject {
  std::string name;
  std::string sha256;
  std::string sha512;  ///< "" = none
};

/// The linked binary and every file that was made of it, named by their places. A file whose digest is not known is none.
[[nodiscard]] std::vector<StatementSubject> subjects_of(const TraceBinary& binary);

/// The subjects of all binaries of the trace.
[[nodiscard]] std::vector<StatementSubject> subjects_of(const Trace& trace);

/// A statement whose predicate is the JSON text `predicate`, an object, byte for byte without the white space at its end: so the document
/// inside can be compared with the one beside.
[[nodiscard]] std::string statement(const std::vector<StatementSubject>& subjects, std::string_view predicate_type,
                                    std::string_view predicate);

/// `text` without the white space at its end: how a document stands in a statement.
[[nodiscard]] std::string_view as_predicate(std::string_view text);

}  // namespace souptrace::write

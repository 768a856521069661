// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "verify/known_files.hpp"

namespace souptrace::verify {

enum class DocumentKind { trace, cyclonedx, spdx, envelopes };
[[nodiscard]] std::string_view name_of(DocumentKind kind);

/// What kind of document a text is: by its members, never by its file name. Only its outer shape is read. Errors: "document-malformed" (not
/// JSON), "document-unknown".
[[nodiscard]] Result<DocumentKind> kind_of(std::string_view text);

/// The binaries that a trace, CycloneDX or SPDX document is about, and their digests. Memory: a trace takes a few times its size; of the
/// others little more than one of their elements is held. Errors: "document-malformed", "document-version" (newer than this program
/// knows), "trace-incomplete", "document-without-binary".
[[nodiscard]] Result<std::vector<KnownFile>> read_known_files(std::string_view text, DocumentKind kind, const std::string& name);

/// The parts about CycloneDX and SPDX, in files of their own: every form of the binary that the document tells, as linked and as shipped.
[[nodiscard]] Result<std::vector<KnownFile>> cyclonedx_subjects(std::string_view text, const std::string& name);
[[nodiscard]] Result<std::vector<KnownFile>> spdx_subjects(std::string_view text, const std::string& name);

/// The time that a CycloneDX or SPDX document says it was written at; "" where it withholds one. Error "document-malformed".
[[nodiscard]] Result<std::string> sbom_time(std::string_view text);

/// Whether a trace has a finding that makes it incomplete, or a binary whose list is not complete.
[[nodiscard]] bool is_complete(const Trace& trace);

}  // namespace souptrace::verify

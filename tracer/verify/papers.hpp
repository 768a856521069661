// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "verify/documents.hpp"
#include "verify/envelopes.hpp"

namespace souptrace::verify {

/// A document that a verdict may rest on.
struct Paper {
  std::string name;       ///< for people
  std::string_view text;  ///< kept alive by the caller
  bool named = true;      ///< the user named it; false: it was found beside something, or in a bundle
};

/// A document that is no envelope, as it was read.
struct ReadDocument {
  std::string name;
  DocumentKind kind = DocumentKind::trace;
  std::string predicate_sha256;  ///< how it would stand in a statement
  std::vector<KnownFile> files;
};

/// What the documents say together.
struct Papers {
  std::vector<KnownFile> known;
  std::vector<ReadDocument> documents;
  std::vector<CheckedEnvelope> envelopes;
  std::vector<bool> envelope_named;  ///< for each envelope Paper::named
};

/// Reads all documents, checks the envelopes with `keys`, and adds to `report` what cannot be read. Where there is a trace, every other
/// document has to be about binaries of it.
[[nodiscard]] Papers read_papers(const std::vector<Paper>& papers, const std::vector<PublicKey>& keys, Report& report);

/// Adds to `report` the documents, and the envelopes with what they have to do with the files whose SHA-256 are `digests`. Envelopes that were
/// found and are about other binaries are left out, unless a document rests on them. With keys an intact envelope has to hold each document, and one
/// has to be about each of the files and each one that was named. Each cause is said once: a key that is missing, that nothing is signed at all.
void report_papers(const Papers& papers, const std::vector<std::string>& digests, Report& report);

}  // namespace souptrace::verify

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/json_outline.hpp"
#include "formats/json_read.hpp"
#include "verify/known_files.hpp"

// What reading the subjects of a CycloneDX and of an SPDX document has in common: one element is parsed at a time, however large the document.
namespace souptrace::verify {

[[nodiscard]] Error malformed_document(const std::string& what);
/// Error "document-version": the document is `what`, which is too new.
[[nodiscard]] Error newer_document(const std::string& what);

/// One member of the document, parsed; null where there is none. Error "document-malformed", also for one larger than 4 MiB.
[[nodiscard]] Result<formats::Json> document_part(const std::vector<formats::JsonMember>& members, std::string_view name);

/// Calls `take` with each element of the document's list `name` whose text has `word` somewhere; the others are not parsed. Error as above.
[[nodiscard]] Status each_element(const std::vector<formats::JsonMember>& members, std::string_view name, std::string_view word,
                                  const std::function<void(const formats::Json&)>& take);

/// What the members of a hash are called in a format.
struct HashNames {
  std::string_view algorithm;
  std::string_view value;
};

/// The SHA-256 in a list of hashes, lower case; algorithms as documents spell them: "SHA-256", "SHA256", "sha256". "" when there is none.
[[nodiscard]] std::string sha256_in(const formats::Json& hashes, const HashNames& names);

/// Adds a file that the document names, when its hashes have a SHA-256.
void add_known_file(std::vector<KnownFile>& out, const std::string& document, const std::string& name, const formats::Json& hashes,
                    const HashNames& names);

}  // namespace souptrace::verify

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "formats/in_toto.hpp"
#include "model/trace.hpp"
#include "verify/report.hpp"

namespace souptrace::verify {

/// A binary that a document knows by its digests.
struct KnownFile {
  /// How it came to be, as far as the document tells.
  enum class How { linked, made_by_steps, unexplained, not_told };
  How how = How::not_told;
  std::string document;
  std::string name;  ///< its place in the trace, or the document's name for it
  std::string sha256;
  std::string sha512;  ///< "" = not told
  std::string build_id;
  std::vector<PostLinkStep> steps;
};

/// Whether the steps lead, digest by digest, from the linked binary to the shipped file.
[[nodiscard]] bool is_explained(const TraceBinary& binary, const ShippedFile& file);

/// The linked binary and what was made of it.
[[nodiscard]] std::vector<KnownFile> known_files(const TraceBinary& binary, const std::string& document);
[[nodiscard]] std::vector<KnownFile> known_files(const Trace& trace, const std::string& document);
/// The subjects of a statement.
[[nodiscard]] std::vector<KnownFile> known_files(const std::vector<formats::Subject>& subjects, const std::string& document);

/// What a file is whose digests and build-id ("" = none) these are. `file` is its name for people; its last part is compared with known
/// names where no digest fits.
[[nodiscard]] FileVerdict judge_file(std::string_view file, const Digests& digests, std::string_view build_id,
                                     const std::vector<KnownFile>& known);

}  // namespace souptrace::verify

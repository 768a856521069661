// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// What a supplier says of files that it delivers: a software bill of materials, or a list of hashes.
namespace souptrace::formats {

/// One file that a document names. A digest in lower-case hexadecimal; "" where the document has none.
struct SuppliedFile {
  std::string name;  ///< as the document has it, often a path within the delivery
  std::string sha256;
  std::string sha512;
  std::string place;  ///< where it stands in the document: a JSON pointer, "line 3"
};

/// One component of a document, in the document's own words.
struct SuppliedComponent {
  std::string name;
  std::string version;
  std::string supplier;
  std::string license;  ///< an SPDX expression, or a name; "" when none is stated
  std::string purl;
  std::string cpe;
  std::string url;
  std::string place;
  std::vector<SuppliedFile> files;
};

/// A document, and which components it has files of; components without files are left out.
struct SuppliedSbom {
  std::string format;  ///< "CycloneDX 1.6", "SPDX-2.3", "SPDX 3.0.1"
  std::vector<SuppliedComponent> components;
};

/// Reads CycloneDX JSON (specification versions 1.2 to 1.7), SPDX 2.2 and 2.3 JSON, and SPDX 3.0 JSON-LD.
///
/// CycloneDX: a component of the type "file" belongs to the innermost component around it that is none, at the
/// top level to metadata.component; any other component with hashes is itself the file of that name. SPDX 2: a
/// file belongs to the package that CONTAINS it (relationship or hasFiles); a package's own checksums are those
/// of packageFileName, or of the package's name. SPDX 3: likewise with the relationships "contains" and
/// "hasDistributionArtifact". A file of no package is left out.
///
/// Error "sbom-malformed" with the place (a JSON pointer) in the text; "sbom-unknown" when it is none of
/// these.
[[nodiscard]] Result<SuppliedSbom> read_supplied_sbom(std::string_view text);

/// Reads what sha256sum(1) and sha512sum(1) write: "<digest>  <name>" or "<digest> *<name>" lines, and their
/// --tag form "SHA256 (<name>) = <digest>"; empty lines and lines that begin with '#' are skipped. Error
/// "hash-list-malformed" with the offset of the line.
[[nodiscard]] Result<std::vector<SuppliedFile>> read_hash_list(std::string_view text);

}  // namespace souptrace::formats

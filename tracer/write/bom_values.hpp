// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/component.hpp"

// Values that the formats restrict beyond being text. What does not fit is never bent until it does: the
// caller leaves it out or states it as a property.
namespace souptrace::write {

/// Whether `text` can stand as a package URL: "pkg:type/…name", printable ASCII without blanks (purl
/// specification, ECMA-427).
[[nodiscard]] bool is_purl(std::string_view text);

/// Whether `text` is a CPE 2.3 formatted string (NISTIR 7695, 6.2): "cpe:2.3:part:" and ten more attributes.
[[nodiscard]] bool is_cpe(std::string_view text);

/// `text` as an IRI reference: bytes that may not stand in one are percent-encoded.
[[nodiscard]] std::string iri(std::string_view text);

/// `text` as the fragment of an IRI; two texts never give the same one.
[[nodiscard]] std::string iri_fragment(std::string_view text);
/// The same, behind what `out` holds.
void append_iri_fragment(std::string& out, std::string_view text);

/// The identifiers "LicenseRef-…" in an SPDX expression, in its order.
[[nodiscard]] std::vector<std::string> license_refs(std::string_view expression);

/// Where the text of a LicenseRef is found; the trace holds its place and digest, not the text.
[[nodiscard]] std::string license_text_place(const License& license);

/// The SWHID of the component's commit ("swh:1:rev:…"): Software Heritage computes it as git does. "" where
/// no commit with a SHA-1 is known.
[[nodiscard]] std::string swhid(const Component& component);

/// "Jane Doe <jane@example.org>" or "Acme <https://acme.example>" in its parts; no address where there is
/// none in plain form.
struct Organization {
  std::string name;
  std::string email = {};
  std::string url = {};
};
[[nodiscard]] Organization organization(std::string_view text);

/// A UUID of version 8 (RFC 9562, 5.8) made of the SHA-256 of `content`.
[[nodiscard]] std::string content_uuid(std::string_view content);

}  // namespace souptrace::write

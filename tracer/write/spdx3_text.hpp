// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "write/bom_properties.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {

/// Writes the elements of one SPDX 3.0.1 document (JSON-LD). Every reference of the plan becomes an
/// identifier "urn:uuid:<document>#<reference>"; the UUID is made of the content at the end, so that an
/// identifier never stands for two different things.
class Spdx3Text {
 public:
  using Refs = std::vector<std::string_view>;

  /// What SPDX has for "nothing is said" where an element is expected.
  static constexpr std::string_view kNoAssertion = "NoAssertionElement";
  static constexpr std::string_view kNoAssertionLicense = "expandedlicensing_NoAssertionLicense";

  /// `size`: about how many bytes it will have.
  explicit Spdx3Text(std::size_t size);
  Spdx3Text(const Spdx3Text&) = delete;
  Spdx3Text& operator=(const Spdx3Text&) = delete;

  [[nodiscard]] JsonText& json() { return json_; }

  /// An element's first members; end_element() closes it.
  void begin_element(const char* type, std::string_view ref);
  void end_element() { json_.end_object(); }

  void member_ref(std::string_view name, std::string_view ref);
  void member_refs(std::string_view name, const Refs& refs);

  /// Nothing when there is no `to`. With a `scope` it is a LifecycleScopedRelationship.
  void relationship(std::string_view from, const char* type, const Refs& to,
                    const char* completeness, const char* scope = "");

  /// "verifiedUsing" and "software_contentIdentifier", as far as there are digests.
  void digests(const std::string& sha256, const std::string& sha512, const std::string& gitoid);

  /// One element of "externalIdentifier".
  void external_identifier(const char* type, const std::string& identifier);

  /// `properties` with the names that the CycloneDX document has for them; nothing when there are none.
  void extension(Properties& properties);

  /// The references of all elements until now.
  [[nodiscard]] Refs elements() const { return {elements_.begin(), elements_.end()}; }

  /// Closes the document.
  [[nodiscard]] std::string finish();

 private:
  void id(std::string_view ref);

  std::string out_;
  JsonText json_;
  std::deque<std::string> elements_;  // texts that stay where they are
  std::string id_;                    // the last one written
  std::vector<std::size_t> uuid_places_;
  unsigned relationships_ = 0;
};

}  // namespace souptrace::write

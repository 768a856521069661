// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>

#include "write/bom_plan.hpp"
#include "write/sbom_profile.hpp"

namespace souptrace::write {

/// The document that is looked at.
struct ProfileDocument {
  const Trace& trace;
  const TraceBinary& binary;
  SbomFormat format;
  const std::string& timestamp;
};

/// What a question is about: the binary (without a part), or a part at the top of the plan.
struct ProfileItem {
  const Part* part = nullptr;
  const Component* component = nullptr;  ///< null for a file without an owner

  [[nodiscard]] bool is_binary() const { return part == nullptr; }
};

struct ProfileRule {
  const char* id;
  const char* clause;
  const char* field;
  enum class About { document, binary, component, any } about;  ///< `any`: the binary and every component
  Demand demand;
  Answer (*answer)(const ProfileDocument&, const ProfileItem&);
  const char* remedy;            ///< for the document, the binary and its own files
  const char* component_remedy;  ///< for others; "" where it is the same
};

/// Who can supply what the rule asks for: of a library that was not found, of a file without an owner, and of
/// the rest.
[[nodiscard]] std::string_view remedy_of(const ProfileRule& rule, const ProfileItem& item);

[[nodiscard]] std::span<const ProfileRule> rules_of(SbomProfile profile);
[[nodiscard]] std::string_view title_of(SbomProfile profile);

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx_evidence.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "model/names.hpp"
#include "write/bom_values.hpp"
#include "write/cyclonedx_component.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

/// How sure an identity is, by the tier of the claim. CycloneDX asks for a number from 0 to 1; what it rests
/// on stands in words beside it.
double confidence_of(Tier tier) {
  switch (tier) {
    case Tier::package_db_verified:
      return 1.0;
    case Tier::vcs_pinned:
      return 0.9;
    case Tier::package_db_listed:
    case Tier::resolver_metadata:
      return 0.8;
    case Tier::declared:
      return 0.5;
    case Tier::package_db_mismatch:
    case Tier::unknown:
      break;
  }
  return 0.0;
}

/// The name that CycloneDX has for the way an identity of this tier was found. A declaration is no
/// attestation: nobody signed it.
const char* technique_of(Tier tier) {
  switch (tier) {
    case Tier::package_db_verified:
    case Tier::package_db_mismatch:
    case Tier::vcs_pinned:
      return "hash-comparison";
    case Tier::package_db_listed:
    case Tier::resolver_metadata:
      return "manifest-analysis";
    case Tier::declared:
    case Tier::unknown:
      break;
  }
  return "other";
}

using Method = std::tuple<const char*, double, std::string>;  // technique, confidence, what was found

std::vector<Method> methods_of(const TraceIndex& index, const Component& component, const Part& package) {
  std::vector<Method> methods;
  std::set<std::string> seen;
  const auto add = [&](const UsedFile* used) {
    if (used == nullptr) return;
    const Claim& claim = used->file->owner.chosen;
    if (index.component(claim.component) != &component || !seen.insert(claim.rule + char(claim.tier)).second)
      return;
    std::string found = claim.rule;
    if (!claim.evidence.empty() && !claim.evidence.front().place.empty())
      found += " (" + claim.evidence.front().place + ')';
    methods.emplace_back(technique_of(claim.tier), confidence_of(claim.tier), std::move(found));
  };
  add(package.file);
  for (const Part& child : package.children)
    if (child.what == Part::What::file) add(child.file);
  return methods;
}

void write_identity_evidence(JsonText& json, const TraceIndex& index, const Part& part) {
  const std::vector<Method> methods = methods_of(index, *part.component, part);
  if (methods.empty()) return;
  const bool by_purl = is_purl(part.component->purl);
  double confidence = 1.0;
  for (const Method& method : methods) confidence = std::min(confidence, std::get<double>(method));
  json.key("identity");
  json.begin_array();
  json.begin_object();
  json.member("field", by_purl ? "purl" : "name");
  json.member("confidence", confidence);
  json.member("concludedValue", by_purl ? part.component->purl : part.component->name);
  json.key("methods");
  json.begin_array();
  for (const auto& [technique, one_confidence, value] : methods) {
    json.begin_object(Layout::one_line);
    json.member("technique", technique);
    json.member("confidence", one_confidence);
    json.member_unless_empty("value", value);
    json.end_object();
  }
  json.end_array();
  json.member_list("tools", {kToolRef});
  json.end_object();
  json.end_array();
}

std::string context_of(const TraceInput& input) {
  std::string out(name_of(input.use));
  if (!input.member.empty()) out += ", member at byte " + std::to_string(input.offset);
  if (!input.reason.empty()) out += ", " + input.reason;
  if (!input.referrer.empty()) out += ", asked for by " + input.referrer;
  if (!input.witnesses.empty()) {
    out += "; seen by";
    for (const std::string& witness : input.witnesses)
      out += (&witness == &input.witnesses.front() ? " " : ", ") + witness;
  }
  return out;
}

void write_occurrence(JsonText& json, const std::string& location, const std::string& symbol,
                      const std::string& context) {
  json.begin_object(Layout::one_line);
  json.member("location", location);
  json.member_unless_empty("symbol", symbol);
  json.member_unless_empty("additionalContext", context);
  json.end_object();
}

/// Where the linker, or the loader, took the part from. An archive's members tell for themselves.
void write_occurrences(JsonText& json, const TraceIndex& index, const Part& part) {
  const std::string location = text_of(part.file->file->path);
  json.key("occurrences");
  json.begin_array();
  if (part.member != nullptr) {
    write_occurrence(json, location, part.member->symbol, context_of(*part.member));
  } else {
    for (const TraceInput* input : part.file->inputs)
      if (is_part(input->use) && input->use != Use::compiled_in && input->member.empty())
        write_occurrence(json, location, input->symbol, context_of(*input));
    for (const TraceRuntimeLibrary* library : part.file->runtime)
      write_occurrence(json, location, "",
                       "loaded as " + library->name +
                           (library->needed_by.empty() ? "" : " for " + index.path(library->needed_by)) +
                           (library->reason.empty() ? "" : ", found by " + library->reason));
  }
  json.end_array();
}

bool has_occurrence(const Part& part) {
  if (part.file == nullptr) return false;
  if (part.member != nullptr || !part.file->runtime.empty()) return true;
  return std::any_of(part.file->inputs.begin(), part.file->inputs.end(), [](const TraceInput* input) {
    return is_part(input->use) && input->use != Use::compiled_in && input->member.empty();
  });
}

}  // namespace

void write_evidence(JsonText& json, const TraceIndex& index, const Part& part) {
  const bool package = part.what == Part::What::package;
  const bool occurs = has_occurrence(part);
  if (!package && !occurs) return;
  json.key("evidence");
  json.begin_object();
  if (package) write_identity_evidence(json, index, part);
  if (occurs) write_occurrences(json, index, part);
  json.end_object();
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
// Gates about what is judged of each linked item: requirements, verification, segregation, risk.
#include <algorithm>

#include "base/text.hpp"
#include "review/gates.hpp"

namespace souptrace::review {
namespace {

void requirements_missing(const GateContext& context, GateMessages& messages) {
  each_linked(context, Rigor::b, [&](const MatchedItem& one, const std::string&) {
    const SoupRequirements& stated = one.item->requirements;
    std::string missing;
    const auto need = [&](bool is_there, std::string_view what) {
      if (!is_there) add_word(missing, what);
    };
    need(!stated.functional.empty(), "functional (5.3.3)");
    need(!stated.performance.empty(), "performance (5.3.3)");
    need(!stated.system_hw_sw.empty(), "system_hw_sw (5.3.4)");
    if (!missing.empty())
      messages.add(one.item->id, "its \"requirements\" do not state: " + missing, "State what the product needs of it; where nothing is needed, say so with the reason.");
  });
}

void requirements_unverified(const GateContext& context, GateMessages& messages) {
  each_linked(context, Rigor::b, [&](const MatchedItem& one, const std::string& digest) {
    const SoupItem& item = *one.item;
    const auto check = [&](const SoupRequirement& requirement) {
      bool is_tested = false;
      bool passes = false;
      for (const SoupVerification& test : item.verification) {
        if (test.requirement != requirement.id) continue;
        is_tested = true;
        passes = passes || (test.result == "pass" && !test.tester.empty() && !test.date.empty() && test.date <= context.today && is_bound_to(test.binds_to, digest));
      }
      if (passes) return;
      messages.add(item.id, requirement.id + (is_tested ? " has no passing test with the registered files, with tester and day" : " is verified by no test"),
                   "Run the test with this version and add its record to \"verification\", with \"tester\", \"date\" and \"binds_to\": \"" + digest + "\".");
    };
    for (const SoupRequirement& requirement : item.requirements.functional) check(requirement);
    for (const SoupRequirement& requirement : item.requirements.performance) check(requirement);
    const auto& architecture = item.architecture.verification;
    if (!architecture || architecture->verdict != "pass" || architecture->by.empty() || architecture->date.empty() || architecture->date > context.today || !is_bound_to(architecture->binds_to, digest))
      messages.add(item.id, "that the architecture supports its proper operation is not verified for the registered files (5.3.6 c)",
                   "Record the review in \"architecture.verification\", with \"verdict\": \"pass\", \"by\", \"date\" and \"binds_to\": \"" + digest + "\".");
  });
}

/// 4.3 d): a lower class than the software item that it is in needs the segregation and the rationale.
void segregation_unstated(const GateContext& context, GateMessages& messages) {
  for (const MatchedItem& one : context.reconciliation.items) {
    const SoupItem& item = *one.item;
    if (item.safety_class.empty() || item.safety_class == "unassigned") continue;
    for (const TraceBinary* binary : one.binaries) {
      if (rigor_of(context.class_of(*binary)) <= rigor_of(item.safety_class)) continue;
      if (!item.architecture.segregation.empty() && !item.class_rationale.empty()) continue;
      const std::string of = context.class_of(*binary);
      messages.add(item.id, "is class " + item.safety_class + " within " + binary->name + " of class " + (of.empty() ? "C (not assigned)" : of) + ", and why it cannot harm that is not stated",
                   "State \"architecture.segregation\" and \"class_rationale\", or leave \"safety_class\" empty.");
      break;
    }
  }
}

void risk_missing(const GateContext& context, GateMessages& messages) {
  each_linked(context, Rigor::b, [&](const MatchedItem& one, const std::string&) {
    const SoupRisk& risk = one.item->risk;
    std::string missing;
    const auto need = [&](bool is_there, std::string_view what) {
      if (!is_there) add_word(missing, what);
    };
    need(risk.contributes_to_hazard.has_value(), "contributes_to_hazard (7.1.1)");
    need(!risk.failure_modes.empty(), "failure_modes (7.1.2 c)");
    need(!risk.rmf_ref.empty(), "rmf_ref (7.1.4)");
    if (risk.contributes_to_hazard == true) {
      need(!risk.hazardous_situations.empty(), "hazardous_situations (7.1.1)");
      need(risk.residual_acceptable == true || !risk.controls.empty(), "controls, or residual_acceptable (7.2.1)");
    }
    if (!missing.empty()) messages.add(one.item->id, "its \"risk\" does not state: " + missing, "Evaluate its failure as a cause of hazardous situations and state it.");
  });
}

constexpr Gate kItemGates[] = {
    {"requirements-missing", Severity::error, Rigor::b, "5.3.3, 5.3.4", "functional, performance and system requirements are stated", requirements_missing},
    {"requirements-unverified", Severity::error, Rigor::b, "5.3.6 c, 5.6, 5.7.5", "each requirement is verified with the linked files", requirements_unverified},
    {"segregation-unstated", Severity::error, Rigor::a, "5.3.5, 4.3 d", "a lower class than the binary's is justified", segregation_unstated},
    {"risk-missing", Severity::error, Rigor::b, "7.1.2 c, 7.1.4", "the failure of each item is evaluated", risk_missing},
};

}  // namespace

std::span<const Gate> item_gates() {
  return kItemGates;
}

}  // namespace souptrace::review

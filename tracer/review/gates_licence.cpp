// SPDX-License-Identifier: Apache-2.0
// Gates about licences and about the manufacturers' support.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "formats/spdx_expression.hpp"
#include "formats/spdx_terms.hpp"
#include "review/gates.hpp"

namespace souptrace::review {
namespace {

/// What the item is used under: what was concluded, else what is declared. "" = nothing is stated.
std::string licence_of(const SoupItem& item) {
  for (const std::string* one : {&item.licence.effective, &item.licence.concluded, &item.licence.declared})
    if (!one->empty() && *one != "NOASSERTION") return *one;
  return "";
}

/// In the one spelling; "" when it is no SPDX expression.
std::string normalized(const std::string& expression) {
  const auto out = formats::normalize_spdx_expression(expression);
  return out ? *out : "";
}

void licence_unknown(const GateContext& context, GateMessages& messages) {
  each_linked(context, Rigor::a, [&](const MatchedItem& one, const std::string&) {
    const std::string stated = licence_of(*one.item);
    if (stated.empty())
      messages.add(one.item->id, "its licence is not known", "Read its licence texts and state \"licence.concluded\" as an SPDX expression.");
    else if (normalized(stated).empty())
      messages.add(one.item->id, "\"" + stated + "\" is no SPDX expression", "State \"licence.concluded\" with identifiers of the SPDX list, or LicenseRef-….");
    for (const EvidenceFile& text : one.item->licence.texts) {
      const auto at = context.evidence.find(text.path);
      if (at == context.evidence.end() || at->second.empty())
        messages.add(one.item->id, "the saved licence text cannot be read: " + text.path, "Put the file back; its path is relative to register.json.");
      else if (at->second != text.sha256)
        messages.add(one.item->id, "the saved licence text is not the one that was read: " + text.path, "Put that file back, or read the new one and state its sha256 " + at->second + '.');
    }
  });
}

/// A licence of the expression that is `bad` and cannot be avoided; "" when the others are enough to keep to it: a choice (OR) with one good
/// side is good.
template <class Bad>
std::string unavoidable(const std::string& expression, const Bad& bad) {
  std::set<std::string> good;
  std::string worst;
  for (const std::string& term : formats::spdx_terms(expression)) {
    if (!bad(term)) good.insert(term);
    else if (worst.empty()) worst = term;
  }
  const bool avoidable = !good.empty() && formats::spdx_contains(formats::spdx_conjunction(good), expression);
  return avoidable ? "" : worst;
}

void licence_denied(const GateContext& context, GateMessages& messages) {
  std::set<std::string> denied;  // in the spelling of the items' terms: "gpl-3.0" means GPL-3.0-only
  for (const std::string& stated : context.reg.policy.licences_denied) {
    const std::string licence = normalized(stated);
    if (licence.empty() || formats::spdx_terms(licence).size() != 1)
      messages.add(stated, "is denied by the policy and is no SPDX identifier, so nothing can be compared with it",
                   "Correct policy.licences_denied of register.json: GPL-3.0-only, GPL-3.0-or-later, ….");
    denied.insert(licence);
  }
  each_linked(context, Rigor::a, [&](const MatchedItem& one, const std::string&) {
    const std::string term = unavoidable(normalized(licence_of(*one.item)), [&](const std::string& licence) {
      return denied.contains(licence);
    });
    if (!term.empty())
      messages.add(one.item->id, "is under " + term + ", which the policy denies", "Replace it, or change policy.licences_denied with a reason.");
  });
}

std::string_view nothing_denied(const GateContext& context) {
  return context.reg.policy.licences_denied.empty() ? "the register's policy.licences_denied is empty" : "";
}

bool has_manner(const MatchedItem& one, std::string_view manner) {
  return std::any_of(one.facts.linked_into.begin(), one.facts.linked_into.end(), [&](const SoupLink& link) {
    return std::find(link.how.begin(), link.how.end(), manner) != link.how.end();
  });
}

/// Copyleft reaches over to what it is linked with: GPL and AGPL however, LGPL where its code is inside the binary. An exception (WITH) is
/// a permission to link, by purpose.
void licence_link_conflict(const GateContext& context, GateMessages& messages) {
  each_linked(context, Rigor::a, [&](const MatchedItem& one, const std::string&) {
    const bool inside = has_manner(one, "static") || has_manner(one, "sources");
    const std::string term = unavoidable(normalized(licence_of(*one.item)), [&](const std::string& licence) {
      if (licence.find(" WITH ") != std::string::npos) return false;
      return licence.starts_with("GPL-") || licence.starts_with("AGPL-") || (inside && licence.starts_with("LGPL-"));
    });
    if (term.empty()) return;
    messages.add(one.item->id, "is under " + term + " and " + (inside ? "its code is inside the binary" : "the binary is linked with it"),
                 term.starts_with("LGPL-") ? "Link it dynamically, or see to what its licence asks of static linking."
                                           : "Let somebody who knows the licence decide; replace it, or state \"licence.effective\" with the exception that applies.");
  });
}

void support_unknown(const GateContext& context, GateMessages& messages) {
  each_linked(context, Rigor::a, [&](const MatchedItem& one, const std::string&) {
    const SoupSupport& support = one.item->support;
    if (!support.justification_if_unknown.empty()) return;
    std::string missing;
    if (support.level.empty()) missing = "support.level";
    if (support.end_of_support.empty()) add_word(missing, "support.end_of_support");
    if (!missing.empty())
      messages.add(one.item->id, "not stated: " + missing, "Ask the supplier and state it, or why it cannot be known (support.justification_if_unknown).");
  });
}

void support_ended(const GateContext& context, GateMessages& messages) {
  const std::string& needed = context.reg.policy.device_end_of_life.empty() ? context.today : context.reg.policy.device_end_of_life;
  each_linked(context, Rigor::a, [&](const MatchedItem& one, const std::string&) {
    const SoupSupport& support = one.item->support;
    if (!support.replacement_plan.empty()) return;
    const std::string plan = "State how it will be replaced or maintained (support.replacement_plan), or replace it.";
    if (support.level == "abandoned" || support.level == "no longer maintained")
      messages.add(one.item->id, "is " + support.level + " by its maker", plan);
    else if (!support.end_of_support.empty() && support.end_of_support < needed)
      messages.add(one.item->id, "its support ends on " + support.end_of_support + ", and it is needed until " + needed, plan);
  });
}

constexpr Gate kLicenceGates[] = {
    {"support-unknown", Severity::error, Rigor::a, "FDA V.A.4(b), 6.1 f", "level and end of support are stated", support_unknown},
    {"support-ended", Severity::error, Rigor::a, "FDA V.A.4(b), 6.1 f", "support lasts as long as it is needed, or there is a plan", support_ended},
    {"licence-unknown", Severity::error, Rigor::a, "BSI TR-03183-2 6.1", "the licence is an SPDX expression", licence_unknown},
    {"licence-denied", Severity::error, Rigor::a, "the product's policy", "no licence is used that the policy denies", licence_denied, nothing_denied},
    {"licence-link-conflict", Severity::error, Rigor::a, "the licences' own terms", "copyleft is not linked into other code", licence_link_conflict},
};

}  // namespace

std::span<const Gate> licence_gates() {
  return kLicenceGates;
}

}  // namespace souptrace::review

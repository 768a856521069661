// SPDX-License-Identifier: Apache-2.0
// Gates about the register as a list: what is linked is in it, as it is, approved.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/names.hpp"
#include "review/gates.hpp"
#include "review/judgements.hpp"

namespace souptrace::review {
namespace {

std::string names_of(const std::vector<const TraceBinary*>& binaries) {
  std::string out;
  for (const TraceBinary* binary : binaries) add_word(out, binary->name);
  return out;
}

void file_unowned(const GateContext& context, GateMessages& messages) {
  for (const TraceFile* file : context.reconciliation.unowned)
    messages.add(text_of(file->path), "is in a binary, and nobody is known to own it",
                 "Declare it: souptrace_component(NAME … PATHS …); or register it by its digest: souptrace register update.");
}

void tell_unregistered(const GateContext& context, GateMessages& messages, ComponentKind kind) {
  for (const Component* component : context.reconciliation.unregistered) {
    if (component->kind != kind) continue;
    messages.add(component->id, "is linked into " + names_of(context.reconciliation.binaries.at(component->id)) + " and not in the register",
                 "Draft its entry with souptrace register update, complete it and have it approved; or remove it from the product.");
  }
}

void soup_unregistered(const GateContext& context, GateMessages& messages) {
  tell_unregistered(context, messages, ComponentKind::soup);
}
void standard_library_listed(const GateContext& context, GateMessages& messages) {
  tell_unregistered(context, messages, ComponentKind::runtime);
}

void soup_ambiguous(const GateContext& context, GateMessages& messages) {
  for (const AmbiguousMatch& both : context.reconciliation.ambiguous) {
    std::string items;
    for (const std::string& item : both.items) add_word(items, item);
    messages.add(both.subject, "is claimed by several items of the register: " + items,
                 "Make \"match\" of these items more exact, so that one of them is meant.");
  }
}

/// A file at one of the item's places that the product itself owns; null when there is none.
const TraceFile* of_the_product(const GateContext& context, const SoupItem& item) {
  for (const TraceFile& file : context.index.trace().files) {
    const Component* owner = context.index.owner(file);
    if (owner == nullptr || owner->kind != ComponentKind::product) continue;
    const std::string place = text_of(file.path);
    for (const std::string& named : item.match.paths)
      if (place == named || place.starts_with(named.ends_with('/') ? named : named + '/')) return &file;
  }
  return nullptr;
}

void soup_not_linked(const GateContext& context, GateMessages& messages) {
  for (const MatchedItem& one : context.reconciliation.items) {
    if (one.is_linked()) continue;
    if (const TraceFile* file = of_the_product(context, *one.item))
      messages.add(one.item->id, text_of(file->path) + " counts as the product's own code, though this item is about it",
                   "Declare it: souptrace_component(NAME … PATHS …), so that every document says whose it is.");
    else
      messages.add(one.item->id, '"' + one.item->title + "\" is registered, and no binary has anything of it",
                   "Remove the entry, or correct its \"match\": souptrace show lists what is linked.");
  }
}

bool says_nothing(const std::string& text) {
  const std::string lower = to_lower(trim(text));
  return lower.empty() || lower == "unknown" || lower == "noassertion" || lower == "n/a" || lower == "tbd" || lower == "todo";
}

void soup_id_incomplete(const GateContext& context, GateMessages& messages) {
  for (const MatchedItem& one : context.reconciliation.items) {
    if (!one.is_linked()) continue;
    std::string missing;
    const auto need = [&](const std::string& text, std::string_view name) {
      if (says_nothing(text)) add_word(missing, name);
    };
    need(one.item->title, "title (8.1.2 a)");
    need(one.item->manufacturer.name, "manufacturer.name (8.1.2 b)");
    need(one.item->designator.version, "designator.version (8.1.2 c)");
    if (!missing.empty()) messages.add(one.item->id, "not stated: " + missing, "State it in the item's file.");
  }
}

/// The binaries that have it and stand not in its facts.
std::string unregistered_binaries(const MatchedItem& one, const SoupFacts& registered) {
  std::vector<const TraceBinary*> out = one.binaries;
  std::erase_if(out, [&](const TraceBinary* binary) {
    return std::any_of(registered.linked_into.begin(), registered.linked_into.end(), [&](const SoupLink& link) { return link.binary == binary->name; });
  });
  return names_of(out);
}

void soup_version_drift(const GateContext& context, GateMessages& messages) {
  constexpr std::size_t kShown = 3;
  for (const MatchedItem& one : context.reconciliation.items) {
    if (!one.is_linked()) continue;
    const std::vector<const Component*> drifted = one.with_other_version();
    for (const Component* component : drifted)
      messages.add(one.item->id, "registered is version " + one.item->designator.version + ", linked is " + component->id,
                   "Link the registered version; or change the item: souptrace diff shows what differs, 7.4 and 8.2 ask for its evaluation.");
    if (!drifted.empty() || !one.item->facts) continue;
    if (const std::string binaries = unregistered_binaries(one, *one.item->facts); !binaries.empty())
      messages.add(one.item->id, "is linked into " + binaries + " too, for which it was not registered",
                   "Judge it there as well (its risk, its requirements), take it over with souptrace register update and have it approved.");
    const std::vector<std::string> other = unregistered_facts(one.facts, *one.item->facts);
    for (std::size_t i = 0; i < std::min(other.size(), kShown); ++i)
      messages.add(one.item->id, "same version, other bytes: linked is " + other[i] + ", which was not registered",
                   "Find out where it comes from (souptrace explain); when it is right, take it over with souptrace register update and have it approved.");
    if (other.size() > kShown)
      messages.add(one.item->id, "and " + std::to_string(other.size() - kShown) + " more files that were not registered", "As above.");
  }
}

void soup_unapproved(const GateContext& context, GateMessages& messages) {
  for (const MatchedItem& one : context.reconciliation.items) {
    if (!one.is_linked()) continue;
    const SoupItem& item = *one.item;
    const std::string how = "Review it, then souptrace register approve " + item.id + " --by NAME --role ROLE.";
    if (!item.facts)
      messages.add(item.id, "has no facts that an approval could be bound to", "Run souptrace register update, then approve it.");
    else if (!item.approval)
      messages.add(item.id, "is a draft: nobody has approved it", how);
    else if (says_nothing(item.approval->by) || item.approval->date.empty())
      messages.add(item.id, "its approval does not say who and when", how);
    else if (item.approval->date > context.today)
      messages.add(item.id, "its approval is of " + item.approval->date + ", which is still to come", how);
    else if (item.approval->binds_to != item.approval_digest)
      messages.add(item.id, "its approval is of another state of the item: the linked files or the entry have changed since", how);
    else if (context.judged_digest(one) != item.facts->digest)
      messages.add(item.id, "its approval is of other files than are linked: that they differ is tolerated, that they are approved is not said",
                   "Take them over with souptrace register update, then souptrace register approve " + item.id + " --by NAME --role ROLE.");
  }
}

void class_unassigned(const GateContext& context, GateMessages& messages) {
  std::set<std::string> known;
  for (const TraceBinary& binary : context.index.trace().binaries) {
    known.insert(binary.name);
    if (context.class_of(binary).empty())
      messages.add(binary.name, "belongs to no software item with a safety class, so it counts as class C",
                   "Name it in \"software_items\" of register.json, with the class and the rationale.");
  }
  for (const SoftwareItem& item : context.reg.software_items) {
    for (const std::string& binary : item.binaries)
      if (!known.contains(binary))
        messages.warn(item.name, "has the binary \"" + binary + "\", which this trace does not have", "Correct \"software_items\" of register.json.");
    if (!item.safety_class.empty() && item.safety_class != "unassigned" && says_nothing(item.rationale))
      messages.warn(item.name, "class " + item.safety_class + " without a rationale", "State it in \"software_items\" of register.json.");
  }
}

bool is_documented(const SoupItem& item, Rigor rigor) {
  if (!item.facts) return false;
  return std::any_of(item.history.begin(), item.history.end(), [&](const SoupChange& change) {
    return change.binds_to == item.facts->digest && !says_nothing(change.change_request) && !says_nothing(change.potential_causes) &&
           (rigor == Rigor::a || !says_nothing(change.existing_controls));
  });
}

/// What the item has in a binary: its binary and the members that are linked there.
std::set<std::string> links_of(const SoupFacts& facts) {
  std::set<std::string> out;
  for (const SoupLink& link : facts.linked_into) {
    out.insert("in " + link.binary);
    for (const std::string& member : link.members) out.insert(member + " in " + link.binary);
  }
  return out;
}

/// What differs, in words, the gravest first: files and components, then what of them is in which binary.
std::vector<std::string> changes_between(const SoupFacts& before, const SoupFacts& now) {
  std::vector<std::string> out = unregistered_facts(now, before);
  for (std::string& gone : unregistered_facts(before, now)) out.push_back("no longer " + gone);
  const auto was = links_of(before);
  const auto is = links_of(now);
  for (const std::string& link : is)
    if (!was.contains(link)) out.push_back("now " + link);
  for (const std::string& link : was)
    if (!is.contains(link)) out.push_back("no longer " + link);
  return out;
}

void change_impact_missing(const GateContext& context, GateMessages& messages) {
  for (const MatchedItem& now : context.reconciliation.items) {
    if (!now.is_linked() || is_documented(*now.item, context.rigor_of(now))) continue;
    for (const MatchedItem& before : context.former->items) {
      if (before.item != now.item) continue;
      const auto changes = changes_between(before.facts, now.facts);
      if (!changes.empty())
        messages.add(now.item->id,
                     std::string(before.is_linked() ? "differs from the release before (" : "is new since the release before (") + changes.front() +
                         (changes.size() > 1 ? " and " + std::to_string(changes.size() - 1) + " more" : "") + ") and its impact is not analysed",
                     "Add an entry to \"history\" with the change request, potential_causes (7.4.1) and existing_controls (7.4.2), bound to the facts' digest.");
    }
  }
}

std::string_view no_former(const GateContext& context) {
  return context.former == nullptr ? "no former release was given: --previous TRACE" : "";
}

constexpr Gate kRegisterGates[] = {
    {"file-unowned", Severity::error, Rigor::a, "8.1.2", "every linked file has an owner", file_unowned},
    {"soup-unregistered", Severity::error, Rigor::a, "8.1.2", "linked SOUP is registered", soup_unregistered},
    {"standard-library-listed", Severity::error, Rigor::a, "8.1.2 (including standard libraries)", "the toolchain's libraries are registered",
     standard_library_listed},
    {"soup-ambiguous", Severity::error, Rigor::a, "8.1.1", "each linked component is one item", soup_ambiguous},
    {"soup-not-linked", Severity::warning, Rigor::a, "8.1.3", "what is registered is linked", soup_not_linked},
    {"soup-id-incomplete", Severity::error, Rigor::a, "8.1.2 a-c", "title, manufacturer and designator are stated", soup_id_incomplete},
    {"soup-version-drift", Severity::error, Rigor::a, "8.2.1, 7.4", "the registered version and bytes are linked", soup_version_drift},
    {"soup-unapproved", Severity::error, Rigor::a, "8.2.1, 8.2.4", "each item is approved as it is", soup_unapproved},
    {"class-unassigned", Severity::error, Rigor::a, "4.3 g", "each binary belongs to a software item with a safety class", class_unassigned},
    {"change-impact-missing", Severity::error, Rigor::a, "7.4.1, 7.4.2, 8.2", "changes since the release before are analysed", change_impact_missing, no_former},
};

}  // namespace

std::span<const Gate> register_gates() {
  return kRegisterGates;
}

}  // namespace souptrace::review

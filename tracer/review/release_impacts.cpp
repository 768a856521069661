// SPDX-License-Identifier: Apache-2.0
#include "review/release_impacts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "model/names.hpp"
#include "review/reconcile.hpp"
#include "review/release_components.hpp"
#include "review/release_rules.hpp"
#include "review/release_words.hpp"

namespace souptrace::review {
namespace {

/// The register beside one release.
struct Registered {
  Registered(const TraceIndex& of, const SoupRegister& reg) : index(of), found(reconcile(of, reg)), context{of, reg, found, "", kNoEvidence} {
    for (const MatchedItem& one : found.items) {
      for (const Component* component : one.components) components[component->id] = &one;
      for (const TraceFile* file : one.files) files[text_of(file->path)] = &one;
    }
  }
  Registered(const Registered&) = delete;
  Registered& operator=(const Registered&) = delete;

  static const inline std::map<std::string, std::string> kNoEvidence{};
  const TraceIndex& index;
  Reconciliation found;
  GateContext context;
  std::map<std::string, const MatchedItem*> components;
  std::map<std::string, const MatchedItem*> files;
};

std::string letter_of(Rigor rigor) {
  return rigor == Rigor::a ? "A" : rigor == Rigor::b ? "B" : "C";
}

void add_unique(std::vector<std::string>& list, const std::string& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

void add_triggers(std::span<const ReviewRule> rules, Rigor rigor, std::string_view state, const std::string& reason, ReviewImpact& out) {
  for (const ReviewRule& rule : rules) {
    if (rigor < rule.from || std::find(rule.states.begin(), rule.states.end(), state) == rule.states.end()) continue;
    const auto at = std::find_if(out.triggers.begin(), out.triggers.end(), [&](const ReviewTrigger& one) { return one.clause == rule.clause; });
    ReviewTrigger& trigger = at == out.triggers.end() ? out.triggers.emplace_back() : *at;
    trigger.clause = rule.clause;
    trigger.task = rule.task;
    add_unique(trigger.reasons, reason);
  }
}

class Impacts {
 public:
  Impacts(const TraceIndex& before, const TraceIndex& after, const SoupRegister* reg, const ReleaseDiff& diff) : diff_(diff) {
    own_ = rigor_of(after.trace().product.safety_class);
    if (reg == nullptr) return;
    old_.emplace(before, *reg);
    now_.emplace(after, *reg);
  }

  void add(const ComponentDiff& one) {
    const MatchedItem* was = one.before && old_ ? item_in(old_->components, one.before->id) : nullptr;
    const MatchedItem* is = one.after && now_ ? item_in(now_->components, one.after->id) : nullptr;
    // Two items where one was: each is told of its half of the change.
    if (was != nullptr && is != nullptr && was->item != is->item) {
      tell(one, was, old_->context.rigor_of(*was));
      tell(one, is, now_->context.rigor_of(*is));
      return;
    }
    tell(one, is != nullptr ? is : was, is != nullptr ? now_->context.rigor_of(*is) : was != nullptr ? old_->context.rigor_of(*was) : rigor_of_binaries(one));
  }

  void add(const PartChange& one) {
    const PartSide& side = one.after ? *one.after : *one.before;
    const auto& registered = one.after ? now_ : old_;
    const std::string file = file_of(one.role, side);
    const MatchedItem* item = registered ? item_in(registered->files, file) : nullptr;
    const Rigor rigor = item == nullptr ? own_ : registered->context.rigor_of(*item);
    ReviewImpact& out = impact(item, item == nullptr ? file : "", "a file that nobody owns", rigor, gravity_of(one.state == "changed" ? "bytes" : one.state));
    add_change(out, rigor, one.state == "changed" ? "bytes" : one.state, reason_of(one));
  }

  void add_toolchain() {
    std::vector<std::string> reasons;
    for (const ValueChange& one : diff_.settings)
      if (!one.name.starts_with("product") && one.name != "safetyClass" && one.name != "souptraceVersion") reasons.push_back(one.name + ' ' + from_to(one));
    for (const BinaryDiff& binary : diff_.binaries)
      for (const ValueChange& one : binary.values)
        if (is_of_tools(one.name)) reasons.push_back(binary.name + ": " + one.name + ' ' + from_to(one));
    tell("toolchain", "compilers, linkers, flags and settings", "toolchain", reasons);
  }

  void add_loading_and_delivery() {
    std::vector<std::string> loading;
    std::vector<std::string> delivery;
    for (const BinaryDiff& binary : diff_.binaries) {
      for (const ValueChange& one : binary.values) {
        if (is_of_loading(one.name)) loading.push_back(binary.name + ": " + one.name + ' ' + from_to(one));
        if (one.name == "installDestinations" || one.name == "path") delivery.push_back(binary.name + ": " + one.name + ' ' + from_to(one));
      }
      for (const PartChange& one : binary.shipped) delivery.push_back(binary.name + ": " + reason_of(one));
    }
    tell("loading", "what is loaded at run time, and from where", "loading", loading);
    tell("delivery", "the files that are delivered", "delivery", delivery);
  }

  std::vector<ReviewImpact> finish() {
    std::vector<std::pair<std::size_t, ReviewImpact>> sorted;
    for (auto& [key, one] : impacts_) sorted.emplace_back(std::move(one));
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<ReviewImpact> out;
    for (auto& [gravity, one] : sorted) {
      std::stable_sort(one.triggers.begin(), one.triggers.end(), [](const ReviewTrigger& a, const ReviewTrigger& b) { return a.clause < b.clause; });
      out.push_back(std::move(one));
    }
    return out;
  }

 private:
  /// The place of the file itself; of a member its archive's.
  static std::string file_of(Role role, const PartSide& side) {
    const std::size_t member = role == Role::archive_member ? side.name.find('(') : std::string::npos;
    return member == std::string::npos ? side.place : side.place.substr(0, side.place.size() - (side.name.size() - member));
  }
  static bool is_of_tools(const std::string& name) {
    return name.starts_with("linker") || name == "linkFlags" || name.starts_with("compileFlags") || name.starts_with("reads ") || name == "driver" || name == "linkTimeOptimization" || name == "compilerComments" || name == "machine";
  }
  static bool is_of_loading(const std::string& name) {
    return name == "interpreter" || name == "rpath" || name == "runpath" || name == "runTimeLoading" || name == "type" || name == "format";
  }

  /// What is no SOUP item's own: of the whole product's class.
  void tell(const std::string& subject, const std::string& title, std::string_view state, const std::vector<std::string>& reasons) {
    if (reasons.empty()) return;
    ReviewImpact& out = impact(nullptr, subject, title, own_, gravity_of("compiled"));
    for (const std::string& reason : reasons) {
      add_unique(out.changes, reason);
      add_triggers(product_rules(), own_, state, reason, out);
    }
  }

  static const MatchedItem* item_in(const std::map<std::string, const MatchedItem*>& items, const std::string& key) {
    const auto at = items.find(key);
    return at == items.end() ? nullptr : at->second;
  }
  static std::string from_to(const ValueChange& one) {
    return (one.before.empty() ? "none" : one.before) + " -> " + (one.after.empty() ? "none" : one.after);
  }

  /// The highest class of the software items whose binaries have it; without register the product's.
  Rigor rigor_of_binaries(const ComponentDiff& one) const {
    if (!now_) return own_;
    const auto& side = one.after ? one.after : one.before;
    const Registered& registered = one.after ? *now_ : *old_;
    Rigor out = Rigor::a;
    for (const TraceBinary& binary : registered.index.trace().binaries)
      if (std::find(side->binaries.begin(), side->binaries.end(), binary.name) != side->binaries.end()) out = std::max(out, review::rigor_of(registered.context.class_of(binary)));
    return out;
  }

  ReviewImpact& impact(const MatchedItem* item, const std::string& subject, const std::string& title, Rigor rigor, std::size_t gravity) {
    const std::string key = item == nullptr ? "other " + subject + '\n' + title : "item " + item->item->id;
    auto& [worst, out] = impacts_.try_emplace(key, gravity, ReviewImpact{}).first->second;
    worst = std::min(worst, gravity);
    out.subject = item == nullptr ? subject : item->item->id;
    out.title = item == nullptr ? title : item->item->title;
    out.registered = item != nullptr;
    out.safety_class = std::max(out.safety_class, letter_of(rigor));
    return out;
  }

  static void add_change(ReviewImpact& out, Rigor rigor, std::string_view state, const std::string& reason) {
    add_unique(out.changes, reason);
    add_triggers(soup_rules(), rigor, state, reason, out);
  }

  void tell(const ComponentDiff& one, const MatchedItem* item, Rigor rigor) {
    ReviewImpact& out = impact(item, one.name, (one.after ? one.after : one.before)->id, rigor, gravity_of(one.states.front()));
    for (const auto* side : {&one.before, &one.after}) {
      if (!*side) continue;
      add_unique(out.components, (*side)->id);
      for (const std::string& binary : (*side)->binaries) add_unique(out.binaries, binary);
    }
    std::sort(out.binaries.begin(), out.binaries.end());
    const std::string lead = out.components.size() > 2 || (item != nullptr && item->components.size() > 1) ? one.name + ": " : "";
    for (const std::string& state : one.states) add_change(out, rigor, state, lead + reason_of(one, state));
    add_unaffected(one, out);
  }

  /// Files of it that are the same; binaries with it in which nothing at all changed; archives of which every linked member is the same.
  void add_unaffected(const ComponentDiff& one, ReviewImpact& out) const {
    if (!one.before || !one.after) return;
    for (const BinaryDiff& binary : diff_.binaries) {
      const auto has = [&](const ComponentSide& side) { return std::find(side.binaries.begin(), side.binaries.end(), binary.name) != side.binaries.end(); };
      if (!has(*one.before) || !has(*one.after)) continue;
      if (is_unaffected(binary)) {
        out.unaffected.push_back({binary.name, binary.after->sha256, unaffected_words(binary)});
        continue;
      }
      const bool is_touched = std::any_of(binary.parts.begin(), binary.parts.end(), [&](const PartChange& part) {
        return (part.before && part.before->component == one.before->id) || (part.after && part.after->component == one.after->id);
      });
      if (!is_touched) out.unaffected.push_back({binary.name, "", "none of its files in this binary is another one"});
      for (const SameMembers& archive : binary.archives)
        if (owns(one, archive)) out.unaffected.push_back({binary.name + ": " + archive.archive, archive.sha256_after, words_of(archive)});
    }
    for (const SamePart& part : one.same)
      if (part.role != Role::header && part.role != Role::source) out.unaffected.push_back({part.name, part.sha256, "byte-identical"});
  }

  /// Whether the members of the archive are the component's.
  static bool owns(const ComponentDiff& one, const SameMembers& archive) {
    const std::string lead = archive.archive.substr(archive.archive.find_last_of(":/") + 1) + '(';
    return std::any_of(one.same.begin(), one.same.end(), [&](const SamePart& part) { return part.name.starts_with(lead); });
  }

  const ReleaseDiff& diff_;
  Rigor own_ = Rigor::c;
  std::optional<Registered> old_;
  std::optional<Registered> now_;
  std::map<std::string, std::pair<std::size_t, ReviewImpact>> impacts_;
};

}  // namespace

void add_impacts(const TraceIndex& before, const TraceIndex& after, const SoupRegister* reg, ReleaseDiff& diff) {
  Impacts impacts(before, after, reg, diff);
  for (const ComponentDiff& one : diff.components) impacts.add(one);
  for (const PartChange& one : diff.unowned) impacts.add(one);
  impacts.add_toolchain();
  impacts.add_loading_and_delivery();
  diff.with_register = reg != nullptr;
  diff.impacts = impacts.finish();
}

}  // namespace souptrace::review

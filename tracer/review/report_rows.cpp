// SPDX-License-Identifier: Apache-2.0
#include "review/report_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "model/names.hpp"
#include "review/gates.hpp"
#include "review/judgements.hpp"
#include "review/report_vulnerabilities.hpp"

namespace souptrace::review {
namespace {

std::string class_of(const SoupRegister& reg, const TraceBinary& binary) {
  for (const SoftwareItem& item : reg.software_items)
    if (std::find(item.binaries.begin(), item.binaries.end(), binary.name) != item.binaries.end()) return item.safety_class;
  return "";
}

/// The highest class of the binaries; one without class counts as the highest (4.3 g).
std::string highest_class(const ReportSources& from, const std::vector<const TraceBinary*>& binaries) {
  if (from.reg == nullptr) return from.index.trace().product.safety_class;
  std::string out;
  for (const TraceBinary* binary : binaries) {
    std::string one = class_of(*from.reg, *binary);
    if (one.empty() || one == "unassigned") return "";
    if (out.empty() || rigor_of(one) > rigor_of(out)) out = std::move(one);
  }
  return out;
}

/// What judgements of the linked files are bound to. Fewer files than are registered are no others.
std::string linked_digest(const MatchedItem& matched) {
  if (!matched.item->facts) return matched.facts.digest;
  const bool drifted = matched.is_linked() && !unregistered_facts(matched.facts, *matched.item->facts).empty();
  return drifted ? matched.facts.digest : matched.item->facts->digest;
}

std::string approval_state(const MatchedItem& matched) {
  const SoupItem& item = *matched.item;
  if (!item.approval) return "draft";
  const bool same_facts = item.facts && linked_digest(matched) == item.facts->digest;
  return same_facts && item.approval->binds_to == item.approval_digest ? "approved" : "stale";
}

void add_requirements(const SoupItem& item, ReportSubject& out) {
  const std::string digest = item.facts ? item.facts->digest : "";
  const auto verified = [&](const SoupRequirement& requirement) {
    bool passed = false;
    for (const SoupVerification& test : item.verification) {
      if (test.requirement != requirement.id || test.result != "pass" || test.binds_to != digest) continue;
      passed = true;
      out.verified_on = std::max(out.verified_on, test.date);
    }
    return passed;
  };
  for (const auto* list : {&item.requirements.functional, &item.requirements.performance}) {
    out.requirements += list->size();
    out.requirements_verified += static_cast<std::uint64_t>(std::count_if(list->begin(), list->end(), verified));
  }
}

void add_anomalies(const SoupItem& item, ReportSubject& out) {
  if (item.anomaly_list.published) out.anomaly_list = *item.anomaly_list.published ? "published" : "not published";
  out.anomaly_list_url = item.anomaly_list.url;
  out.anomaly_list_date = item.anomaly_list.accessed;
  out.anomalies = item.anomalies.size();
  out.anomalies_open = static_cast<std::uint64_t>(std::count_if(
      item.anomalies.begin(), item.anomalies.end(), [](const Anomaly& one) { return one.decision.empty() || one.decision == "reject"; }));
}

ReportSubject subject_of(const Component& component) {
  ReportSubject out;
  out.kind = name_of(component.kind);
  out.title = component.name;
  out.manufacturer = component.supplier;
  out.version = component.version;
  out.url = component.url;
  out.licence = component.license.expression;
  out.licence_source = component.license.source;
  out.components = {component.id};
  return out;
}

void add_judgements(const MatchedItem& matched, ReportSubject& out) {
  const SoupItem& item = *matched.item;
  out.approval = approval_state(matched);
  if (item.approval) {
    out.approved_by = item.approval->by + (item.approval->role.empty() ? "" : ", " + item.approval->role);
    out.approval_date = item.approval->date;
    out.change_request = item.approval->change_request;
  }
  out.support = item.support.level;
  out.end_of_support = item.support.end_of_support;
  out.support_source = item.support.source;
  out.support_justification = item.support.justification_if_unknown;
  out.stale = stale_judgements(item, linked_digest(matched), item.approval_digest);
  add_requirements(item, out);
  add_anomalies(item, out);
}

std::string licences_of(const std::vector<const Component*>& components) {
  std::set<std::string> distinct;
  for (const Component* one : components)
    if (one->license.expression != "NOASSERTION") distinct.insert(one->license.expression);
  return joined(distinct, "; ");
}

ReportSubject subject_of(const ReportSources& from, const MatchedItem& matched) {
  const SoupItem& item = *matched.item;
  ReportSubject out;
  out.item = item.id;
  const bool runtime = !matched.components.empty() && std::all_of(matched.components.begin(), matched.components.end(), [](const Component* one) {
    return one->kind == ComponentKind::runtime;
  });
  out.kind = runtime ? "runtime" : "soup";
  out.title = item.title;
  out.manufacturer = item.manufacturer.name;
  out.version = item.designator.version;
  out.commit = item.designator.commit;
  out.language = item.language;
  std::set<std::string> others;
  for (const Component* one : matched.with_other_version()) others.insert(one->version);
  out.other_versions.assign(others.begin(), others.end());
  out.purpose = item.purpose;
  out.url = item.manufacturer.url;
  for (const Component* one : matched.components) {
    out.components.push_back(one->id);
    if (out.licence_source.empty()) out.licence_source = one->license.source;
  }
  for (const TraceFile* file : matched.files) out.files.push_back(file->id);
  out.licence = !item.licence.concluded.empty() ? item.licence.concluded : !item.licence.declared.empty() ? item.licence.declared : licences_of(matched.components);
  if (!item.licence.concluded.empty() || !item.licence.declared.empty()) out.licence_source = "the register";
  const bool own = !item.safety_class.empty() && item.safety_class != "unassigned";
  out.safety_class = own ? item.safety_class : highest_class(from, matched.binaries);
  add_judgements(matched, out);
  return out;
}

void add_subjects(const ReportSources& from, std::vector<ReportSubject>& out) {
  for (const MatchedItem& one : from.found.items) out.push_back(subject_of(from, one));
  for (const Component* one : from.found.unregistered) {
    out.push_back(subject_of(*one));
    const auto binaries = from.found.binaries.find(one->id);
    if (binaries != from.found.binaries.end()) out.back().safety_class = highest_class(from, binaries->second);
  }
  // Those that several items claim, and the product's own, are in no list of the reconciliation.
  std::set<std::string_view> known;
  for (const ReportSubject& one : out) known.insert(one.components.begin(), one.components.end());
  std::vector<ReportSubject> rest;
  for (const Component& one : from.index.trace().components)
    if (!known.contains(one.id)) rest.push_back(subject_of(one));
  for (ReportSubject& one : rest) out.push_back(std::move(one));
  std::set<std::string_view> curated;
  for (const ReportSubject& one : out) curated.insert(one.files.begin(), one.files.end());
  ReportSubject unowned;
  unowned.kind = "unowned";
  unowned.title = "Files without an owner";
  for (const TraceFile& file : from.index.trace().files)
    if (file.owner.chosen.component.empty() && !curated.contains(file.id)) unowned.files.push_back(file.id);
  if (!unowned.files.empty()) out.push_back(std::move(unowned));
}

/// The gates that name a subject: by its item's id, a component's id, or the place of a file.
void add_gates(const ReportSources& from, std::vector<ReportSubject>& subjects) {
  if (from.gates == nullptr) return;
  std::map<std::string, std::set<std::string>> gates;
  for (const GateResult& result : from.gates->gates)
    for (const GateMessage& message : result.messages)
      if (message.waived.empty()) gates[message.subject].insert(message.gate);
  for (ReportSubject& subject : subjects) {
    std::set<std::string> names;
    const auto take = [&](const std::string& name) {
      const auto at = gates.find(name);
      if (at != gates.end()) names.insert(at->second.begin(), at->second.end());
    };
    if (!subject.item.empty()) take(subject.item);
    for (const std::string& id : subject.components) take(id);
    for (const std::string& id : subject.files) take(from.index.path(id));
    subject.gates.assign(names.begin(), names.end());
  }
}

}  // namespace

Report report_rows(const ReportSources& sources) {
  Report out;
  out.trace_sha256 = sources.trace_sha256;
  if (sources.reg != nullptr)
    for (const SoftwareItem& item : sources.reg->software_items)
      out.software_items.push_back({item.name, item.safety_class, item.rationale, item.binaries});
  add_subjects(sources, out.subjects);
  add_gates(sources, out.subjects);
  if (sources.gates != nullptr) out.gates = *sources.gates;
  if (sources.vulnerabilities != nullptr) out.evaluation = report_evaluation(sources, out.subjects);
  return out;
}

}  // namespace souptrace::review

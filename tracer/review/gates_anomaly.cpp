// SPDX-License-Identifier: Apache-2.0
// Gates about the suppliers' published anomaly lists (IEC 62304, 7.1.3).
#include "base/text.hpp"
#include "review/dates.hpp"
#include "review/gates.hpp"

namespace souptrace::review {
namespace {

void anomaly_list_missing(const GateContext& context, GateMessages& messages) {
  each_linked(context, Rigor::b, [&](const MatchedItem& one, const std::string&) {
    const SoupItem& item = *one.item;
    const AnomalyList& list = item.anomaly_list;
    std::string missing;
    const auto need = [&](bool is_there, std::string_view what) {
      if (!is_there) add_word(missing, what);
    };
    need(list.published.has_value(), "published");
    need(!list.accessed.empty(), "accessed");
    need(!list.by.empty(), "by");
    if (list.published == true) {
      need(!list.url.empty(), "url");
      need(!list.covers.empty(), "covers");
      need(list.snapshot.has_value(), "snapshot");
    } else if (list.published == false) {
      need(!list.looked_at.empty(), "looked_at");
    }
    if (!missing.empty())
      messages.add(item.id, "its \"anomaly_list\" does not state: " + missing,
                   "Save the supplier's list and record where and when; where none is published, say so (\"published\": false) and where you looked.");
  });
}

void tell_snapshot(const GateContext& context, const SoupItem& item, GateMessages& messages) {
  const EvidenceFile& snapshot = *item.anomaly_list.snapshot;
  const auto at = context.evidence.find(snapshot.path);
  if (at == context.evidence.end() || at->second.empty())
    messages.add(item.id, "the saved anomaly list cannot be read: " + snapshot.path, "Put the file back; its path is relative to register.json.");
  else if (at->second != snapshot.sha256)
    messages.add(item.id, "the saved anomaly list was changed since it was evaluated: " + snapshot.path,
                 "Put the evaluated file back, or evaluate the new one and state its sha256 " + at->second + '.');
}

void anomaly_evaluation_stale(const GateContext& context, GateMessages& messages) {
  const auto most_days = static_cast<std::int64_t>(context.reg.policy.anomaly_days);
  each_linked(context, Rigor::b, [&](const MatchedItem& one, const std::string& digest) {
    const SoupItem& item = *one.item;
    const AnomalyList& list = item.anomaly_list;
    if (!list.published) return;  // that is anomaly-list-missing
    const std::int64_t age = list.accessed.empty() ? 0 : days_of(context.today) - days_of(list.accessed);
    if (age > most_days)
      messages.add(item.id, "its anomaly list was looked at on " + list.accessed + ", " + std::to_string(age) + " days ago; the policy allows " + std::to_string(most_days),
                   "Fetch the list again, evaluate what is new, and state the day.");
    if (age < 0) messages.add(item.id, "its anomaly list was looked at on " + list.accessed + ", which is still to come", "Correct \"accessed\".");
    if (!is_bound_to(list.binds_to, digest))
      messages.add(item.id, "its anomaly list was evaluated for other files than are registered now",
                   "Evaluate it for this version and state \"binds_to\": \"" + digest + "\".");
    if (list.snapshot) tell_snapshot(context, item, messages);
    for (const Anomaly& entry : item.anomalies)
      if (!entry.decision.empty() && !is_bound_to(entry.binds_to, digest))
        messages.add(item.id, "the anomaly " + entry.id + " was evaluated for other files than are registered now",
                     "Evaluate it for this version and state \"binds_to\": \"" + digest + "\".");
  });
}

void anomaly_open(const GateContext& context, GateMessages& messages) {
  each_linked(context, Rigor::b, [&](const MatchedItem& one, const std::string&) {
    for (const Anomaly& entry : one.item->anomalies) {
      const std::string& id = one.item->id;
      const std::string anomaly = "the anomaly " + entry.id + ' ';
      if (entry.decision.empty())
        messages.add(id, anomaly + "is not evaluated", "Decide it: accept, mitigate or reject, with the rationale.");
      else if (entry.decision == "reject")
        messages.add(id, anomaly + "is not acceptable", "Use another version or another component, or mitigate it by a risk control.");
      else if (entry.rationale.empty() || entry.by.empty() || entry.date.empty())
        messages.add(id, anomaly + "is decided without rationale, name or day", "State \"rationale\", \"by\" and \"date\".");
      else if (entry.date > context.today)
        messages.add(id, anomaly + "is decided on " + entry.date + ", which is still to come", "Correct \"date\".");
      else if (entry.affects_version != "no" && entry.used_function_affected != "no" && (entry.hazard_contribution.empty() || entry.hazard_contribution == "unknown"))
        messages.add(id, anomaly + "is decided, and whether it can lead to a hazardous situation is not stated",
                     "State \"hazard_contribution\": yes or no; or that this version (\"affects_version\") or the used functions (\"used_function_affected\") are not affected.");
      else if (entry.hazard_contribution == "yes" && entry.sequence_of_events.empty())
        messages.add(id, anomaly + "contributes to a hazardous situation by events that are not stated", "State \"sequence_of_events\".");
      else if (entry.decision == "mitigate" && entry.controls.empty())
        messages.add(id, anomaly + "is mitigated by no risk control", "Name the control in \"controls\".");
    }
  });
}

constexpr Gate kAnomalyGates[] = {
    {"anomaly-list-missing", Severity::error, Rigor::b, "7.1.3", "the supplier's anomaly list is saved, or was looked for", anomaly_list_missing},
    {"anomaly-evaluation-stale", Severity::error, Rigor::b, "7.1.3, 6.1 f", "the list was evaluated lately and for these files", anomaly_evaluation_stale},
    {"anomaly-open", Severity::error, Rigor::b, "7.1.3, 5.8.3", "every listed anomaly is decided", anomaly_open},
};

}  // namespace

std::span<const Gate> anomaly_gates() {
  return kAnomalyGates;
}

}  // namespace souptrace::review

// SPDX-License-Identifier: Apache-2.0
#include "review/gates.hpp"

#include <algorithm>
#include <set>

namespace souptrace::review {
namespace {

void nothing(const GateContext&, GateMessages&) {}

/// Filled by check_gates() itself, which alone knows what the waivers did.
constexpr Gate kWaiverGates[] = {
    {"waiver-expired", Severity::error, Rigor::a, "8.2.1", "a waiver holds until its day", nothing},
    {"waiver-unused", Severity::warning, Rigor::a, "8.2.1", "a waiver that nothing needs is removed", nothing},
};

const GateSetting* setting_of(const SoupRegister& reg, std::string_view gate) {
  const auto& gates = reg.policy.gates;
  const auto at = std::find_if(gates.begin(), gates.end(), [&](const GateSetting& one) { return one.gate == gate; });
  return at == gates.end() ? nullptr : &*at;
}

bool is_about(const Waiver& waiver, const GateMessage& message) {
  return waiver.gate == message.gate && (waiver.item.empty() || waiver.item == message.subject);
}

class Waivers {
 public:
  Waivers(const std::vector<Waiver>& waivers, const std::string& today) : waivers_(waivers), today_(today) {}

  void apply(GateMessage& message) {
    for (const Waiver& waiver : waivers_) {
      if (!is_about(waiver, message)) continue;
      used_.insert(&waiver);
      if (!is_expired(waiver)) message.waived = "until " + waiver.expires + ", " + waiver.approver + ": " + waiver.reason;
    }
  }
  void tell(std::vector<GateResult>& results) const {
    for (GateResult& result : results) {
      GateMessages messages(result.gate, result.severity, result.messages);
      for (const Waiver& waiver : waivers_) {
        const std::string subject = waiver.gate + (waiver.item.empty() ? "" : ": " + waiver.item);
        if (result.gate == "waiver-expired" && is_expired(waiver))
          messages.add(subject, waiver.expires.empty() ? "the waiver has no day on which it expires" : "the waiver expired on " + waiver.expires,
                       "Do what the gate demands and remove the waiver, or let " + waiver.approver + " decide anew and state a new day.");
        if (result.gate == "waiver-unused" && !used_.contains(&waiver))
          messages.add(subject, "the waiver waives nothing", "Remove it from \"waivers\" of register.json.");
      }
    }
  }

 private:
  [[nodiscard]] bool is_expired(const Waiver& waiver) const { return waiver.expires.empty() || waiver.expires < today_; }
  const std::vector<Waiver>& waivers_;
  const std::string& today_;
  std::set<const Waiver*> used_;
};

GateStatus status_of(const std::vector<GateMessage>& messages) {
  using Status = GateStatus;
  Status status = Status::pass;
  for (const GateMessage& message : messages) {
    const Status one = !message.waived.empty()                      ? Status::waived
                       : message.severity == Severity::error ? Status::fail
                                                             : Status::warn;
    const auto gravity = [](Status of) { return of == Status::fail ? 3 : of == Status::warn ? 2 : of == Status::waived ? 1 : 0; };
    if (gravity(one) > gravity(status)) status = one;
  }
  return status;
}

constexpr std::string_view kDriftGate = "soup-version-drift";

/// The items that the drift gate let pass though it found something: all of them where it is off.
std::set<std::string> tolerated(const GateResult& drift, const GateContext& context) {
  std::set<std::string> out;
  if (drift.status == GateStatus::off)
    for (const MatchedItem& one : context.reconciliation.items) out.insert(one.item->id);
  for (const GateMessage& message : drift.messages)
    if (!message.waived.empty() || message.severity != Severity::error) out.insert(message.subject);
  return out;
}

GateResult check_gate(const Gate& gate, const GateContext& context, Waivers& waivers) {
  GateResult out{std::string(gate.id), gate.severity, std::string(gate.clause), std::string(gate.title), GateStatus::pass, "", {}};
  const GateSetting* setting = setting_of(context.reg, gate.id);
  if (setting != nullptr && setting->severity == "off") {
    out.status = GateStatus::off;
    out.note = setting->reason;
    return out;
  }
  if (gate.missing != nullptr) {
    out.note = gate.missing(context);
    if (!out.note.empty()) out.status = GateStatus::skipped;
    if (!out.note.empty()) return out;
  }
  GateMessages messages(gate.id, gate.severity, out.messages);
  gate.check(context, messages);
  const bool is_set = setting != nullptr && !setting->severity.empty();
  if (is_set) out.severity = setting->severity == "error" ? Severity::error : Severity::warning;
  for (GateMessage& message : out.messages) {
    if (is_set) message.severity = out.severity;
    waivers.apply(message);
  }
  return out;
}

}  // namespace

Rigor rigor_of(std::string_view safety_class) {
  if (safety_class == "A" || safety_class == "rigor-I") return Rigor::a;
  return safety_class == "B" ? Rigor::b : Rigor::c;
}

std::string GateContext::class_of(const TraceBinary& binary) const {
  for (const SoftwareItem& item : reg.software_items)
    if (std::find(item.binaries.begin(), item.binaries.end(), binary.name) != item.binaries.end())
      return item.safety_class == "unassigned" ? "" : item.safety_class;
  return "";
}

Rigor GateContext::rigor_of(const MatchedItem& matched) const {
  const std::string& own = matched.item->safety_class;
  if (!own.empty() && own != "unassigned") return review::rigor_of(own);
  Rigor highest = matched.binaries.empty() ? Rigor::c : Rigor::a;
  for (const TraceBinary* binary : matched.binaries) highest = std::max(highest, review::rigor_of(class_of(*binary)));
  return highest;
}

Rigor GateContext::highest_rigor() const {
  Rigor highest = Rigor::a;
  for (const TraceBinary& binary : index.trace().binaries) highest = std::max(highest, review::rigor_of(class_of(binary)));
  return highest;
}

std::string GateContext::judged_digest(const MatchedItem& matched) const {
  if (!matched.item->facts) return "";
  const bool is_drifted = tolerated_drift.contains(matched.item->id) && !unregistered_facts(matched.facts, *matched.item->facts).empty();
  return is_drifted ? matched.facts.digest : matched.item->facts->digest;
}

std::span<const Gate> all_gates() {
  static const std::vector<Gate> kAll = [] {
    std::vector<Gate> out;
    for (const auto& table : {trace_gates(), register_gates(), item_gates(), anomaly_gates(), licence_gates(), vulnerability_gates(), document_gates(),
                              std::span<const Gate>(kWaiverGates)})
      out.insert(out.end(), table.begin(), table.end());
    return out;
  }();
  return kAll;
}

std::vector<GateResult> check_gates(const GateContext& given) {
  GateContext context = given;
  Waivers waivers(context.reg.waivers, context.today);
  std::vector<GateResult> out;
  for (const Gate& gate : all_gates()) {
    out.push_back(check_gate(gate, context, waivers));
    if (gate.id == kDriftGate) context.tolerated_drift = tolerated(out.back(), context);
  }
  waivers.tell(out);
  for (GateResult& result : out)
    if (result.status == GateStatus::pass) result.status = status_of(result.messages);
  return out;
}

}  // namespace souptrace::review

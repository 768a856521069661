// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/gate_report.hpp"
#include "model/release_documents.hpp"
#include "model/vulnerability.hpp"
#include "review/reconcile.hpp"

// The gates: what IEC 62304 and its neighbours demand of the SOUP in a release, each with the clause, the safety classes that it is for, and
// what to do when it fails.
namespace souptrace::review {

/// How much a safety class demands (IEC 62304, 4.3). What is not assigned counts as C (4.3 g).
enum class Rigor { a = 1, b, c };

/// Of "A", "rigor-I": a; "B": b; everything else, also "rigor-II" and "": c.
[[nodiscard]] Rigor rigor_of(std::string_view safety_class);

/// Everything that gates look at. What is referred to must outlive it.
struct GateContext {
  const TraceIndex& index;
  const SoupRegister& reg;
  const Reconciliation& reconciliation;
  std::string today;                              ///< "YYYY-MM-DD": what is due is measured from here
  const std::map<std::string, std::string>& evidence;  ///< RegisterFiles::evidence
  /// Of the release before, with the same register; null when none was given.
  const Reconciliation* former = nullptr;
  const VulnerabilityReport* vulnerabilities = nullptr;  ///< null when none was given
  const ReleaseDocuments* documents = nullptr;           ///< null when they were not looked at
  std::string trace_sha256 = {};                              ///< of trace.json; "" = not to be compared
  std::map<std::string, std::string> binaries_on_disk = {};  ///< SHA-256 of the files, by TraceBinary::name; those that were looked at
  /// Items whose soup-version-drift somebody waived, or that the policy does not count as an error.
  std::set<std::string> tolerated_drift = {};

  /// The highest class of the software items that the binary belongs to; "" when none is assigned.
  [[nodiscard]] std::string class_of(const TraceBinary& binary) const;
  /// The item's own class, else the highest of the binaries that have it.
  [[nodiscard]] Rigor rigor_of(const MatchedItem& matched) const;
  /// The highest class of all binaries.
  [[nodiscard]] Rigor highest_rigor() const;
  /// What a judgement of the item must be bound to: the digest of its registered facts. Where other files are linked that fails
  /// soup-version-drift; where that is tolerated, judgements of the registered files still are none of the linked ones, and it is the digest
  /// of these. "" without facts: nothing is bound to that.
  [[nodiscard]] std::string judged_digest(const MatchedItem& matched) const;
};

/// Whether a judgement that is bound so is of what `digest` stands for.
[[nodiscard]] inline bool is_bound_to(const std::string& binds_to, const std::string& digest) {
  return !digest.empty() && binds_to == digest;
}

/// What a message about the evaluation of vulnerabilities itself is about.
inline constexpr std::string_view kEvaluationSubject = "vulnerabilities.json";

class GateMessages {
 public:
  GateMessages(std::string_view gate, Severity severity, std::vector<GateMessage>& out) : gate_(gate), severity_(severity), out_(out) {}
  void add(std::string subject, std::string text, std::string action) {
    out_.push_back({std::string(gate_), severity_, std::move(subject), std::move(text), std::move(action), "", ""});
  }
  void warn(std::string subject, std::string text, std::string action) {
    add(std::move(subject), std::move(text), std::move(action));
    out_.back().severity = Severity::warning;
  }

 private:
  std::string_view gate_;
  Severity severity_;
  std::vector<GateMessage>& out_;
};

struct Gate {
  std::string_view id;
  Severity severity;        ///< unless the register's policy says otherwise
  Rigor from;               ///< the lowest class that it is for
  std::string_view clause;  ///< of IEC 62304:2006+A1:2015, or of the document that asks for it
  std::string_view title;   ///< what is demanded
  void (*check)(const GateContext& context, GateMessages& messages);
  /// Why the gate cannot be checked with what the context has; "" = it can. Null: it always can.
  std::string_view (*missing)(const GateContext& context) = nullptr;
};

/// Every gate, in the order in which they are told.
[[nodiscard]] std::span<const Gate> all_gates();

/// Calls `check(item, context.judged_digest(item))` for each linked item whose class is `from` or higher.
template <class Check>
void each_linked(const GateContext& context, Rigor from, const Check& check) {
  for (const MatchedItem& one : context.reconciliation.items)
    if (one.is_linked() && context.rigor_of(one) >= from) check(one, context.judged_digest(one));
}

/// Checks every gate against the given context, with the register's policy and waivers. A waiver that has expired waives nothing and is a failure
/// itself (gate "waiver-expired"); one that nothing fails of is a warning ("waiver-unused").
[[nodiscard]] std::vector<GateResult> check_gates(const GateContext& given);

// The tables that all_gates() puts together, one for each file.
[[nodiscard]] std::span<const Gate> trace_gates();
[[nodiscard]] std::span<const Gate> register_gates();
[[nodiscard]] std::span<const Gate> item_gates();
[[nodiscard]] std::span<const Gate> anomaly_gates();
[[nodiscard]] std::span<const Gate> licence_gates();
[[nodiscard]] std::span<const Gate> vulnerability_gates();
[[nodiscard]] std::span<const Gate> document_gates();

}  // namespace souptrace::review

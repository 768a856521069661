// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/gate_report.hpp"
#include "model/report.hpp"
#include "model/vulnerability.hpp"
#include "review/reconcile.hpp"

// The report's rows, from what is linked, what is registered, what the gates said and what the vulnerability database knows.
namespace souptrace::review {

/// What the report is made of; null: not given. `reg` and `gates` are given together, and then `found` is of that register. Without one,
/// `found` is of an empty register.
struct ReportSources {
  const TraceIndex& index;
  const Reconciliation& found;
  const SoupRegister* reg = nullptr;
  const GateReport* gates = nullptr;
  const VulnerabilityReport* vulnerabilities = nullptr;
  std::string trace_sha256;
};

/// The software items, subjects, gates and evaluation of the report; its other members stay empty. The product's own components are
/// subjects too: they take room in a binary.
[[nodiscard]] Report report_rows(const ReportSources& sources);

}  // namespace souptrace::review

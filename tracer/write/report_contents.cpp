// SPDX-License-Identifier: Apache-2.0
#include "write/report_contents.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/text.hpp"
#include "write/text_style.hpp"
#include "write/use_summary.hpp"

namespace souptrace::write {
namespace {

/// Which subject has a component or a file.
class Subjects {
 public:
  explicit Subjects(const Report& report) : report_(report) {
    for (std::size_t i = 0; i < report.subjects.size(); ++i) {
      for (const std::string& id : report.subjects[i].components) components_.emplace(id, i);
      for (const std::string& id : report.subjects[i].files) files_.emplace(id, i);
    }
  }
  /// The number of subjects when there is none.
  [[nodiscard]] std::size_t of(const UsedComponent& group, const UsedFile& used) const {
    const auto& map = group.component == nullptr ? files_ : components_;
    const auto at = map.find(group.component == nullptr ? used.file->id : group.component->id);
    return at == map.end() ? report_.subjects.size() : at->second;
  }

 private:
  const Report& report_;
  std::unordered_map<std::string_view, std::size_t> components_;
  std::unordered_map<std::string_view, std::size_t> files_;
};

void finish(const TraceIndex& index, ContentRow& row) {
  const UsedComponent all{nullptr, row.files};
  row.how = summarize(index, all).words();
  row.tier = all.weakest_tier();
  std::set<std::string> components;
  for (const UsedFile& used : row.files) {
    row.bytes += linked_bytes(used);
    if (!used.file->owner.chosen.component.empty()) components.insert(used.file->owner.chosen.component);
  }
  row.components.assign(components.begin(), components.end());
  for (const std::string& id : row.components)
    if (const Component* one = index.component(id); one != nullptr && !one->purl.empty()) row.purls.push_back(one->purl);
}

BinaryContents contents_of(const TraceIndex& index, const Report& report, const Subjects& subjects, const TraceBinary& binary) {
  BinaryContents out;
  out.binary = &binary;
  out.safety_class = report.gates ? "" : index.trace().product.safety_class;
  for (const ReportSoftwareItem& item : report.software_items) {
    if (std::find(item.binaries.begin(), item.binaries.end(), binary.name) == item.binaries.end()) continue;
    out.software_item = item.name;
    out.safety_class = item.safety_class;
    break;
  }
  std::map<std::size_t, ContentRow> rows;
  for (const UsedComponent& group : used_components(index, binary)) {
    for (const UsedFile& used : group.files) {
      const std::size_t at = subjects.of(group, used);
      if (at < report.subjects.size() && used.is_part()) rows[at].files.push_back(used);
    }
  }
  for (auto& [at, row] : rows) {
    row.subject = &report.subjects[at];
    row.subject_index = at;
    finish(index, row);
    out.bytes += row.bytes;
    out.rows.push_back(std::move(row));
  }
  return out;
}

std::uint64_t count_of(const GateReport& gates, GateStatus status) {
  return static_cast<std::uint64_t>(std::count_if(gates.gates.begin(), gates.gates.end(), [&](const GateResult& one) { return one.status == status; }));
}

void judge(const GateReport& gates, Verdict& out) {
  const std::uint64_t failed = count_of(gates, GateStatus::fail);
  const std::uint64_t warned = count_of(gates, GateStatus::warn);
  const std::uint64_t waived = count_of(gates, GateStatus::waived);
  const std::uint64_t left = count_of(gates, GateStatus::skipped) + count_of(gates, GateStatus::off);
  out.state = failed > 0 ? "fail" : warned > 0 ? "warn" : "pass";
  if (failed > 0) out.text = "Fails: " + counted(failed, "gate") + (failed == 1 ? " demands" : " demand") + " action";
  else if (warned > 0) out.text = "Passes, with warnings of " + counted(warned, "gate");
  else out.text = "Passes: no gate fails";
  if (waived > 0) out.reservations.push_back(counted(waived, "gate") + (waived == 1 ? " is" : " are") + " waived.");
  if (left > 0) out.reservations.push_back(counted(left, "gate") + (left == 1 ? " was not checked or is off; the reason stands with the gate." : " were not checked or are off; the reasons stand with the gates."));
}

}  // namespace

std::uint64_t linked_bytes(const UsedFile& used) {
  std::uint64_t out = 0;
  for (const TraceInput* input : used.inputs) {
    if (input->use != Use::linked) continue;
    const std::uint64_t size = input->role == Role::archive_member ? input->size : used.file->size;
    const std::uint64_t bytes = input->bytes.value_or(size);
    out = bytes > UINT64_MAX - out ? UINT64_MAX : out + bytes;
  }
  return out;
}

std::vector<const ContentRow*> BinaryContents::soup() const {
  std::vector<const ContentRow*> out;
  for (const ContentRow& row : rows)
    if (row.subject->kind != "product") out.push_back(&row);
  return out;
}

std::vector<BinaryContents> report_contents(const TraceIndex& index, const Report& report) {
  const Subjects subjects(report);
  std::vector<BinaryContents> out;
  for (const TraceBinary& binary : index.trace().binaries) out.push_back(contents_of(index, report, subjects, binary));
  return out;
}

Verdict report_verdict(const Trace& trace, const Report& report) {
  Verdict out;
  if (report.gates) judge(*report.gates, out);
  else {
    out.state = "none";
    out.text = "Not judged: there is no SOUP register";
    out.reservations.emplace_back("What is linked is listed below; whether it was reviewed and approved is not known. Make a register: souptrace register init TRACE --output soup");
  }
  const bool incomplete = std::any_of(trace.binaries.begin(), trace.binaries.end(), [](const TraceBinary& one) { return !one.completeness.complete; }) ||
                          std::any_of(trace.findings.begin(), trace.findings.end(), [](const Finding& one) { return one.incomplete; });
  if (incomplete) out.reservations.emplace_back("The trace is not complete: the lists below may miss something. The findings say what.");
  if (!report.evaluation) out.reservations.emplace_back("Known vulnerabilities were not looked up: souptrace vulns TRACE --output vulnerabilities.json, then report --vulnerabilities.");
  else if (!report.evaluation->same_trace) out.reservations.emplace_back("The vulnerabilities were evaluated for another trace than this.");
  return out;
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/report_json.hpp"

#include <algorithm>
#include <unordered_map>

#include "model/names.hpp"
#include "write/json_text.hpp"
#include "write/report_contents.hpp"
#include "write/report_json_rows.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {
namespace {

/// The files that the rows name, each once.
class Files {
 public:
  std::uint64_t number_of(const TraceFile& file) {
    const auto [at, is_new] = numbers_.emplace(&file, order_.size());
    if (is_new) order_.push_back(&file);
    return at->second;
  }
  [[nodiscard]] const std::vector<const TraceFile*>& in_order() const { return order_; }

 private:
  std::unordered_map<const TraceFile*, std::uint64_t> numbers_;
  std::vector<const TraceFile*> order_;
};

/// In words how one file is in the binary.
std::vector<std::string> words_of(const UsedFile& used) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view word) {
    if (std::find(out.begin(), out.end(), word) == out.end()) out.emplace_back(word);
  };
  for (const TraceInput* input : used.inputs)
    if (is_part(input->use)) add(input->use == Use::needed ? "needed" : name_of(input->role));
  if (!used.runtime.empty()) add("loaded");
  return out;
}

void add_members(const UsedFile& used, ReportJson& json) {
  json.text.key("members");
  json.text.begin_array(ReportJson::kLine);
  std::size_t members = 0;
  for (const TraceInput* input : used.inputs) {
    if (input->member.empty() || input->use != Use::linked || members++ >= kReportMembers) continue;
    json.text.begin_array(ReportJson::kLine);
    json.text.value(clean(input->member));
    json.text.value(input->bytes.value_or(input->size));
    json.text.value(clean(input->member_sha256));
    json.text.value(clean(input->symbol.empty() ? input->reason : input->symbol + (input->referrer.empty() ? "" : ", for " + input->referrer)));
    json.text.end_array();
  }
  json.text.end_array();
  if (members > kReportMembers) json.text.member("moreMembers", std::uint64_t{members - kReportMembers});
}

void add_use(const UsedFile& used, Files& files, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.text.member("f", files.number_of(*used.file));
  json.list("as", words_of(used));
  json.text.member("bytes", linked_bytes(used));
  const auto reason = std::find_if(used.inputs.begin(), used.inputs.end(), [](const TraceInput* one) { return is_part(one->use) && !one->reason.empty(); });
  if (reason != used.inputs.end() && (*reason)->member.empty()) json.member("why", (*reason)->reason);
  else if (!used.runtime.empty()) json.member("why", used.runtime.front()->reason);
  const bool has_members = std::any_of(used.inputs.begin(), used.inputs.end(), [](const TraceInput* one) { return !one->member.empty(); });
  if (has_members) add_members(used, json);
  json.text.end_object();
}

void add_row(const ContentRow& row, Files& files, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.text.member("s", row.subject_index);
  json.list("how", row.how);
  json.text.member("tier", name_of(row.tier));
  json.text.member("bytes", row.bytes);
  json.list("components", row.components);
  json.list("purls", row.purls);
  std::vector<const UsedFile*> order;
  for (const UsedFile& used : row.files) order.push_back(&used);
  std::stable_partition(order.begin(), order.end(), [](const UsedFile* one) { return !one->is_compiled_in_only(); });
  json.text.key("files");
  json.text.begin_array(ReportJson::kLine);
  for (std::size_t i = 0; i < order.size() && i < kReportFiles; ++i) add_use(*order[i], files, json);
  json.text.end_array();
  if (order.size() > kReportFiles) json.text.member("moreFiles", std::uint64_t{order.size() - kReportFiles});
  json.text.end_object();
}

void add_shipped(const ShippedFile& file, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.member("path", text_of(file.path));
  json.member("package", file.package);
  json.member("format", file.format);
  json.member("sha256", file.sha256);
  json.text.member("size", file.size);
  std::vector<std::string> steps;
  for (const PostLinkStep& step : file.steps) steps.push_back(step.action + (step.tool.empty() ? "" : " (" + step.tool + ')'));
  json.list("steps", steps);
  json.text.end_object();
}

void add_binary(const BinaryContents& contents, Files& files, ReportJson& json) {
  const TraceBinary& binary = *contents.binary;
  json.text.begin_object();
  json.member("name", binary.name);
  json.member("path", text_of(binary.path));
  json.member("format", binary.binary.format + ' ' + binary.binary.machine + ' ' + binary.binary.type);
  json.member("sha256", binary.sha256);
  json.text.member("size", binary.size);
  json.member("buildId", binary.binary.build_id);
  json.member("linker", binary.linker.version.empty() ? binary.linker.name : binary.linker.version);
  json.member("softwareItem", contents.software_item);
  json.member("safetyClass", contents.safety_class);
  json.text.member("complete", binary.completeness.complete);
  json.list("unaccounted", binary.completeness.unaccounted);
  json.text.member("accounted", binary.completeness.accounted);
  std::vector<std::string> witnesses;
  for (const WitnessCount& one : binary.completeness.witnesses) witnesses.push_back(one.witness);
  json.list("witnesses", witnesses);
  json.each("shipped", binary.shipped, add_shipped);
  json.text.member("bytes", contents.bytes);
  json.each("rows", contents.rows, [&](const ContentRow& row, ReportJson& to) { add_row(row, files, to); });
  json.text.end_object();
}

void add_file(const TraceFile& file, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.member("p", text_of(file.path));
  json.member("h", file.sha256);
  json.text.member("z", file.size);
  json.text.member("t", name_of(file.owner.chosen.tier));
  json.member("r", file.owner.chosen.rule);
  std::vector<std::string> evidence;
  for (const Evidence& one : file.owner.chosen.evidence) evidence.push_back(one.source + ": " + one.text + (one.place.empty() ? "" : " (" + one.place + ')'));
  json.list("e", evidence);
  std::vector<std::string> losing;
  for (const Claim& one : file.owner.losing) losing.push_back(one.component + ": " + one.rule);
  if (!losing.empty()) json.list("l", losing);
  json.text.end_object();
}

void add_head(const Trace& trace, const Report& report, ReportJson& json) {
  json.text.key("head");
  json.text.begin_object();
  json.member("product", trace.product.name);
  json.member("version", trace.product.version);
  json.member("supplier", trace.product.supplier);
  json.member("safetyClass", trace.product.safety_class);
  json.member("configuration", trace.configuration);
  json.member("generator", trace.generator + (trace.cmake_version.empty() ? "" : ", CMake " + trace.cmake_version));
  json.member("date", report.date);
  json.member("traceTool", trace.tool_version);
  json.member("tool", report.tool_version);
  json.member("traceSha256", report.trace_sha256);
  json.member("register", report.register_path);
  json.each("toolchains", trace.toolchains, [](const Toolchain& one, ReportJson& to) {
    to.text.value(clean(one.language + ": " + one.id + ' ' + one.version + (one.target.empty() ? "" : " for " + one.target)));
  });
  json.text.end_object();
  const Verdict verdict = report_verdict(trace, report);
  json.text.key("verdict");
  json.text.begin_object();
  json.member("state", verdict.state);
  json.member("text", verdict.text);
  json.list("reservations", verdict.reservations);
  json.text.end_object();
}

/// Outside of texts JSON has none of these characters, and in texts it knows these escapes.
std::string harmless(const std::string& json) {
  std::string out;
  out.reserve(json.size() + json.size() / 16);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = std::string_view(json).substr(i, 3);
    if (json[i] == '<') out += "\\u003c";
    else if (json[i] == '>') out += "\\u003e";
    else if (json[i] == '&') out += "\\u0026";
    else if (rest == "\u2028" || rest == "\u2029") {
      out += rest == "\u2028" ? "\\u2028" : "\\u2029";
      i += 2;
    } else out += json[i];
  }
  return out;
}

}  // namespace

std::string report_json(const TraceIndex& index, const Report& report) {
  std::string out;
  JsonText text(out);
  ReportJson json{text};
  Files files;
  text.begin_object();
  add_head(index.trace(), report, json);
  json.each("subjects", report.subjects, add_subject);
  json.each("binaries", report_contents(index, report), [&](const BinaryContents& one, ReportJson& to) { add_binary(one, files, to); });
  json.each("files", files.in_order(), [](const TraceFile* one, ReportJson& to) { add_file(*one, to); });
  if (report.gates) json.each("gates", report.gates->gates, add_gate);
  if (report.evaluation) add_evaluation(*report.evaluation, json);
  if (report.diff) add_diff(*report.diff, json);
  json.each("findings", index.trace().findings, add_finding);
  text.end_object();
  return harmless(out);
}

}  // namespace souptrace::write

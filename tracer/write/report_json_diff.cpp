// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "write/report_json_rows.hpp"
#include "write/release_diff_words.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kDiffLines = 200;  // of one list; souptrace diff --json has all

/// `words` of each of `list`, as far as the page shows them.
template <class T, class Words>
std::vector<std::string> in_words(const std::vector<T>& list, const Words& words) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(list.size(), kDiffLines); ++i) out.push_back(words(list[i]));
  if (list.size() > kDiffLines) out.push_back("and " + grouped(list.size() - kDiffLines) + " more: souptrace diff --json has all");
  return out;
}

void add_changed_value(const ValueChange& value, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.member("name", value_name(value.name));
  json.member("before", value.before);
  json.member("after", value.after);
  json.text.end_object();
}

void add_impact(const ReviewImpact& impact, const ReleaseDiff& diff, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.member("subject", subject_words(impact, diff));
  json.member("safetyClass", impact.safety_class);
  json.list("binaries", impact.binaries);
  json.list("changes", in_words(impact.changes, [](const std::string& text) { return text; }));
  json.list("clauses", in_words(impact.triggers, [](const ReviewTrigger& one) { return one.clause; }));
  json.list("unaffected", in_words(impact.unaffected, unaffected_words));
  json.text.end_object();
}

void add_changed_component(const ComponentDiff& one, ReportJson& json) {
  const auto side = [](const std::optional<ComponentSide>& from) { return !from ? std::string() : from->version.empty() ? from->id : from->version; };
  json.text.begin_object(ReportJson::kLine);
  json.member("name", one.name);
  json.member("before", side(one.before));
  json.member("after", side(one.after));
  json.list("states", one.states);
  json.list("parts", in_words(one.parts, change_words));
  json.text.member("same", one.same.size());
  json.text.end_object();
}

void add_changed_binary(const BinaryDiff& one, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.member("name", one.name);
  json.member("state", one.state);
  json.member("before", one.before ? one.before->sha256 : "");
  json.member("after", one.after ? one.after->sha256 : "");
  json.list("counts", count_words(one));
  json.list("values", in_words(one.values, value_words));
  json.list("shipped", in_words(one.shipped, change_words));
  json.text.end_object();
}

}  // namespace

void add_diff(const ReleaseDiff& diff, ReportJson& json) {
  json.text.key("diff");
  json.text.begin_object();
  json.member("before", product_words(diff.before.product));
  json.member("beforeSha256", diff.before.trace_sha256);
  json.text.member("differs", differs(diff));
  json.list("summary", differs(diff) ? summary_words(diff) : std::vector<std::string>{});
  json.list("notes", diff.notes);
  json.each("impacts", diff.impacts, [&](const ReviewImpact& one, ReportJson& to) { add_impact(one, diff, to); });
  std::vector<std::string> clauses;
  for (const auto& [clause, task] : clauses_of(diff)) clauses.push_back(clause + ": " + task);
  json.list("clauses", clauses);
  json.each("components", diff.components, add_changed_component);
  std::vector<BinaryDiff> binaries;
  std::copy_if(diff.binaries.begin(), diff.binaries.end(), std::back_inserter(binaries), [](const BinaryDiff& one) { return differs(one); });
  json.each("binaries", binaries, add_changed_binary);
  json.each("settings", diff.settings, add_changed_value);
  json.list("unaffected", in_words(diff.unaffected, unaffected_words));
  json.text.member("unchanged", diff.unchanged.size());
  json.list("notCompared", diff.not_compared);
  json.text.end_object();
}

}  // namespace souptrace::write

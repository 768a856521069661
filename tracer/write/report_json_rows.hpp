// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/report.hpp"
#include "write/json_text.hpp"
#include "write/report_contents.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {

/// JSON of which every text is as clean() shows it; line ends stay.
struct ReportJson {
  static constexpr auto kLine = JsonText::Layout::one_line;
  JsonText& text;

  /// Nothing at all for an empty text.
  void member(std::string_view name, std::string_view value) { text.member_unless_empty(name, clean_lines(value)); }
  void list(std::string_view name, const std::vector<std::string>& values) {
    text.key(name);
    text.begin_array(JsonText::Layout::one_line);
    for (const std::string& value : values) text.value(clean(value));
    text.end_array();
  }
  template <class List, class Add>
  void each(std::string_view name, const List& values, const Add& add) {
    text.key(name);
    text.begin_array();
    for (const auto& value : values) add(value, *this);
    text.end_array();
  }
};

void add_subject(const ReportSubject& from, ReportJson& json);
void add_gate(const GateResult& from, ReportJson& json);
void add_finding(const Finding& from, ReportJson& json);
void add_evaluation(const ReportEvaluation& from, ReportJson& json);
void add_diff(const ReleaseDiff& diff, ReportJson& json);

}  // namespace souptrace::write

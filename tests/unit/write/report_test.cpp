// SPDX-License-Identifier: Apache-2.0
#include "write/report_html.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "support/catch.hpp"
#include "unit/write/random_trace.hpp"
#include "unit/write/sample_report.hpp"
#include "write/report_contents.hpp"
#include "write/report_csv.hpp"
#include "write/report_json.hpp"
#include "write/report_markdown.hpp"

using namespace souptrace;
using nlohmann::json;

namespace {

std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t out = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++out;
  return out;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a cell that a spreadsheet would take for a formula is text, quotes are doubled, and a row is one line") {
  CHECK(write::csv_cell("=1+1") == "'=1+1");
  for (const char* start : {"=", "+", "-", "@", "  =", "\uFF1D", "\uFF20"}) CHECK(has(write::csv_cell(std::string(start) + "x"), "'"));
  CHECK(write::csv_cell("a,b") == "\"a,b\"");
  CHECK(write::csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(write::csv_cell("a\r\nb") == "\"a b\"");
  CHECK(write::csv_cell("\tx") == "\\x09x");
  CHECK(write::csv_cell("1.2.3") == "1.2.3");
  CHECK(write::csv_cell("").empty());
}

TEST_CASE("the CSV has a row for each subject in each binary, none of the product's own, and says what is not linked") {
  const Trace trace = sample::trace();
  const std::string csv = write::soup_list_csv(TraceIndex(trace), sample::make_report(trace));
  CHECK(csv.starts_with("Binary,\"Binary SHA-256\","));
  CHECK(csv.ends_with("\r\n"));
  CHECK(occurrences(csv, "\r\n") == occurrences(csv, "\n"));
  CHECK(occurrences(csv, "\npump,") == 6);
  CHECK(occurrences(csv, "\npump_alarm,") == 1);
  CHECK(has(csv, "left over"));
  CHECK(has(csv, "\"not linked\""));
  CHECK_FALSE(has(csv, "product:"));
}

TEST_CASE("Markdown takes a hostile text for text") {
  const Trace trace = sample::hostile_trace();
  const std::string text = write::report_markdown(TraceIndex(trace), sample::hostile_report(trace));
  CHECK_FALSE(has(text, "<script>"));
  CHECK_FALSE(has(text, "<img"));
  CHECK_FALSE(has(text, "\x1b"));
  CHECK_FALSE(has(text, "\u202E"));
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(std::min(rest.find('\n') + 1, rest.size()))) CHECK_FALSE(rest.starts_with("# heading"));
}

TEST_CASE("the page's data is JSON in which nothing ends a script, whatever the texts are") {
  const Trace trace = sample::hostile_trace();
  const std::string data = write::report_json(TraceIndex(trace), sample::hostile_report(trace));
  for (const char* part : {"<", ">", "&", "\u2028", "\u2029", "\u202E", "\x1b", "\x7f"}) CHECK_FALSE(has(data, part));
  CHECK(json::parse(data)["head"]["product"] == "</script><script>window.pwned=1</script>");
  for (unsigned seed = 0; seed < 50; ++seed) {
    const Trace any = sample::random_trace(seed);
    const json read = json::parse(write::report_json(TraceIndex(any), sample::make_report(any)));
    CHECK(read["binaries"].size() == any.binaries.size());
  }
}

TEST_CASE("the page allows the style and the script that stand in it and nothing else, and its data cannot leave its place") {
  const Trace trace = sample::hostile_trace();
  const std::string page = write::report_html(TraceIndex(trace), sample::hostile_report(trace));
  CHECK(occurrences(page, "<script") == 2);
  CHECK(occurrences(page, "</script>") == 2);
  CHECK(has(page, "default-src 'none'"));
  CHECK_FALSE(has(page, "unsafe"));
  for (const auto& [open, close, directive] : {std::array{"<style>", "</style>", "style-src"}, std::array{"<script>", "</script>", "script-src"}}) {
    const std::size_t from = page.find(open) + std::string_view(open).size();
    const std::string digest = sha256_hex(as_bytes(page.substr(from, page.find(close, from) - from)));
    std::string raw;
    for (std::size_t i = 0; i < digest.size(); i += 2) raw += static_cast<char>(std::stoi(digest.substr(i, 2), nullptr, 16));
    CHECK(has(page, std::string(directive) + " 'sha256-" + base64(as_bytes(raw)) + "'"));
  }
  for (const char* address : {"src=\"http", "@import", "url("}) CHECK_FALSE(has(page, address));
}

TEST_CASE("the verdict is that of the gates, and says what it does not cover") {
  Trace trace = sample::trace();
  Report report = sample::make_report(trace);
  CHECK(write::report_verdict(trace, report).state == "fail");
  report.gates->gates[1].status = GateStatus::pass;
  CHECK(write::report_verdict(trace, report).state == "warn");
  report.gates->gates[2].status = GateStatus::pass;
  CHECK(write::report_verdict(trace, report).state == "pass");
  for (TraceBinary& one : trace.binaries) one.completeness.complete = true;
  for (Finding& one : trace.findings) one.incomplete = false;
  const std::size_t complete = write::report_verdict(trace, report).reservations.size();
  trace.binaries[0].completeness.complete = false;
  CHECK(write::report_verdict(trace, report).reservations.size() == complete + 1);
  report.evaluation->same_trace = false;
  CHECK(write::report_verdict(trace, report).reservations.size() == complete + 2);
  CHECK(write::report_verdict(trace, sample::bare_report(trace)).state == "none");
}

TEST_CASE("an item's row names those of its components that are in this binary, not all") {
  const Trace trace = sample::trace();
  const TraceIndex index(trace);
  Report report = sample::make_report(trace);
  ReportSubject all = report.subjects[0];
  for (ReportSubject& one : report.subjects) {
    if (one.kind == "product" || one.kind == "unowned" || &one == &report.subjects[0]) continue;
    all.components.insert(all.components.end(), one.components.begin(), one.components.end());
    one.components.clear();
  }
  report.subjects[0] = all;
  for (const write::BinaryContents& one : write::report_contents(index, report)) {
    for (const write::ContentRow& row : one.rows) {
      std::set<std::string> linked;
      for (const UsedFile& used : row.files)
        if (!used.file->owner.chosen.component.empty()) linked.insert(used.file->owner.chosen.component);
      CHECK(std::set<std::string>(row.components.begin(), row.components.end()) == linked);
      CHECK(row.purls.size() <= row.components.size());
    }
  }
  CHECK(all.components.size() > write::report_contents(index, report).back().rows.front().components.size());
}

TEST_CASE("what is to do says what is wrong and what to do, in Markdown too") {
  const Trace trace = sample::trace();
  Report report = sample::make_report(trace);
  for (int i = 0; i < 5; ++i) report.gates->gates[1].messages.push_back(report.gates->gates[1].messages[0]);
  const std::string text = write::report_markdown(TraceIndex(trace), report);
  CHECK(has(text, "- **failed** soup-unapproved (8.2.1, 8.2.4): each item is approved as it is\n"
                  "  - SOUP-2: its approval is of another state of the item. Review it, then approve it.\n"));
  CHECK(has(text, "  - and 3 more: see the gates\n- **warned** support-unknown"));
}

TEST_CASE("each file of a binary stands in one row, and the linked bytes are the members', not the archive's") {
  const Trace trace = sample::trace();
  const TraceIndex index(trace);
  const Report report = sample::make_report(trace);
  const auto contents = write::report_contents(index, report);
  REQUIRE(contents.size() == trace.binaries.size());
  for (const write::BinaryContents& one : contents) {
    std::set<const TraceFile*> files;
    std::uint64_t bytes = 0;
    for (const write::ContentRow& row : one.rows) {
      bytes += row.bytes;
      for (const UsedFile& used : row.files) CHECK(files.insert(used.file).second);
    }
    CHECK(bytes == one.bytes);
  }
  for (const write::ContentRow& row : contents[0].rows)
    if (row.subject->title == "zlib1g-dev") CHECK(row.bytes == 100 + 96);  // of the second, the linker says what it took
}

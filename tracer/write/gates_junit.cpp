// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"
#include "write/gate_report.hpp"

namespace souptrace::write {
namespace {

/// As an attribute's value or an element's text (XML 1.0, 2.2 and 2.4); control characters, which XML does not have, as \xNN.
std::string xml(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string lines_of(const GateResult& result, bool failures) {
  std::string out;
  for (const GateMessage& message : result.messages) {
    const bool fails = message.severity == Severity::error && message.waived.empty();
    if (fails != failures) continue;
    out += xml(message.subject) + ": " + xml(message.text) + ". " + xml(message.action);
    if (!message.waived.empty()) out += " Waived " + xml(message.waived);
    out += '\n';
  }
  return out;
}

}  // namespace

std::string gates_junit(const GateReport& report) {
  const auto count = [&](auto&& is_it) { return std::to_string(std::count_if(report.gates.begin(), report.gates.end(), is_it)); };
  const auto is_skipped = [](const GateResult& result) { return result.status == GateStatus::skipped || result.status == GateStatus::off; };
  const auto is_failed = [](const GateResult& result) { return result.status == GateStatus::fail; };
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"souptrace check\" tests=\"" +
                    std::to_string(report.gates.size()) + "\" failures=\"" + count(is_failed) + "\" errors=\"0\" skipped=\"" +
                    count(is_skipped) + "\">\n";
  for (const GateResult& result : report.gates) {
    out += "    <testcase classname=\"souptrace.gates\" name=\"" + xml(result.gate) + "\">\n";
    if (is_skipped(result)) out += "      <skipped message=\"" + xml(result.note) + "\"/>\n";
    if (is_failed(result))
      out += "      <failure message=\"" + xml(result.title) + " (" + xml(result.clause) + ")\">" + lines_of(result, true) + "</failure>\n";
    if (const std::string rest = lines_of(result, false); !rest.empty()) out += "      <system-out>" + rest + "</system-out>\n";
    out += "    </testcase>\n";
  }
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace souptrace::write

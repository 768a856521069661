// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "model/names.hpp"
#include "write/gate_report.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kShownMessages = 8;  // of one gate

std::string message_text(const GateMessage& message, const TextStyle& style) {
  const bool is_waived = !message.waived.empty();
  const Colour colour = is_waived ? Colour::dim : message.severity == Severity::error ? Colour::red : Colour::yellow;
  const std::string_view word = is_waived ? "waived" : name_of(message.severity);
  std::string out = (message.file.empty() ? std::string("souptrace") : clean(message.file)) + ": " + style.paint(colour, word) + ": " +
                    clean(message.subject) + ": " + clean(message.text) + " [" + clean(message.gate) + "]\n";
  return out;
}

/// What stands once below messages that have it in common: what to do, or why it is waived.
std::string below(const GateMessage& message) {
  return message.waived.empty() ? clean(message.action) : "waived " + clean(message.waived);
}

/// What fails first, what is waived last, so that the bound hides no failure behind what somebody has accepted.
std::vector<GateMessage> gravest_first(std::vector<GateMessage> messages) {
  const auto gravity = [](const GateMessage& one) { return !one.waived.empty() ? 2 : one.severity == Severity::error ? 0 : 1; };
  std::stable_sort(messages.begin(), messages.end(), [&](const GateMessage& a, const GateMessage& b) { return gravity(a) < gravity(b); });
  return messages;
}

std::string result_text(const GateResult& result, const TextStyle& style) {
  std::string out;
  const std::vector<GateMessage> messages = gravest_first(result.messages);
  const std::size_t shown = std::min(messages.size(), kShownMessages);
  for (std::size_t i = 0; i < shown; ++i) {
    out += message_text(messages[i], style);
    const std::string what_then = below(messages[i]);
    if (!what_then.empty() && (i + 1 == shown || below(messages[i + 1]) != what_then)) out += "  " + what_then + '\n';
  }
  if (messages.size() > shown)
    out += "  and " + grouped(messages.size() - shown) + " more of " + result.gate + " (--json lists all)\n";
  return out;
}

std::string summary(const GateReport& report, const TextStyle& style) {
  constexpr std::array kStatuses{GateStatus::fail, GateStatus::warn, GateStatus::waived, GateStatus::pass, GateStatus::skipped, GateStatus::off};
  std::string out;
  for (const GateStatus status : kStatuses) {
    const auto count = static_cast<std::uint64_t>(
        std::count_if(report.gates.begin(), report.gates.end(), [&](const GateResult& result) { return result.status == status; }));
    if (count == 0) continue;
    const Colour colour = status == GateStatus::fail ? Colour::red : status == GateStatus::warn ? Colour::yellow : status == GateStatus::pass ? Colour::green : Colour::dim;
    add_word(out, style.paint(colour, grouped(count) + ' ' + std::string(name_of(status))));
  }
  std::vector<std::pair<std::string, std::string>> rest;  // why, and which gates
  for (const GateResult& result : report.gates) {
    if (result.status != GateStatus::skipped && result.status != GateStatus::off) continue;
    const std::string why = std::string(name_of(result.status)) + ", " + clean(result.note);
    const auto at = std::find_if(rest.begin(), rest.end(), [&](const auto& one) { return one.first == why; });
    if (at == rest.end()) rest.emplace_back(why, result.gate);
    else at->second += ", " + result.gate;
  }
  out += '\n';
  for (const auto& [why, gates] : rest) out += "  " + gates + ": " + why + '\n';
  return "gates: " + out;
}

}  // namespace

std::string gates_text(const GateReport& report, const TextOptions& options) {
  const TextStyle style(options);
  std::string out;
  for (const GateResult& result : report.gates)
    if (!result.messages.empty() && result.status != GateStatus::off) out += result_text(result, style);
  return out + summary(report, style);
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/findings_text.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "model/names.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kShown = 5;  // of one code

Colour colour_of(Severity severity) {
  return severity == Severity::error     ? Colour::red
         : severity == Severity::warning ? Colour::yellow
                                         : Colour::dim;
}

/// The text broken at blanks into lines that fit after `lead`.
std::string paragraph(const std::string& lead, const std::string& text, const TextStyle& style) {
  std::string out;
  std::string line;
  const auto flush = [&] {
    if (!line.empty()) out += lead + line + '\n';
    line.clear();
  };
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string word = text.substr(start, end - start);
    if (!line.empty() && display_width(lead) + display_width(line) + 1 + display_width(word) > style.width())
      flush();
    line += (line.empty() ? "" : " ") + word;
    start = end + 1;
  }
  flush();
  return out;
}

std::string one(const Finding& finding, const TextStyle& style) {
  std::string out;
  if (!finding.subject.empty()) out += "    " + clean(finding.subject) + '\n';
  return out + paragraph(finding.subject.empty() ? "    " : "      ", clean(finding.text), style);
}

std::string remedy(const Finding& finding, const TextStyle& style) {
  if (finding.remedy.empty()) return "";
  return "    " + std::string(style.arrow()) + paragraph("      ", clean(finding.remedy), style).substr(6);
}

std::string of_one_code(const std::vector<const Finding*>& findings, const TextStyle& style) {
  const Finding& first = *findings.front();
  std::string out = "  " + style.paint(colour_of(first.severity), std::string(name_of(first.severity))) +
                    ' ' + style.paint(Colour::bold, clean(first.code));
  if (findings.size() > 1) out += " (" + grouped(findings.size()) + ')';
  out += '\n';
  const std::size_t shown = std::min(findings.size(), kShown);
  for (std::size_t i = 0; i < shown; ++i) {
    out += one(*findings[i], style);
    if (i + 1 == shown && findings.size() > shown)
      out += "    and " + grouped(findings.size() - shown) + " more (--json lists all)\n";
    if (i + 1 == shown || findings[i + 1]->remedy != findings[i]->remedy) out += remedy(*findings[i], style);
  }
  return out;
}

}  // namespace

std::string findings_text(const std::vector<const Finding*>& findings, const TextStyle& style) {
  if (findings.empty()) return style.paint(Colour::green, "no findings") + '\n';
  std::array<std::uint64_t, 3> counts{};
  std::map<std::pair<int, std::string>, std::vector<const Finding*>> by_code;  // errors first
  for (const Finding* finding : findings) {
    ++counts.at(static_cast<std::size_t>(finding->severity));
    by_code[{-static_cast<int>(finding->severity), finding->code}].push_back(finding);
  }
  std::string out = counted(findings.size(), "finding") + ':';
  const char* separator = " ";
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const std::uint64_t count = counts.at(static_cast<std::size_t>(severity));
    if (count == 0) continue;
    out += separator + style.paint(colour_of(severity), counted(count, name_of(severity)));
    separator = ", ";
  }
  out += '\n';
  for (const auto& [code, list] : by_code) out += of_one_code(list, style);
  return out;
}

}  // namespace souptrace::write

// SPDX-License-Identifier: Apache-2.0
#include "write/vulnerabilities_text.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "write/findings_text.hpp"

namespace souptrace::write {
namespace {

using VulnerabilitiesById = std::map<std::string, const KnownVulnerability*>;

std::string uses_words(const ComponentUse& use) {
  std::vector<std::string> words;
  if (!use.linked.empty()) words.push_back(counted(use.linked.size(), "linked file"));
  if (!use.loaded.empty()) words.push_back("loads " + joined(use.loaded));
  if (!use.compiled.empty()) words.push_back(counted(use.compiled.size(), "compiled-in file"));
  return use.binary + " (" + joined(words) + ')';
}

void add_evidence(const ComponentVulnerability& found, const TextStyle& style, std::string& out) {
  for (const LinkEvidence& evidence : found.evidence) {
    for (const NamedCode& code : evidence.code) {
      const Colour colour = code.state == "linked" ? Colour::red : code.state == "not-linked" ? Colour::green : Colour::yellow;
      const std::string_view state = code.state == "linked" ? "linked" : code.state == "not-linked" ? "not linked" : "may be linked";
      out += "      " + clean(evidence.binary) + ": " + clean(code.name) + " is " + style.paint(colour, state);
      if (!code.places.empty()) out += " (" + clean(joined(code.places)) + ')';
      else if (!code.reason.empty()) out += ": " + clean(code.reason);
      out += '\n';
    }
    if (!evidence.proposal.empty())
      out += "      " + style.paint(Colour::green, "proposed for " + clean(evidence.binary) + ": not affected, " + evidence.proposal) + '\n';
  }
}

void add_vulnerability(const ComponentVulnerability& found, const VulnerabilitiesById& vulnerabilities, const TextStyle& style, std::string& out) {
  const auto known = vulnerabilities.find(found.id);
  const bool affected = found.state == "affected";
  out += "  " + style.paint(affected ? Colour::red : Colour::yellow, clean(found.id)) + (affected ? "" : " (not told)");
  if (known != vulnerabilities.end()) {
    if (known->second->exploited) out += style.paint(Colour::red, std::string(style.dot()) + "known to be exploited");
    if (!known->second->summary.empty()) out += "  " + clean(known->second->summary);
  }
  out += '\n';
  std::vector<std::string> fixed;
  for (const RecordMatch& record : found.records) {
    out += "    " + clean(record.record) + ": " + clean(record.reason) + '\n';
    for (const std::string& version : record.fixed)
      if (std::find(fixed.begin(), fixed.end(), version) == fixed.end()) fixed.push_back(version);
  }
  if (!fixed.empty()) out += "    fixed in " + clean(joined(fixed)) + '\n';
  add_evidence(found, style, out);
}

std::string heading(const VulnerabilityReport& report, const TextStyle& style) {
  std::uint64_t affected = 0;
  std::uint64_t not_told = 0;
  std::uint64_t exploited = 0;
  std::map<std::string, bool> states;
  for (const ComponentResult& component : report.components)
    for (const ComponentVulnerability& found : component.vulnerabilities) states[found.id] = states[found.id] || found.state == "affected";
  for (const auto& [id, is_affected] : states) ++(is_affected ? affected : not_told);
  for (const KnownVulnerability& one : report.vulnerabilities) exploited += one.exploited ? 1u : 0u;
  const VulnerabilityDatabase& database = report.database;
  std::string out = style.paint(Colour::bold, affected == 1 ? "1 known vulnerability" : grouped(affected) + " known vulnerabilities");
  out += " in " + counted(report.components.size(), "component");
  if (exploited != 0) out += ", " + style.paint(Colour::red, grouped(exploited) + " known to be exploited");
  if (not_told != 0) out += ", " + grouped(not_told) + " that could not be told";
  out += '\n' + clean(database.name) + ' ' + clean(database.kind) + ' ' + clean(database.location) + std::string(style.dot()) + clean(database.date) +
         std::string(style.dot()) + "sha256 " + clean(database.sha256.substr(0, 16)) + '\n';
  return out;
}

}  // namespace

std::string vulnerabilities_text(const VulnerabilityReport& report, const TextOptions& options) {
  const TextStyle style(options);
  VulnerabilitiesById vulnerabilities;
  for (const KnownVulnerability& one : report.vulnerabilities) vulnerabilities[one.id] = &one;
  std::string out = heading(report, style);
  for (const ComponentResult& component : report.components) {
    if (component.vulnerabilities.empty()) continue;
    out += '\n' + style.paint(Colour::bold, clean(component.name + ' ' + component.version)) + "  in ";
    std::vector<std::string> uses;
    for (const ComponentUse& use : component.uses) uses.push_back(uses_words(use));
    out += clean(joined(uses)) + '\n';
    for (const ComponentVulnerability& found : component.vulnerabilities) add_vulnerability(found, vulnerabilities, style, out);
  }
  if (!report.withdrawn.empty()) out += "\nwithdrawn, and not counted: " + clean(joined(report.withdrawn)) + '\n';
  std::vector<const Finding*> findings;
  for (const Finding& finding : report.findings) findings.push_back(&finding);
  return out + '\n' + findings_text(findings, style);
}

}  // namespace souptrace::write

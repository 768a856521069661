// SPDX-License-Identifier: Apache-2.0
#include "trace/withhold_secrets.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/secrets.hpp"

namespace souptrace::trace {
namespace {

/// Cleans strings, and remembers of each subject what was withheld.
class Withholder {
 public:
  void text(const std::string& subject, std::string& text) { keep(subject, text, &without_secrets); }
  void words(const std::string& subject, std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string option = i == 0 ? std::string() : words[i - 1];
      keep(subject, words[i], &without_secrets_in_word);
      std::set<std::string> what;
      if (without_secret_of_option(option, words[i], what)) keep(subject, what);
    }
  }
  void evidence(const std::string& subject, std::vector<Evidence>& all) {
    for (Evidence& one : all)
      for (std::string* value : {&one.place, &one.text}) text(subject, *value);
  }
  [[nodiscard]] std::vector<Finding> findings() const {
    std::vector<Finding> out;
    for (const auto& [subject, what] : withheld_)
      out.push_back({"secret-withheld", Severity::warning, subject, what + " is not shown",
                     "Keep secrets out of the build's commands and addresses: a program that has read them, or the binary itself, may give them away.", false});
    return out;
  }

 private:
  void keep(const std::string& subject, std::string& value, std::string (*clean)(std::string_view, std::set<std::string>&)) {
    std::set<std::string> what;
    std::string cleaned = clean(value, what);
    if (what.empty()) return;
    value = std::move(cleaned);
    keep(subject, what);
  }
  void keep(const std::string& subject, const std::set<std::string>& what) {
    for (const std::string& one : what) withheld_.emplace(subject, one);
  }

  std::set<std::pair<std::string, std::string>> withheld_;
};

/// The names of components without secrets; those that are the same without get a number, so that each still means one.
class CleanNames {
 public:
  CleanNames(Withholder& withholder, const Trace& trace) {
    std::set<std::string> all;
    for (const Component& component : trace.components) all.insert(component.id);
    for (const TraceFile& file : trace.files) {
      all.insert(file.owner.chosen.component);
      for (const Claim& claim : file.owner.losing) all.insert(claim.component);
    }
    for (const std::string& id : all) {
      std::string cleaned = id;
      withholder.text("", cleaned);
      if (cleaned == id) continue;
      std::string name = cleaned;
      for (unsigned number = 2; all.contains(name) || !taken_.insert(name).second; ++number) name = cleaned + '~' + std::to_string(number);
      names_.emplace(id, std::move(name));
    }
  }
  void put(std::string& id) const {
    if (const auto name = names_.find(id); name != names_.end()) id = name->second;
  }

 private:
  std::map<std::string, std::string> names_;  ///< only those that are others without secrets
  std::set<std::string> taken_;
};

void clean(Withholder& withholder, Component& component) {
  for (std::string* value : {&component.name, &component.version, &component.supplier, &component.purl, &component.url, &component.license.source})
    withholder.text(component.id, *value);
  // Of these two nothing that is left would be what it has to be.
  const std::string cpe = component.cpe;
  withholder.text(component.id, component.cpe);
  if (component.cpe != cpe) component.cpe.clear();
  const std::string expression = component.license.expression;
  withholder.text(component.id, component.license.expression);
  if (component.license.expression != expression) component.license.expression = "NOASSERTION";
  for (auto& [name, value] : component.properties) withholder.text(component.id, value);
  withholder.evidence(component.id, component.evidence);
}

void clean(Withholder& withholder, const CleanNames& names, TraceFile& file) {
  const auto claim = [&](Claim& one) {
    names.put(one.component);
    withholder.evidence(one.component, one.evidence);
  };
  claim(file.owner.chosen);
  for (Claim& one : file.owner.losing) claim(one);
}

void clean(Withholder& withholder, TraceBinary& binary) {
  withholder.words(binary.name, binary.linker.flags);
  for (auto* paths : {&binary.binary.rpath, &binary.binary.runpath})
    for (std::string& path : *paths) withholder.text(binary.name, path);
  for (TraceRuntimeLibrary& library : binary.runtime) withholder.text(binary.name, library.reason);
}

void clean(Withholder& withholder, Finding& finding) {
  for (std::string* value : {&finding.subject, &finding.text, &finding.remedy}) withholder.text(finding.code, *value);
}

}  // namespace

void withhold_secrets(Trace& trace) {
  Withholder withholder;
  for (std::string* value : {&trace.product.name, &trace.product.version, &trace.product.supplier}) withholder.text("", *value);
  for (TraceFlags& flags : trace.compile_flags) withholder.words("the compile commands", flags.words);
  const CleanNames names(withholder, trace);
  for (Component& component : trace.components) {
    names.put(component.id);
    clean(withholder, component);
  }
  std::sort(trace.components.begin(), trace.components.end(), [](const Component& a, const Component& b) { return a.id < b.id; });
  for (TraceFile& file : trace.files) clean(withholder, names, file);
  for (TraceBinary& binary : trace.binaries) clean(withholder, binary);
  for (Finding& finding : trace.findings) {
    names.put(finding.subject);
    clean(withholder, finding);
  }
  for (Finding& finding : withholder.findings()) trace.findings.push_back(std::move(finding));
}

void withhold_secrets(std::vector<Finding>& findings) {
  Withholder withholder;
  for (Finding& finding : findings) clean(withholder, finding);
  for (Finding& finding : withholder.findings()) findings.push_back(std::move(finding));
}

}  // namespace souptrace::trace

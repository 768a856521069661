// SPDX-License-Identifier: Apache-2.0
#include "trace/withhold_secrets.hpp"

#include <set>
#include <utility>

#include "base/secrets.hpp"

namespace souptrace::trace {
namespace {

/// Cleans strings, and remembers of each subject what was withheld.
class Withholder {
 public:
  void text(const std::string& subject, std::string& text) { keep(subject, text, &without_secrets); }
  void word(const std::string& subject, std::string& word) { keep(subject, word, &without_secrets_in_word); }
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
    for (const std::string& one : what) withheld_.emplace(subject, one);
  }

  std::set<std::pair<std::string, std::string>> withheld_;
};

void clean(Withholder& withholder, Component& component) {
  withholder.text("", component.id);
  for (std::string* value : {&component.name, &component.version, &component.supplier, &component.purl, &component.url, &component.license.source})
    withholder.text(component.id, *value);
  for (auto& [name, value] : component.properties) withholder.text(component.id, value);
  withholder.evidence(component.id, component.evidence);
}

void clean(Withholder& withholder, TraceFile& file) {
  const auto claim = [&](Claim& one) {
    withholder.text("", one.component);
    withholder.evidence(one.component, one.evidence);
  };
  claim(file.owner.chosen);
  for (Claim& one : file.owner.losing) claim(one);
}

void clean(Withholder& withholder, TraceBinary& binary) {
  for (std::string& word : binary.linker.flags) withholder.word(binary.name, word);
  for (auto* paths : {&binary.binary.rpath, &binary.binary.runpath})
    for (std::string& path : *paths) withholder.text(binary.name, path);
  for (TraceRuntimeLibrary& library : binary.runtime) withholder.text(binary.name, library.reason);
}

}  // namespace

void withhold_secrets(Trace& trace) {
  Withholder withholder;
  for (std::string* value : {&trace.product.name, &trace.product.version, &trace.product.supplier}) withholder.text("", *value);
  for (TraceFlags& flags : trace.compile_flags)
    for (std::string& word : flags.words) withholder.word("the compile commands", word);
  for (Component& component : trace.components) clean(withholder, component);
  for (TraceFile& file : trace.files) clean(withholder, file);
  for (TraceBinary& binary : trace.binaries) clean(withholder, binary);
  for (Finding& finding : trace.findings)
    for (std::string* value : {&finding.subject, &finding.text, &finding.remedy}) withholder.text(finding.code, *value);
  for (Finding& finding : withholder.findings()) trace.findings.push_back(std::move(finding));
}

}  // namespace souptrace::trace

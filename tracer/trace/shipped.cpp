// SPDX-License-Identifier: Apache-2.0
#include "trace/shipped.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "base/secrets.hpp"
#include "model/names.hpp"

namespace souptrace::trace {
namespace {

constexpr const char* kUnexplained = "shipped-file-unexplained";
constexpr const char* kForeign = "shipped-file-foreign";

// What a record says is in the words of who declared it, or of the files themselves.
Finding unexplained(const TraceBinary& binary, const ShippedRecord& record) {
  return {kUnexplained,
          Severity::error,
          text_of(record.file.path),
          "should be " + binary.name + " or made of it, and no recorded step explains it: " + without_secrets(record.unexplained),
          record.declared ? "Find out what changed it, or declare the step that does with souptrace_post_link()."
                          : "Remove it and install again: CMake leaves a file alone whose time is within a second of the new one's. If it comes "
                            "back like this, find out what changes it; what the build does on purpose is declared with souptrace_post_link().",
          false};
}

/// It ships, and no trace says what is in it.
Finding foreign(const TraceBinary& binary, const ShippedRecord& record) {
  return {kForeign,
          Severity::warning,
          text_of(record.file.path),
          "bears the name of " + binary.name + " and is another file: " + without_secrets(record.foreign),
          "If it should be " + binary.name + ", find out what put it there. Else none is needed: the documents of " + binary.name +
              " leave it out.",
          false};
}

/// As documents may show it: what a step did is in the words of who declared it.
ShippedFile shown(ShippedFile file) {
  std::set<std::string> what;  // "(withheld)" stands in the step itself
  for (PostLinkStep& step : file.steps)
    for (std::string* value : {&step.action, &step.tool}) *value = without_secrets(*value, what);
  file.package = without_secrets(file.package, what);
  return file;
}

auto key(const ShippedFile& file) { return std::tie(file.path, file.sha256, file.package); }

}  // namespace

void set_shipped(Trace& trace, const std::vector<ShippedRecord>& records) {
  std::erase_if(trace.findings, [](const Finding& one) { return one.code == kUnexplained || one.code == kForeign; });
  for (TraceBinary& binary : trace.binaries) {
    binary.shipped.clear();
    for (const ShippedRecord& record : records) {
      if (record.target != binary.target || record.linked_sha256 != binary.sha256) continue;
      if (!record.foreign.empty()) {
        trace.findings.push_back(foreign(binary, record));
        continue;
      }
      binary.shipped.push_back(shown(record.file));
      if (!record.unexplained.empty()) trace.findings.push_back(unexplained(binary, record));
    }
    std::sort(binary.shipped.begin(), binary.shipped.end(),
              [](const ShippedFile& a, const ShippedFile& b) { return key(a) < key(b); });
    const auto same = [](const ShippedFile& a, const ShippedFile& b) { return key(a) == key(b); };
    binary.shipped.erase(std::unique(binary.shipped.begin(), binary.shipped.end(), same), binary.shipped.end());
  }
  sort_findings(trace.findings);
}

}  // namespace souptrace::trace

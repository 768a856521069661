// SPDX-License-Identifier: Apache-2.0
#include "cli/traced_before.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/path.hpp"
#include "base/text.hpp"

namespace souptrace::cli {
namespace {

/// A binary as an earlier trace found it.
struct Traced {
  std::string sha256;
  std::string finished;  ///< when its link had ended, as a number in text
  bool linked = false;   ///< as the link had left it
};

/// The text up to the next blank, which both are taken off `line`.
std::string next_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  std::string out(line.substr(0, end));
  line.remove_prefix(std::min(end + 1, line.size()));
  return out;
}

std::map<std::string, Traced> read_memory(Host& host, const std::string& memory) {
  std::map<std::string, Traced> out;
  const auto file = host.read(memory);
  if (!file) return out;
  for (std::string_view line : split((*file)->text(), '\n')) {
    Traced traced{next_word(line), next_word(line), next_word(line) == "1"};
    if (traced.sha256.size() == 64 && !line.empty()) out[std::string(line)] = std::move(traced);
  }
  return out;
}

/// What link/changed.hpp says of a file that does not have the size and times that the link left.
bool is_about_times(const Finding& finding) {
  return finding.code == "binary-changed-after-link" || finding.code == "link-record-stale";
}

Finding changed(const std::string& output, const std::string& before, const std::string& now) {
  return {"binary-changed-after-trace", Severity::error, output,
          "was changed after it had been traced, and no link did so: its SHA-256 was " + before + " and is " + now,
          "Find out what changed it, then delete it and build again. If the build changes it on purpose, do so in a POST_BUILD command of its "
          "target, or let the step write another file and declare that one with souptrace_post_link().",
          true};
}

}  // namespace

std::string traced_file(const std::string& state_directory, const std::string& configuration) {
  return path::join(state_directory, "traced" + (configuration.empty() ? "" : '-' + configuration));
}

void check_traced_before(Host& host, const std::string& memory, trace::Material& material) {
  const std::map<std::string, Traced> before = read_memory(host, memory);
  std::map<std::string, Traced> now;
  for (trace::TracedLink& link : material.links) {
    const std::string& output = link.record.output;
    const auto content = material.contents.find(output);
    const auto known = before.find(output);
    if (known != before.end()) now[output] = known->second;  // also while the binary is away
    if (!link.record.recorded || link.record.finished_ns == 0 || content == material.contents.end()) continue;
    const bool is_linked = std::none_of(link.findings.begin(), link.findings.end(), is_about_times);
    Traced traced{content->second.digests.sha256, std::to_string(link.record.finished_ns), is_linked};
    if (known != before.end() && known->second.finished == traced.finished) {
      if (known->second.sha256 != traced.sha256)
        link.findings.push_back(changed(output, known->second.sha256, traced.sha256));
      else if (known->second.linked)
        std::erase_if(link.findings, is_about_times);
      traced = known->second;
    }
    now[output] = std::move(traced);
  }
  std::string text;
  for (const auto& [output, traced] : now) text += traced.sha256 + ' ' + traced.finished + (traced.linked ? " 1 " : " 0 ") + output + '\n';
  (void)host.write_atomically(memory, text);
}

}  // namespace souptrace::cli

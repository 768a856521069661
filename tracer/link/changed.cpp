// SPDX-License-Identifier: Apache-2.0
#include "link/changed.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace souptrace::link {
namespace {

std::string difference(const formats::LoggedFile& then, const HostStat& now) {
  std::string text;
  if (then.size != now.size)
    text = "its size was " + std::to_string(then.size) + " bytes and is " + std::to_string(now.size);
  if (then.modified_ns != now.modified_ns)
    add_word(text, now.modified_ns > then.modified_ns ? "it was written later" : "it was written earlier");
  return text;
}

/// Whether the link line gives the build-id itself, so that links with other inputs have the same.
bool has_given_build_id(const formats::LinkLog& log) {
  return std::any_of(log.command.begin(), log.command.end(), [](const std::string& word) {
    return word.find("-build-id=0x") != std::string::npos || word.find("-build-id=0X") != std::string::npos;
  });
}

}  // namespace

FreshnessCheck check_freshness(const formats::LinkLog& log, const HostStat& now, const BinaryFormat& binary) {
  const std::string remedy =
      "Link the binary again. If a step after the link changes it (strip, objcopy), give it a build-id "
      "(-Wl,--build-id), which "
      "ties it to the link.";
  if (!log.output_file)
    return {Freshness::uncertain,
            Finding{"link-record-stale", Severity::error, log.output,
                    "the record of the link does not say what the link wrote", remedy, true}};
  const std::string changes = difference(*log.output_file, now);
  if (changes.empty()) return {};
  const std::string text = "the binary is not as the link left it: " + changes;
  const bool given = has_given_build_id(log);
  if (!given && !log.build_id.empty() && log.build_id == binary.build_id) {
    // strip makes it smaller. A build-id does not change with the bytes.
    const bool smaller = now.size < log.output_file->size;
    const bool grown = now.size > log.output_file->size;
    return {
        Freshness::reworked,
        Finding{"binary-changed-after-link", smaller ? Severity::note : Severity::warning, log.output,
                text + "; its build-id is still that of the link, so the linker took in what is listed" +
                    (smaller ? ", and as after strip it is smaller"
                     : grown ? ", but a later step added bytes that this trace knows nothing of"
                             : ", but a later step may have changed bytes in it that this trace knows nothing of"),
                smaller ? "None is needed: the binary is traced as it is now."
                        : "Let the linker make those bytes, or let the step write another file and declare it with souptrace_post_link().",
                false}};
  }
  if (!log.build_id.empty() && !binary.build_id.empty() && log.build_id != binary.build_id)
    return {Freshness::stale, Finding{"link-record-stale", Severity::error, log.output,
                                      text + "; its build-id is " + binary.build_id +
                                          ", that of the recorded link was " + log.build_id,
                                      remedy, true}};
  return {
      Freshness::uncertain,
      Finding{"link-record-stale", Severity::error, log.output,
              text + (given ? "; the build-id that the link line gives does not tie it to the recorded link"
                            : "; no build-id ties it to the recorded link"),
              remedy, true}};
}

}  // namespace souptrace::link

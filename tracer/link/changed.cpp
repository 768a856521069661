// SPDX-License-Identifier: Apache-2.0
#include "link/changed.hpp"

namespace souptrace::link {
namespace {

std::string difference(const formats::LoggedFile& then, const HostStat& now) {
  std::string text;
  if (then.size != now.size)
    text = "its size was " + std::to_string(then.size) + " bytes and is " + std::to_string(now.size);
  if (then.modified_ns != now.modified_ns)
    text += std::string(text.empty() ? "" : ", ") + "it was written " +
            (now.modified_ns > then.modified_ns ? "later" : "earlier");
  return text;
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
  if (!log.build_id.empty() && log.build_id == binary.build_id)
    return {Freshness::reworked,
            Finding{"binary-changed-after-link", Severity::note, log.output,
                    text + "; its build-id is still that of the link, so the inputs are the same",
                    "None is needed: the binary is traced as it is now.", false}};
  if (!log.build_id.empty() && !binary.build_id.empty())
    return {Freshness::stale, Finding{"link-record-stale", Severity::error, log.output,
                                      text + "; its build-id is " + binary.build_id +
                                          ", that of the recorded link was " + log.build_id,
                                      remedy, true}};
  return {Freshness::uncertain, Finding{"link-record-stale", Severity::error, log.output,
                                        text + "; no build-id ties it to the recorded link", remedy, true}};
}

}  // namespace souptrace::link

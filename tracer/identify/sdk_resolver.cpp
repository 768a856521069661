// SPDX-License-Identifier: Apache-2.0
#include "identify/sdk_resolver.hpp"

#include <algorithm>

#include "base/path.hpp"

namespace souptrace::identify {
namespace {

/// An SDK's sysroot is <sdk>/sysroots/<target>, and <sdk> has a file version-<target>.
bool is_sdk_sysroot(Host& host, const std::string& sysroot) {
  const std::string directory(path::parent(sysroot));
  if (sysroot.empty() || path::filename(directory) != "sysroots") return false;
  const std::string sdk(path::parent(directory));
  const std::string target(path::filename(sysroot));
  return host.stat(sdk + "/version-" + target).ok() || host.stat(sdk + "/environment-setup-" + target).ok();
}

class SdkResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    const std::string& sysroot = question.facts.sysroot;
    if (!is_sdk_sysroot(question.host, sysroot)) return out;
    const std::vector<std::size_t> files = files_below(question.files, sysroot);
    if (std::all_of(files.begin(), files.end(), [&](std::size_t index) { return question.listed[index]; }))
      return out;
    out.add(
        {"sysroot-without-packages", Severity::warning, sysroot,
         "this is the sysroot of a Yocto SDK, which keeps no record of the packages that its files are from",
         "Ask who built the SDK for its SPDX documents and name them: souptrace_component(SBOM "
         "<sdk>.spdx.json); or "
         "declare what you link, with souptrace_component(NAME … VERSION … PATHS …); or build the SDK with "
         "SDKIMAGE_FEATURES += \"package-management\""});
    return out;
  }
};

}  // namespace

std::unique_ptr<Resolver> sdk_resolver() {
  return std::make_unique<SdkResolver>();
}

}  // namespace souptrace::identify

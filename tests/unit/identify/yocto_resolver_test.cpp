// SPDX-License-Identifier: Apache-2.0
#include "identify/yocto_resolver.hpp"

#include "asked_resolver.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

const std::string kTmp = "/yocto/tmp";
const std::string kWork = kTmp + "/work/cortexa57-poky-linux/pump/1.0";
const std::string kStaged = kWork + "/recipe-sysroot/usr/lib/libz.a";
const std::string kComponent = kTmp + "/sysroots-components/cortexa57/zlib/usr/lib/libz.a";

/// A build tree in which pump's sysroot has zlib's files.
void add_build_tree(MemoryHost& host) {
  touch(host, kStaged);
  touch(host, kComponent);
  const std::string dependencies = kWork + "/recipe-sysroot-native/installeddeps";
  host.add_file(dependencies + "/zlib.abc", "recipe-sysroot/usr/lib/libz.a\nrecipe-sysroot/usr/lib/\n");
  host.add_symlink(dependencies + "/zlib", "zlib.abc");
  host.add_symlink(dependencies + "/zlib.complete", kTmp + "/sstate-control/manifest-cortexa57-zlib.populate_sysroot");
  host.add_file(kTmp + "/sstate-control/manifest-cortexa57-zlib.populate_sysroot", kComponent + "\n");
  host.add_file(kTmp + "/sstate-control/index-cortexa57",
                kTmp + "/stamps/cortexa57/zlib/1.3.1 " + kTmp + "/sstate-control/manifest-cortexa57-zlib " + kTmp +
                    "/work/cortexa57/zlib/1.3.1-r0\n");
}

Asked ask_yocto(MemoryHost& host, const Texts& paths) {
  return ask_resolver(host, *identify::yocto_resolver(), paths);
}

}  // namespace

TEST_CASE("a staged file is its recipe's, in the sysroot of another recipe and where it was staged") {
  MemoryHost host;
  add_build_tree(host);
  const std::string none = kWork + "/recipe-sysroot/usr/lib/libnobody.a";
  touch(host, none);
  const Asked asked = ask_yocto(host, {kStaged, kComponent, none});
  CHECK(asked.claims(kStaged) == Texts{"listed yocto:zlib@1.3.1"});
  CHECK(asked.claims(kComponent) == Texts{"listed yocto:zlib@1.3.1"});
  CHECK(asked.claims(none).empty());
  CHECK(asked.outcome.findings.empty());
  const Component& zlib = asked.outcome.value.components.at("yocto:zlib@1.3.1");
  CHECK(zlib.purl == "pkg:yocto/zlib@1.3.1");
  CHECK(zlib.license.expression == "NOASSERTION");
}

TEST_CASE("version and licence are the recipe's where its licence was deployed") {
  MemoryHost host;
  add_build_tree(host);
  host.add_file(kTmp + "/deploy/licenses/cortexa57/zlib/recipeinfo", "LICENSE: Zlib | MIT\nPR: r0\nPV: 1.3.2\n");
  const Asked asked = ask_yocto(host, {kStaged});
  CHECK(asked.claims(kStaged) == Texts{"listed yocto:zlib@1.3.2"});
  CHECK(asked.outcome.value.components.at("yocto:zlib@1.3.2").license.expression == "Zlib OR MIT");
}

TEST_CASE("of several versions in the index none is taken") {
  MemoryHost host;
  add_build_tree(host);
  const std::string index = kTmp + "/sstate-control/index-cortexa57";
  std::string more = *host.content(index);
  for (std::size_t at; (at = more.find("1.3.1")) != std::string::npos;) more.replace(at, 5, "1.4");
  host.add_file(index, *host.content(index) + more);
  const Asked asked = ask_yocto(host, {kStaged});
  CHECK(asked.claims(kStaged) == Texts{"listed yocto:zlib@"});
  CHECK(asked.codes() == Texts{"version-unknown"});
}

TEST_CASE("cut records of a build tree are findings") {
  for (const std::string& place : {kWork + "/recipe-sysroot-native/installeddeps/zlib.abc",
                                   kTmp + "/sstate-control/manifest-cortexa57-zlib.populate_sysroot",
                                   kTmp + "/sstate-control/index-cortexa57"}) {
    MemoryHost host;
    add_build_tree(host);
    const std::string whole = *host.content(place);
    host.add_file(place, whole.substr(0, whole.size() - 1));
    INFO(place);
    const Texts codes = ask_yocto(host, {kStaged, kComponent}).codes();
    CHECK(std::find(codes.begin(), codes.end(), "database-broken") != codes.end());
  }
}

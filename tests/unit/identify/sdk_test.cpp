// SPDX-License-Identifier: Apache-2.0
// SDKs of the Yocto Project, and the SPDX documents that its builds write: in version 3.0 one for the whole
// SDK or image, in version 2.2 one for each package. The layouts are those of the classes create-spdx-3.0 and
// create-spdx-2.2 of OpenEmbedded-Core.
#include "asked_resolver.hpp"
#include "identify/sdk_resolver.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

const std::string kSysroot = "/sdk/sysroots/cortexa57-poky-linux";
const std::string kLibrary = kSysroot + "/usr/lib/libz.a";
const std::string kHeader = kSysroot + "/usr/include/zlib.h";
const std::string kEmpty = kSysroot + "/usr/include/empty.h";
const std::string kLibc = kSysroot + "/usr/lib/libc.so.6";

std::string sha256_of(const std::string& path) {
  return sha256_hex(as_bytes(path));
}

void install_sdk(MemoryHost& host) {
  host.add_file("/sdk/version-cortexa57-poky-linux", "Distro: Poky\n");
  for (const std::string& path : {kLibrary, kHeader, kLibc}) touch(host, path);
  host.add_file(kEmpty, "");
}

/// A package, its files, and the relationships of both, of an SPDX 3.0 graph.
std::string package3(const std::string& name, const std::string& version,
                     const std::vector<std::pair<std::string, std::string>>& files) {
  const std::string id = "http://spdxdocs.org/openembedded/" + name;
  std::string out =
      R"({"type":"software_Package","spdxId":")" + id + R"(","creationInfo":"_:CreationInfo1","name":")" +
      name +
      R"(","suppliedBy":"http://spdxdocs.org/agent/OpenEmbedded","software_primaryPurpose":"install",)";
  if (!version.empty()) out += R"("software_packageVersion":")" + version + R"(",)";
  out += R"("software_homePage":"https://example.org","externalIdentifier":[{"type":"ExternalIdentifier",
    "externalIdentifierType":"cpe23","identifier":"cpe:2.3:*:gnu:)" +
         name + R"(:1:*:*:*:*:*:*:*"}]},)";
  std::string contained;
  for (const auto& [path, sha256] : files) {
    const std::string file = id + "/file/" + std::to_string(contained.size());
    out += R"({"type":"software_File","spdxId":")" + file + R"(","name":")" + path +
           R"(","verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":")" + sha256 + R"("}]},)";
    contained += (contained.empty() ? "\"" : ",\"") + file + '"';
  }
  out += R"({"type":"Relationship","spdxId":")" + id + R"(/contains","from":")" + id +
         R"(","relationshipType":"contains","to":[)" + contained + "]},";
  return out + R"({"type":"Relationship","spdxId":")" + id + R"(/license","from":")" + id +
         R"(","relationshipType":"hasConcludedLicense","to":["http://spdxdocs.org/license/Zlib"]},)";
}

std::string sbom3() {
  return R"({"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
    {"type":"CreationInfo","@id":"_:CreationInfo1","specVersion":"3.0.1"},
    {"type":"Organization","spdxId":"http://spdxdocs.org/agent/OpenEmbedded","name":"OpenEmbedded"},
    {"type":"simplelicensing_LicenseExpression","spdxId":"http://spdxdocs.org/license/Zlib","simplelicensing_licenseExpression":"Zlib"},
    {"type":"software_Package","spdxId":"http://spdxdocs.org/source/1","name":"zlib-1.3.1.tar.xz","software_primaryPurpose":"source",
     "verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":")" +
         std::string(64, 'e') + R"("}]},)" +
         package3("a-dev", "7", {{"usr/include/other/empty.h", sha256_of("")}}) +
         package3("zlib-dev", "1.3.1",
                  {{"usr/include/zlib.h", sha256_of(kHeader)}, {"usr/include/empty.h", sha256_of("")}}) +
         package3("zlib-staticdev", "1.3.1", {{"usr/lib/libz.a", sha256_of(kLibrary)}}) +
         package3("libc6", "", {{"usr/lib/libc.so.6", sha256_of(kLibc)}}) +
         R"({"type":"SpdxDocument","spdxId":"http://spdxdocs.org/sdk","rootElement":[]}]})";
}

std::string package2(const std::string& name, const std::string& path, const std::string& sha256) {
  const std::string file = "SPDXRef-PackagedFile-" + name + "-1";
  return R"({"SPDXID":"SPDXRef-DOCUMENT","spdxVersion":"SPDX-2.2","dataLicense":"CC0-1.0","name":")" + name + R"(","packages":[
    {"SPDXID":"SPDXRef-Package-)" +
         name + R"(","name":")" + name + R"~(","versionInfo":"1.3.1","licenseDeclared":"Zlib","licenseConcluded":"NOASSERTION",
     "supplier":"Organization: OpenEmbedded ()","hasFiles":[")~" +
         file + R"("]}],
   "files":[{"SPDXID":")" +
         file + R"(","fileName":")" + path + R"(","checksums":[{"algorithm":"SHA1","checksumValue":"00"},
    {"algorithm":"SHA256","checksumValue":")" +
         sha256 + R"("}],"fileTypes":["BINARY"],"licenseConcluded":"NOASSERTION"}],
   "relationships":[{"spdxElementId":"SPDXRef-Package-)" +
         name + R"(","relatedSpdxElement":")" + file + R"(","relationshipType":"CONTAINS"}]})";
}

/// What is known of the sysroot's files when the documents are named in souptrace_component(SBOM …).
Outcome<Identification> ask_with(MemoryHost& host, const std::vector<std::string>& sboms,
                                 const std::vector<std::string>& paths) {
  BuildFacts facts = product_facts();
  facts.sysroot = kSysroot;
  DeclaredComponent declared;
  declared.declared_at = "CMakeLists.txt:9";
  declared.sboms = sboms;
  facts.declared.push_back(declared);
  std::vector<identify::FileInQuestion> files;
  for (const std::string& path : paths) files.push_back(question_about(host, path));
  return identify::identify(host, facts, files);
}

Texts codes(const Outcome<Identification>& outcome) {
  Texts out;
  for (const Finding& one : outcome.findings) out.push_back(one.code);
  return out;
}

}  // namespace

TEST_CASE(
    "an SDK's sysroot without a record of packages is one finding, and only when something is taken from "
    "it") {
  MemoryHost host;
  install_sdk(host);
  const auto ask_sdk = [&](const Texts& paths) {
    return ask_resolver(host, *identify::sdk_resolver(), paths, kSysroot);
  };
  const Asked asked = ask_sdk({kLibrary, kHeader});
  REQUIRE(asked.codes() == Texts{"sysroot-without-packages"});
  CHECK(asked.outcome.findings[0].subject == kSysroot);
  CHECK(asked.outcome.findings[0].remedy.find("souptrace_component(SBOM") != std::string::npos);
  CHECK(ask_sdk({"/usr/lib/x.a"}).codes().empty());
  REQUIRE(host.remove("/sdk/version-cortexa57-poky-linux"));
  CHECK(ask_sdk({kLibrary}).codes().empty());
}

TEST_CASE("the SPDX 3.0 document of a Yocto SDK names the packages of its sysroot's files") {
  MemoryHost host;
  install_sdk(host);
  host.add_file("/src/poky.spdx.json", sbom3());
  const auto outcome = ask_with(host, {"/src/poky.spdx.json"}, {kLibrary, kHeader, kEmpty, kLibc});
  const auto owner_of = [&](const std::string& path) { return outcome.value.files.at(path).chosen; };
  CHECK(owner_of(kLibrary).component == "supplied:zlib-staticdev@1.3.1");
  CHECK(owner_of(kHeader).component == "supplied:zlib-dev@1.3.1");
  CHECK(owner_of(kHeader).tier == Tier::package_db_verified);
  // Another package has an empty file, too, elsewhere.
  CHECK(owner_of(kEmpty).component == "supplied:zlib-dev@1.3.1");
  CHECK(outcome.value.files.at(kEmpty).losing.empty());
  const Component& zlib = outcome.value.components.at("supplied:zlib-dev@1.3.1");
  CHECK(zlib.license.expression == "Zlib");
  CHECK(zlib.supplier == "OpenEmbedded");
  CHECK(zlib.kind == ComponentKind::soup);
  CHECK(outcome.value.components.at("supplied:libc6@").kind == ComponentKind::runtime);
  // libc6 has no version here; the source archive has none either, and nothing is taken from it.
  CHECK(codes(outcome) == Texts{"version-unknown"});
}

TEST_CASE("a file of a Yocto SDK that is in no document of it leaves the finding about its sysroot") {
  MemoryHost host;
  install_sdk(host);
  host.add_file("/src/poky.spdx.json", sbom3());
  touch(host, kSysroot + "/usr/lib/libnew.a");
  const auto outcome = ask_with(host, {"/src/poky.spdx.json"}, {kLibrary, kSysroot + "/usr/lib/libnew.a"});
  CHECK(codes(outcome) == Texts{"sysroot-without-packages", "owner-unknown"});
}

TEST_CASE("the SPDX 2.2 documents of a Yocto build, one for each package, do as well") {
  MemoryHost host;
  install_sdk(host);
  host.add_file("/src/spdx/zlib-dev.spdx.json",
                package2("zlib-dev", "usr/include/zlib.h", sha256_of(kHeader)));
  host.add_file("/src/spdx/zlib-staticdev.spdx.json",
                package2("zlib-staticdev", "usr/lib/libz.a", sha256_of(kLibrary)));
  const std::vector<std::string> documents{"/src/spdx/zlib-dev.spdx.json",
                                           "/src/spdx/zlib-staticdev.spdx.json"};
  const auto outcome = ask_with(host, documents, {kLibrary, kHeader});
  CHECK(codes(outcome).empty());
  CHECK(outcome.value.files.at(kLibrary).chosen.component == "supplied:zlib-staticdev@1.3.1");
  CHECK(outcome.value.files.at(kHeader).chosen.component == "supplied:zlib-dev@1.3.1");
  CHECK(outcome.value.components.at("supplied:zlib-dev@1.3.1").supplier == "OpenEmbedded");
  host.add_file(kHeader, "patched");
  // Outside of PATHS a name says nothing: the patched file is nobody's.
  CHECK(codes(ask_with(host, documents, {kHeader})) == Texts{"sysroot-without-packages", "owner-unknown"});
}

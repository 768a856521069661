// SPDX-License-Identifier: Apache-2.0
// attest, verify and bundle on a host in memory: what they read, write, refuse and say.
#include <algorithm>
#include <map>
#include <sstream>

#include "cli/cli.hpp"
#include "host/memory_host.hpp"
#include "unit/verify/paper_set.hpp"
#include "unit/write/contains.hpp"

using namespace souptrace;

namespace {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

/// A directory of documents with a key pair; the trace's files lie below /w/build, /w and /.
struct Release : MemoryHost {
  Release() {
    add_file("/docs/trace.json", write::trace_json(test::explained_trace()));
    add_key("/key.pem", test::first_private());
    add_file("/pub.pem", test::first_public());
    add_file("/other.pem", test::second_public());
    add_file("/pump", sample::content("build:pump"));
    add_file("/inst/bin/pump", "installed");
  }
  void add_key(const std::string& path, const std::string& pem) {
    add_file(path, pem);
    set_mode(path, 0600);
  }
  void add_tree() {
    const Trace trace = test::shipped_trace();
    const std::map<Root, std::string> roots{{Root::build, "/w/build/"}, {Root::source, "/w/src/"}, {Root::system, "/sys/"}, {Root::outside, "/w/src/"}};
    for (const TraceFile& file : trace.files) add_file(roots.at(file.path.root) + file.path.path, sample::content(text_of(file.path)));
    for (const TraceBinary& binary : trace.binaries) add_file(roots.at(binary.path.root) + binary.path.path, sample::content(text_of(binary.path)));
  }
  Ran ran(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::run(arguments, *this, {.out = out, .err = err, .width = 120, .unicode = true});
    return {code, out.str(), err.str()};
  }
  Ran attested() {
    const Ran done = ran({"attest", "/docs", "--key", "/key.pem"});
    CHECK(done.err == "");
    CHECK(done.code == 0);
    return done;
  }
};

const std::vector<std::string> kRoots{"--root", "/w/build", "--root", "source=/w/src", "--root", "system=/sys"};

std::vector<std::string> with_roots(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), kRoots.begin(), kRoots.end());
  return arguments;
}

}  // namespace

TEST_CASE("attest writes one file for each binary and one for the trace, the same bytes each time with Ed25519") {
  Release host;
  const Ran done = host.attested();
  CHECK_THAT(done.out, ContainsSubstring("/docs/pump.intoto.jsonl\n"));
  const std::string first = *host.content("/docs/pump.intoto.jsonl");
  CHECK(std::count(first.begin(), first.end(), '\n') == 2);  // CycloneDX and provenance
  REQUIRE(host.content("/docs/trace.json.intoto.jsonl"));
  host.attested();
  CHECK(*host.content("/docs/pump.intoto.jsonl") == first);
  const Ran verified = host.ran({"verify", "/pump", "--against", "/docs", "--key", "/pub.pem"});
  CHECK(verified.code == 0);
  CHECK_THAT(verified.out, ContainsSubstring("\nverified\n"));
}

TEST_CASE("a key that others may read is refused, and no message shows any of it") {
  Release host;
  for (const std::uint32_t mode : {0640U, 0604U, 0660U, 0610U, 0644U}) {
    host.set_mode("/key.pem", mode);
    const Ran done = host.ran({"attest", "/docs", "--key", "/key.pem"});
    CHECK(done.code == 3);
    CHECK_THAT(done.err, ContainsSubstring("chmod 600 /key.pem"));
    CHECK(done.err.find("MC4C") == std::string::npos);
    CHECK_FALSE(host.content("/docs/pump.intoto.jsonl"));
  }
  host.set_mode("/key.pem", 0400);
  CHECK(host.ran({"attest", "/docs", "--key", "/key.pem"}).code == 0);
}

TEST_CASE("an encrypted key is opened with the first line of a file that is as closed as the key") {
  Release host;
  host.add_key("/enc.pem", test::kP256Encrypted);
  const Ran without = host.ran({"attest", "/docs", "--key", "/enc.pem"});
  CHECK(without.code == 3);
  CHECK_THAT(without.err, ContainsSubstring("--passphrase-file"));
  host.add_file("/pass", "secret\nmore\n");
  const Ran open = host.ran({"attest", "/docs", "--key", "/enc.pem", "--passphrase-file", "/pass"});
  CHECK(open.code == 3);
  CHECK_THAT(open.err, ContainsSubstring("chmod 600 /pass"));
  host.set_mode("/pass", 0600);
  CHECK(host.ran({"attest", "/docs", "--key", "/enc.pem", "--passphrase-file", "/pass"}).code == 0);
  host.add_file("/p256.pem", test::kP256Public);
  CHECK(host.ran({"verify", "/pump", "--against", "/docs", "--key", "/p256.pem"}).code == 0);
}

TEST_CASE("a program signs: it gets the bytes on standard input, no shell, and its signature is checked") {
  Release host;
  std::vector<std::string> argv;
  host.add_program("/hsm", [&](const Process& process) {
    argv = process.argv;
    const auto key = PrivateKey::from_pem(test::first_private());
    return ProcessResult{0, *key->sign(as_bytes(process.input)), ""};
  });
  const std::vector<std::string> call{"attest", "/docs", "--sign-command", "/hsm", "--sign-argument=--slot", "--sign-argument=$(3); 4", "--public-key", "/pub.pem"};
  CHECK(host.ran(call).code == 0);
  CHECK(argv == std::vector<std::string>{"/hsm", "--slot", "$(3); 4"});
  CHECK(host.ran({"verify", "/pump", "--against", "/docs", "--key", "/pub.pem"}).code == 0);
  host.add_program("/hsm", [](const Process&) { return ProcessResult{0, "no signature\n", ""}; });
  const Ran wrong = host.ran(call);
  CHECK(wrong.code == 3);
  CHECK_THAT(wrong.err, ContainsSubstring("does not confirm"));
  host.add_program("/hsm", [](const Process&) { return ProcessResult{7, "", "token locked\n"}; });
  const Ran failed = host.ran(call);
  CHECK(failed.code == 3);
  CHECK_THAT(failed.err, ContainsSubstring("exit code 7: token locked"));
}

TEST_CASE("wrong calls of attest are wrong use") {
  Release host;
  CHECK(host.ran({"attest", "/docs"}).code == 2);
  CHECK(host.ran({"attest", "/docs", "--key", "/key.pem", "--sign-command", "/hsm"}).code == 2);
  CHECK(host.ran({"attest", "/docs", "--sign-command", "/hsm"}).code == 2);
  CHECK(host.ran({"attest", "/docs", "--key", "/key.pem", "--binary", "nothing"}).code == 2);
  CHECK(host.ran({"attest", "/docs", "--key", "/missing.pem"}).code == 3);
}

TEST_CASE("an incomplete trace is neither attested nor bundled nor verified") {
  Release host;
  Trace trace = test::shipped_trace();
  trace.findings.push_back({.code = "x", .text = "x", .incomplete = true});
  host.add_file("/docs/trace.json", write::trace_json(trace));
  CHECK(host.ran({"attest", "/docs", "--key", "/key.pem"}).code == 3);
  CHECK(host.ran({"bundle", "/docs"}).code == 3);
  CHECK(host.ran({"verify", "/docs"}).code == 3);
}

TEST_CASE("an SBOM about other bytes than the trace's is not signed") {
  Release host;
  host.add_file("/docs/pump.cdx.json", R"({"bomFormat":"CycloneDX","specVersion":"1.7","metadata":{"component":{"name":"pump","hashes":[{"alg":"SHA-256","content":")" +
                                           std::string(64, 'a') + R"("}]}}})");
  const Ran done = host.ran({"attest", "/docs", "--key", "/key.pem"});
  CHECK(done.code == 3);
  CHECK_THAT(done.err, ContainsSubstring("pump.cdx.json: is about other bytes"));
}

TEST_CASE("verify of a file says same, transformed with its steps, tampered or unknown") {
  Release host;
  const Ran same = host.ran({"verify", "/pump", "--against", "/docs"});
  CHECK(same.code == 0);
  CHECK_THAT(same.out, ContainsSubstring("/pump: same"));
  CHECK_THAT(same.out, ContainsSubstring("no signature was checked"));
  CHECK(same.out.find("\nverified") == std::string::npos);
  const Ran transformed = host.ran({"verify", "/inst/bin/pump", "--against", "/docs/trace.json"});
  CHECK(transformed.code == 0);
  CHECK_THAT(transformed.out, ContainsSubstring("transformed by recorded steps"));
  CHECK_THAT(transformed.out, ContainsSubstring("strip by GNU strip 2.40"));
  host.add_file("/pump", "changed");
  CHECK(host.ran({"verify", "/pump", "--against", "/docs"}).code == 1);
  host.add_file("/else", "changed");
  const Ran unknown = host.ran({"verify", "/else", "--against", "/docs"});
  CHECK(unknown.code == 1);
  CHECK_THAT(unknown.out, ContainsSubstring("UNKNOWN"));
  CHECK(host.ran({"verify", "/else"}).code == 2);
  CHECK(host.ran({"verify", "/missing", "--against", "/docs"}).code == 3);
}

TEST_CASE("with a key, the document and the binary are bound, and each is said for itself") {
  Release host;
  host.attested();
  const Ran good = host.ran({"verify", "/inst/bin/pump", "--against", "/docs/pump.intoto.jsonl", "--key", "/pub.pem"});
  CHECK(good.code == 0);
  CHECK_THAT(good.out, ContainsSubstring("document: intact"));
  CHECK_THAT(good.out, ContainsSubstring("about: this file"));
  host.add_file("/inst/bin/pump", "tampered");
  const Ran other_binary = host.ran({"verify", "/inst/bin/pump", "--against", "/docs/pump.intoto.jsonl", "--key", "/pub.pem"});
  CHECK(other_binary.code == 1);
  CHECK_THAT(other_binary.out, ContainsSubstring("document: intact"));
  CHECK_THAT(other_binary.out, ContainsSubstring("about: NOT this file"));
  const Ran other_key = host.ran({"verify", "/pump", "--against", "/docs/pump.intoto.jsonl", "--key", "/other.pem"});
  CHECK(other_key.code == 1);
  CHECK_THAT(other_key.out, ContainsSubstring("document: NOT signed with a given key, but with "));
  CHECK_THAT(other_key.out, ContainsSubstring("about: this file"));
  CHECK(host.ran({"verify", "/pump", "--against", "/docs/pump.intoto.jsonl", "--key", "/key.pem"}).code == 2);
}

TEST_CASE("a trace that was changed after it was signed is not good, though it names the binary") {
  Release host;
  host.attested();
  std::string trace = *host.content("/docs/trace.json");
  const std::string version = "\"version\": \"2.1.0\"";
  REQUIRE(trace.find(version) != std::string::npos);
  trace.replace(trace.find(version), version.size(), "\"version\": \"2.1.1\"");
  host.add_file("/docs/trace.json", trace);
  CHECK(host.ran({"verify", "/pump", "--against", "/docs"}).code == 0);
  const Ran done = host.ran({"verify", "/pump", "--against", "/docs", "--key", "/pub.pem"});
  CHECK(done.code == 1);
  CHECK_THAT(done.out, ContainsSubstring("no attestation holds this very document, only another one"));
}

TEST_CASE("verify of a trace compares binaries, artifacts and members below the roots") {
  Release host;
  host.add_tree();
  Trace trace = test::shipped_trace();
  for (TraceBinary& binary : trace.binaries) binary.shipped.clear();
  host.add_file("/docs/trace.json", write::trace_json(trace));
  const Ran good = host.ran(with_roots({"verify", "/docs"}));
  CHECK(good.code == 0);
  CHECK_THAT(good.out, ContainsSubstring("build:pump: same"));
  host.add_file("/w/build/libcrc.a", sample::content("build:libcrc.a") + "x");
  const Ran changed = host.ran(with_roots({"verify", "/docs"}));
  CHECK(changed.code == 1);
  CHECK_THAT(changed.out, ContainsSubstring("build:libcrc.a: TAMPERED"));
  host.add_file("/w/build/libcrc.a", "short");
  CHECK_THAT(host.ran(with_roots({"verify", "/docs"})).out, ContainsSubstring("it ends before a member"));
  CHECK(host.remove("/w/build/libcrc.a"));
  const Ran gone = host.ran(with_roots({"verify", "/docs"}));
  CHECK(gone.code == 1);
  CHECK_THAT(gone.out, ContainsSubstring("build:libcrc.a: missing"));
  const Ran nothing = host.ran({"verify", "/docs"});
  CHECK(nothing.code == 3);
  CHECK_THAT(nothing.out, ContainsSubstring("--root build=DIRECTORY"));
  CHECK(host.ran({"verify", "/docs", "--root", "nowhere=/x"}).code == 2);
  CHECK(host.ran({"verify", "/docs", "--root", "/x", "--root", "build=/y"}).code == 2);
}

TEST_CASE("a shipped file that no step explains makes the trace not good") {
  Release host;
  host.add_file("/docs/trace.json", write::trace_json(test::shipped_trace()));
  CHECK(host.ran({"attest", "/docs", "--key", "/key.pem"}).code == 1);
  CHECK(host.ran({"bundle", "/docs"}).code == 1);
  CHECK(host.ran({"verify", "/docs"}).code == 1);
  host.add_tree();
  host.add_file("/inst/bin/odd", "odd");
  auto arguments = with_roots({"verify", "/docs"});
  arguments.insert(arguments.end(), {"--root", "install=/inst"});
  const Ran done = host.ran(arguments);
  CHECK(done.code == 1);
  CHECK_THAT(done.out, ContainsSubstring("install:bin/odd: TAMPERED"));
  CHECK_THAT(done.out, ContainsSubstring("install:bin/pump: transformed"));
}

TEST_CASE("a bundle is the same bytes each time, and verify checks it whole") {
  Release host;
  Trace trace = test::shipped_trace();
  for (TraceBinary& binary : trace.binaries)
    if (!binary.shipped.empty()) binary.shipped.erase(binary.shipped.begin());
  host.add_file("/docs/trace.json", write::trace_json(trace));
  host.attested();
  const std::vector<std::string> call{"bundle", "/docs", "--key", "/key.pem"};
  const Ran done = host.ran(call);
  CHECK(done.code == 0);
  CHECK(done.out == "/docs/infusion-pump-2.1.0.souptrace.tar\n");
  const std::string archive = *host.content("/docs/infusion-pump-2.1.0.souptrace.tar");
  CHECK(host.ran(call).code == 0);
  CHECK(*host.content("/docs/infusion-pump-2.1.0.souptrace.tar") == archive);
  host.add_file("/release.tar", archive);
  const Ran verified = host.ran({"verify", "/release.tar", "--key", "/pub.pem"});
  CHECK(verified.code == 0);
  CHECK_THAT(verified.out, ContainsSubstring("\nverified\n"));
  CHECK(host.ran({"verify", "/release.tar", "--key", "/other.pem"}).code == 1);
  const Ran file = host.ran({"verify", "/inst/bin/pump", "--against", "/release.tar", "--key", "/pub.pem"});
  CHECK(file.code == 0);
  CHECK_THAT(file.out, ContainsSubstring("transformed by recorded steps"));
}

TEST_CASE("licences' texts go into the bundle where they can be read, and the manifest says which could not") {
  Release host;
  host.add_file("/sys/usr/share/doc/zlib1g-dev/copyright", "zlib licence");
  CHECK(host.ran({"bundle", "/docs", "--root", "system=/sys", "--output", "/b.tar"}).code == 0);
  const std::string archive = *host.content("/b.tar");
  CHECK_THAT(archive, ContainsSubstring("licenses/" + sha256_hex(as_bytes("zlib licence")) + ".txt"));
  CHECK_THAT(archive, ContainsSubstring("system:usr/share/doc/libssl3/copyright cannot be read"));
}

TEST_CASE("no bundle is made without a licence, or without the program's digest, that only this time could not be read") {
  for (const std::string what : {"/sys/usr/share/doc/zlib1g-dev/copyright", "/proc/self/exe"}) {
    Release host;
    host.add_file("/sys/usr/share/doc/zlib1g-dev/copyright", "zlib licence");
    host.fail_when([&](const std::string&, const std::string& path) -> std::optional<Error> {
      if (path == what) return Error{"io", path + ": cannot read: Input/output error"};
      return std::nullopt;
    });
    const Ran done = host.ran({"bundle", "/docs", "--root", "system=/sys", "--output", "/b.tar"});
    CHECK(done.code == 3);
    CHECK(done.err == "souptrace: error: " + what + ": cannot read: Input/output error\n  Mend that, then call the command again.\n");
    CHECK(!host.content("/b.tar"));
  }
}

TEST_CASE("a binary or an artifact that cannot be read is not called bad: verify ends with 3 and says which") {
  for (const std::string what : {"/w/build/pump", "/w/src/third_party/tinycrc/crc.h"}) {
    Release host;
    host.attested();
    host.add_tree();
    host.fail_when([&](const std::string&, const std::string& path) -> std::optional<Error> {
      if (path == what) return Error{"io", path + ": cannot open: Too many open files"};
      return std::nullopt;
    });
    const Ran done = host.ran(with_roots({"verify", "/docs", "--key", "/pub.pem"}));
    CHECK(done.code == 3);
    CHECK_THAT(done.out, ContainsSubstring("unreadable: ") && ContainsSubstring(what + ": cannot open: Too many open files"));
    CHECK(done.out.find("not good: ") == std::string::npos);
  }
}

TEST_CASE("a document that cannot be written is named, with what helps") {
  Release host;
  host.fail_when([](const std::string& operation, const std::string& path) -> std::optional<Error> {
    if (operation == "write_atomically") return Error{"no-space", path + ": cannot write: No space left on device"};
    return std::nullopt;
  });
  const Ran done = host.ran({"attest", "/docs", "--key", "/key.pem"});
  CHECK(done.code == 3);
  CHECK(done.err == "souptrace: error: /docs/pump.intoto.jsonl: cannot write: No space left on device\n  Free some space there, then call the command again.\n");
}

TEST_CASE("a key that signed nothing is one cause, said once, with what to do") {
  Release host;
  host.attested();
  host.add_tree();
  const auto count = [](const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
  };
  for (const auto& call : {std::vector<std::string>{"verify", "/pump", "--against", "/docs"}, with_roots({"verify", "/docs"})}) {
    auto with_key = call;
    with_key.insert(with_key.end(), {"--key", "/other.pem"});
    const Ran done = host.ran(with_key);
    CHECK(done.code == 1);
    CHECK(count(done.out, "not good: ") == 1);
    CHECK_THAT(done.out, ContainsSubstring("attestations without a signature of the given key"));
    CHECK_THAT(done.out, ContainsSubstring("Give --key the public key of who signed"));
    CHECK(done.out.find("changed") == std::string::npos);
    with_key.emplace_back("--json");
    CHECK_THAT(host.ran(with_key).out, ContainsSubstring("\"missingKeys\""));
  }
}

TEST_CASE("without a key, attestations of other binaries than the file are not listed") {
  Release host;
  host.attested();
  host.add_file("/pump", "changed");
  const Ran done = host.ran({"verify", "/pump", "--against", "/docs"});
  CHECK(done.code == 1);
  CHECK(done.out.find("NOT this file") == std::string::npos);
  host.add_file("/pump", sample::content("build:pump"));
  CHECK_THAT(host.ran({"verify", "/pump", "--against", "/docs"}).out, ContainsSubstring("about: this file"));
}

TEST_CASE("documents that were never signed are one cause too, and so are those beside signed ones") {
  Release host;
  const Ran never = host.ran({"verify", "/pump", "--against", "/docs", "--key", "/pub.pem"});
  CHECK(never.code == 1);
  CHECK_THAT(never.out, ContainsSubstring("not good: signatures: there is no attestation"));
  CHECK(never.out.find("not good: ", never.out.find("not good: ") + 1) == std::string::npos);
  host.attested();
  host.add_file("/pump.spdx.json", R"({"spdxVersion":"SPDX-2.3","documentDescribes":["SPDXRef-a"],"packages":[{"SPDXID":"SPDXRef-a","name":"pump","checksums":[{"algorithm":"SHA256","checksumValue":")" +
                                       sha256_hex(as_bytes(sample::content("build:pump"))) + R"("}]}]})");
  const Ran beside = host.ran({"verify", "/pump", "--against", "/docs", "--against", "/pump.spdx.json", "--key", "/pub.pem"});
  CHECK(beside.code == 1);
  CHECK_THAT(beside.out, ContainsSubstring("not good: /pump.spdx.json: no attestation holds it: it was never signed"));
}

TEST_CASE("the conclusion names a binary of the trace or the file, as it was asked") {
  Release host;
  host.attested();
  host.add_tree();
  CHECK_THAT(host.ran(with_roots({"verify", "/docs", "--key", "/pub.pem"})).out, ContainsSubstring("about: binaries of the trace"));
  const Ran done = host.ran(with_roots({"verify", "/docs", "--key", "/pub.pem"}));
  CHECK(done.code == 0);
  CHECK_THAT(done.out, ContainsSubstring("verified, except 3 files not looked at\n") && ContainsSubstring("--root install=DIRECTORY"));
}

TEST_CASE("calls that name the wrong file are told what it is and what to name") {
  Release host;
  host.attested();
  host.add_file("/docs/pump.cdx.json", "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.7\"}");
  struct Wrong {
    std::vector<std::string> call;
    int code;
    std::vector<std::string> words;
  };
  const std::vector<Wrong> all{
      {{"attest", "/docs", "--key", "/pub.pem"}, 3, {"/pub.pem", "is a public key", "private"}},
      {{"attest", "/docs", "--key", "/docs/trace.json"}, 3, {"is no private key"}},
      {{"attest", "/docs", "--key", "/docs"}, 3, {"/docs", "is a directory"}},
      {{"attest", "/docs/pump.cdx.json", "--key", "/key.pem"}, 3, {"CycloneDX", "not a trace", "Name a trace.json"}},
      {{"bundle", "/docs/pump.intoto.jsonl"}, 3, {"attestation", "not a trace"}},
      {{"attest", "/pump", "--key", "/key.pem"}, 3, {"is no trace", "Name a trace.json"}},
      {{"verify", "/pump", "--against", "/nofile"}, 3, {"--against", "/nofile", "*.intoto.jsonl", "bundle"}},
      {{"verify", "/pump", "--against", "/pump"}, 3, {}},
      {{"verify", "/docs/pump.cdx.json"}, 2, {"is an SBOM", "souptrace verify BINARY --against /docs/pump.cdx.json"}},
      {{"verify", "/docs/pump.intoto.jsonl", "--key", "/pub.pem"}, 2, {"is an attestation", "souptrace verify BINARY --against"}},
      {{"verify", "/pump", "--against", "/docs", "--key", "/nokey"}, 3, {"--key", "/nokey", "public key"}},
      {{"verify", "/docs", "--root", "package:x=/nowhere"}, 2, {"there is no directory /nowhere"}},
      {{"verify", "/docs", "--root", "package=/docs"}, 2, {"package:NAME"}},
  };
  for (const Wrong& wrong : all) {
    CAPTURE(wrong.call);
    const Ran done = host.ran(wrong.call);
    CHECK(done.code == wrong.code);
    CHECK(done.err.find("chmod") == std::string::npos);
    for (const std::string& word : wrong.words) CHECK_THAT(done.err, ContainsSubstring(word));
  }
}

TEST_CASE("the reports of verify are JSON too") {
  Release host;
  host.attested();
  const Ran done = host.ran({"verify", "/pump", "--against", "/docs", "--key", "/pub.pem", "--json"});
  CHECK(done.code == 0);
  CHECK_THAT(done.out, ContainsSubstring("\"verdict\": \"good\""));
  CHECK_THAT(done.out, ContainsSubstring("\"signaturesChecked\": true"));
  CHECK_THAT(done.out, ContainsSubstring("\"intact\": true"));
}

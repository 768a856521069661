// SPDX-License-Identifier: Apache-2.0
#include "write/find.hpp"

#include "model/names.hpp"
#include "support/catch.hpp"
#include "unit/write/sample_trace.hpp"
#include "write/alike.hpp"

using namespace souptrace;

namespace {

const Trace& traced() {
  static const Trace trace = sample::trace();
  return trace;
}

std::vector<std::string> found(std::string_view query) {
  const TraceIndex index(traced());
  std::vector<std::string> labels;
  for (const write::Subject& subject : write::find_subjects(index, query).found)
    labels.push_back(subject.label);
  return labels;
}

using Labels = std::vector<std::string>;
const std::string kLib = "system:usr/lib/x86_64-linux-gnu/";

}  // namespace

TEST_CASE("a thing is found by each of its names") {
  CHECK(found("pump") == Labels{"build:pump"});
  CHECK(found("build:pump") == Labels{"build:pump"});
  CHECK(found("deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64") == Labels{"deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64"});
  CHECK(found("zlib1g-dev") == Labels{"deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64"});
  CHECK(found("tinycrc@1.0") == Labels{"declared:tinycrc@1.0"});
  CHECK(found("pkg:generic/tinycrc@1.0") == Labels{"declared:tinycrc@1.0"});
  CHECK(found("openssl") == Labels{"deb:libssl3@3.0.16-1~deb12u1:amd64"});
  CHECK(found("f13") == Labels{"system:usr/include/zlib.h"});
  CHECK(found("usr/include/zlib.h") == Labels{"system:usr/include/zlib.h"});
  CHECK(found("/usr/include/zlib.h") == Labels{"system:usr/include/zlib.h"});
  CHECK(found("/home/jane/pump/src/dose.hpp") == Labels{"source:src/dose.hpp"});
  CHECK(found("include/zlib.h") == Labels{"system:usr/include/zlib.h"});
  CHECK(found("zlib.h") == Labels{"system:usr/include/zlib.h"});
  CHECK(found("libz.a") == Labels{kLib + "libz.a"});
  CHECK(found("libcrypto.so.3") == Labels{kLib + "libcrypto.so.3"});
}

TEST_CASE("a file that was made of a binary is found by its place, its name and its digest") {
  CHECK(found("install:bin/pump") == Labels{"install:bin/pump"});
  CHECK(found("bin/pump") == Labels{"install:bin/pump"});
  CHECK(found("/opt/pump/bin/pump") == Labels{"build:pump", "install:bin/pump"});
  CHECK(found("libpump_alarm.hex") == Labels{"install:lib/libpump_alarm.hex"});
  CHECK(found("libpump_alarm.so").front() == "build:libpump_alarm.so");
  for (const TraceBinary& binary : traced().binaries)
    for (const ShippedFile& file : binary.shipped)
      CHECK(found(file.sha256.substr(0, 12)).front() == text_of(file.sha256 == binary.sha256 ? binary.path : file.path));
}

TEST_CASE("an archive member is found by its name, with and without its archive and its place") {
  const Labels inflate{kLib + "libz.a(inflate.o@268)"};
  CHECK(found("inflate.o") == inflate);
  CHECK(found("libz.a(inflate.o)") == inflate);
  CHECK(found("libz.a(inflate.o@268)") == inflate);
  CHECK(found("/usr/lib/x86_64-linux-gnu/libz.a(inflate.o)") == inflate);
  CHECK(found(inflate.front()) == inflate);
  CHECK(found("libz.a(deflate.o)").empty());
  CHECK(found("other/libz.a(inflate.o)").empty());
}

TEST_CASE("a member that two binaries link is one thing") {
  CHECK(found("libcrc.a(crc.c.o)") == Labels{"build:libcrc.a(crc.c.o@60)"});
}

TEST_CASE("a file is found by the beginning of its digest, of eight digits or more") {
  const std::string sha256 = traced().files.at(0).sha256;
  CHECK(found(sha256) == Labels{"source:src/dose.cpp"});
  CHECK(found(sha256.substr(0, 8)) == Labels{"source:src/dose.cpp"});
  CHECK(found(sha256.substr(0, 7)).empty());
  CHECK(found("00000000").empty());
}

TEST_CASE("only whole parts of a path match its end") {
  CHECK(found("ose.hpp").empty());
  CHECK(found("ude/zlib.h").empty());
  CHECK(found("").empty());
  CHECK(found("/").empty());
}

TEST_CASE("a better match hides a worse one, and equal ones all stay") {
  CHECK(found("crc.c.o") ==
        Labels{"build:CMakeFiles/crc.dir/crc.c.o"});  // a file's end goes before a member's name
  CHECK(found("libpump_alarm.so") == Labels{"build:libpump_alarm.so", "build:libpump_alarm.so"});
  Trace trace = traced();
  trace.files.at(1).path.path = "other/zlib.h";
  CHECK(write::find_subjects(TraceIndex(trace), "zlib.h").found.size() == 2);
}

TEST_CASE("with a sysroot an absolute path is the host's, or the target's in either spelling") {
  Trace trace = traced();
  trace.files.at(1).path = {Root::host, "usr/include/zlib.h"};
  trace.files.at(2).path = {Root::host, "usr/include/other.h"};
  const TraceIndex index(trace);
  const auto labels = [&](std::string_view query) {
    Labels out;
    for (const write::Subject& subject : write::find_subjects(index, query).found) out.push_back(subject.label);
    return out;
  };
  CHECK(labels("/usr/include/zlib.h") == Labels{"host:usr/include/zlib.h", "system:usr/include/zlib.h"});
  CHECK(labels("/usr/include/other.h") == Labels{"host:usr/include/other.h"});
  CHECK(labels("/opt/arm/sysroot/usr/include/zlib.h") == Labels{"system:usr/include/zlib.h"});
  CHECK(labels("/opt/arm/sysroot/usr/include/other.h").empty());
  CHECK(labels("host:usr/include/zlib.h") == Labels{"host:usr/include/zlib.h"});
  CHECK(found("/opt/arm/sysroot/usr/include/zlib.h").empty());  // without a sysroot it is another file
}

TEST_CASE("what is not found has suggestions") {
  const TraceIndex index(traced());
  CHECK(write::find_subjects(index, "libzz.a").suggestions.front() == "libz.a");
  CHECK(write::find_subjects(index, "nlohmann").suggestions ==
        std::vector<std::string>{"nlohmann-json3-dev"});
  CHECK(write::find_subjects(index, "INFLATE.O").suggestions.front() == "inflate.o");
  CHECK(write::find_subjects(index, "quite something else").suggestions.empty());
  CHECK(write::find_subjects(index, std::string(100'000, 'x')).suggestions.empty());
  CHECK(write::find_subjects(index, "zlib.h").suggestions.empty());
}

TEST_CASE("names are alike by keystrokes, the nearest first, five at most") {
  CHECK(write::names_like("abcdef", {"abcdex", "abcdef1", "abxxef", "zzz"}) ==
        std::vector<std::string>{"abcdef1", "abcdex", "abxxef"});
  CHECK(write::names_like("lib", {"liba", "libb", "libc", "libd", "libe", "libf"}).size() == 5);
  CHECK(write::names_like("", {"a"}).empty());
}

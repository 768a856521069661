// SPDX-License-Identifier: Apache-2.0
#include <sstream>

#include "cli/cli.hpp"
#include "host/memory_host.hpp"
#include "unit/write/contains.hpp"
#include "unit/write/sample_trace.hpp"
#include "write/cyclonedx.hpp"
#include "write/sbom.hpp"
#include "write/explain.hpp"
#include "write/show.hpp"
#include "write/trace_json.hpp"

using namespace souptrace;

namespace {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

Ran ran(Host& host, const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = cli::run(arguments, host, {.out = out, .err = err, .width = 120, .unicode = true});
  return {code, out.str(), err.str()};
}

const write::TextOptions kText{.unicode = true, .width = 120};

/// A build directory /w/build with the sample trace, or another place of it; the current directory is "/".
struct Built : MemoryHost {
  explicit Built(const std::string& path = "/w/build/souptrace/trace.json") {
    add_file(path, write::trace_json(sample::trace()));
  }
};

Trace incomplete_free() {
  Trace trace = sample::trace();
  for (Finding& finding : trace.findings) finding.incomplete = false;
  return trace;
}

}  // namespace

TEST_CASE("without a command, the help goes to standard error and the call was wrong") {
  MemoryHost host;
  const Ran nothing = ran(host, {});
  CHECK(nothing.code == cli::kUsage);
  CHECK(nothing.out.empty());
  CHECK_THAT(nothing.err, ContainsSubstring("souptrace COMMAND --help"));
}

TEST_CASE("help and version are no errors") {
  MemoryHost host;
  const Ran help = ran(host, {"--help"});
  CHECK(help.code == cli::kGood);
  CHECK(help.err.empty());
  for (const char* command : {"trace", "show", "explain", "sbom"}) {
    CHECK_THAT(help.out, ContainsSubstring(command));
    const Ran own = ran(host, {command, "--help"});
    CHECK(own.code == cli::kGood);
    CHECK_THAT(own.out, ContainsSubstring(std::string("souptrace ") + command) ||
                            ContainsSubstring("Writes trace.json"));
  }
  const Ran version = ran(host, {"--version"});
  CHECK(version.code == cli::kGood);
  CHECK(version.out.rfind("souptrace ", 0) == 0);
}

TEST_CASE("wrong calls end with 2 and say which help to read") {
  MemoryHost host;
  const Ran unknown = ran(host, {"shwo"});
  CHECK(unknown.code == cli::kUsage);
  CHECK_THAT(unknown.err, ContainsSubstring("souptrace: error: there is no command \"shwo\"") &&
                              ContainsSubstring("show") && ContainsSubstring("\n  Run souptrace --help.\n"));
  const Ran option = ran(host, {"show", "--jsn"});
  CHECK(option.code == cli::kUsage);
  CHECK_THAT(option.err, ContainsSubstring("--jsn") && ContainsSubstring("Run souptrace show --help."));
  CHECK_THAT(ran(host, {"register", "approve", "SOUP-1"}).err, ContainsSubstring("Run souptrace register approve --help."));
  CHECK_THAT(ran(host, {"installd"}).err, !ContainsSubstring("installed"));
  CHECK(ran(host, {"show", "a", "b", "c"}).code == cli::kUsage);
  CHECK(ran(host, {"explain"}).code == cli::kUsage);
  CHECK(ran(host, {"sbom", "--format", "spdx-2.3"}).code == cli::kUsage);
  CHECK(ran(host, {"trace"}).code == cli::kUsage);
  CHECK(ran(host, {"", ""}).code == cli::kUsage);
  CHECK(ran(host, {std::string("\x1b[2J")}).err.find('\x1b') == std::string::npos);
}

TEST_CASE("show prints the trace that a file, an output directory or a build directory means") {
  Built host;
  const std::string expected = *write::show(sample::trace(), "", kText);
  for (const char* where : {"/w/build", "/w/build/", "/w/build/souptrace", "/w/build/souptrace/trace.json"}) {
    const Ran show = ran(host, {"show", where});
    INFO(where);
    CHECK(show.code == cli::kGood);
    CHECK(show.out == expected);
    CHECK(show.err.empty());
  }
  CHECK(ran(host, {"show", "/w/build", "pump_alarm"}).out ==
        *write::show(sample::trace(), "pump_alarm", kText));
  CHECK(ran(host, {"show", "--json", "/w/build"}).out == *write::show_json(sample::trace(), ""));
}

TEST_CASE("the only trace below the current directory needs no name") {
  for (const char* path : {"/trace.json", "/souptrace/trace.json", "/souptrace/Debug/trace.json",
                           "/b/souptrace/trace.json", "/b/trace.json", "/b/souptrace/Release/trace.json",
                           "/build/dev/souptrace/trace.json", "/out/dev/souptrace/Debug/trace.json"}) {
    Built host(path);
    INFO(path);
    CHECK(ran(host, {"show"}).out == *write::show(sample::trace(), "", kText));
    CHECK(ran(host, {"show", "pump_alarm"}).out == *write::show(sample::trace(), "pump_alarm", kText));
    CHECK(ran(host, {"explain", "zlib"}).out == *write::explain(sample::trace(), "zlib", kText));
  }
}

TEST_CASE("one trace of several is not guessed") {
  Built host("/a/souptrace/trace.json");
  host.add_file("/b/souptrace/trace.json", write::trace_json(sample::trace()));
  const Ran show = ran(host, {"show"});
  CHECK(show.code == cli::kUsage);
  CHECK_THAT(show.err, ContainsSubstring("/a/souptrace/trace.json /b/souptrace/trace.json"));
  Built configurations("/b/souptrace/Debug/trace.json");
  configurations.add_file("/b/souptrace/Release/trace.json", write::trace_json(sample::trace()));
  CHECK_THAT(ran(configurations, {"show", "/b"}).err, ContainsSubstring("several traces"));
  CHECK(ran(configurations, {"show", "/b/souptrace/Debug"}).code == cli::kGood);
}

namespace {

/// Leaves a build in `directory` whose documents go to `output`.
void add_build(MemoryHost& host, const std::string& directory, const std::string& output, const std::string& generator = "Ninja") {
  host.add_file(directory + "/CMakeFiles/souptrace-state/project.json",
                R"({"format": 1, "sourceDirectory": "/s", "buildDirectory": "/b", "targets": [], "generator": ")" + generator +
                    R"(", "outputDirectory": ")" + output + "\"}");
}

}  // namespace

TEST_CASE("a build's trace is where its documents go, and what is left in another place is never shown") {
  const std::string text = write::trace_json(sample::trace());
  for (const char* output : {"/b", "/b/documents", "/elsewhere/documents"}) {
    Built host("/b/souptrace/trace.json");  // of the time before
    host.add_file("/b/trace.incomplete.json", "{}");
    add_build(host, "/b", output);
    INFO(output);
    const std::string place = std::string(output) + "/trace.json";
    if (output != std::string("/b")) {
      const Ran none = ran(host, {"show", "/b"});
      CHECK(none.code == cli::kIncomplete);
      CHECK(none.out.empty());
      CHECK_THAT(none.err, ContainsSubstring(place) && ContainsSubstring("\n  Build the product"));
    }
    host.add_file(place, text);
    CHECK(ran(host, {"show", "/b"}).out == *write::show(sample::trace(), "", kText));
  }
}

TEST_CASE("a build directory that was moved took its documents along") {
  Built host("/moved/documents/trace.json");
  add_build(host, "/moved", "/b/documents");
  CHECK(ran(host, {"show", "/moved"}).code == cli::kGood);
}

TEST_CASE("with several configurations the traces are in a directory of each") {
  Built host("/b/documents/Debug/trace.json");
  host.add_file("/b/documents/trace.json", "{}");
  add_build(host, "/b", "/b/documents", "Ninja Multi-Config");
  CHECK(ran(host, {"show", "/b"}).code == cli::kGood);
  host.add_file("/b/documents/Release/trace.json", write::trace_json(sample::trace()));
  CHECK_THAT(ran(host, {"show", "/b"}).err, ContainsSubstring("several traces"));
}

TEST_CASE("in a build directory nothing but its own trace is looked for, and a trace found twice is one") {
  Built host("/souptrace/trace.json");
  add_build(host, "", "/documents");
  CHECK(ran(host, {"show"}).code == cli::kUsage);
  Built beside("/documents/trace.json");
  add_build(beside, "/b", "/documents");
  CHECK(ran(beside, {"show"}).code == cli::kGood);
}

TEST_CASE("a build whose description cannot be read shows no trace") {
  Built host("/b/souptrace/trace.json");
  host.add_file("/b/CMakeFiles/souptrace-state/project.json", "{");
  const Ran show = ran(host, {"show", "/b"});
  CHECK(show.code == cli::kIncomplete);
  CHECK(show.out.empty());
  CHECK_THAT(show.err, ContainsSubstring("project.json"));
}

TEST_CASE("an incomplete trace is shown, but no SBOM is made of it") {
  Built host("/b/souptrace/trace.incomplete.json");
  CHECK(ran(host, {"show", "/b"}).code == cli::kGood);
  const Ran sbom = ran(host, {"sbom", "/b", "--binary", "pump"});
  CHECK(sbom.code == cli::kIncomplete);
  CHECK(sbom.out.empty());
  CHECK_THAT(sbom.err, ContainsSubstring("incomplete"));
}

TEST_CASE("what cannot be found or read ends with 3, what was not named with 2, each with a remedy") {
  MemoryHost host;
  const Ran missing = ran(host, {"show", "/nowhere"});
  CHECK(missing.code == cli::kIncomplete);
  CHECK_THAT(missing.err, ContainsSubstring("/nowhere") && ContainsSubstring("\n  Build the product"));
  CHECK(ran(host, {"show"}).code == cli::kUsage);
  host.add_directory("/empty");
  CHECK_THAT(ran(host, {"show", "/empty"}).err, ContainsSubstring("/empty has no trace.json"));
  host.add_file("/broken/trace.json", "{\"format\": 1,");
  const Ran broken = ran(host, {"show", "/broken"});
  CHECK(broken.code == cli::kIncomplete);
  CHECK(broken.out.empty());
  CHECK_THAT(broken.err, ContainsSubstring("/broken/trace.json: ") && ContainsSubstring("at byte") &&
                             ContainsSubstring("\n  Build the product again"));
  host.add_file("/new/trace.json", "{\"format\": 12}");
  CHECK_THAT(ran(host, {"show", "/new"}).err,
             ContainsSubstring("format 12") && ContainsSubstring("a newer one"));
}

TEST_CASE("a trace that cannot be read at any call is an error, never a crash or half a text") {
  for (const char* operation : {"read", "stat"}) {
    Built host;
    host.fail_when([&](const std::string& asked, const std::string&) -> std::optional<Error> {
      if (asked != operation) return std::nullopt;
      return Error{"not-permitted", "no permission"};
    });
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"show", "/w/build"},
                                                      {"explain", "/w/build", "zlib"},
                                                      {"sbom", "/w/build"}}) {
      const Ran failed = ran(host, arguments);
      CHECK(failed.code == cli::kIncomplete);
      CHECK(failed.out.empty());
      CHECK_THAT(failed.err, ContainsSubstring("no permission"));
    }
  }
}

TEST_CASE("explain prints the chain, or says what it did not find") {
  Built host;
  CHECK(ran(host, {"explain", "/w/build", "libz.a"}).out ==
        *write::explain(sample::trace(), "libz.a", kText));
  CHECK(ran(host, {"explain", "/w/build", "libz.a", "--json"}).out ==
        *write::explain_json(sample::trace(), "libz.a"));
  const Ran nothing = ran(host, {"explain", "/w/build", "libzz.a"});
  CHECK(nothing.code == cli::kUsage);
  CHECK(nothing.out.empty());
  CHECK_THAT(nothing.err, ContainsSubstring("did you mean libz.a"));
  CHECK(ran(host, {"show", "/w/build", "nobody"}).code == cli::kUsage);
}

TEST_CASE("sbom writes the document of one binary, to standard output or whole into a file") {
  MemoryHost host;
  const Trace trace = incomplete_free();
  host.add_file("/b/souptrace/trace.json", write::trace_json(trace));
  const std::string expected = write::cyclonedx(trace, trace.binaries.at(1), {});
  CHECK(ran(host, {"sbom", "/b", "--binary", "pump_alarm"}).out == expected);
  CHECK(ran(host, {"sbom", "/b", "--binary", "pump_alarm", "-f", "cyclonedx-1.6"}).out ==
        write::cyclonedx(trace, trace.binaries.at(1), {write::CycloneDxVersion::v1_6, ""}));
  const Ran file = ran(host, {"sbom", "/b", "-b", "pump_alarm", "-o", "/out/x.cdx.json"});
  CHECK(file.code == cli::kGood);
  CHECK(file.out.empty());
  CHECK(host.content("/out/x.cdx.json") == expected);
  const Ran which = ran(host, {"sbom", "/b"});
  CHECK(which.code == cli::kUsage);
  CHECK_THAT(which.err, ContainsSubstring("2 binaries") && ContainsSubstring("--binary"));
}

TEST_CASE("sbom writes every format that its help names") {
  MemoryHost host;
  const Trace trace = incomplete_free();
  host.add_file("/b/souptrace/trace.json", write::trace_json(trace));
  for (const write::SbomFormatName& format : write::kSbomFormats) {
    const Ran run = ran(host, {"sbom", "/b", "-b", "pump", "--format", std::string(format.name)});
    CHECK(run.code == cli::kGood);
    CHECK(run.out == write::sbom(trace, trace.binaries.at(0), format.format, ""));
  }
  CHECK(ran(host, {"sbom", "/b", "-b", "pump", "--format", "spdx"}).code == cli::kUsage);
}

TEST_CASE("a profile is checked for all binaries or the one that is named, and what is missing is exit code 1") {
  MemoryHost host;
  host.add_file("/b/souptrace/trace.json", write::trace_json(incomplete_free()));
  const Ran all = ran(host, {"sbom", "/b", "--profile", "bsi-2.1"});
  CHECK(all.code == cli::kGateFailed);
  CHECK_THAT(all.out, ContainsSubstring("pump · BSI TR-03183-2") && ContainsSubstring("pump_alarm · BSI TR-03183-2"));
  const Ran one = ran(host, {"sbom", "/b", "--profile", "ntia", "-b", "pump_alarm", "--json"});
  CHECK(one.code == cli::kGateFailed);
  CHECK_THAT(one.out, ContainsSubstring("\"binary\": \"pump_alarm\"") && !ContainsSubstring("\"binary\": \"pump\""));
  CHECK(ran(host, {"sbom", "/b", "--profile", "iso"}).code == cli::kUsage);
  CHECK(ran(host, {"sbom", "/b", "-b", "pump", "--json"}).code == cli::kUsage);

  Trace good = incomplete_free();
  std::erase_if(good.binaries, [](const TraceBinary& binary) { return binary.name != "pump_alarm"; });
  good.binaries.at(0).runtime.clear();
  host.add_file("/g/souptrace/trace.json", write::trace_json(good));
  host.set_environment("SOURCE_DATE_EPOCH", "1700000000");
  CHECK(ran(host, {"sbom", "/g", "--profile", "ntia"}).code == cli::kGood);
}

TEST_CASE("the document's time is SOURCE_DATE_EPOCH") {
  MemoryHost host;
  host.add_file("/b/trace.json", write::trace_json(incomplete_free()));
  host.set_environment("SOURCE_DATE_EPOCH", "1700000000");
  CHECK_THAT(ran(host, {"sbom", "/b", "-b", "pump"}).out,
             ContainsSubstring("\"timestamp\": \"2023-11-14T22:13:20Z\""));
  for (const char* odd : {"yesterday", "-1", "1.5", "253402300800", "99999999999999999999"}) {
    host.set_environment("SOURCE_DATE_EPOCH", odd);
    const Ran wrong = ran(host, {"sbom", "/b", "-b", "pump"});
    CHECK(wrong.code == cli::kUsage);
    CHECK_THAT(wrong.err, ContainsSubstring("SOURCE_DATE_EPOCH") && ContainsSubstring(odd));
  }
}

TEST_CASE("what cannot be written is an error") {
  MemoryHost host;
  host.add_file("/b/trace.json", write::trace_json(incomplete_free()));
  host.fail_when([](const std::string& operation, const std::string&) -> std::optional<Error> {
    if (operation != "write_atomically") return std::nullopt;
    return Error{"no-space", "/x: no space left"};
  });
  const Ran full = ran(host, {"sbom", "/b", "-b", "pump", "-o", "/x"});
  CHECK(full.code == cli::kIncomplete);
  CHECK_THAT(full.err, ContainsSubstring("no space left"));

  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  CHECK(cli::run({"show", "/b"}, host, {.out = out, .err = err}) == cli::kIncomplete);
  CHECK_THAT(err.str(), ContainsSubstring("standard output"));
}

TEST_CASE("a profile judges the document that was written beside the trace, whatever the time of the check is set to") {
  Trace good = incomplete_free();
  std::erase_if(good.binaries, [](const TraceBinary& binary) { return binary.name != "pump_alarm"; });
  good.binaries.at(0).runtime.clear();
  const std::vector<std::string> call{"sbom", "/g", "--profile", "ntia"};
  for (const auto& [name, format] : {std::pair("cdx.json", write::SbomFormat::cyclonedx_1_7), std::pair("spdx.json", write::SbomFormat::spdx_3_0_1),
                                     std::pair("spdx-2.3.json", write::SbomFormat::spdx_2_3)}) {
    CAPTURE(name);
    MemoryHost host;
    host.add_file("/g/souptrace/trace.json", write::trace_json(good));
    const std::string path = std::string("/g/souptrace/pump_alarm.") + name;
    auto check = call;
    check.insert(check.end(), {"--format", std::string(write::name_of(format))});
    host.add_file(path, write::sbom(good, good.binaries.at(0), format, "2023-11-14T22:13:20Z"));
    const Ran timed = ran(host, check);
    CHECK(timed.code == cli::kGood);
    CHECK_THAT(timed.out, ContainsSubstring("judged: pump_alarm." + std::string(name)));
    host.add_file(path, write::sbom(good, good.binaries.at(0), format, ""));
    host.set_environment("SOURCE_DATE_EPOCH", "1700000000");
    const Ran untimed = ran(host, check);
    CHECK(untimed.code == cli::kGateFailed);
    CHECK_THAT(untimed.out, ContainsSubstring("withheld"));
    host.add_file(path, "{}");  // not this trace's
    CHECK_THAT(ran(host, check).out, ContainsSubstring("no such document lies beside the trace"));
  }
}

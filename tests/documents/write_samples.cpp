// SPDX-License-Identifier: Apache-2.0
// usage: write_samples DIRECTORY
// Writes the documents of the sample trace, the texts for people, the files that it tells of (below
// DIRECTORY/roots/<root>/), and fields.json: the members of trace.json as the writer and the reader know
// them. The other tests of this folder judge all that.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "unit/write/sample_trace.hpp"
#include "unit/write/sample_vulnerabilities.hpp"
#include "write/bom_link.hpp"
#include "write/cyclonedx.hpp"
#include "write/cyclonedx_vex.hpp"
#include "write/explain.hpp"
#include "write/json_text.hpp"
#include "write/openvex.hpp"
#include "write/show.hpp"
#include "write/spdx2.hpp"
#include "write/spdx3.hpp"
#include "write/trace_fields.hpp"
#include "write/trace_json.hpp"
#include "write/vulnerabilities_json.hpp"
#include "write/vulnerabilities_text.hpp"
#include "write/vulnerability_fields.hpp"

namespace {

namespace fs = std::filesystem;
using namespace souptrace;

void put(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << content << std::flush;
  if (file) return;
  std::cerr << "cannot write " << path << '\n';
  std::exit(1);
}

void put_file(const fs::path& directory, const TracePath& path) {
  const std::string root(name_of(path.root));
  put((directory / "roots" / root / path.path).lexically_normal(), sample::content(text_of(path)));
}

/// A visitor of trace_fields.hpp that only notes the names.
class FieldNames {
 public:
  template <class T>
  void required(std::string_view name, const T&) {
    required_.emplace_back(name);
  }
  template <class T>
  void optional(std::string_view name, const T&) {
    optional_.emplace_back(name);
  }
  void write(write::JsonText& json, const char* type) const {
    json.key(type);
    json.begin_object(write::JsonText::Layout::one_line);
    json.member_list("required", required_);
    json.member_list("optional", optional_);
    json.end_object();
  }

 private:
  std::vector<std::string> required_;
  std::vector<std::string> optional_;
};

template <class T>
void write_names(write::JsonText& json, const char* type) {
  FieldNames names;
  const T value{};
  write::fields(names, value);
  names.write(json, type);
}

std::string field_names() {
  std::string out;
  write::JsonText json(out);
  json.begin_object();
  write_names<Trace>(json, "");
  write_names<Product>(json, "product");
  write_names<Toolchain>(json, "toolchain");
  write_names<BinaryFormat>(json, "binaryFormat");
  write_names<LinkerIdentity>(json, "linker");
  write_names<TraceInput>(json, "input");
  write_names<TraceRuntimeLibrary>(json, "runtimeLibrary");
  write_names<WitnessCount>(json, "witnessCount");
  write_names<Completeness>(json, "completeness");
  write_names<PostLinkStep>(json, "postLinkStep");
  write_names<ShippedFile>(json, "shippedFile");
  write_names<TraceBinary>(json, "binary");
  write_names<Evidence>(json, "evidence");
  write_names<Claim>(json, "claim");
  write_names<Ownership>(json, "owner");
  write_names<TraceFile>(json, "file");
  write_names<TraceFlags>(json, "compileFlags");
  write_names<Compilation>(json, "compilation");
  write_names<License>(json, "license");
  write_names<Component>(json, "component");
  write_names<Finding>(json, "finding");
  json.end_object();
  return out + '\n';
}

std::string vulnerability_field_names() {
  std::string out;
  write::JsonText json(out);
  json.begin_object();
  json.member("$schema", write::kVulnerabilitiesSchema);
  write_names<VulnerabilityReport>(json, "");
  write_names<Product>(json, "product");
  write_names<VulnerabilityDatabase>(json, "database");
  write_names<ExploitedCatalogue>(json, "exploitedCatalogue");
  write_names<EvaluatedBinary>(json, "evaluatedBinary");
  write_names<VulnerabilitySeverity>(json, "severity");
  write_names<KnownExploited>(json, "knownExploited");
  write_names<KnownVulnerability>(json, "knownVulnerability");
  write_names<VulnerabilityQuery>(json, "query");
  write_names<ComponentUse>(json, "componentUse");
  write_names<RecordMatch>(json, "recordMatch");
  write_names<NamedCode>(json, "namedCode");
  write_names<LinkEvidence>(json, "linkEvidence");
  write_names<ComponentVulnerability>(json, "componentVulnerability");
  write_names<ComponentResult>(json, "componentResult");
  write_names<Finding>(json, "finding");
  json.end_object();
  return out + '\n';
}

void put_vulnerabilities(const fs::path& directory, const Trace& trace) {
  const VulnerabilityReport report = sample::vulnerability_report();
  put(directory / "vulnerabilities-fields.json", vulnerability_field_names());
  put(directory / "vulnerabilities.json", write::vulnerabilities_json(report));
  put(directory / "vulnerabilities.txt", write::vulnerabilities_text(report, {.unicode = true, .width = 120}));
  put(directory / "openvex.json", write::openvex(report, sample::assessments(), {"Example Medical GmbH"}));
  put(directory / "vex.json", write::cyclonedx_vex(report, sample::assessments(), {"Example Medical GmbH"}));
  VulnerabilityReport of_trace = report;
  of_trace.components[0].component = "deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64";
  const TraceBinary& pump = trace.binaries.front();
  const std::string sbom = write::cyclonedx(trace, pump, {write::CycloneDxVersion::v1_7, "2026-11-22T10:00:00Z"});
  put(directory / "vex-linked.json", write::cyclonedx_vex(of_trace, {}, {"Example Medical GmbH", {{"pump", write::bom_link(trace, pump, sbom)}}}));
}

void put_texts(const fs::path& directory, const Trace& trace) {
  put(directory / "show.txt", write::show(trace, "", {.unicode = true, .width = 120}).value());
  put(directory / "show-narrow-ascii.txt", write::show(trace, "pump", {.width = 60}).value());
  put(directory / "show.json", write::show_json(trace, "").value());
  std::string explained;
  for (const char* query : {"libz.a", "libcrc.a(crc.c.o)", "crc.h", "zlib", "pump_alarm", "install:bin/pump"})
    explained += "$ souptrace explain " + std::string(query) + '\n' +
                 write::explain(trace, query, {.unicode = true, .width = 120}).value() + '\n';
  put(directory / "explain.txt", explained);
  put(directory / "explain.json", write::explain_json(trace, "libpump_alarm.so").value());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_samples DIRECTORY\n";
    return 2;
  }
  const fs::path directory = argv[1];
  const Trace trace = sample::trace();
  put(directory / "trace.json", write::trace_json(trace));
  put(directory / "fields.json", field_names());
  put_texts(directory, trace);
  put_vulnerabilities(directory, trace);
  for (const TraceFile& file : trace.files) put_file(directory, file.path);
  for (const TraceBinary& binary : trace.binaries) {
    put_file(directory, binary.path);
    for (const ShippedFile& shipped : binary.shipped) put_file(directory, shipped.path);
    put(directory / (binary.name + ".cdx.json"),
        write::cyclonedx(trace, binary, {write::CycloneDxVersion::v1_7, "2026-11-22T10:00:00Z"}));
    put(directory / (binary.name + ".cdx-1.6.json"),
        write::cyclonedx(trace, binary, {write::CycloneDxVersion::v1_6, ""}));
    const bool timed = &binary == &trace.binaries.front();
    const std::string time = timed ? "2026-11-22T10:00:00Z" : "";
    put(directory / (binary.name + ".spdx.json"), write::spdx3(trace, binary, time));
    put(directory / (binary.name + ".spdx-2.3.json"), write::spdx2(trace, binary, time));
  }
  return 0;
}

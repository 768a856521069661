// SPDX-License-Identifier: Apache-2.0
#include "cli/trace_outputs.hpp"

#include <algorithm>
#include <set>

#include "base/path.hpp"
#include "cli/beside.hpp"
#include "write/sbom.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

constexpr std::string_view kTrace = "trace.json";
constexpr std::string_view kIncompleteTrace = "trace.incomplete.json";

struct Document {
  std::string name;
  write::SbomFormat format;
};

/// The documents of one binary: the first CycloneDX version is NAME.cdx.json, another one has its number in the name.
std::vector<Document> documents_of(const std::string& binary, const std::vector<std::string>& cyclonedx) {
  std::vector<Document> documents;
  for (const std::string& version : cyclonedx) {
    const auto format = version == "1.6" ? write::SbomFormat::cyclonedx_1_6 : write::SbomFormat::cyclonedx_1_7;
    documents.push_back({binary + (documents.empty() ? ".cdx.json" : ".cdx-" + version + ".json"), format});
  }
  documents.push_back({binary + ".spdx.json", write::SbomFormat::spdx_3_0_1});
  return documents;
}

/// The documents that the trace in `directory` stands for. A signature of a former trace says nothing of this one: `json` is the new trace.
std::set<std::string> earlier_documents(Host& host, const std::string& directory, std::string_view json) {
  std::set<std::string> names;
  const auto file = host.read(path::join(directory, kTrace));
  const bool is_other = file && (*file)->text() != json;
  if (is_other) names.emplace(kTraceAttestation);
  if (!file) return names;
  const auto earlier = write::read_trace_json((*file)->text());
  if (!earlier) return names;
  for (const TraceBinary& binary : earlier->binaries) {
    if (is_other) names.insert(attestation_name(binary.name));
    names.insert(binary.name + ".cdx.json");
    for (const write::SbomFormatName& format : write::kSbomFormats) names.insert(binary.name + std::string(format.ending));
  }
  return names;
}

bool is_complete(const Trace& trace) {
  return std::none_of(trace.findings.begin(), trace.findings.end(), [](const Finding& finding) { return finding.incomplete; });
}

Status remove_all(Host& host, const std::string& directory, const std::set<std::string>& names) {
  for (const std::string& name : names)
    if (Status removed = host.remove(path::join(directory, name)); !removed) return removed;
  return Done{};
}

Result<Outputs> write_incomplete(Host& host, std::string json, const std::string& directory, std::set<std::string> earlier) {
  Outputs out{path::join(directory, kIncompleteTrace), std::move(json), false};
  earlier.emplace(kTrace);
  if (Status removed = remove_all(host, directory, earlier); !removed) return removed.error();
  if (Status written = host.write_atomically(out.trace_path, out.json); !written) return written.error();
  return out;
}

}  // namespace

Status remove_outputs(Host& host, const std::string& directory) {
  std::set<std::string> earlier = earlier_documents(host, directory, "");
  earlier.emplace(kTrace);
  earlier.emplace(kIncompleteTrace);
  return remove_all(host, directory, earlier);
}

Result<Outputs> write_outputs(Host& host, const Trace& trace, const std::string& directory, const OutputOptions& options) {
  std::string json = write::trace_json(trace);
  std::set<std::string> stale = earlier_documents(host, directory, json);
  if (!is_complete(trace)) return write_incomplete(host, std::move(json), directory, std::move(stale));
  for (const TraceBinary& binary : trace.binaries) {
    for (const auto& [name, format] : documents_of(binary.name, options.cyclonedx)) {
      stale.erase(name);
      const std::string file = path::join(directory, name);
      if (options.unchanged.contains(binary.name) && host.stat(file)) continue;
      const std::string document = write::sbom(trace, binary, format, options.timestamp);
      if (Status written = host.write_atomically(file, document); !written) return written.error();
    }
  }
  stale.emplace(kIncompleteTrace);
  if (Status removed = remove_all(host, directory, stale); !removed) return removed.error();
  Outputs out{path::join(directory, kTrace), std::move(json), true};
  if (Status written = host.write_atomically(out.trace_path, out.json); !written) return written.error();
  return out;
}

}  // namespace souptrace::cli

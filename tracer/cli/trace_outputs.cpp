// SPDX-License-Identifier: Apache-2.0
#include "cli/trace_outputs.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "base/path.hpp"
#include "cli/beside.hpp"
#include "formats/json_outline.hpp"
#include "formats/json_read.hpp"
#include "host/for_each_index.hpp"
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

/// The names of the binaries in the text of a trace; none when it is no trace. All else in it may be a hundred megabytes that nobody asks for.
std::vector<std::string> binaries_of(std::string_view trace) {
  std::vector<std::string> names;
  const auto members = formats::json_members(trace);
  if (!members) return names;
  const Status read = formats::each_json_element(formats::member_text(*members, "binaries"), [&](std::string_view element) -> std::optional<Error> {
    const auto binary = formats::json_members(element);
    if (!binary) return binary.error();
    const auto name = formats::Json::parse(formats::member_text(*binary, "name"));
    // A name that leads elsewhere is none that was written here.
    if (name && name->is_string() && path::is_name(*name->string())) names.emplace_back(*name->string());
    return std::nullopt;
  });
  if (!read) names.clear();
  return names;
}

/// Whether `source` gives exactly `text`.
bool gives(const TextSource& source, std::string_view text) {
  bool same = true;
  source([&](std::string_view piece) {
    same = same && text.starts_with(piece);
    if (same) text.remove_prefix(piece.size());
  });
  return same && text.empty();
}

/// The documents that the trace in `directory` stands for. A signature of a former trace says nothing of this one: `json` is the new trace.
std::set<std::string> earlier_documents(Host& host, const std::string& directory, const TextSource& json) {
  std::set<std::string> names;
  const auto file = host.read(path::join(directory, kTrace));
  const bool is_other = file && !gives(json, (*file)->text());
  if (is_other) names.emplace(kTraceAttestation);
  if (!file) return names;
  for (const std::string& binary : binaries_of((*file)->text())) {
    if (is_other) names.insert(attestation_name(binary));
    names.insert(binary + ".cdx.json");
    for (const write::SbomFormatName& format : write::kSbomFormats) names.insert(binary + std::string(format.ending));
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

/// Writes the documents of each binary, and takes them off `stale`.
Status write_sboms(Host& host, const Trace& trace, const std::string& directory, const OutputOptions& options, std::set<std::string>& stale) {
  std::vector<std::pair<const TraceBinary*, Document>> wanted;
  for (const TraceBinary& binary : trace.binaries) {
    for (Document& document : documents_of(binary.name, options.cyclonedx)) {
      stale.erase(document.name);
      if (options.unchanged.contains(binary.name) && host.stat(path::join(directory, document.name))) continue;
      wanted.emplace_back(&binary, std::move(document));
    }
  }
  const TraceIndex index(trace);
  std::vector<Status> written(wanted.size(), Done{});
  for_each_index(wanted.size(), host.processors(), [&](std::size_t i) {
    const auto& [binary, document] = wanted[i];
    written[i] = host.write_atomically(path::join(directory, document.name), write::sbom(index, *binary, document.format, options.timestamp));
  });
  const auto failed = std::find_if(written.begin(), written.end(), [](const Status& one) { return !one; });
  return failed == written.end() ? Status(Done{}) : *failed;
}

Result<Outputs> write_incomplete(Host& host, const TextSource& json, const std::string& directory, std::set<std::string> earlier) {
  Outputs out{path::join(directory, kIncompleteTrace), false};
  earlier.emplace(kTrace);
  if (Status removed = remove_all(host, directory, earlier); !removed) return removed.error();
  if (Status written = host.write_atomically(out.trace_path, json); !written) return written.error();
  return out;
}

}  // namespace

Status remove_outputs(Host& host, const std::string& directory) {
  std::set<std::string> earlier = earlier_documents(host, directory, [](const TextSink&) {});
  earlier.emplace(kTrace);
  earlier.emplace(kIncompleteTrace);
  return remove_all(host, directory, earlier);
}

Result<Outputs> write_outputs(Host& host, const Trace& trace, const std::string& directory, const OutputOptions& options) {
  const TextSource json = [&](const TextSink& sink) { write::trace_json(trace, sink); };
  std::set<std::string> stale = earlier_documents(host, directory, json);
  if (!is_complete(trace)) return write_incomplete(host, json, directory, std::move(stale));
  if (Status written = write_sboms(host, trace, directory, options, stale); !written) return written.error();
  stale.emplace(kIncompleteTrace);
  if (Status removed = remove_all(host, directory, stale); !removed) return removed.error();
  Outputs out{path::join(directory, kTrace), true};
  if (Status written = host.write_atomically(out.trace_path, json); !written) return written.error();
  return out;
}

}  // namespace souptrace::cli

// SPDX-License-Identifier: Apache-2.0
#include "cli/beside.hpp"

#include <algorithm>

#include "base/path.hpp"
#include "model/names.hpp"
#include "verify/documents.hpp"
#include "verify/known_files.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

bool is_attestation_of(std::string_view name, const Trace& trace) {
  return name == kTraceAttestation || std::any_of(trace.binaries.begin(), trace.binaries.end(), [&](const TraceBinary& binary) {
           return name == attestation_name(binary.name);
         });
}

bool is_sbom(std::string_view name, const Trace& trace) {
  return std::any_of(trace.binaries.begin(), trace.binaries.end(),
                     [&](const TraceBinary& binary) { return is_sbom_of(name, binary); });
}

/// Error: a document that is there and cannot be read.
Status add_documents(Host& host, TraceWithDocuments& out) {
  const auto names = host.list(out.directory.empty() ? "." : out.directory);
  if (!names) return names.error();
  for (const std::string& name : *names) {
    const bool attestation = is_attestation_of(name, out.trace);
    if (!attestation && !is_sbom(name, out.trace)) continue;
    auto bytes = host.read(path::join(out.directory, name));
    if (!bytes) return bytes.error();
    (attestation ? out.attestations : out.sboms).push_back({name, std::move(*bytes)});
  }
  return Done{};
}

}  // namespace

std::string attestation_name(std::string_view what) { return std::string(what) + ".intoto.jsonl"; }

bool is_sbom_of(std::string_view name, const TraceBinary& binary) {
  if (!name.starts_with(binary.name) || !name.ends_with(".json")) return false;
  const std::string_view kind = name.substr(binary.name.size());
  return kind.starts_with(".cdx.") || kind.starts_with(".cdx-") || kind.starts_with(".spdx.") || kind.starts_with(".spdx-");
}

std::optional<TraceWithDocuments> load_with_documents(Context& context, const std::string& argument) {
  auto document = load_trace_document(context, argument);
  if (!document) return std::nullopt;
  TraceWithDocuments out{std::move(*document), "", {}, {}};
  out.directory = path::parent(out.path);
  if (!verify::is_complete(out.trace)) {
    fail(context, kIncomplete, out.path, {"trace-incomplete", "the trace is incomplete, so nothing of it could be relied on"},
         "See what is missing: souptrace show.");
    return std::nullopt;
  }
  for (const TraceBinary& binary : out.trace.binaries)
    for (const ShippedFile& file : binary.shipped) {
      if (verify::is_explained(binary, file)) continue;
      fail(context, kGateFailed, text_of(file.path),
           {"shipped-file-unexplained", "is made of " + binary.name + ", and no recorded step explains how: nothing is signed or packed"},
           "See what differs: souptrace show. Find out what changed the file, or declare the step, then install or build again.");
      return std::nullopt;
    }
  if (const Status read = add_documents(context.host, out); !read) {
    fail(context, kIncomplete, "", read.error());
    return std::nullopt;
  }
  return out;
}

}  // namespace souptrace::cli

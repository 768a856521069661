// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "host/host.hpp"
#include "model/trace.hpp"

// A trace.json with what lies beside it: the SBOMs of its binaries and the attestations.
namespace souptrace::cli {

/// One document beside the trace.
struct Beside {
  std::string name;  ///< file name
  std::shared_ptr<FileBytes> bytes;
};

struct TraceWithDocuments : TraceDocument {
  std::string directory;
  std::vector<Beside> sboms;         ///< <binary>.cdx*.json and <binary>.spdx*.json, sorted by name
  std::vector<Beside> attestations;  ///< *.intoto.jsonl of the trace and of its binaries, sorted by name
};

/// The file name of a binary's attestations: "pump.intoto.jsonl".
[[nodiscard]] std::string attestation_name(std::string_view what);
inline constexpr std::string_view kTraceAttestation = "trace.json.intoto.jsonl";

/// Whether `name` is that of an SBOM of this binary: "pump.cdx.json", "pump.cdx-1.6.json", "pump.spdx.json".
[[nodiscard]] bool is_sbom_of(std::string_view name, const TraceBinary& binary);

/// Finds and reads a complete trace and what lies beside it. On failure it has told the user and set the exit code; a trace that is not
/// complete is such a failure.
[[nodiscard]] std::optional<TraceWithDocuments> load_with_documents(Context& context, const std::string& argument);

}  // namespace souptrace::cli

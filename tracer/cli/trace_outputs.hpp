// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/trace.hpp"

namespace souptrace::cli {

struct OutputOptions {
  std::vector<std::string> cyclonedx;  ///< "1.7", "1.6": the first is NAME.cdx.json, a second one NAME.cdx-VERSION.json
  std::string timestamp;               ///< of the documents; "" = none
  std::set<std::string> unchanged = {};  ///< binaries of which the documents that lie there already say what the trace says
};

struct Outputs {
  std::string trace_path;
  bool complete = false;
};

/// Writes the documents of a trace into `directory`: for each binary CycloneDX, and SPDX 3.0.1 as NAME.spdx.json; trace.json last, so that it
/// stands for all of them. Documents of binaries that an earlier trace there had and this one has not are removed, and the
/// attestations of an earlier trace that was another. A trace with a finding that
/// makes it incomplete goes to trace.incomplete.json, and no document is left that could pass for a complete one.
[[nodiscard]] Result<Outputs> write_outputs(Host& host, const Trace& trace, const std::string& directory, const OutputOptions& options);

/// Removes the documents of an earlier trace in `directory`, for when there can be no new one.
[[nodiscard]] Status remove_outputs(Host& host, const std::string& directory);

}  // namespace souptrace::cli

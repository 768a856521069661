// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/archive.hpp"
#include "host/host.hpp"
#include "review/component_uses.hpp"

// Whether code that an advisory names is in a binary. What is not proven is "unknown": that a name was not found proves nothing.
namespace souptrace::review {

/// Where the vulnerable code is, as an advisory says.
struct VulnerableCode {
  std::vector<std::string> symbols;
  std::vector<std::string> files;  ///< source files or archive members
  [[nodiscard]] bool empty() const { return symbols.empty() && files.empty(); }
};

/// The bytes of a file of the trace on this machine; null when they are not here.
using FindFile = std::function<std::shared_ptr<FileBytes>(const TraceFile& file)>;

/// The archives and shared libraries of a trace, opened at most once; only those that still have the traced bytes.
class TracedFiles {
 public:
  explicit TracedFiles(FindFile find) : find_(std::move(find)) {}

  /// Null when the bytes are not here, or are others.
  [[nodiscard]] const FileBytes* bytes(const TraceFile& file);
  /// Null likewise, and when it is no archive.
  [[nodiscard]] const formats::Archive* archive(const TraceFile& file);

 private:
  FindFile find_;
  std::map<std::string, std::shared_ptr<FileBytes>> bytes_;
  std::map<std::string, std::optional<formats::Archive>> archives_;
};

/// What the trace, and the traced files as far as they are here, prove about `code` in one binary.
[[nodiscard]] LinkEvidence link_evidence(const TraceIndex& index, const Component& component, const BinaryUse& use,
                                         const VulnerableCode& code, TracedFiles& files);

}  // namespace souptrace::review

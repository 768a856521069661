// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "model/release_documents.hpp"

namespace souptrace::cli {

struct ReleaseDocumentsWanted {
  std::string directory;  ///< where the documents lie: the trace's
  std::string profile;    ///< of the register's policy; "" = none
  std::vector<std::string> keys;  ///< files of public keys
  std::string bundle;             ///< "" = none
  std::string trace_sha256;
};

/// Looks at the documents of a release. Nothing, with an error said, when a key or the bundle cannot be read.
[[nodiscard]] std::optional<ReleaseDocuments> release_documents(Context& context, const Trace& trace, const ReleaseDocumentsWanted& wanted);

}  // namespace souptrace::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/signature.hpp"
#include "cli/command.hpp"
#include "verify/papers.hpp"

// The documents of one call of `souptrace verify`: those that the user names and those that lie beside.
namespace souptrace::cli {

struct VerifyOptions {
  std::string subject;
  std::vector<std::string> against;
  std::vector<std::string> keys;
  std::vector<std::string> roots;
  bool json = false;
};

/// What one call looks at; keeps the bytes of the documents.
struct VerifyJob {
  Context& context;
  const VerifyOptions& options;
  std::vector<PublicKey> keys = {};
  std::vector<std::shared_ptr<FileBytes>> files = {};
  std::vector<verify::Paper> papers = {};
  verify::Report report = {};
  std::string trace_path = {};  ///< of the trace among the documents; "" = none
};

/// What a file is as a document; nothing for what is none, such as a binary.
[[nodiscard]] std::optional<verify::DocumentKind> document_kind(const FileBytes& file);

/// A document, or all those in a bundle.
void add_paper(VerifyJob& job, const std::string& name, std::shared_ptr<FileBytes> file, bool named);
/// Reads it first; a problem in the report when that fails.
void add_document(VerifyJob& job, const std::string& path, bool named);

/// The trace at `path` with the attestations beside it, and with `sboms` the SBOMs; nothing, and a problem in the report, when there is none.
std::optional<Trace> add_trace(VerifyJob& job, const std::string& path, bool sboms);

/// The documents for the file at `path`: those of --against, or those beside it.
void find_documents(VerifyJob& job, const std::string& path);

}  // namespace souptrace::cli

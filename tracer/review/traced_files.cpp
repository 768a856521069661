// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"
#include "review/link_evidence.hpp"

namespace souptrace::review {

const FileBytes* TracedFiles::bytes(const TraceFile& file) {
  const auto [at, is_new] = bytes_.try_emplace(file.id);
  if (is_new && find_) {
    std::shared_ptr<FileBytes> found = find_(file);
    if (found && sha256_hex(found->bytes()) == file.sha256) at->second = std::move(found);
  }
  return at->second.get();
}

const formats::Archive* TracedFiles::archive(const TraceFile& file) {
  const auto [at, is_new] = archives_.try_emplace(file.id);
  if (is_new) {
    const FileBytes* found = bytes(file);
    auto archive = found != nullptr ? formats::parse_archive(found->bytes()) : Result<formats::Archive>(Error{"not-found", ""});
    if (archive) at->second = std::move(*archive);
  }
  return at->second ? &*at->second : nullptr;
}

}  // namespace souptrace::review

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/signature.hpp"
#include "verify/papers.hpp"
#include "verify/report.hpp"

namespace souptrace::verify {

/// Checks a bundle as an archive: its form, its manifest, that every member is listed and has the listed digest and that none is missing; with
/// keys also the manifest's attestation, if there is one. Adds what is wrong to `report`. Gives the documents in it, views into `bytes`,
/// for read_papers(); none where the archive cannot be read.
[[nodiscard]] std::vector<Paper> open_bundle(ByteView bytes, const std::string& name, const std::vector<PublicKey>& keys, Report& report);

}  // namespace souptrace::verify

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"
#include "model/component.hpp"
#include "model/finding.hpp"

namespace souptrace::identify {

/// One distinct file whose owner is wanted.
struct FileInQuestion {
  std::string path;  ///< absolute, without symbolic links
  std::vector<std::string>
      aliases;      ///< other paths under which the build found it (libz.so for libz.so.1.3), sorted
  Digests digests;  ///< SHA-256 always; MD5 for files below the sysroot; empty when it could not be read
};

/// Asks every resolver about every file, orders the claims, and keeps the losers. An unclaimed file has the
/// tier `unknown` and a finding "owner-unknown"; a digest that contradicts its package database has
/// "package-db-mismatch" (error).
[[nodiscard]] Outcome<Identification> identify(Host& host, const BuildFacts& facts,
                                               const std::vector<FileInQuestion>& files);

}  // namespace souptrace::identify

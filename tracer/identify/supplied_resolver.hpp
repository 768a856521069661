// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// What suppliers say of the files that they deliver: the SBOMs and hash lists of souptrace_component(). A
/// file is what the document calls it when its SHA-256 or SHA-512 is in there, wherever the file lies. At or
/// below PATHS a file whose name is in the document and whose digest is not is a "package-db-mismatch"
/// (error).
[[nodiscard]] std::unique_ptr<Resolver> supplied_resolver();

}  // namespace souptrace::identify

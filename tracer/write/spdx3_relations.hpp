// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "write/spdx3_parts.hpp"

namespace souptrace::write {

/// How the parts belong together: what the binary's file statically and dynamically links, what the loader
/// loads for what, what contains what, which component depends on which, licences.
void write_spdx3_relations(Spdx3Document& document);

/// The link, and for each file that ships what was done to it, as builds with inputs, outputs and tools.
void write_spdx3_builds(Spdx3Document& document);

}  // namespace souptrace::write

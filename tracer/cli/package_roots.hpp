// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "host/host.hpp"
#include "model/trace.hpp"
#include "verify/tree.hpp"

namespace souptrace::cli {

/// Adds to the roots the folders of package managers that the trace names, where they lie on this machine: the records of the trace's links in the
/// traced build directory tell the paths of what was linked, and a path that ends as a traced file's place does, with the size that this file
/// had, tells its package's folder. A folder that the user gave stays; one that two paths tell differently,
/// or that is gone, is left out.
void add_package_folders(Host& host, const Trace& trace, verify::Roots& roots);

}  // namespace souptrace::cli

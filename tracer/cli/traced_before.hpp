// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "host/host.hpp"
#include "trace/assemble.hpp"

// A binary that something changes in place after its link keeps its build-id and its record. Whether that is the product's own doing cannot
// be told when it is first traced: a POST_BUILD command that strips, signs or puts a checksum in belongs to the link's own build command,
// nothing announces it, and no copy of what the linker wrote is left to compare with; nor do its times prove anything, because touching a
// file changes them. So a first change is described (binary-changed-after-link), and the binary is traced as it is.
// After that its digest is known, and only another link may change it: other bytes under the same link's record are an error in every trace
// until it is linked again, so that nothing is written, signed or packed. Touching it, or building it again, is none. A custom target that
// changes it in place at some time after the trace is one, rightly: what the documents describe is gone then.
namespace souptrace::cli {

/// Where the digests of a build's binaries are remembered: one line for each, "sha256 finished_ns linked path", where `linked` is 1 when the
/// file was as the link had left it.
[[nodiscard]] std::string traced_file(const std::string& state_directory, const std::string& configuration);

/// Finding "binary-changed-after-trace" (incomplete) in each link whose output has other bytes than an earlier trace found after the very
/// same link. Where it has the bytes that it had as the link left it, it was only touched, and the findings of its times are taken back. Then
/// remembers the outputs of all links, those that are wrong as they were first. A memory that cannot be read or written only forgets.
void check_traced_before(Host& host, const std::string& memory, trace::Material& material);

}  // namespace souptrace::cli

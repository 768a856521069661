// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "formats/elf.hpp"
#include "formats/pe.hpp"
#include "host/host.hpp"
#include "model/finding.hpp"
#include "model/link_record.hpp"

namespace souptrace::link {

/// The shared libraries that the dynamic loader would load for `binary` (absolute; `elf` is its content),
/// breadth first as it does, the interpreter with them. `sysroot`: "" = the host's root. Finding
/// "runtime-library-not-found" for each name that leads nowhere; "run-path-unreadable" for each directory of a
/// run path that was to be searched and may not be.
///
/// Source: glibc's ld.so(8) and elf/dl-load.c. A name with '/' is a path; else DT_RPATH of the object that
/// needs it and of those that needed that one (where an object has no DT_RUNPATH), DT_RUNPATH of the object,
/// the directories of /etc/ld.so.conf in place of the cache that is made from them, then the default
/// directories. $ORIGIN, $LIB and $PLATFORM are expanded; a file of another class or machine is passed over.
/// LD_LIBRARY_PATH and the processor's glibc-hwcaps directories belong to the machine on which the binary
/// will run and are not used.
[[nodiscard]] Outcome<std::vector<RuntimeLibrary>> resolve_runtime(Host& host, const std::string& binary,
                                                                   const formats::Elf& elf,
                                                                   const std::string& sysroot);

/// The DLLs that Windows would load for `binary`, breadth first: from the directory of the binary, as Windows
/// looks there first ("Dynamic-link library search order", Microsoft); where it is not there yet, from the
/// directories of the import libraries among `inputs` and the bin/ beside them, from where an installer takes
/// it. The DLLs that are part of every Windows have no path. Finding "runtime-library-not-found" for the rest.
[[nodiscard]] Outcome<std::vector<RuntimeLibrary>> resolve_dlls(Host& host, const std::string& binary,
                                                                const formats::Pe& pe,
                                                                const std::vector<LinkInput>& inputs);

}  // namespace souptrace::link

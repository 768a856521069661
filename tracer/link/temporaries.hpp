// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace souptrace::link {

/// Whether a report's name is that of code which link-time optimization made during the link and which is no
/// file of the build: gcc's
/// "<tmp>/ccXXXXXX.ltrans0.ltrans.o" and "….lto.o", LLVMgold's "<tmp>/lto-llvm-XXXXXX.o", lld's "lto.tmp",
/// "<output>.lto.o" and "<output>.lto.<module>.o".
[[nodiscard]] bool is_lto_temporary(std::string_view path, std::string_view output);

/// Whether a report's name is that of a response file that the driver wrote for the linker, and mold takes
/// for a dependency: gcc's "<tmp>/ccXXXXXX", clang's "<tmp>/response-XXXXXX.txt".
[[nodiscard]] bool is_driver_response_file(std::string_view path);

/// Whether a report's name stands for something the linker made up itself: "<internal>", "linker stubs",
/// "(symbol from plugin)".
[[nodiscard]] bool is_linker_made(std::string_view path);

/// Whether `path` (absolute) is a startup object of the toolchain: crt1.o, crti.o, crtbegin.o and their like
/// by name, outside of `working_directory`, where the build's own files lie.
[[nodiscard]] bool is_startup_object(std::string_view path, std::string_view working_directory);

}  // namespace souptrace::link

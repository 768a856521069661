// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

// What counts as the toolchain's and the system's standard libraries (ComponentKind::runtime), as data.
namespace souptrace::identify {

/// Whether a distribution's binary package, built from that source package, is part of the C or C++ run time:
/// the C library, the compiler's support libraries and start-up objects, the C++ standard library, the
/// kernel's headers.
[[nodiscard]] bool is_runtime_package(std::string_view source_package, std::string_view package);

/// The same by the name of the binary package alone, for records that do not say from what it was built.
[[nodiscard]] bool is_runtime_package_name(std::string_view package);

/// Whether a file of that name in a compiler's implicit link directory is the compiler's or the C library's:
/// crt1.o, libgcc.a, libc.so.6, ….
[[nodiscard]] bool is_runtime_library_name(std::string_view name);

/// Whether a header, named relative to an implicit include directory ("sys/types.h", "stdio.h",
/// "bits/wordsize.h"), is one of the C library's or the kernel's (ISO C17 7.1.2, POSIX.1-2017 "Headers",
/// glibc's and Linux's own directories).
[[nodiscard]] bool is_runtime_header_name(std::string_view name);

/// Whether a directory is private to a compiler, whatever else lies beside it:
/// ".../lib/gcc/<target>/<version>", ".../include/c++/<version>",
/// ".../lib/clang/<version>".
[[nodiscard]] bool is_compiler_directory(std::string_view directory);

}  // namespace souptrace::identify

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// The compiler's run time where no package database knows it: unpacked toolchains, sysroots, embedded
/// targets. By CMake's record of each compiler's implicit directories, one component "runtime:<compiler
/// id>@<version>" for each compiler; a file is claimed when it lies
///   - in an implicit directory that is private to the compiler (".../lib/gcc/...", or below its own
///   installation, which is no system prefix), or
///   - in any implicit directory and is, by its name, one of the C or C++ run time's (runtime_table.hpp); in
///   /usr/local only where the compiler itself is installed there.
[[nodiscard]] std::unique_ptr<Resolver> toolchain_resolver();

}  // namespace souptrace::identify

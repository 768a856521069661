// SPDX-License-Identifier: Apache-2.0
#include "identify/runtime_table.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "formats/glob.hpp"

namespace souptrace::identify {
namespace {

struct PackagePattern {
  std::string_view source;
  std::string_view package;
};

constexpr std::array kRuntimePackages{
    PackagePattern{"glibc", "*"},
    PackagePattern{"eglibc", "*"},
    PackagePattern{"musl", "*"},
    PackagePattern{"newlib", "*"},
    PackagePattern{"picolibc", "*"},
    PackagePattern{"avr-libc", "*"},
    PackagePattern{"mingw-w64", "*"},
    PackagePattern{"cross-toolchain-base*", "*"},
    PackagePattern{"gcc", "*"},
    PackagePattern{"gcc-*", "*"},
    PackagePattern{"libgcc", "*"},
    PackagePattern{"libstdc++-arm-none-eabi", "*"},
    PackagePattern{"kernel-headers", "*"},
    PackagePattern{"linux-headers", "*"},
    PackagePattern{"linux-api-headers", "*"},
    PackagePattern{"linux-libc-headers", "*"},
    PackagePattern{"linux", "linux-libc-dev*"},
    PackagePattern{"linux-*", "linux-libc-dev*"},
    PackagePattern{"llvm-toolchain-*", "libc++*"},
    PackagePattern{"llvm-toolchain-*", "libunwind*"},
    PackagePattern{"llvm-toolchain-*", "libclang-rt-*"},
    PackagePattern{"llvm-toolchain-*", "libclang-common-*"},
    PackagePattern{"llvm-toolchain-*", "libomp*"},
    PackagePattern{"llvm-toolchain-*", "libllvmlibc*"},
};

/// Made from a compiler's source, but libraries that a product chooses to use.
constexpr std::array kNotRuntimePackages{
    PackagePattern{"gcc", "libgccjit*"},
    PackagePattern{"gcc", "*plugin-devel*"},
    PackagePattern{"gcc-*", "libgccjit*"},
    PackagePattern{"gcc-*", "libcc1*"},
    PackagePattern{"gcc-*", "gcc-*-plugin-dev*"},
};

/// Binary packages of Debian's and the Yocto Project's C and C++ run time.
constexpr std::string_view kRuntimePackageNames[] = {
    "libc6",
    "libc6-*",
    "glibc",
    "glibc-*",
    "musl",
    "musl-dev",
    "musl-static*",
    "libgcc1",
    "libgcc-s1",
    "libgcc-dev",
    "libgcc-s-dev",
    "libstdc++6",
    "libstdc++-dev*",
    "libstdc++-static*",
    "libgcc-*-dev",
    "libstdc++-*-dev",
    "gcc-runtime*",
    "linux-libc-dev*",
    "linux-libc-headers*",
};

constexpr std::string_view kLibraryNames[] = {
    "crt1.o",        "Scrt1.o",
    "rcrt1.o",       "gcrt1.o",
    "Mcrt1.o",       "crt0.o",
    "crti.o",        "crtn.o",
    "crtbegin*.o",   "crtend*.o",
    "crtfastmath.o", "crtprec*.o",
    "rcrt0.o",       "libc.a",
    "libc.so",       "libc.so.6",
    "libc-*.so",     "libc_nonshared.a",
    "libm.a",        "libm.so",
    "libm.so.6",     "libm-*.a",
    "libm-*.so",     "libmvec.*",
    "libpthread.*",  "libpthread_nonshared.a",
    "libdl.*",       "librt.*",
    "libutil.*",     "libanl.*",
    "libresolv.*",   "libg.a",
    "libnosys.a",    "libgloss*.a",
    "libsemihost.a", "librdimon*.a",
    "ld-linux*.so*", "ld-musl*.so*",
    "libgcc.a",      "libgcc_eh.a",
    "libgcc_s*.so*", "libstdc++*",
    "libsupc++.a",   "libc++*",
    "libatomic.*",   "libgomp.*",
    "libquadmath.*", "libssp*",
    "libunwind.*",   "libclang_rt.*",
    "libomp.*",      "libgcov.a",
};

/// Headers without a directory; ISO C, POSIX and what glibc adds at its top level.
constexpr std::string_view kHeaderNames[] = {
    "aio.h",
    "aliases.h",
    "alloca.h",
    "ar.h",
    "argp.h",
    "argz.h",
    "assert.h",
    "byteswap.h",
    "complex.h",
    "cpio.h",
    "ctype.h",
    "dirent.h",
    "dlfcn.h",
    "elf.h",
    "endian.h",
    "envz.h",
    "err.h",
    "errno.h",
    "error.h",
    "execinfo.h",
    "fcntl.h",
    "features.h",
    "features-time64.h",
    "fenv.h",
    "float.h",
    "fmtmsg.h",
    "fnmatch.h",
    "fstab.h",
    "fts.h",
    "ftw.h",
    "_G_config.h",
    "gconv.h",
    "getopt.h",
    "glob.h",
    "gnu-versions.h",
    "grp.h",
    "gshadow.h",
    "iconv.h",
    "ifaddrs.h",
    "inttypes.h",
    "iso646.h",
    "langinfo.h",
    "lastlog.h",
    "libgen.h",
    "libintl.h",
    "limits.h",
    "link.h",
    "locale.h",
    "malloc.h",
    "math.h",
    "mcheck.h",
    "memory.h",
    "mntent.h",
    "monetary.h",
    "mqueue.h",
    "netdb.h",
    "newlib.h",
    "nl_types.h",
    "nss.h",
    "obstack.h",
    "paths.h",
    "poll.h",
    "printf.h",
    "proc_service.h",
    "pthread.h",
    "pty.h",
    "pwd.h",
    "regex.h",
    "regexp.h",
    "re_comp.h",
    "resolv.h",
    "sched.h",
    "search.h",
    "semaphore.h",
    "setjmp.h",
    "sgtty.h",
    "shadow.h",
    "signal.h",
    "spawn.h",
    "stab.h",
    "stdc-predef.h",
    "stdalign.h",
    "stdarg.h",
    "stdatomic.h",
    "stdbool.h",
    "stddef.h",
    "stdint.h",
    "stdio.h",
    "stdio_ext.h",
    "stdlib.h",
    "stdnoreturn.h",
    "string.h",
    "strings.h",
    "tar.h",
    "termios.h",
    "tgmath.h",
    "threads.h",
    "time.h",
    "uchar.h",
    "ucontext.h",
    "unistd.h",
    "utime.h",
    "wchar.h",
    "wctype.h",
};

constexpr std::string_view kHeaderDirectories[] = {
    "asm",     "asm-generic", "arpa", "bits", "gnu",       "linux", "machine", "net",
    "netinet", "nptl",        "rpc",  "sys",  "protocols", "mtd",   "rdma",    "xen"};

bool any_matches(std::span<const PackagePattern> table, std::string_view source, std::string_view package) {
  return std::any_of(table.begin(), table.end(), [&](const PackagePattern& one) {
    return formats::glob_matches(one.source, source) && formats::glob_matches(one.package, package);
  });
}

}  // namespace

bool is_runtime_package(std::string_view source_package, std::string_view package) {
  return any_matches(kRuntimePackages, source_package, package) &&
         !any_matches(kNotRuntimePackages, source_package, package);
}

bool is_runtime_package_name(std::string_view package) {
  return std::ranges::any_of(kRuntimePackageNames,
                             [&](std::string_view one) { return formats::glob_matches(one, package); });
}

bool is_runtime_library_name(std::string_view name) {
  return std::ranges::any_of(kLibraryNames,
                             [&](std::string_view one) { return formats::glob_matches(one, name); });
}

bool is_runtime_header_name(std::string_view name) {
  const auto slash = name.find('/');
  if (slash == std::string_view::npos) return std::ranges::find(kHeaderNames, name) != std::end(kHeaderNames);
  return std::ranges::find(kHeaderDirectories, name.substr(0, slash)) != std::end(kHeaderDirectories);
}

bool is_compiler_directory(std::string_view directory) {
  constexpr std::string_view kParts[] = {"/lib/gcc/", "/lib/gcc-cross/", "/include/c++/", "/lib/clang/"};
  return std::ranges::any_of(
      kParts, [&](std::string_view part) { return directory.find(part) != std::string_view::npos; });
}

}  // namespace souptrace::identify

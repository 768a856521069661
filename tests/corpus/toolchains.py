# SPDX-License-Identifier: Apache-2.0
"""The compilers, optimizations and linkers with which products are built. Those with the same `objects` share compiled objects."""

import dataclasses
import re
import shutil
import subprocess


@dataclasses.dataclass(frozen=True)
class Toolchain:
    name: str
    objects: str  # which compiled objects it links
    linker: str
    linker_program: str
    compiler: tuple  # C, C++
    flags: str = ""

    def compile_arguments(self):
        """Of the configuring CMake; the same for all toolchains with these objects."""
        out = [f"-DCMAKE_C_COMPILER={self.compiler[0]}", f"-DCMAKE_CXX_COMPILER={self.compiler[1]}", f"-DCMAKE_C_FLAGS={self.flags}",
               f"-DCMAKE_CXX_FLAGS={self.flags}"]
        if self.compiler[0].startswith("clang") and self.flags:
            # CMake would take an llvm-ar of whatever version; GNU ar reads intermediate code through LLVM's plugin.
            out += [f"-DCMAKE_AR={shutil.which('ar')}", f"-DCMAKE_RANLIB={shutil.which('ranlib')}"]
        return out

    def link_arguments(self):
        return [f"-DCMAKE_{kind}_LINKER_FLAGS=-fuse-ld={self.linker}" for kind in ("EXE", "SHARED", "MODULE")]

    def missing(self):
        """The programs that this machine lacks for it."""
        return [one for one in (*self.compiler, self.linker_program) if not shutil.which(one)]

    def versions(self):
        """What the linker and the compiler call themselves: ["GNU ld 2.40", "gcc 12.2.0"]."""
        return [_version(self.linker_program, self.linker), _version(self.compiler[0], self.compiler[0])]


def _version(program, name):
    text = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    found = re.search(r"\d+\.\d+(?:\.\d+)*", re.sub(r"\([^)]*\)", "", text)) or re.search(r"\d+\.\d+(?:\.\d+)*", text)
    return f"{name} {found.group(0)}"


_GCC, _CLANG = ("gcc", "g++"), ("clang", "clang++")
_PROGRAMS = {"bfd": "ld.bfd", "gold": "ld.gold", "lld": "ld.lld", "mold": "mold"}

TOOLCHAINS = {one.name: one for one in
              [Toolchain(f"gcc-{linker}", "gcc", linker, _PROGRAMS[linker], _GCC) for linker in _PROGRAMS] +
              [Toolchain(f"gcc-lto-{linker}", "gcc-lto", linker, _PROGRAMS[linker], _GCC, "-flto") for linker in ("bfd", "gold", "mold")] +
              [Toolchain("clang-thin-lld", "clang-thin", "lld", _PROGRAMS["lld"], _CLANG, "-flto=thin")]}

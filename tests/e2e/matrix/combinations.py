# SPDX-License-Identifier: Apache-2.0
"""The combinations of the matrix, what this machine lacks for them, and the ones that cannot exist."""

import dataclasses
import os
import shutil
import subprocess

GENERATORS = {"ninja": "Ninja", "multi": "Ninja Multi-Config", "make": "Unix Makefiles"}
LINKERS = ("bfd", "gold", "lld", "mold")
COMPILERS = {"gcc": ("gcc", "g++"), "clang": ("clang", "clang++"), "clang19": ("clang-19", "clang++-19")}
CMAKES = ("system", "newest")
LTO_FLAGS = {"none": "", "lto": "-flto", "thin": "-flto=thin"}


@dataclasses.dataclass(frozen=True)
class Combination:
    linker: str
    compiler: str
    lto: str
    generator: str
    cmake: str

    def __str__(self):
        return "-".join((self.linker, self.compiler, self.lto, self.generator, self.cmake))

    @property
    def configuration(self):
        return "Release" if self.generator == "multi" else ""

    def excluded_targets(self):
        """Targets that this combination cannot link, whatever traces it."""
        targets = set()
        if self.linker == "gold":
            targets.add("static_pie_tool")  # gold does not know --no-dynamic-linker
        return targets

    def arguments(self):
        """Of the configuring CMake."""
        c, cxx = COMPILERS[self.compiler]
        linker = "-fuse-ld=" + self.linker
        lto = LTO_FLAGS[self.lto]
        out = ["-G", GENERATORS[self.generator], f"-DCMAKE_C_COMPILER={c}", f"-DCMAKE_CXX_COMPILER={cxx}", f"-DCMAKE_ASM_COMPILER={c}",
               f"-DCMAKE_C_FLAGS={lto}", f"-DCMAKE_CXX_FLAGS={lto}", "-DCMAKE_BUILD_TYPE=Release",
               "--no-warn-unused-cli", "-DCMAKE_CONFIGURATION_TYPES=Release"]
        out += [f"-DCMAKE_{kind}_LINKER_FLAGS={linker}" for kind in ("EXE", "SHARED", "MODULE")]
        if self.compiler.startswith("clang") and self.lto != "none":
            # CMake would take an llvm-ar of whatever version; GNU ar reads intermediate code through LLVM's plugin.
            out += [f"-DCMAKE_AR={shutil.which('ar')}", f"-DCMAKE_RANLIB={shutil.which('ranlib')}"]
        out += [f"-DMATRIX_WITHOUT_{target.removesuffix('_tool').upper()}=ON" for target in sorted(self.excluded_targets())]
        return out


def exclusion(one):
    """Why the combination cannot exist; "" when it can."""
    if one.compiler == "gcc" and one.lto == "thin":
        return "gcc has no ThinLTO"
    if one.compiler == "gcc" and one.lto == "lto" and one.linker == "lld":
        return "lld cannot read gcc's intermediate code"
    if one.compiler == "clang19" and one.lto != "none":
        return "archives of clang 19's intermediate code get no symbol index here: ar takes the plugin of clang 14"
    if one.compiler == "clang19" and one.linker != "lld":
        return "clang 19 is here for its lld"
    return ""


def refusal(one):
    """What the trace step has to say where no report names the members that were taken; "" where the trace is complete."""
    if one.linker == "mold" and one.compiler.startswith("clang") and one.lto != "none":
        return "mold does not tell which archive members the linker plugin"
    return ""


def everything():
    return [one for one in (Combination(linker, compiler, lto, generator, cmake) for linker in LINKERS for compiler in COMPILERS
                            for lto in LTO_FLAGS for generator in GENERATORS for cmake in CMAKES)]


def covering():
    """Every linker × compiler × LTO once, every generator × CMake once with each linker."""
    toolchains = [(linker, compiler, lto) for linker in LINKERS for compiler in COMPILERS for lto in LTO_FLAGS
                  if not exclusion(Combination(linker, compiler, lto, "ninja", "system"))]
    builds = [(generator, cmake) for cmake in CMAKES for generator in GENERATORS]
    out = []
    for linker in LINKERS:
        own = [one for one in toolchains if one[0] == linker]
        for at in range(max(len(own), len(builds))):
            out.append(Combination(*own[at % len(own)], *builds[at % len(builds)]))
    return out


def cmake_program(which):
    return "cmake" if which == "system" else os.environ.get("SOUPTRACE_NEWEST_CMAKE", "")


def missing_tools(one):
    """What this machine lacks for the combination, in words."""
    wanted = [*COMPILERS[one.compiler], "strace", "ar", "readelf", "make" if one.generator == "make" else "ninja"]
    wanted.append({"bfd": "ld.bfd", "gold": "ld.gold", "lld": "ld.lld-19" if one.compiler == "clang19" else "ld.lld",
                   "mold": "mold"}[one.linker])
    missing = [tool for tool in wanted if not shutil.which(tool)]
    cmake = cmake_program(one.cmake)
    if not cmake or not shutil.which(cmake):
        missing.append("cmake" if one.cmake == "system" else "the newest cmake (SOUPTRACE_NEWEST_CMAKE)")
    return missing


def strace_works():
    """"" when processes may be traced here, else why not."""
    if not shutil.which("strace"):
        return "no strace"
    done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=execve", "-o", os.devnull, "true"], capture_output=True, text=True)
    return "" if done.returncode == 0 else "strace is not allowed to trace: " + done.stderr.strip()

# SPDX-License-Identifier: Apache-2.0
"""A small product that is really built with SoupTrace: the form of everything that tree.py multiplies.

Nothing of what CMake, ninja, the launcher or the linker writes is made up: tree.py takes their files from here, line by line, and puts
other names in.
"""
import json
import os
import subprocess

PLACEHOLDER = 0  # number of the parts that are replaced: names are as long with any number
SYMBOLS = 12     # functions of each object


def unit(number):
    return f"scale_{number:08}"


def source_text(name, headers):
    functions = "".join(f"int f{i:02}(int x) {{ return x + {i}; }}\n" for i in range(SYMBOLS))
    return "".join(f"#include <{one}>\n" for one in headers) + f"namespace {name} {{\n{functions}}}\n"


CMAKE = """cmake_minimum_required(VERSION 3.22)
project(Scale VERSION 1.0 LANGUAGES CXX)
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
include(SoupTrace)
souptrace(PRODUCT "Scale" VERSION 1.0 SUPPLIER "Example" SAFETY_CLASS C LINK_MAP MAPS)
souptrace_component(NAME third0 VERSION 1.0 SUPPLIER "Others" LICENSE MIT PATHS third_party/third0)
add_subdirectory(part00000)
add_subdirectory(shared00000)
add_subdirectory(app00000)
"""
DIRECTORIES = {
    "part00000": ("add_library(part00000 STATIC u0000000.cpp)\ntarget_include_directories(part00000 PUBLIC include)\n"
                  "set_target_properties(part00000 PROPERTIES POSITION_INDEPENDENT_CODE ON)\n", "u0000000.cpp"),
    "shared00000": ("add_library(shared00000 SHARED m000.cpp)\ntarget_link_libraries(shared00000 PRIVATE part00000)\n", "m000.cpp"),
    "app00000": ("add_executable(app00000 m000.cpp)\ntarget_link_libraries(app00000 part00000 shared00000)\n", "m000.cpp"),
}
# What the sources of products include: few headers of the system, or many.
SYSTEM_HEADERS = {"few": ["cstdint", "cstring", "cstdlib"], "many": ["string", "vector", "map", "memory", "iostream", "algorithm"]}


class Template:
    """`program` and `launcher`: souptrace and souptrace-link; `module`: the directory of SoupTrace.cmake."""

    def __init__(self, work, program, launcher, module, maps):
        self.source, self.build = f"{work}/template", f"{work}/template/build"
        self._write(maps)
        subprocess.run(["cmake", "-G", "Ninja", "-S", self.source, "-B", self.build, f"-DCMAKE_MODULE_PATH={module}",
                        "-DCMAKE_BUILD_TYPE=Release", f"-DSOUPTRACE_EXECUTABLE={program}", f"-DSOUPTRACE_LINK={launcher}"],
                       check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["ninja", "-C", self.build], check=True, stdout=subprocess.DEVNULL)
        self.state = f"{self.build}/CMakeFiles/souptrace-state"
        self.links = {os.path.basename(self._output(one)): f"{self.state}/links/{one}" for one in self._records()}
        self.system_headers = {kind: self._headers(kind) for kind in SYSTEM_HEADERS}

    def text(self, path):
        with open(path, encoding="utf-8") as file:
            return file.read()

    def bytes(self, below_build):
        with open(f"{self.build}/{below_build}", "rb") as file:
            return file.read()

    def reply(self, kind):
        folder = f"{self.build}/.cmake/api/v1/reply"
        name, = [one for one in os.listdir(folder) if one.startswith(f"{kind}-")]
        return name, json.loads(self.text(f"{folder}/{name}"))

    def _write(self, maps):
        files = {"CMakeLists.txt": CMAKE.replace("MAPS", "ON" if maps else "OFF")}
        for name, (commands, source) in DIRECTORIES.items():
            text = source_text(unit(PLACEHOLDER) if name.startswith("part") else name, SYSTEM_HEADERS["many"] if name[0] == "a" else [])
            call = f"namespace {unit(PLACEHOLDER)} {{ int f00(int); }}\n"
            if name.startswith("shared"):
                text += call + f"int call_shared(int x) {{ return {unit(PLACEHOLDER)}::f00(x); }}\n"
            if name.startswith("app"):
                text += call + f"int call_shared(int);\nint main(int c, char**) {{ return call_shared(c) + {unit(PLACEHOLDER)}::f00(c); }}\n"
            files |= {f"{name}/CMakeLists.txt": commands, f"{name}/{source}": text}
        files["third_party/third0/third0.h"] = "inline int third() { return 3; }\n"
        for name, text in files.items():
            os.makedirs(os.path.dirname(f"{self.source}/{name}"), exist_ok=True)
            with open(f"{self.source}/{name}", "w", encoding="utf-8") as file:
                file.write(text)

    def _records(self):
        return [one for one in os.listdir(f"{self.state}/links") if one != "changed"]

    def _output(self, record):
        lines = self.text(f"{self.state}/links/{record}/record").splitlines()
        return next(one for one in lines if one.startswith("output ")).partition(" ")[2]

    def _headers(self, kind):
        """What the compiler reads for such a source, as it spells it."""
        text = "".join(f"#include <{one}>\n" for one in SYSTEM_HEADERS[kind])
        done = subprocess.run(["c++", "-M", "-x", "c++", "-"], input=text, capture_output=True, text=True, check=True)
        return [one for one in done.stdout.replace("\\\n", " ").split()[1:] if one != "-"]

# SPDX-License-Identifier: Apache-2.0
"""The packages and products of the Conan test: a static and a shared library, headers only, one that requires others, an editable one."""

TINYZ = {
    "conanfile.py": '''import os
from conan import ConanFile
from conan.tools.files import copy

class Tinyz(ConanFile):
    name = "tinyz"
    version = "1.2.3"
    license = "Zlib"
    author = "Tiny Person <tiny@example.org>"
    homepage = "https://example.org/tinyz"
    url = "https://example.org/recipes"
    topics = ("compression", "tiny")
    settings = "os", "compiler", "build_type", "arch"
    options = {"shared": [True, False]}
    default_options = {"shared": False}
    package_type = "library"
    exports_sources = "*.c", "*.h", "LICENSE"

    def build(self):
        if self.options.shared:
            self.run("cc -shared -fPIC -Wl,-soname,libtinyz.so.1 tinyz.c -o libtinyz.so.1.2")
            os.symlink("libtinyz.so.1.2", os.path.join(self.build_folder, "libtinyz.so.1"))
            os.symlink("libtinyz.so.1", os.path.join(self.build_folder, "libtinyz.so"))
        else:
            self.run("cc -c -fPIC tinyz.c -o tinyz.o && ar rcs libtinyz.a tinyz.o")

    def package(self):
        copy(self, "*.h", self.build_folder, os.path.join(self.package_folder, "include"))
        copy(self, "lib*", self.build_folder, os.path.join(self.package_folder, "lib"))
        copy(self, "LICENSE", self.build_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        self.cpp_info.libs = ["tinyz"]
''',
    "tinyz.h": "int tinyz(int);\n",
    "tinyz.c": "int tinyz(int a) { return a * 7 + 3; }\n",
    "LICENSE": "The text of tinyz's licence.\n",
}

HEADERS = {
    "conanfile.py": '''import os
from conan import ConanFile
from conan.tools.files import copy

class Headers(ConanFile):
    name = "hdr-only"
    version = "0.9"
    license = "My own licence, see the file"
    package_type = "header-library"
    exports_sources = "include/*"

    def package(self):
        copy(self, "*.h", self.source_folder, self.package_folder)

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
''',
    "include/hdr/hdr.h": "static inline int hdr_only(int a) { return a ^ 5; }\n",
}

MID = {
    "conanfile.py": '''import os
from conan import ConanFile
from conan.tools.files import copy

class Mid(ConanFile):
    name = "mid"
    version = "2.0"
    license = ("MIT", "BSD-3-Clause")
    homepage = f"https://example.org/{name}"
    settings = "os", "compiler", "build_type", "arch"
    package_type = "static-library"
    exports_sources = "*.c", "*.h"

    def requirements(self):
        self.requires("tinyz/1.2.3")
        self.requires("hdr-only/0.9", transitive_headers=True)

    def build(self):
        include = os.path.join(self.dependencies["tinyz"].package_folder, "include")
        self.run(f"cc -c -I {include} mid.c -o mid.o && ar rcs libmid.a mid.o")

    def package(self):
        copy(self, "*.h", self.build_folder, os.path.join(self.package_folder, "include"))
        copy(self, "*.a", self.build_folder, os.path.join(self.package_folder, "lib"))

    def package_info(self):
        self.cpp_info.libs = ["mid"]
''',
    "mid.h": "int mid(int);\n",
    "mid.c": '#include "tinyz.h"\nint mid(int a) { return tinyz(a) + 1; }\n',
}

EDITABLE = {
    "conanfile.py": '''from conan import ConanFile

class Edi(ConanFile):
    name = "edi"
    version = "3.1"
    license = "Apache-2.0"
    author = "Edi & Co"
    settings = "os", "compiler", "build_type", "arch"
    package_type = "static-library"

    def layout(self):
        self.folders.build = "out"
        self.cpp.source.includedirs = ["include"]
        self.cpp.build.libdirs = ["."]

    def package_info(self):
        self.cpp_info.libs = ["edi"]
''',
    "include/edi.h": "int edi(int);\n",
    "edi.c": "int edi(int a) { return a - 11; }\n",
}

STATIC_PRODUCT = {
    "conanfile.txt": "[requires]\nmid/2.0\ntinyz/1.2.3\nhdr-only/0.9\nedi/3.1\n[generators]\nCMakeToolchain\n",
    "CMakeLists.txt": '''cmake_minimum_required(VERSION 3.22)
project(pump VERSION 1.0 LANGUAGES C)
include(SoupTrace)
find_package(mid REQUIRED)
find_package(hdr-only REQUIRED)
find_package(edi REQUIRED)
add_executable(pump pump.c)
target_link_libraries(pump PRIVATE mid::mid hdr-only::hdr-only edi::edi)
''',
    "pump.c": '''#include "edi.h"
#include "hdr/hdr.h"
#include "mid.h"
int main(int argc, char** argv) { (void)argv; return mid(argc) + edi(argc) + hdr_only(argc); }
''',
}

# Without RPATH: CMake would write the packages' folders into the binary.
CACHED_PRODUCT = {
    "conanfile.txt": "[requires]\nmid/2.0\nhdr-only/0.9\n[generators]\nCMakeToolchain\n",
    "CMakeLists.txt": '''cmake_minimum_required(VERSION 3.22)
project(pump VERSION 1.0 LANGUAGES C)
set(CMAKE_SKIP_RPATH ON)
include(SoupTrace)
find_package(mid REQUIRED)
find_package(hdr-only REQUIRED)
add_executable(pump pump.c)
target_link_libraries(pump PRIVATE mid::mid hdr-only::hdr-only)
''',
    "pump.c": '''#include "hdr/hdr.h"
#include "mid.h"
int main(int argc, char** argv) { (void)argv; return mid(argc) + hdr_only(argc); }
''',
}

SHARED_PRODUCT = {
    "conanfile.txt": "[requires]\ntinyz/1.2.3@acme/stable\n[options]\ntinyz/*:shared=True\n[generators]\nCMakeToolchain\n",
    "CMakeLists.txt": '''cmake_minimum_required(VERSION 3.22)
project(alarm VERSION 1.0 LANGUAGES C)
include(SoupTrace)
find_package(tinyz REQUIRED)
add_executable(alarm alarm.c)
target_link_libraries(alarm PRIVATE tinyz::tinyz)
''',
    "alarm.c": '#include "tinyz.h"\nint main(int argc, char** argv) { (void)argv; return tinyz(argc); }\n',
}

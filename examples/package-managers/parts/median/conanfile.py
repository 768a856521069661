# SPDX-License-Identifier: MIT
from conan import ConanFile
from conan.tools.cmake import CMake
from conan.tools.files import copy


class Median(ConanFile):
    name = "median"
    version = "2.1.0"
    license = "MIT"
    author = "Median Makers (fictional)"
    homepage = "https://median.example"
    settings = "os", "compiler", "build_type", "arch"
    generators = "CMakeToolchain"
    exports_sources = "CMakeLists.txt", "median.c", "include/*", "LICENSE"
    package_type = "static-library"

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, self.package_folder + "/licenses")

    def package_info(self):
        self.cpp_info.libs = ["median"]

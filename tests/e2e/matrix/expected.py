# SPDX-License-Identifier: Apache-2.0
"""What each binary of product/ must contain, known from how the product is written."""

import dataclasses
import os


@dataclasses.dataclass
class Binary:
    members: dict = dataclasses.field(default_factory=dict)  # static library's target → sources whose members are taken
    needed: tuple = ()  # targets of shared libraries that it must name in DT_NEEDED
    dropped: tuple = ()  # targets of shared libraries that are on its link line for nothing
    untouched: tuple = ()  # static libraries on its link line of which no member is taken
    # sources and headers of the product (not of the system) that it is compiled from, besides the members' sources
    sources: tuple = ()
    release_header: bool = False  # includes the generated header


PUMP_MEMBERS = {
    "crc": ("crc/crc.c", "crc/table.c"), "dup": ("dup/a/same.c",), "gone": ("gone.c",), "merged": ("merged.S",),
    "whole": ("whole/one.c", "whole/two.c"), "thin": ("first.c", "second.c"), "scripted": ("scripted.c",),
}
BOTH_CRC = {"crc": ("crc/crc.c", "crc/table.c")}

BINARIES = {
    "pump": Binary(PUMP_MEMBERS, needed=("kept", "nameless"), dropped=("dropped",), untouched=("weakly", "never"),
                   sources=("pump.cpp", "startup.S", "merged.h", "objects/first.cpp", "objects/second.cpp", "tiny/tiny.hpp",
                            "tiny/tiny_detail.hpp", "crc/crc.h", "crc/crc.c", "crc/table.c", "dup/a/same.c", "gone.c", "merged.S",
                            "whole/one.c", "whole/two.c", "thin/first.c", "thin/second.c", "scripted.c"), release_header=True),
    "alarm": Binary({"dup": ("dup/b/same.c", "dup/c/same.c")}, needed=("dropped",),
                    sources=("alarm.c", "dup/b/same.c", "dup/c/same.c")),
    "static_tool": Binary(BOTH_CRC, sources=("static_tool.c", "crc/crc.h", "crc/crc.c", "crc/table.c")),
    "static_pie_tool": Binary(BOTH_CRC, sources=("static_tool.c", "crc/crc.h", "crc/crc.c", "crc/table.c")),
    "pch_tool": Binary(sources=("pch_tool.cpp", "pch_second.cpp", "precompiled.hpp", "precompiled_detail.hpp")),
    "unity_tool": Binary(sources=("unity/main.cpp", "unity/one.cpp", "unity/two.cpp")),
    "versioned": Binary(sources=("versioned.cpp",)),
    "logger": Binary({"oddlib": ("odd member.c",)}, sources=tuple("odd dir+é/" + name for name in
                                                                   ("logger.c", "odd member.c", "a header.h"))),
    "responder": Binary({"crc": ("crc/table.c",)}, needed=("kept",),
                        sources=("responses/responder.c", "responses/more.c", "crc/crc.h", "crc/table.c")),
    "relocatable": Binary(sources=("relocatable.c", "crc/crc.h", "crc/table.c")),
    "indirect": Binary(sources=("indirect.c",)),
    "kept": Binary(BOTH_CRC, needed=("indirect",), sources=("kept.c", "crc/crc.h", "crc/crc.c", "crc/table.c")),
    "nameless": Binary(sources=("nameless.c",)),
    "dropped": Binary(sources=("dropped.c",)),
    "plugin": Binary({"crc": ("crc/table.c",)}, sources=("plugin.cpp", "crc/crc.h", "crc/table.c")),
}
FILE_NAMES = {"relocatable": "relocatable.o", "indirect": "libindirect.so", "kept": "libkept.so.3.1.4", "nameless": "libnameless.so",
              "dropped": "libdropped.so", "plugin": "libplugin.so"}
DIRECTORIES = {"logger": "odd dir+é", "oddlib": "odd dir+é", "responder": "responses", "thin": "thin"}


class Layout:
    """Where a build directory has its files; `configuration` is "" but for multi-configuration generators."""

    def __init__(self, build, configuration):
        self.build, self.configuration = build, configuration

    def binary(self, target):
        return os.path.join(self.build, DIRECTORIES.get(target, ""), self.configuration, FILE_NAMES.get(target, target))

    def archive(self, target):
        return os.path.join(self.build, DIRECTORIES.get(target, ""), self.configuration, f"lib{target}.a")

    def object(self, target, source):
        """The object of `source`, which is relative to the directory of `target`."""
        name = source.replace(" ", "_") + ".o"  # CMake makes objects' names fit for all tools
        return os.path.join(self.build, DIRECTORIES.get(target, ""), "CMakeFiles", f"{target}.dir", self.configuration, name)

    def documents(self):
        return os.path.join(self.build, "souptrace", self.configuration)


def expected_binaries(exclusions):
    return {target: one for target, one in BINARIES.items() if target not in exclusions}

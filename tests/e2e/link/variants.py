# SPDX-License-Identifier: Apache-2.0
"""What a link of the input set can look like: each variant changes the link line, and with it what is expected."""
from dataclasses import dataclass, field
from typing import Callable

from inputs import TAKEN

OBJECTS = {"main.o", "direct.o", "collected.o", "empty.o", "common_user.o"}
EVERYWHERE = ("bfd", "gold", "lld", "mold")


def without(arguments, *words):
    return [word for word in arguments if word not in words]


def replaced(arguments, changes):
    out = []
    for word in arguments:
        out += changes.get(word, [word])
    return out


def statically(arguments):
    """No shared library at all: what they define comes from their objects."""
    return replaced(without(arguments, "-Wl,--as-needed", "-Wl,--no-as-needed", "-ldropped", "-lkept", "-Wl,-rpath-link,lib",
                            "-Wl,--dynamic-list=dynamic.list"),
                    {"-lviascr": ["obj/script_impl.o"], "-lneeded": ["obj/needed.o", "obj/indirect.o"]})


def relocatable(arguments):
    return ["-nostdlib", "-r", *[word for word in statically(arguments) if word not in ("-lm", "-Wl,--gc-sections")]]


def search_then_whole(arguments):
    return replaced(arguments, {"-lwhole": ["-lwhole", "-lnever"], "-lnever": ["-lnever", "-lwhole"]})


@dataclass
class Variant:
    change: Callable = lambda arguments: arguments
    type: str = "pie"
    linkers: tuple = EVERYWHERE
    modes: tuple = ("plain", "lto", "thin", "mixed")
    compilers: tuple = ("g++", "clang++", "clang++-19")
    map: bool = False
    response_file: bool = False
    objects: set = field(default_factory=lambda: OBJECTS)
    taken: set = field(default_factory=lambda: set(TAKEN))
    unseen: dict = field(default_factory=dict)  # linker: files that it opens and no report of it names
    system_members: bool = False  # members of libc.a and libgcc.a are expected, and judged by the linker's own map


VARIANTS = {
    "exe": Variant(),
    "exe-map": Variant(map=True),
    "version-script": Variant(lambda a: [*a, "-Wl,--version-script=version.map"]),
    "shared": Variant(lambda a: [*a, "-shared", "-Wl,-soname,libproduct.so.1"], "shared-library"),
    "keep-symbols": Variant(lambda a: [*a, "-Wl,--retain-symbols-file=keep.symbols"]),
    "response-file": Variant(response_file=True),
    "no-gc": Variant(lambda a: without(a, "-Wl,--gc-sections")),
    "static": Variant(lambda a: [*statically(a), "-static"], "executable", modes=("plain",),
                      objects=OBJECTS | {"script_impl.o", "needed.o", "indirect.o"}, system_members=True),
    "static-pie": Variant(lambda a: [*statically(a), "-static-pie"], "static-pie", linkers=("bfd", "lld", "mold"), modes=("plain",),
                          objects=OBJECTS | {"script_impl.o", "needed.o", "indirect.o"}, system_members=True),
    # mold writes no dependency file then: archives of which it takes nothing stay unknown.
    "relocatable": Variant(relocatable, "relocatable", modes=("plain",),
                           objects=OBJECTS | {"script_impl.o", "needed.o", "indirect.o"},
                           unseen={"mold": {"lib/libcommon.a", "lib/libnever.a", "lib/libweak.a", "obj/tunused.o"}}),
    # --start-lib: objects that are searched like the members of an archive
    "lazy-objects": Variant(lambda a: replaced(a, {"-lfoo": ["-Wl,--start-lib", "obj/foo1.o", "obj/foo2.o", "obj/foo3.o",
                                                             "-Wl,--end-lib"]}),
                            linkers=("gold", "lld", "mold"), modes=("plain",), objects=OBJECTS | {"foo1.o", "foo2.o"},
                            taken={key for key in TAKEN if key[0] != "libfoo.a"}),
    "blob": Variant(lambda a: [*a, "-Wl,--format=binary", "blob.bin", "-Wl,--format=elf64-x86-64"], linkers=("bfd", "gold"),
                    modes=("plain",), objects=OBJECTS | {"blob.bin"}),
    "blob-lld": Variant(lambda a: [*a, "-Wl,--format=binary", "blob.bin", "-Wl,--format=default"], linkers=("lld",),
                        modes=("plain",), objects=OBJECTS | {"blob.bin"}),
    # searched first, then taken whole: mold reads an archive once, and then only as it is named first
    "search-then-whole": Variant(search_then_whole, linkers=("bfd", "gold", "lld"), taken=set(TAKEN) | {("libnever.a", 0)}),
    "search-then-whole-mold": Variant(search_then_whole, linkers=("mold",),
                                      taken={key for key in TAKEN if key[0] != "libwhole.a"}),
}

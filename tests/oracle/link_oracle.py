#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the links and compilations of a build really opened, out of a log of strace.

    link_oracle.py LOG [OUTPUT]     prints the links of the log, or the inputs of the link that wrote OUTPUT

Nothing here knows SoupTrace. An input of a link is a regular file that the linker opened for reading, less what
`LINKER --version` opens as well (the linker's own libraries, locales), the output itself, temporary files, and what is read
only to find other files or to run (plugins, ld.so.conf).
"""

import collections
import dataclasses
import functools
import os
import re
import subprocess
import sys
import tempfile

import member_truth
import strace_log
import system_truth

LINKER = re.compile(r"^(?:[\w.+-]+-)?(?:ld(?:\.(?:bfd|gold|lld|mold))?|ld64\.lld|lld|mold|gold)(?:-\d+(?:\.\d+)*)?$")
COMPILER = re.compile(r"^(?:[\w.+-]+-)?(?:cc1|cc1plus|cc1obj|as|clang(?:\+\+)?(?:-\d+)?|nasm|yasm)$")
ASSEMBLER = re.compile(r"^(?:nasm|yasm)$")  # without a driver before it, and without -c
PASSED_THROUGH = re.compile(r"^(?:collect2|lto-wrapper)$")
LTO_PLUGIN = re.compile(r"/(?:liblto_plugin|LLVMgold[\w.-]*)\.so[\d.]*$")
# Directories of files that no program reads as its input.
SURROUNDINGS = ("/proc/", "/sys/", "/dev/", "/usr/share/locale/", "/usr/lib/locale/", "/etc/ld.so.", "/etc/locale.alias", "/etc/ssl/")
SHARED_LIBRARY = 3  # e_type
NEVER_INPUT = re.compile(r"/gconv/|/bfd-plugins/")


@dataclasses.dataclass
class Link:
    output: str  # absolute
    linker: str  # the program
    argv: list  # of the linker
    driver: list  # command line of the compiler driver; [] when the linker was called directly
    directory: str  # working directory
    exit_code: "int | None"
    inputs: dict  # real path → the paths by which it was opened
    tools: set  # real paths of the plugins that it loaded
    order: int


@dataclasses.dataclass
class Compilation:
    object: str  # absolute
    files: set  # real paths of the sources and headers that were opened
    directory: str
    command: list


def _reads(one):
    return "O_RDONLY" in one.flags and "O_DIRECTORY" not in one.flags and "O_PATH" not in one.flags


@functools.lru_cache(maxsize=None)
def _baseline(program):
    """How often `program --version` opens each file."""
    with tempfile.TemporaryDirectory() as scratch:
        log = os.path.join(scratch, "log")
        with open(os.devnull, "r+b") as null:
            strace_log.run([program, "--version"], log, stdin=null, stdout=null, stderr=null)
        return collections.Counter(one.real for image in strace_log.read(log) for one in image.opens if _reads(one))


@functools.lru_cache(maxsize=None)
def _libraries_of(plugin):
    """The shared libraries that the loader brings in with a plugin."""
    text = subprocess.run(["ldd", plugin], capture_output=True, text=True).stdout
    return {os.path.realpath(path) for path in re.findall(r"=> (/.*) \(0x", text)}


def plugins_of(image):
    """Real paths of the linker plugins that the image loaded."""
    named = {os.path.realpath(_absolute(image, after)) for word, after in zip(image.argv, image.argv[1:])
             if word in ("-plugin", "--plugin")}
    return {one.real for one in image.opens if _reads(one) and (one.real in named or LTO_PLUGIN.search(one.real))}


def _own_reads(image):
    """The opens for reading of regular files, less as many of each file as the program makes without any input."""
    left = collections.Counter(_baseline(image.program))
    for plugin in plugins_of(image):
        left.update(path for path in _libraries_of(plugin) if path not in _baseline(image.program))
    responses = {os.path.realpath(_absolute(image, word[1:])) for word in image.argv if word.startswith("@")}
    for one in image.opens:
        if not _reads(one) or one.real.startswith(SURROUNDINGS) or NEVER_INPUT.search(one.real) or one.real in responses:
            continue
        if left[one.real] > 0:
            left[one.real] -= 1
            continue
        if os.path.isfile(one.real):
            yield one


def option(argv, name):
    """The value of the last `-o X`, `-oX` or `--output=X`; `name` is "-o"."""
    value = None
    for at, word in enumerate(argv):
        if word == name and at + 1 < len(argv):
            value = argv[at + 1]
        elif word.startswith(name) and word != name and not word.startswith("-oformat"):
            value = word[len(name):]
    return value


def _absolute(image, path):
    return os.path.normpath(os.path.join(image.cwd or "/", path))


def _driver_of(image):
    """The image that started the link: the linker itself or the compiler driver before it."""
    best = image
    for one in list(image.ancestors())[1:]:
        if PASSED_THROUGH.match(one.name) or LINKER.match(one.name):
            continue
        # gcc hands a long command line to the linker in a temporary response file: then only the driver shows the output.
        outputs = option(one.argv, "-o"), option(image.argv, "-o")
        if not one.name.endswith("sh") and (outputs[0] == outputs[1] or any(word.startswith("@") for word in image.argv)):
            return one
        break
    return best


def _take(image, link):
    plugins = plugins_of(image)
    for one in _own_reads(image):
        if one.real in plugins:
            link.tools.add(one.real)
        elif one.real != link.output:
            link.inputs.setdefault(one.real, set()).add(os.path.normpath(one.path))


def links(images):
    """The links of the log by output; of several that wrote the same output the last."""
    by_driver = {}
    for image in images:
        if not LINKER.match(image.name):
            continue
        # A linker that execs or starts itself again (mold under gcc's LTO) is one link.
        driver = _driver_of(image)
        output = option(image.argv, "-o") or option(driver.argv, "-o") or "a.out"
        if driver not in by_driver:
            by_driver[driver] = Link(_absolute(image, output), image.program, image.argv,
                                     driver.argv if driver is not image else [], image.cwd, image.exit_code, {}, set(),
                                     image.order)
        link = by_driver[driver]
        link.exit_code = image.exit_code
        _take(image, link)
    out = {}
    for link in sorted(by_driver.values(), key=lambda link: link.order):
        if any("--version" == word or "-v" == word for word in link.argv):
            continue
        out[link.output] = link
    return out


def _names(link, library):
    """What DT_NEEDED can say for an opened library: its SONAME, or without one how the link named it (a path stays a path)."""
    soname = system_truth.dynamic(library)[1]
    if soname:
        return {soname}
    return {os.path.basename(path) for path in link.inputs[library]} | \
        {os.path.relpath(path, link.directory) for path in link.inputs[library]} | set(link.inputs[library])


def shared_libraries(link, output):
    """(needed, dropped): the libraries that the link opened, by whether DT_NEEDED of `output`, what it wrote, has them."""
    wanted = set(system_truth.dynamic(output)[0])
    libraries = {one for one in link.inputs if member_truth.elf_type(one) == SHARED_LIBRARY}
    needed = {one for one in libraries if _names(link, one) & wanted}
    return needed, libraries - needed


def _compiles(image):
    """Whether this program was told to compile one file into one object."""
    if option(image.argv, "-o") is None:
        return False
    driver = COMPILER.match(image.name) or re.search(r"(gcc|g\+\+|cc|c\+\+)(-\d+)?$", image.name)
    return bool(ASSEMBLER.match(image.name) or ("-c" in image.argv and driver))


def compilations(images):
    """The compilations of the log by object (or precompiled header)."""
    out = {}
    for image in images:
        if not COMPILER.match(image.name):
            continue
        for driver in image.ancestors():
            if _compiles(driver):
                break
        else:
            continue
        path = _absolute(driver, option(driver.argv, "-o"))
        unit = out.setdefault(path, Compilation(path, set(), driver.cwd, driver.argv))
        unit.files |= {one.real for one in _own_reads(image) if one.real != path}
    return out


def closure(path, units):
    """Sources and headers of the object `path`, those behind its precompiled headers included; the latter themselves not."""
    seen, wanted, files = set(), [path], set()
    while wanted:
        one = wanted.pop()
        if one in seen or one not in units:
            continue
        seen.add(one)
        for file in units[one].files:
            (wanted.append if file in units else files.add)(file)
    return files


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = links(strace_log.read(arguments[0]))
    if len(arguments) == 1:
        for output, link in sorted(found.items()):
            print(f"{output}  {link.linker}  {len(link.inputs)} inputs  exit {link.exit_code}")
        return 0
    link = found.get(os.path.abspath(arguments[1]))
    if link is None:
        print(f"{arguments[0]}: no link wrote {arguments[1]}", file=sys.stderr)
        return 1
    print("\n".join(sorted(link.inputs)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the parsers of tracer/formats with readelf, ar, nm and ninja over real files.

Fails on any difference, and where nothing was compared. Whatever the tools say is the truth here; nothing of the
tracer's own code is used except the program --inspect, which prints what the parsers make of each file.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys

CHUNK = 200  # files for each run of a tool
# bytes: nm and readelf -s read every member, and larger archives only repeat what small ones show
LARGEST_ARCHIVE_FOR_SYMBOLS = 300_000
TOOL_ENVIRONMENT = dict(os.environ, LC_ALL="C")


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="surrogateescape",
                          env=TOOL_ENVIRONMENT, check=False, **options).stdout


def chunks(items):
    return (items[i:i + CHUNK] for i in range(0, len(items), CHUNK))


def inspect(program, mode, paths):
    """{path: [(key, value), …]} as the parsers say."""
    out, current = {}, None
    for line in run([program, mode], input="".join(p + "\n" for p in paths)).split("\n"):
        key, _, value = line.partition("\t")
        if key == "file":
            current = out.setdefault(value, [])
        elif key:
            current.append((key, value))
    return out


def find_files(roots):
    """ELF files and archives by their first bytes, each file once."""
    elf, archives, seen = [], [], set()
    for root in roots:
        for directory, _, names in sorted(os.walk(root)):
            for name in sorted(names):
                path = os.path.join(directory, name)
                if os.path.islink(path) or not os.path.isfile(path) or "\n" in path:
                    continue
                status = os.stat(path)
                if (status.st_dev, status.st_ino) in seen:
                    continue
                seen.add((status.st_dev, status.st_ino))
                with open(path, "rb") as file:
                    magic = file.read(8)
                if magic[:4] == b"\x7fELF":
                    elf.append(path)
                elif magic in (b"!<arch>\n", b"!<thin>\n"):
                    archives.append(path)
    return elf, archives


class Differences:
    def __init__(self):
        self.found = []

    def compare(self, subject, expected, actual):
        if expected == actual:
            return
        for index in range(max(len(expected), len(actual))):
            one = expected[index] if index < len(expected) else None
            other = actual[index] if index < len(actual) else None
            if one != other:
                self.found.append(f"{subject}: the tool says {one!r}, the parser {other!r}")
                return


# --- ELF ---------------------------------------------------------------------------------------------------------------

TYPES = {"NONE": "0", "REL": "1", "EXEC": "2", "DYN": "3", "CORE": "4"}
READELF_LINES = [
    (re.compile(r"^ *\[Requesting program interpreter: (.*)\]$"), "interpreter"),
    (re.compile(r"\(SONAME\) +Library soname: \[(.*)\]$"), "soname"),
    (re.compile(r"\(NEEDED\) +Shared library: \[(.*)\]$"), "needed"),
    (re.compile(r"\(RPATH\) +Library rpath: \[(.*)\]$"), "rpath"),
    (re.compile(r"\(RUNPATH\) +Library runpath: \[(.*)\]$"), "runpath"),
    (re.compile(r"Build ID: ([0-9a-f]+)$"), "build-id"),
]
ELF_ORDER = ["class", "data", "type", "machine", "interpreter", "soname", "needed", "rpath", "runpath", "flag", "build-id",
             "comment"]


def machine_of(path):
    """e_machine from the header's bytes: readelf prints it in words only."""
    with open(path, "rb") as file:
        head = file.read(20)
    return str(int.from_bytes(head[18:20], "little" if head[5] == 1 else "big"))


def readelf_facts(text, path):
    facts = {key: [] for key in ELF_ORDER}
    in_comment = False
    for line in text.split("\n"):
        if line.startswith("String dump of section"):
            in_comment = True
        comment = re.match(r"^  \[ *[0-9a-f]+\]  (.*)$", line) if in_comment else None
        if comment and comment.group(1) not in facts["comment"]:
            facts["comment"].append(comment.group(1))
        if line.startswith("  Class:"):
            facts["class"] = [line.split()[1]]
        elif line.startswith("  Data:"):
            facts["data"] = ["little" if "little" in line else "big"]
        elif line.startswith("  Type:"):
            facts["type"] = [TYPES.get(line.split()[1], line)]
        elif "(FLAGS_1)" in line:
            facts["flag"] = [flag for flag in ("PIE", "NODEFLIB") if flag in line.split("Flags:")[1].split()]
        for pattern, key in READELF_LINES:
            match = pattern.search(line)
            if match:
                facts[key].append(match.group(1))
    facts["machine"] = [machine_of(path)]
    facts["build-id"] = facts["build-id"][:1]
    return [(key, value) for key in ELF_ORDER for value in facts[key]]


def readelf_files(paths):
    """{path: text}; readelf prints a heading for each file when it is given several."""
    text = run(["readelf", "-W", "-h", "-d", "-l", "-n", "-p", ".comment"] + paths + ["/dev/null"])
    parts = re.split(r"^File: (.*)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def compare_elf(program, paths, differences):
    for part in chunks(paths):
        texts = readelf_files(part)
        parsed = inspect(program, "elf", part)
        for path in part:
            differences.compare(path, readelf_facts(texts[path], path), parsed[path])
    return len(paths)


# --- archives ----------------------------------------------------------------------------------------------------------

def nm_indices(paths):
    """{path: index} as nm prints it, in front of the archive's members and behind the archive's name."""
    text = run(["nm", "-s"] + paths + ["/dev/null"])
    out, at = {}, 0
    for path in paths:
        out[path] = []
        heading = text.find(f"\n{path}:\n\nArchive index:\n", at)
        if heading >= 0:
            at = text.index("Archive index:\n", heading) + len("Archive index:\n")
            out[path] = [("index", line) for line in text[at:text.index("\n\n", at)].split("\n")]
    return out


def compare_members(program, paths, differences):
    members = 0
    for part in chunks(paths):
        parsed = inspect(program, "archive", part)
        for path in part:
            listed = [("member", line) for line in run(["ar", "tO", path]).split("\n") if line]
            with open(path, "rb") as file:
                thin = file.read(8) == b"!<thin>\n"
            actual = [entry for entry in parsed[path] if entry[0] != "index"]
            if thin:  # ar prints no offsets
                actual = [(key, value.rsplit(" ", 1)[0]) for key, value in actual]
            differences.compare(path, listed, actual)
            members += len(listed)
    return len(paths), members


def compare_indices(program, paths, differences):
    entries = 0
    for part in chunks(paths):
        parsed = inspect(program, "archive", part)
        indices = nm_indices(part)
        for path in part:
            differences.compare(path, indices[path], [entry for entry in parsed[path] if entry[0] == "index"])
            entries += len(indices[path])
    return len(paths), entries


# --- symbols of objects ------------------------------------------------------------------------------------------------

SYMBOL = re.compile(r"^ *\d+: ([0-9a-f]+) +(0x[0-9a-f]+|\d+) (\S+) +(\S+) +(?:\S+) +(?:\[.*\] +)?(\S+)(?: (.*))?$")
SYMBOL_TYPES = {"NOTYPE": 0, "OBJECT": 1, "FUNC": 2, "SECTION": 3, "FILE": 4, "COMMON": 5, "TLS": 6, "IFUNC": 10}
BINDINGS = {"LOCAL": 0, "GLOBAL": 1, "WEAK": 2, "UNIQUE": 10}
SECTIONS = {"UND": 0, "ABS": 0xfff1, "COM": 0xfff2}


def readelf_symbols(text):
    out, wanted = [], False
    for line in text.split("\n"):
        if line.startswith("Symbol table"):
            wanted = line.startswith("Symbol table '.symtab'")
        match = SYMBOL.match(line) if wanted else None
        if not match:
            continue
        value, size, kind, binding, section, name = match.groups()
        if kind not in SYMBOL_TYPES or binding not in BINDINGS or not (section in SECTIONS or section.isdigit()):
            raise SystemExit(f"a line of readelf that this test does not understand: {line}")
        number = SECTIONS.get(section, int(section) if section.isdigit() else 0)
        if kind == "SECTION":
            name = ""  # readelf prints the section's name, the symbol has none
        out.append(("symbol", f"{int(value, 16):x} {int(size, 0)} {SYMBOL_TYPES[kind]} {BINDINGS[binding]} {number} {name or ''}"))
    return out


def compare_symbols(program, paths, differences):
    count = 0
    parsed = inspect(program, "symbols", paths)
    for path in paths:
        # --sym-base=10: sizes in decimal; -W and no --wide name cutting
        expected = readelf_symbols(run(["readelf", "-W", "-s", "--sym-base=10", path]))
        actual = [entry for entry in parsed[path] if entry[0] == "symbol"]
        actual = [(k, re.sub(r"^(\S+ \S+ 3 \S+ \S+) .*$", r"\1 ", v)) for k, v in actual]
        differences.compare(path, expected, actual)
        count += len(expected)
    return len(paths), count


# --- ninja's log -------------------------------------------------------------------------------------------------------

def make_ninja_build(directory):
    """A build whose log has several records for an output, because headers change between two runs."""
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    rules = ["rule cc", "  command = cp $in $out && cat $in.deps > $out.d", "  depfile = $out.d", "  deps = gcc"]
    for i in range(40):
        with open(f"{directory}/s{i}.c", "w", encoding="utf-8") as file:
            file.write(f"{i}\n")
        write_deps(directory, i, 1 + i % 7)
        rules.append(f"build out/s{i}.o: cc s{i}.c")
    with open(f"{directory}/build.ninja", "w", encoding="utf-8") as file:
        file.write("\n".join(rules) + "\n")
    subprocess.run(["ninja", "-C", directory], check=True, stdout=subprocess.DEVNULL)
    for i in range(0, 40, 3):
        write_deps(directory, i, 9)
        os.utime(f"{directory}/s{i}.c")
    subprocess.run(["ninja", "-C", directory], check=True, stdout=subprocess.DEVNULL)


def write_deps(directory, i, count):
    headers = [f"/include/dir\\ {i}/h{n % 5}-\u00e4.h" for n in range(count)]
    with open(f"{directory}/s{i}.c.deps", "w", encoding="utf-8") as file:
        file.write(f"out/s{i}.o: s{i}.c {' '.join(headers)}\n")


def compare_ninja(program, directory, differences):
    make_ninja_build(directory)
    expected, count = [], 0
    for block in run(["ninja", "-C", directory, "-t", "deps"]).split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("ninja:")]
        if not lines:
            continue
        match = re.match(r"^(.*): #deps \d+, deps mtime (\d+) \((?:VALID|STALE)\)$", lines[0])
        expected.append((match.group(1), match.group(2), [line.strip() for line in lines[1:]]))
        count += 1
    actual = []
    for key, value in inspect(program, "ninja", [f"{directory}/.ninja_deps"])[f"{directory}/.ninja_deps"]:
        if key == "output":
            name, _, time = value.rpartition(" ")
            actual.append((name, time, []))
        else:
            actual[-1][2].append(value)
    differences.compare(directory, sorted(expected), sorted(actual))
    return count


def make_archives(directory, elf_objects):
    """Archives of kinds that no package ships: thin, with equal names, with long names, without an index."""
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory + "/sub")
    names = []
    for i, source in enumerate(elf_objects[:3]):
        for name in (f"{directory}/a-name-that-is-longer-than-sixteen-{i}.o", f"{directory}/sub/same name.o{i}", f"{directory}/s{i}.o"):
            shutil.copyfile(source, name)
            names.append(name)
    for options, name in (("rcs", "plain"), ("rcST", "thin"), ("rcS", "unindexed"), ("rcsT", "thin-indexed")):
        subprocess.run(["ar", options, f"{directory}/{name}.a"] + names, check=True)
    subprocess.run(["ar", "qcs", f"{directory}/twice.a"] + names + names, check=True)
    return sorted(f"{directory}/{name}" for name in os.listdir(directory) if name.endswith(".a"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inspect", required=True)
    parser.add_argument("--scratch", required=True)
    parser.add_argument("roots", nargs="+")
    arguments = parser.parse_args()

    elf, archives = find_files(arguments.roots)
    objects = [path for path in elf if path.endswith(".o")]
    if not objects:
        raise SystemExit("no object file found: nothing can be compared")
    archives += make_archives(arguments.scratch + "/archives", objects)
    small = [path for path in archives if os.path.getsize(path) < LARGEST_ARCHIVE_FOR_SYMBOLS]

    differences = Differences()
    counts = {"ELF files": compare_elf(arguments.inspect, elf, differences)}
    counts["archives"], counts["members of archives"] = compare_members(arguments.inspect, archives, differences)
    counts["archives' indices"], counts["entries of indices"] = compare_indices(arguments.inspect, small, differences)
    shipped = [path for path in small if not path.startswith(arguments.scratch)]
    counts["objects and archives"], counts["symbols of objects"] = compare_symbols(arguments.inspect, objects + shipped, differences)
    counts["outputs in ninja's log"] = compare_ninja(arguments.inspect, arguments.scratch + "/ninja", differences)

    for name, count in counts.items():
        print(f"{count:8} {name} compared")
    for difference in differences.found[:50]:
        print(difference.encode("utf-8", "backslashreplace").decode())
    print(f"{len(differences.found)} files differ")
    return 1 if differences.found or 0 in counts.values() else 0


if __name__ == "__main__":
    sys.exit(main())

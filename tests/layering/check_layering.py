#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the architecture that tracer/README.md states, from the sources as they are.

    check_layering.py REPOSITORY

Prints one line for each violation, "file:line: what", and ends with 1 when there is any. The layers, what each may include and
which third-party library it may see come from the table in tracer/README.md itself."""
import os
import re
import subprocess
import sys
from pathlib import Path

MAXIMUM_LINES = 400

# Where the headers of a library named in the table's last column live.
THIRD_PARTY = {"libcrypto": "openssl/", "nlohmann_json": "nlohmann/", "CLI11": "CLI/", "fmt": "fmt/", "cpp-httplib": "httplib", "sqlite3": "sqlite3.h", "zlib": "zlib.h"}

# Of the compiler's runtime library on every platform that is supported (Itanium C++ ABI).
RUNTIME_HEADERS = {"cxxabi.h"}

# Platform code by its nature, and a program of its own: what the linker loads.
PLATFORM_FILES = {"launcher/linker_plugin.cpp"}

# Small products that tests build: what their files say is the test's input.
TEST_INPUTS = re.compile(r"^tests/.*/projects/")

CODE = {".cpp", ".hpp", ".c", ".h", ".cmake", ".py", ".sh", ".mjs", ".js"}
CODE_NAMES = {"CMakeLists.txt", "run"}
TEXT = CODE | {".md", ".json", ".in", ".txt", ".yml", ".yaml"}
SKIPPED_DIRECTORIES = re.compile(r"^(build.*|out|node_modules|__pycache__|\.git)$")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")')
CONDITION = re.compile(r"^\s*#\s*(?:if|ifdef|ifndef|elif)\b")


class Layer:
    """One row of the table."""

    def __init__(self, cells, names):
        self.name = cells[0]
        allowed = cells[2].split()
        self.may_include = set(names) if allowed == ["all"] else {word for word in allowed if word in names}
        self.unknown = [word for word in allowed if word not in names and word not in ("all", "std", "–", "-")]
        self.third_party = [parse_third_party(item) for item in cells[3].split(",") if item.strip() not in ("–", "-", "")]


def parse_third_party(item):
    """"libcrypto in digest.cpp" → (libcrypto, only that file); "nlohmann_json behind json_read.hpp" → (nlohmann_json, the sources
    named json_*, and their internal headers, but never json_read.hpp itself); "fmt" → (fmt, every file)."""
    library, _, where = item.strip().partition(" ")
    kind, _, file = where.partition(" ")
    if kind == "in":
        return library, lambda name: name == file
    if kind == "behind":
        prefix = file.split("_")[0] + "_"
        return library, lambda name: name.startswith(prefix) and name != file
    return library, lambda name: True


def read_table(readme):
    rows = []
    inside = False
    for line in readme.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
        if cells[0] == "folder" and "may include" in cells:
            inside = True
        elif inside and not line.startswith("|"):
            break
        elif inside and not set(cells[0]) <= set("-: "):
            rows.append(cells)
    names = [row[0] for row in rows]
    return {row[0]: Layer(row, names) for row in rows}


def numbered(path):
    return list(enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1))


def is_platform_file(path, tracer):
    return path.stem.endswith(("_posix", "_windows")) or path.relative_to(tracer).as_posix() in PLATFORM_FILES


def check_quoted(tracer, layer, header):
    """An include of this project: of which layer, and whether that may be."""
    folder = header.split("/")[0]
    if "/" not in header:
        return f'"{header}" must be written with its folder'
    if not (tracer / header).exists() and not (tracer / (header + ".in")).exists():
        return f'"{header}" is no file of tracer/'
    if layer is None:  # tracer/main.cpp
        return None if folder in ("cli", "host") else f'main.cpp may include only cli and host, not "{header}"'
    if folder != layer.name and folder not in layer.may_include:
        return f'{layer.name} may not include {folder} ("{header}")'
    return None


def check_angled(path, tracer, layer, header):
    """An include of a library, of the platform or of the standard library."""
    for library, prefix in THIRD_PARTY.items():
        if header.startswith(prefix):
            rules = layer.third_party if layer else []
            if any(name == library and allows(path.name) for name, allows in rules):
                return None
            return f"{library} (<{header}>) may not be included here"
    if "/" in header or header.endswith((".h", ".hpp")):
        if header in RUNTIME_HEADERS or (is_platform_file(path, tracer) and header.endswith(".h")):
            return None
        return f"<{header}> is a platform's or an unknown library's header: only *_posix.cpp and *_windows.cpp may include it"
    return None


def check_source(path, tracer, layer):
    """What is wrong in one C++ file of tracer/: (line, text) each."""
    lines = numbered(path)
    if len(lines) > MAXIMUM_LINES:
        yield len(lines), f"{len(lines)} lines; no file has more than {MAXIMUM_LINES}"
    for number, line in lines:
        if CONDITION.match(line) and not is_platform_file(path, tracer):
            yield number, "conditional compilation: platform code goes into *_posix.cpp or *_windows.cpp"
        include = INCLUDE.match(line)
        if not include:
            continue
        angled, quoted = include.groups()
        problem = check_quoted(tracer, layer, quoted) if quoted else check_angled(path, tracer, layer, angled)
        if problem:
            yield number, problem


def check_layers(repository):
    tracer = repository / "tracer"
    readme = tracer / "README.md"
    layers = read_table(readme)
    if not layers:
        yield readme, 1, "the table of layers (| folder | holds | may include | third-party |) is missing"
        return
    for layer in layers.values():
        for word in layer.unknown:
            yield readme, 1, f"the row of {layer.name} names '{word}', which is no row of the table"
        for library, _ in layer.third_party:
            if library not in THIRD_PARTY:
                yield readme, 1, f"the row of {layer.name} names the library '{library}', which this test does not know"
    for path in sorted(tracer.rglob("*")):
        if path.suffix not in (".cpp", ".hpp", ".h", ".c"):
            continue
        folder = path.relative_to(tracer).parts[0]
        if path.parent == tracer:
            layer = None
            if path.name != "main.cpp":
                yield path, 1, "sources belong into a layer's folder"
        elif folder in layers and path.parent == tracer / folder:
            layer = layers[folder]
        else:
            yield path, 1, f"{path.parent.relative_to(tracer).as_posix()} is no row of the table in tracer/README.md"
            continue
        for number, problem in check_source(path, tracer, layer):
            yield path, number, problem


def repository_files(repository):
    """The files under version control and those that could be added; without git, all that are not build products."""
    listed = subprocess.run(["git", "-C", str(repository), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, check=False) if (repository / ".git").exists() else None
    if listed is not None and listed.returncode == 0:
        paths = [repository / name for name in listed.stdout.decode("utf-8", "surrogateescape").split("\0") if name]
        return sorted(path for path in paths if path.is_file() and not path.is_symlink())
    out = []
    for directory, directories, names in os.walk(repository):
        directories[:] = [name for name in directories if not SKIPPED_DIRECTORIES.match(name)]
        out += [Path(directory) / name for name in names]
    return sorted(path for path in out if path.is_file() and not path.is_symlink())


def machine_paths(repository):
    """Directories of this machine and user that no file of the repository has a reason to name."""
    repository = str(repository.resolve())
    home = os.path.expanduser("~").rstrip("/")
    return sorted({path for path in (repository, home) if path.startswith("/") and path != repository or path.count("/") > 1})


def check_files(repository):
    forbidden = [(path, re.compile(r"(?<![\w.-])" + re.escape(path) + r"(?![\w.-])")) for path in machine_paths(repository)]
    for path in repository_files(repository):
        is_code = path.suffix in CODE or path.name in CODE_NAMES or (path.suffix == ".in" and path.stem.count(".") > 0)
        if not is_code and path.suffix not in TEXT:
            continue
        lines = numbered(path)
        is_input = TEST_INPUTS.match(path.relative_to(repository).as_posix())
        if is_code and not is_input and not any("SPDX-License-Identifier: " in line for _, line in lines[:3]):
            yield path, 1, "has no line 'SPDX-License-Identifier: …' among its first three"
        for number, line in lines:
            for name, pattern in forbidden:
                if pattern.search(line):
                    yield path, number, f"names a directory of this machine: {name}"


def violations(repository):
    for check in (check_layers, check_files):
        for path, number, problem in check(repository):
            yield f"{path.relative_to(repository).as_posix()}:{number}: {problem}"


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(violations(Path(arguments[0]).resolve()))
    for line in found:
        print(line)
    print(f"{len(found)} violations" if found else "the layers are as tracer/README.md says")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

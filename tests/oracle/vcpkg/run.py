# SPDX-License-Identifier: Apache-2.0
"""What a trace says of a product that links ports from vcpkg's trees, against what was installed there.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY
"""
import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from trace_document import TraceDocument  # noqa: E402
from vcpkg_layout import Port, Tree, sha256  # noqa: E402

TRIPLET = "x64-linux"
CALC = Port("tiny-calc", "1.4.2", port_version=3, license="mit OR Apache-2.0", homepage="https://calc.example",
            source="https://calc.example/calc-1.4.2.tar.gz")
TEXT = Port("tiny-text", "2024-01-31", features=("utf8", "regex"), license="free for all", lists_files=False)
HEAD = Port("tiny-head", "0.9", license="BSL-1.0")

PORTS = """cmake_minimum_required(VERSION 3.22)
project(ports VERSION 2.1 LANGUAGES C)
include(GNUInstallDirs)
add_library(calc STATIC calc.c unused.c)
add_library(text SHARED text.c)
set_target_properties(text PROPERTIES VERSION 2.1.0 SOVERSION 2)
add_library(head INTERFACE)
foreach(name calc text head)
  target_include_directories(${name} INTERFACE $<INSTALL_INTERFACE:include>)
  install(TARGETS ${name} EXPORT tiny-${name} COMPONENT ${name} ARCHIVE DESTINATION lib LIBRARY DESTINATION lib)
  install(FILES ${name}.h DESTINATION include/tiny COMPONENT ${name})
  install(EXPORT tiny-${name} NAMESPACE tiny:: FILE tiny-${name}-config.cmake DESTINATION share/tiny-${name} COMPONENT ${name})
endforeach()
"""
PRODUCT = """cmake_minimum_required(VERSION 3.22)
project(device VERSION 1.0 LANGUAGES C)
include(SoupTrace)
find_package(tiny-calc CONFIG REQUIRED)
find_package(tiny-text CONFIG REQUIRED)
find_package(tiny-head CONFIG REQUIRED)
add_executable(device main.c)
target_link_libraries(device PRIVATE tiny::calc tiny::text tiny::head)
"""
SOURCES = {
    "calc.h": "int calc(int);\n", "calc.c": "int calc(int x) { return x + 1; }\n", "unused.c": "int unused(void) { return 7; }\n",
    "text.h": "int text(void);\n", "text.c": "int text(void) { return 2; }\n", "head.h": "static inline int head(void) { return 3; }\n",
}
MAIN = """#include <tiny/calc.h>
#include <tiny/head.h>
#include <tiny/text.h>
int main(void) { return calc(head()) + text() - 6; }
"""


class Failed(Exception):
    """A claim that does not hold."""


def check(condition, text):
    if not condition:
        raise Failed(text)


def run(*command):
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True)
    check(done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def build_ports(work):
    """Compiles the ports and stages each as `cmake --install` does: {port name: directory}."""
    source, build = work / "ports", work / "ports-build"
    source.mkdir()
    (source / "CMakeLists.txt").write_text(PORTS)
    for name, text in SOURCES.items():
        (source / name).write_text(text)
    run("cmake", "-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release")
    run("cmake", "--build", build)
    staged = {}
    for name in ("calc", "text", "head"):
        staged[name] = work / "staged" / name
        run("cmake", "--install", build, "--component", name, "--prefix", staged[name])
    return staged


def fill(tree, staged):
    tree.install(CALC, staged["calc"])
    tree.install(HEAD, staged["head"])
    tree.install(TEXT, staged["text"], unfinished=True)
    return tree


def trace(tools, work, tree):
    """Builds the product against the tree and reads its trace."""
    source, build = work / "source", work / "build"
    source.mkdir(parents=True, exist_ok=True)
    (source / "CMakeLists.txt").write_text(PRODUCT)
    (source / "main.c").write_text(MAIN)
    run("cmake", "-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_PREFIX_PATH={tree.prefix}",
        f"-DCMAKE_MODULE_PATH={HERE.parents[2]}/CMakeModules", f"-DSOUPTRACE_EXECUTABLE={tools.souptrace}",
        f"-DSOUPTRACE_LINK={tools.launcher}")
    run("cmake", "--build", build)
    return TraceDocument(build / "souptrace/trace.json", str(source), str(build), packages={"vcpkg": str(tree.root)})


def purl(port):
    version = f"pkg:vcpkg/{port.name}@{port.version}?"
    return version + (f"port_version={port.port_version}&" if port.port_version else "") + f"triplet={TRIPLET}"


def expected_tier(port):
    return "package-db-verified" if port.lists_files else "package-db-listed"


def owners_are_right(document, tree, edited=()):
    """Every file of the tree in the trace has the port that it was installed with; returns how many there are."""
    seen = set()
    for file, path in document.files.items():
        if not path.startswith(str(tree.root) + "/"):
            continue
        port = tree.owners[path]
        component, tier = document.owner(file)
        check(component is not None and component["purl"] == purl(port), f"{path}: {component}")
        expected = "package-db-mismatch" if path in edited else expected_tier(port)
        check(tier == expected, f"{path}: {tier}, not {expected}")
        check(document.file_entries[file]["sha256"] == sha256(path), f"{path}: another digest")
        seen.add((port.name, os.path.basename(path)))
    wanted = {("tiny-calc", "libcalc.a"), ("tiny-calc", "calc.h"), ("tiny-text", "libtext.so.2.1.0"), ("tiny-text", "text.h"),
              ("tiny-head", "head.h")}
    check(wanted <= seen, f"missing: {sorted(wanted - seen)}")
    return len(seen)


def components_are_right(document, has_status):
    by_name = {one["name"]: one for one in document.json["components"]}
    calc, text = by_name["tiny-calc"], by_name["tiny-text"]
    check(calc["version"] == "1.4.2#3", calc["version"])
    check(calc["license"]["expression"] == "MIT OR Apache-2.0", calc["license"])
    check(calc["url"] == "https://calc.example", calc["url"])
    check(calc["properties"]["source-url"] == CALC.source, calc["properties"])
    check(text["license"]["expression"] == "NOASSERTION", text["license"])
    check(text["license"]["textSha256"] == hashlib.sha256(TEXT.copyright.encode()).hexdigest(), text["license"])
    check(text["properties"].get("features") == ("regex,utf8" if has_status else None), text["properties"])
    check(all(not one.get("cpe") for one in (calc, text)), "a CPE was derived")
    return calc


def codes(document):
    return [one["code"] for one in document.json["findings"] if one["code"] in ("package-db-mismatch", "database-broken", "owner-unknown")]


def main():
    parser = argparse.ArgumentParser()
    for name in ("souptrace", "launcher", "work"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    tools = parser.parse_args()
    work = tools.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    staged = build_ports(work)
    manifest = fill(Tree(work / "manifest/build/vcpkg_installed", TRIPLET), staged)
    classic = fill(Tree(work / "vcpkg/installed", TRIPLET), staged)
    same = []
    for name, tree in (("manifest", manifest), ("classic", classic), ("exported", classic.export(work / "export/installed"))):
        document = trace(tools, work / name, tree)
        count = owners_are_right(document, tree)
        same.append(components_are_right(document, has_status=name != "exported"))
        check(codes(document) == [], f"{name}: {document.json['findings']}")
        said = json.dumps([document.json["components"], document.json["files"]])  # a binary's RUNPATH is what it is
        check(str(work) not in said, "a path of this machine is in the trace")
        print(f"{name}: {count} files of 3 ports as installed")
    check(same[0] == same[1], f"one port, two descriptions:\n{same[0]}\n{same[1]}")

    archive = manifest.prefix / "lib/libcalc.a"
    run("ar", "d", archive, "unused.c.o")
    document = trace(tools, work / "manifest", manifest)
    owners_are_right(document, manifest, edited={str(archive)})
    check(codes(document) == ["package-db-mismatch"], f"edited: {document.json['findings']}")
    print("an edited archive: package-db-mismatch")

    (manifest.root / "vcpkg/status").write_text("Package\n")
    (manifest.prefix / "share/tiny-calc/vcpkg.spdx.json").write_text("{")
    os.utime(work / "manifest/source/main.c")
    document = trace(tools, work / "manifest", manifest)
    check(codes(document).count("database-broken") == 2, f"damaged: {document.json['findings']}")
    print("a damaged database: said so, twice")


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        sys.exit(f"FAILED: {failed}")

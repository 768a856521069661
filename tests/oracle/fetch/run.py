# SPDX-License-Identifier: Apache-2.0
"""What a trace says of what FetchContent and ExternalProject fetched, against git and the archives themselves.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY
"""
import argparse
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from trace_document import TraceDocument  # noqa: E402

LIBRARY = """cmake_minimum_required(VERSION 3.22)
project({name} LANGUAGES C)
add_library({name} STATIC {name}.c)
target_include_directories({name} PUBLIC .)
install(TARGETS {name} ARCHIVE DESTINATION lib)
"""
PRODUCT = """cmake_minimum_required(VERSION 3.22)
project(device VERSION 1.0 LANGUAGES C)
if(POLICY CMP0135)
  cmake_policy(SET CMP0135 NEW)
endif()
if(DIRECT)
  cmake_policy(SET CMP0168 NEW)
endif()
include(SoupTrace)
include(FetchContent)
include(ExternalProject)
FetchContent_Declare(zip URL "@ZIP@" URL_HASH SHA256=@ZIP_SHA256@)
FetchContent_Declare(Tagged GIT_REPOSITORY "file://@TAGGED@" GIT_TAG v1.2.3)
FetchContent_Declare(pinned GIT_REPOSITORY "file://@PINNED@" GIT_TAG @PINNED_COMMIT@)
FetchContent_Declare(local URL "@LOCAL@")
FetchContent_MakeAvailable(zip Tagged pinned local)
ExternalProject_Add(ext URL "@EXT@" URL_HASH SHA256=@EXT_SHA256@ CMAKE_ARGS -DCMAKE_INSTALL_PREFIX=<INSTALL_DIR>
  BUILD_BYPRODUCTS <INSTALL_DIR>/lib/libext.a)
ExternalProject_Get_Property(ext INSTALL_DIR)
add_executable(device main.c)
add_dependencies(device ext)
target_include_directories(device PRIVATE "${pinned_SOURCE_DIR}/deps/sub")
target_link_libraries(device PRIVATE zip tagged pinned local "${INSTALL_DIR}/lib/libext.a")
"""
NAMES = ("zip", "tagged", "pinned", "local", "ext")
MAIN = '#include "sub.h"\n' + "".join(f"int {name}(void);\n" for name in NAMES) + \
    "int main(void) { return sub() + " + " + ".join(f"{name}()" for name in NAMES) + "; }\n"

# One dependency that either find_package() answers, with the system's zlib, or an archive of that name does.
EITHER = """cmake_minimum_required(VERSION 3.24)
project(device VERSION 1.0 LANGUAGES C)
include(SoupTrace)
include(FetchContent)
FetchContent_Declare(ZLIB URL "@OWN@" URL_HASH SHA256=@OWN_SHA256@ FIND_PACKAGE_ARGS)
FetchContent_MakeAvailable(ZLIB)
add_executable(device main.c)
target_link_libraries(device PRIVATE ZLIB::ZLIB)
"""
EITHER_MAIN = '#include <zlib.h>\nint main(void) { return zlibVersion()[0]; }\n'
OWN_ZLIB = {
    "CMakeLists.txt": LIBRARY.format(name="ownz") + "add_library(ZLIB::ZLIB ALIAS ownz)\n",
    "zlib.h": "const char* zlibVersion(void);\n",
    "ownz.c": '#include "zlib.h"\nconst char* zlibVersion(void) { return "own"; }\n',
}


class Failed(Exception):
    """A claim that does not hold."""


def check(condition, text):
    if not condition:
        raise Failed(text)


def run(*command, cwd=None):
    environment = dict(os.environ, GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@example.org", GIT_COMMITTER_NAME="A",
                       GIT_COMMITTER_EMAIL="a@example.org", GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="protocol.file.allow",
                       GIT_CONFIG_VALUE_0="always")
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, cwd=cwd, env=environment)
    check(done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def write_library(directory, name, tag="MIT"):
    directory.mkdir(parents=True)
    (directory / "CMakeLists.txt").write_text(LIBRARY.format(name=name))
    (directory / f"{name}.c").write_text(f"// SPDX-License-Identifier: {tag}\nint {name}(void) {{ return 1; }}\n")


def archive(work, name, stem):
    write_library(work / "archives" / stem, name)
    return pack(work, stem)


def pack(work, stem):
    file = work / "archives" / f"{stem}.tar.gz"
    run("tar", "czf", file, stem, cwd=work / "archives")
    return file, hashlib.sha256(file.read_bytes()).hexdigest()


def commit_all(directory):
    run("git", "add", "-A", cwd=directory)
    run("git", "commit", "-q", "-m", "content", cwd=directory)
    return run("git", "rev-parse", "HEAD", cwd=directory)


def repository(work, name):
    directory = work / "repositories" / name
    write_library(directory, name)
    run("git", "init", "-q", cwd=directory)
    return directory, commit_all(directory)


def prepare(work):
    """Archives and repositories to fetch from: the product's placeholders."""
    values = {}
    values["ZIP"], values["ZIP_SHA256"] = archive(work, "zip", "zip-9.9")
    values["EXT"], values["EXT_SHA256"] = archive(work, "ext", "ext-3.0")
    values["LOCAL"], _ = archive(work, "local", "local-1")
    own = work / "archives/own-zlib"
    own.mkdir()
    for name, content in OWN_ZLIB.items():
        (own / name).write_text(content)
    values["OWN"], values["OWN_SHA256"] = pack(work, "own-zlib")
    sub = work / "repositories/sub"
    sub.mkdir(parents=True)
    (sub / "sub.h").write_text("/* SPDX-License-Identifier: Zlib */\nstatic inline int sub(void) { return 0; }\n")
    run("git", "init", "-q", cwd=sub)
    values["SUB_COMMIT"] = commit_all(sub)
    values["TAGGED"], values["TAGGED_COMMIT"] = repository(work, "tagged")
    run("git", "tag", "-a", "-m", "release", "v1.2.3", cwd=values["TAGGED"])
    values["PINNED"], _ = repository(work, "pinned")
    run("git", "submodule", "--quiet", "add", f"file://{sub}", "deps/sub", cwd=values["PINNED"])
    values["PINNED_COMMIT"] = commit_all(values["PINNED"])
    return values


def write_product(directory, text, main, values):
    source = directory / "source"
    source.mkdir(parents=True)
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    (source / "CMakeLists.txt").write_text(text)
    (source / "main.c").write_text(main)


def build(tools, cmake, directory, *options):
    source, tree = directory / "source", directory / "build"
    run(cmake, "-S", source, "-B", tree, "-G", "Ninja", f"-DCMAKE_MODULE_PATH={HERE.parents[2]}/CMakeModules",
        f"-DSOUPTRACE_EXECUTABLE={tools.souptrace}", f"-DSOUPTRACE_LINK={tools.launcher}", *options)
    run(cmake, "--build", tree)
    return TraceDocument(tree / "souptrace/trace.json", str(source), str(tree))


def build_product(tools, cmake, directory, values, *options):
    write_product(directory, PRODUCT, MAIN, values)
    return build(tools, cmake, directory, *options)


def owner_of(document, ending):
    for file, path in document.files.items():
        if path.endswith(ending):
            return document.owner(file)
    raise Failed(f"no file {ending} in the trace: {sorted(document.files.values())}")


def findings(document, component):
    return sorted(one["code"] for one in document.json["findings"] if one["subject"] == component["id"])


def trace_is_right(document, values, overridden=False):
    zipped, tier = owner_of(document, "/zip.c")
    if overridden:
        check(zipped["properties"].get("url-hash") is None, f"overridden: {zipped}")
        check("source-unpinned" in findings(document, zipped), f"overridden: {document.json['findings']}")
    else:
        check(zipped["id"] == f"fetchcontent:zip@sha256:{values['ZIP_SHA256']}" and tier == "resolver-metadata", f"{zipped}")
        check(not zipped.get("version"), f"a file name became a version: {zipped}")
        check(findings(document, zipped) == ["version-unknown"], f"{document.json['findings']}")
    check(zipped["license"]["expression"] == "MIT", f"{zipped['license']}")
    tagged, tier = owner_of(document, "/tagged.c")
    check(tagged["version"] == "v1.2.3" and tagged["properties"]["commit"] == values["TAGGED_COMMIT"], f"{tagged}")
    check(tier == "vcs-pinned" and findings(document, tagged) == [], f"{tier} {document.json['findings']}")
    pinned, tier = owner_of(document, "/pinned.c")
    check(pinned["properties"]["commit"] == values["PINNED_COMMIT"] and tier == "vcs-pinned", f"{pinned} {tier}")
    check(findings(document, pinned) == [], f"{document.json['findings']}")
    sub, tier = owner_of(document, "/sub.h")
    check(sub["id"] == f"git:sub@{values['SUB_COMMIT']}" and tier == "vcs-pinned", f"{sub} {tier}")
    check(sub["properties"]["contained-in"] == pinned["id"], f"{sub}")
    check(sub["license"]["expression"] == "Zlib" and sub["license"]["source"] == "file tags", f"{sub['license']}")
    local, _ = owner_of(document, "/local.c")
    check(findings(document, local) == ["source-unpinned", "version-unknown"], f"{document.json['findings']}")
    ext, _ = owner_of(document, "/libext.a")
    check(ext["id"] == f"externalproject:ext@sha256:{values['EXT_SHA256']}", f"{ext}")


def found_or_fetched(tools, cmake, directory, values):
    """find_package() instead of FetchContent, where the archive was fetched before into the same build directory: it is no part of it."""
    write_product(directory, EITHER, EITHER_MAIN, values)
    document = build(tools, cmake, directory, "-DFETCHCONTENT_TRY_FIND_PACKAGE_MODE=NEVER")
    for ending in ("/zlib.h", "/ownz.c"):
        owner, _ = owner_of(document, ending)
        check(owner["id"] == f"fetchcontent:zlib@sha256:{values['OWN_SHA256']}", f"fetched {ending}: {owner}")
    document = build(tools, cmake, directory, "-DFETCHCONTENT_TRY_FIND_PACKAGE_MODE=ALWAYS")
    check((directory / "build/_deps/zlib-src/zlib.h").exists(), "what was fetched before is still there")
    library = next(path for path in document.files.values() if "/libz." in path)
    for path in ("/usr/include/zlib.h", library):
        owner, tier = owner_of(document, path)
        # On systems with a merged /usr a package may have listed the file without it.
        package = run("dpkg-query", "-S", "*" + path.removeprefix("/usr")).partition(":")[0]
        version = run("dpkg-query", "-W", "-f=${Version}", package)
        check(owner["origin"] == "dpkg" and (owner["name"], owner["version"]) == (package, version), f"found {path}: {owner}")
        check(tier == "package-db-verified", f"found {path}: {tier}")
    origins = {one["origin"] for one in document.json["components"]}
    check("fetchcontent" not in origins and not any("_deps" in path for path in document.files.values()), f"{origins}")


def version_of(cmake):
    return tuple(int(part) for part in run(cmake, "--version").split()[2].split("-")[0].split(".")[:2])


def main():
    parser = argparse.ArgumentParser()
    for name in ("souptrace", "launcher", "work"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    tools = parser.parse_args()
    cmakes = ["cmake"] + [one for one in (os.environ.get("SOUPTRACE_NEWEST_CMAKE", ""),
                                          *os.environ.get("SOUPTRACE_FETCH_CMAKES", "").split(":")) if one]
    if len(cmakes) == 1:
        check(os.environ.get("SOUPTRACE_REQUIRE_ALL") != "1", "SOUPTRACE_NEWEST_CMAKE is not set")
        print("SOUPTRACE_NEWEST_CMAKE is not set: only the system's CMake", flush=True)
    work = tools.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    values = prepare(work)
    for number, cmake in enumerate(cmakes):
        version = version_of(cmake)
        trace_is_right(build_product(tools, cmake, work / f"{number}", values), values)
        print(f"CMake {version}: as git and the archives say", flush=True)
        if version >= (3, 30):
            trace_is_right(build_product(tools, cmake, work / f"{number}-direct", values, "-DDIRECT=ON"), values)
            print(f"CMake {version}, direct mode: as git and the archives say", flush=True)
        if version >= (3, 24):
            found_or_fetched(tools, cmake, work / f"{number}-found", values)
            print(f"CMake {version}, find_package() instead: as dpkg says", flush=True)
    override = f"-DFETCHCONTENT_SOURCE_DIR_ZIP={work}/archives/zip-9.9"
    trace_is_right(build_product(tools, "cmake", work / "overridden", values, override), values, overridden=True)
    print("FETCHCONTENT_SOURCE_DIR_ZIP: said so", flush=True)


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        sys.exit(f"FAILED: {failed}")

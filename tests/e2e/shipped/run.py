# SPDX-License-Identifier: Apache-2.0
"""What becomes of a traced binary after its link, in real builds: installed, packaged, converted, signed, and spoilt. The truth comes from the
files themselves, sha256sum's and objdump's view of them.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY [CASE...]
"""
import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
CASES = []

LISTS = """cmake_minimum_required(VERSION 3.13)
project(pump VERSION 2.1 LANGUAGES C)
list(APPEND CMAKE_MODULE_PATH %s)
include(SoupTrace)
add_library(alarm SHARED alarm.c)
set_target_properties(alarm PROPERTIES VERSION 2.1 SOVERSION 2)
add_subdirectory(app)
install(TARGETS alarm COMPONENT library)
set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_CONTACT nobody)
set(CPACK_STRIP_FILES ON)
include(CPack)
"""
APP = """add_executable(pump pump.c)
target_link_libraries(pump PRIVATE alarm)
set_target_properties(pump PROPERTIES INSTALL_RPATH "\\$ORIGIN/../lib")
install(TARGETS pump COMPONENT application)
install(FILES pump.c DESTINATION share)
"""
FIRMWARE = """cmake_minimum_required(VERSION 3.22)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
project(firmware VERSION 1.0 LANGUAGES C)
list(APPEND CMAKE_MODULE_PATH %s)
include(SoupTrace)
add_executable(valve valve.c)
target_link_options(valve PRIVATE -nostartfiles -Wl,-Ttext=0x08000000 -Wl,-e,main)
foreach(format ihex srec binary)
  add_custom_command(TARGET valve POST_BUILD COMMAND ${CMAKE_OBJCOPY} -O ${format} $<TARGET_FILE:valve> valve.${format} VERBATIM)
  souptrace_post_link(TARGET valve OUTPUT valve.${format} ACTION objcopy TOOL "GNU objcopy")
endforeach()
add_custom_command(OUTPUT valve.signed COMMAND cat valve.binary ${CMAKE_CURRENT_SOURCE_DIR}/signature > valve.signed DEPENDS valve)
add_custom_target(sign ALL DEPENDS valve.signed)
souptrace_post_link(TARGET valve OUTPUT valve.signed FROM valve.binary ACTION sign TOOL cat DEPENDS sign)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/valve.ihex DESTINATION firmware)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/valve.signed DESTINATION firmware RENAME update)
"""
# Puts bytes between the last section and the section table of an ELF file (64 bits), and lets PT_INTERP's offset lead there.
HIDE = """import struct, sys
path, what = sys.argv[1:]
data = bytearray(open(path, "rb").read())
table, = struct.unpack_from("<Q", data, 40)
data[table:table] = b"/tmp/other-loader\\0".ljust(64, b"x")
struct.pack_into("<Q", data, 40, table + 64)
start, size, count = *struct.unpack_from("<Q", data, 32), *struct.unpack_from("<HH", data, 54)
for at in range(start, start + size * count, size):
    if what == "interpreter" and struct.unpack_from("<I", data, at)[0] == 3:
        struct.pack_into("<Q", data, at + 8, table)
open(path, "wb").write(data)
"""
TOOLCHAINS = {
    "arm-none-eabi": ("Generic", "arm-none-eabi-gcc"),
    "mingw": ("Windows", "x86_64-w64-mingw32-gcc"),
    "aarch64": ("Linux", "aarch64-linux-gnu-gcc"),
}


class Failed(Exception):
    """A claim that does not hold."""


def check(condition, text):
    if not condition:
        raise Failed(text)


def equal(got, wanted, what):
    check(got == wanted, f"{what}: {got!r}, expected {wanted!r}")


def run(*command, succeeds=True, **options):
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, errors="replace", **options)
    check(not succeeds or done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def case(function):
    CASES.append(function)
    return function


class Product:
    def __init__(self, tools, directory, files, toolchain=None, generator="Ninja", arguments=(), cmake="cmake", environment=None):
        self.cmake = cmake
        shutil.rmtree(directory, ignore_errors=True)
        self.directory, self.source, self.build = directory, directory / "source", directory / "build"
        for name, text in files.items():
            file = self.source / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        if toolchain:
            system, compiler = TOOLCHAINS[toolchain]
            arguments = [f"-DCMAKE_SYSTEM_NAME={system}", f"-DCMAKE_C_COMPILER={compiler}"]
        self.configured = run(cmake, "-S", self.source, "-B", self.build, "-G", generator, "-DCMAKE_BUILD_TYPE=Debug",
            f"-DSOUPTRACE_EXECUTABLE={tools.souptrace}", f"-DSOUPTRACE_LINK={tools.launcher}", *arguments)
        run(cmake, "--build", self.build, env=dict(os.environ, **(environment or {})))

    def trace(self):
        return json.loads((self.build / "souptrace/trace.json").read_text())

    def binary(self, name):
        return next(one for one in self.trace()["binaries"] if one["name"] == name)

    def shipped(self, name):
        return {one["path"]: one for one in self.binary(name).get("shipped", [])}

    def unexplained(self):
        return [one for one in self.trace()["findings"] if one["code"] == "shipped-file-unexplained"]

    def install(self, *arguments, **options):
        return run(self.cmake, "--install", self.build, *arguments, **options)

    def remembered(self):
        return json.loads((self.build / "CMakeFiles/souptrace-state/installed").read_text())["records"]


def newest_cmake():
    """The newest CMake, or nothing, which is said, and fails where nothing may be missing."""
    cmake = os.environ.get("SOUPTRACE_NEWEST_CMAKE", "")
    if not os.access(cmake, os.X_OK):
        check(os.environ.get("SOUPTRACE_REQUIRE_ALL") != "1", "SOUPTRACE_NEWEST_CMAKE names no program")
        print("        SKIPPED with the newest CMake: SOUPTRACE_NEWEST_CMAKE names no program", flush=True)
        return None
    return cmake


def pump(tools, directory, **options):
    return Product(tools, directory, {
        "CMakeLists.txt": LISTS % f'"{REPOSITORY}/CMakeModules"', "app/CMakeLists.txt": APP,
        "alarm.c": "int alarm_level(void) { return 3; }\n",
        "app/pump.c": "int alarm_level(void);\nint main(void) { return alarm_level() - 3; }\n"}, **options)


def chain(product, shipped, linked):
    """The steps lead from the linked binary to the file, none without its tool."""
    at = linked
    for step in shipped["steps"]:
        equal(step["sha256Before"], at, f"{shipped['path']}: what '{step['action']}' began with")
        check(step.get("tool"), f"{shipped['path']}: '{step['action']}' without its tool")
        at = step["sha256After"]
    equal(at, shipped["sha256"], f"{shipped['path']}: what the last step made")
    return [step["action"] for step in shipped["steps"]]


def file_is_as_said(file, shipped):
    content = pathlib.Path(file).read_bytes()
    equal(shipped["sha256"], hashlib.sha256(content).hexdigest(), f"sha256 of {file}")
    equal(shipped["sha512"], hashlib.sha512(content).hexdigest(), f"sha512 of {file}")
    equal(shipped["gitoid"], hashlib.sha256(b"blob %d\0" % len(content) + content).hexdigest(), f"gitoid of {file}")
    equal(shipped["size"], len(content), f"size of {file}")


@case
def an_installation_is_recorded_with_each_step(tools, work):
    product = pump(tools, work)
    before = (product.build / "build.ninja").stat().st_mtime_ns
    prefix = work / "prefix with space"
    product.install("--prefix", prefix)
    one = product.shipped("pump")["install:bin/pump"]
    file_is_as_said(prefix / "bin/pump", one)
    equal(chain(product, one, sha256(product.build / "app/pump")), ["install", "rpath"], "steps")
    library = product.shipped("alarm")["install:lib/libalarm.so.2.1"]
    equal(chain(product, library, sha256(product.build / "libalarm.so.2.1")), ["install"], "steps of the library")
    equal(product.unexplained(), [], "findings")

    product.install("--prefix", prefix, "--strip")
    one = product.shipped("pump")["install:bin/pump"]
    file_is_as_said(prefix / "bin/pump", one)
    equal(chain(product, one, sha256(product.build / "app/pump")), ["install", "rpath", "strip"], "steps")
    check("strip" in one["steps"][2]["tool"], f"strip's version: {one['steps'][2]}")
    equal(product.unexplained(), [], "findings")
    check("no work to do" in run("cmake", "--build", product.build), "an installation makes the next build do something")
    equal((product.build / "build.ninja").stat().st_mtime_ns, before, "build.ninja")


@case
def destdir_components_and_prefixes_are_told_apart(tools, work):
    product = pump(tools, work, generator="Unix Makefiles")
    run("cmake", "--install", product.build, "--prefix", "/opt/pump", "--component", "application",
        env=dict(os.environ, DESTDIR=str(work / "image")))
    one = product.shipped("pump")["install:bin/pump"]
    file_is_as_said(work / "image/opt/pump/bin/pump", one)
    equal(one["package"], "application", "component")
    equal(product.shipped("alarm"), {}, "what was not installed")
    product.install("--prefix", "../second", "--strip", cwd=product.build)
    paths = sorted(file["path"] for file in product.binary("pump")["shipped"])
    equal(paths, ["install:bin/pump", "install:bin/pump"], "two installations with different bytes")
    check(str(work) not in json.dumps(product.trace()), "the trace names the place of the installation")
    # A new link makes what was installed before another binary's.
    (product.source / "app/pump.c").write_text("int alarm_level(void);\nint main(void) { return alarm_level() - 2; }\n")
    run("cmake", "--build", product.build)
    equal(product.shipped("pump"), {}, "installations of the former binary")


@case
def apostrophes_and_the_like_in_every_path_reach_the_trace(tools, work):
    product = pump(tools, work / "a $b it's")  # (CMake's own install scripts cannot bear a double quote.)
    prefix = product.directory / "pre\"fix"
    product.install("--prefix", prefix, "--strip")
    one = product.shipped("pump")["install:bin/pump"]
    file_is_as_said(prefix / "bin/pump", one)
    equal(chain(product, one, sha256(product.build / "app/pump")), ["install", "rpath", "strip"], "steps")


@case
def installations_outlive_the_next_trace_with_and_without_a_build_type(tools, work):
    for kind in ("", "Release"):
        product = pump(tools, work / f"type {kind}", arguments=[f"-DCMAKE_BUILD_TYPE={kind}"])
        product.install("--prefix", work / "prefix")
        installed = product.shipped("pump")
        equal(sorted(installed), ["install:bin/pump"], f"what was installed of a build of type '{kind}'")
        run(tools.souptrace, "trace", product.build)
        equal(product.shipped("pump"), installed, "after another trace of the same binaries")


@case
def a_file_of_another_target_explains_nothing(tools, work):
    lists = """cmake_minimum_required(VERSION 3.22)
project(two VERSION 1.0 LANGUAGES C)
list(APPEND CMAKE_MODULE_PATH %s)
include(SoupTrace)
add_executable(pump pump.c)
add_executable(valve valve.c)
add_custom_command(TARGET pump POST_BUILD COMMAND cp pump pump.copy VERBATIM)
add_custom_command(TARGET valve POST_BUILD COMMAND cp pump.copy valve.signed VERBATIM)
add_custom_command(TARGET valve POST_BUILD COMMAND cp valve valve.late VERBATIM)
add_dependencies(valve pump)
souptrace_post_link(TARGET pump OUTPUT pump.copy ACTION copy TOOL cp)
souptrace_post_link(TARGET valve OUTPUT valve.signed FROM pump.copy ACTION sign TOOL cp)
souptrace_post_link(TARGET valve OUTPUT valve.late FROM nothing ACTION sign TOOL cp)
"""
    product = Product(tools, work, {"CMakeLists.txt": lists % f'"{REPOSITORY}/CMakeModules"', "pump.c": "int main(void) { return 0; }\n",
                                    "valve.c": "int main(void) { return 1; }\n"})
    equal([finding["subject"] for finding in product.unexplained()], ["build:valve.late", "build:valve.signed"], "findings")
    done = subprocess.run([tools.souptrace, "bundle", product.build], capture_output=True, text=True)
    equal(done.returncode, 1, "exit code of bundle")
    check("no recorded step explains how" in done.stderr, done.stderr)
    verified = subprocess.run([tools.souptrace, "verify", product.build], capture_output=True, text=True)
    equal(verified.returncode, 1, "exit code of verify")


@case
def packages_hold_what_the_trace_says(tools, work):
    product = pump(tools, work)
    run("cpack", cwd=product.build)
    archive, package = next(product.build.glob("*.tar.gz")), next(product.build.glob("*.deb"))
    run("tar", "xzf", archive, "-C", work, "--one-top-level=unpacked")
    run("dpkg-deb", "-x", package, work / "deb")
    known = {file["sha256"] for name in ("pump", "alarm") for file in product.binary(name)["shipped"]}
    files = [file for top in ("unpacked", "deb") for file in (work / top).rglob("*")
             if file.is_file() and not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF"]
    equal(len(files), 4, "binaries in the packages")
    for file in files:
        check(sha256(file) in known, f"{file} is not in the trace")
    equal(product.unexplained(), [], "findings")


@case
def what_no_step_explains_is_an_error(tools, work):
    product = pump(tools, work)
    with open(product.source / "app/CMakeLists.txt", "a", encoding="utf-8") as lists:
        lists.write('install(CODE "execute_process(COMMAND sh spoil.sh \\"\\${CMAKE_INSTALL_PREFIX}/bin/pump\\" WORKING_DIRECTORY [[%s]])")\n'
                    % product.source)
    run("cmake", "--build", product.build)
    spoil = product.source / "spoil.sh"

    def fresh(*arguments):
        shutil.rmtree(work / "prefix", ignore_errors=True)
        return product.install("--prefix", work / "prefix", *arguments)

    patch = "printf 'X' | dd of=\"$1\" bs=1 seek=%d conv=notrunc 2>/dev/null\n"
    sections = run("readelf", "-SW", product.build / "app/pump")
    for section in (".text", ".rodata", ".data", ".comment"):
        offset = int(re.search(rf" {re.escape(section)} +\w+ +\w+ +(\w+)", sections).group(1), 16)
        spoil.write_text(patch % (offset + 3))
        said = fresh()
        findings = product.unexplained()
        equal([finding["subject"] for finding in findings], ["install:bin/pump"], f"findings for {section}")
        check(section in findings[0]["text"] and "install:bin/pump" in said, f"{section} is not named in\n{findings[0]['text']}\n{said}")
        check("steps" not in product.shipped("pump")["install:bin/pump"], "steps of a file that they do not explain")
    for command, mention in (("strip \"$1\"\n", "does not strip"), ("printf more >> \"$1\"\n", "4 bytes behind its end"),
                             ("objcopy --add-section .extra=/etc/hostname \"$1\"\n", ".extra"), ("cp /bin/true \"$1\"\n", "")):
        spoil.write_text(command)
        fresh()
        check(mention in product.unexplained()[0]["text"], f"{command}: {product.unexplained()[0]['text']}")
    (product.source / "hide.py").write_text(HIDE)
    for what, mention in (("bytes", "63 bytes behind its end"), ("interpreter", "offset and address lead to different bytes")):
        spoil.write_text(f"python3 hide.py \"$1\" {what}\n")
        fresh("--strip")
        check(mention in product.unexplained()[0]["text"], f"{what} hidden behind strip: {product.unexplained()[0]['text']}")
    spoil.write_text("true\n")
    for arguments in ((), ("--strip",)):
        fresh(*arguments)
        equal(product.unexplained(), [], "findings when all is well again")


@case
def an_installation_without_a_trace_says_so_and_goes_on(tools, work):
    product = pump(tools, work)
    (product.build / "souptrace/trace.json").unlink()
    said = product.install("--prefix", work / "prefix")
    check("not tied to a trace" in said and "Build everything" in " ".join(said.split()), said)
    check((work / "prefix/bin/pump").exists(), "nothing was installed")


@case
def a_subdirectory_that_is_installed_alone_is_recorded(tools, work):
    for cmake in filter(None, ("cmake", newest_cmake())):
        for policy in ("3.13", "3.14"):  # policy CMP0082: when subdirectories are installed
            lists = (LISTS % f'"{REPOSITORY}/CMakeModules"').replace("VERSION 3.13", f"VERSION {policy}")
            product = Product(tools, work, {
                "CMakeLists.txt": lists, "app/CMakeLists.txt": APP + "add_subdirectory(deep)\n",
                "app/deep/CMakeLists.txt": "add_executable(deep ../pump.c)\ntarget_link_libraries(deep PRIVATE alarm)\ninstall(TARGETS deep)\n",
                "alarm.c": "int alarm_level(void) { return 3; }\n",
                "app/pump.c": "int alarm_level(void);\nint main(void) { return alarm_level() - 3; }\n"}, cmake=cmake, arguments=["-Wno-dev"])
            run(cmake, "--install", product.build / "app", "--prefix", work / "prefix", "--strip")
            for name, steps in (("pump", ["install", "rpath", "strip"]), ("deep", ["install", "rpath", "strip"])):
                one = product.shipped(name)[f"install:bin/{name}"]
                file_is_as_said(work / "prefix/bin" / name, one)
                equal(chain(product, one, sha256(product.build / ("app/pump" if name == "pump" else "app/deep/deep"))), steps, f"steps of {name}")
            equal(product.shipped("alarm"), {}, "what was not installed")
            equal(product.unexplained(), [], "findings")


def many(tools, work, count, cmake="cmake"):
    """A product of many subdirectories, each with a program."""
    files = {"CMakeLists.txt": f"""cmake_minimum_required(VERSION 3.22)
project(many VERSION 1.0 LANGUAGES C)
set_property(GLOBAL PROPERTY INSTALL_PARALLEL ON)
include("{REPOSITORY}/CMakeModules/SoupTrace.cmake")
add_executable(top main.c)
install(TARGETS top COMPONENT Runtime)
foreach(number RANGE 1 {count})
  add_subdirectory(sub${{number}})
endforeach()
""", "main.c": "int main(void) { return 0; }\n"}
    for number in range(1, count + 1):
        files[f"sub{number}/CMakeLists.txt"] = (f"add_executable(program{number} main.c)\n"
                                                f"install(TARGETS program{number} DESTINATION bin COMPONENT Runtime)\n")
        files[f"sub{number}/main.c"] = f"int main(void) {{ return {number}; }}\n"
    return Product(tools, work, files, cmake=cmake)


@case
def parallel_installations_are_recorded_whole(tools, work):
    cmake = newest_cmake()
    if not cmake:
        return
    product = many(tools, work, 8, cmake)
    said = product.install("--prefix", work / "prefix", "-j", "4")
    check("[1/9]" in said, f"CMake did not install in parallel:\n{said}")
    names = ["top"] + [f"program{number}" for number in range(1, 9)]
    for name in names:
        file_is_as_said(work / "prefix/bin" / name, product.shipped(name)[f"install:bin/{name}"])
    equal(sorted(record["target"] for record in product.remembered()), sorted(names), "what is remembered")
    equal(product.unexplained(), [], "findings")
    said = product.install("--prefix", work / "other", "--component", "Runtime", "-j", "4")
    check("not recorded" in " ".join(said.split()) and "INSTALL_PARALLEL" in said, f"nothing is said of what is not seen:\n{said}")


@case
def installations_at_the_same_time_lose_nothing(tools, work):
    product = many(tools, work, 2)
    prefixes = [work / f"prefix{number}" for number in range(6)]
    running = [subprocess.Popen(["cmake", "--install", str(product.build), "--prefix", str(prefix)], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True) for prefix in prefixes]
    running.append(subprocess.Popen([str(tools.souptrace), "trace", str(product.build)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
    said = [one.communicate()[0] for one in running]
    equal([one.returncode for one in running], [0] * len(running), "exit codes")
    check(not any("Warning" in one for one in said), "\n".join(said))
    expected = sorted(str(prefix / "bin" / name) for prefix in prefixes for name in ("top", "program1", "program2"))
    equal(sorted(record["place"] for record in product.remembered()), expected, "what is remembered")
    equal(len(product.shipped("top")), 1, "files of top in the trace")


@case
def files_that_only_bear_a_binarys_name_are_told_from_it(tools, work):
    product = pump(tools, work)
    (product.source / "vendor").mkdir()
    shutil.copy("/bin/true", product.source / "vendor/pump")
    (product.source / "wrapper").write_text("#!/bin/sh\n")
    with open(product.source / "app/CMakeLists.txt", "a", encoding="utf-8") as lists:
        lists.write("install(PROGRAMS ../vendor/pump DESTINATION libexec COMPONENT application)\n"
                    "install(PROGRAMS ../wrapper DESTINATION share/wrapped RENAME pump)\n"
                    "install(PROGRAMS $<TARGET_FILE:pump> DESTINATION sbin RENAME pumpd)\n"
                    "install(CODE [[file(INSTALL ../../../../bin/true DESTINATION \"${CMAKE_INSTALL_PREFIX}/opt\" RENAME pump)]])\n".replace(
                        "../../../../bin/true", "/bin/true"))
    run("cmake", "--build", product.build)
    product.install("--prefix", work / "prefix")
    equal(sorted(product.shipped("pump")), ["install:bin/pump", "install:sbin/pumpd"], "files of pump")
    equal(chain(product, product.shipped("pump")["install:sbin/pumpd"], sha256(product.build / "app/pump")), ["install"], "steps of pumpd")
    equal(product.unexplained(), [], "errors")
    foreign = [one for one in product.trace()["findings"] if one["code"] == "shipped-file-foreign"]
    equal([one["subject"] for one in foreign], ["install:opt/pump"], "files that are told to be others")
    # What is not the binary any more, in the binary's place, is never another file.
    for spoilt in ("bin/pump", "sbin/pumpd"):
        lists = product.source / "app/CMakeLists.txt"
        before = lists.read_text()
        for code in ('file(WRITE "${CMAKE_INSTALL_PREFIX}/%s" "#!/bin/sh\\n")', 'file(COPY_FILE /bin/true "${CMAKE_INSTALL_PREFIX}/%s")',
                     'file(WRITE "${CMAKE_INSTALL_PREFIX}/%s" "")'):
            lists.write_text(before + f"install(CODE [[{code % spoilt}]])\n")
            run("cmake", "--build", product.build)
            shutil.rmtree(work / "prefix")
            product.install("--prefix", work / "prefix")
            equal([one["subject"] for one in product.unexplained()], [f"install:{spoilt}"], f"errors after {code % spoilt}")
        lists.write_text(before)


@case
def a_binary_changed_after_its_trace_is_an_error_until_it_is_linked_again(tools, work):
    product = pump(tools, work)
    binary = product.build / "app/pump"
    binary.touch()
    run(product.cmake, "--build", product.build)
    equal(product.trace()["findings"], [], "findings after touch")
    content = bytearray(binary.read_bytes())
    offset = int(re.search(r" \.text +\w+ +\w+ +(\w+)", run("readelf", "-SW", binary)).group(1), 16)
    content[offset + 3] ^= 1
    binary.write_bytes(content)
    for _ in range(2):
        said = run(product.cmake, "--build", product.build, succeeds=False)
        check("binary-changed-after-trace" in said, said)
        check(not (product.build / "souptrace/trace.json").exists(), "a trace that passes for a good one")
    attested = subprocess.run([tools.souptrace, "attest", product.build, "--key", "none.pem"], capture_output=True, text=True)
    check(attested.returncode != 0, "attested")
    binary.unlink()
    run(product.cmake, "--build", product.build)
    equal(product.trace()["findings"], [], "findings after another link")


@case
def what_post_build_commands_do_to_the_binary_is_no_tampering(tools, work):
    for generator in ("Ninja", "Unix Makefiles"):
        lists = f"""cmake_minimum_required(VERSION 3.22)
project(pump VERSION 1.0 LANGUAGES C)
include("{REPOSITORY}/CMakeModules/SoupTrace.cmake")
add_executable(pump pump.c)
add_custom_command(TARGET pump POST_BUILD COMMAND sleep 0.05 COMMAND ${{CMAKE_STRIP}} $<TARGET_FILE:pump> VERBATIM)
install(TARGETS pump)
"""
        product = Product(tools, work / generator, {"CMakeLists.txt": lists, "pump.c": "int main(void) { return 0; }\n"}, generator=generator)
        for code in ("0", "1"):
            (product.source / "pump.c").write_text(f"int main(void) {{ return {code}; }}\n")
            run("cmake", "--build", product.build)
            run(tools.souptrace, "trace", product.build)
            shutil.rmtree(work / "prefix", ignore_errors=True)  # CMake leaves files that are less than a second older
            equal([one["code"] for one in product.trace()["findings"] if one["severity"] != "note"], [], f"findings with {generator}")
            product.install("--prefix", work / "prefix")
            equal(product.unexplained(), [], f"findings of the installation with {generator}")


@case
def the_same_product_installed_elsewhere_has_the_same_documents(tools, work):
    documents = []
    for number, seconds in (("one", 0), ("another directory", 1.2)):
        product = pump(tools, work / number, environment={"SOURCE_DATE_EPOCH": "1700000000"},
                       arguments=["-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON"])  # no path in the binaries themselves
        subprocess.run(["sleep", str(seconds)], check=True)
        environment = dict(os.environ, SOURCE_DATE_EPOCH="1700000000")
        if seconds:
            product.install("--prefix", "/usr", "--strip", env=dict(environment, DESTDIR=str(work / "image")))
        else:
            product.install("--prefix", work / "prefix", "--strip", env=environment)
        check("install:bin/pump" in product.shipped("pump"), "nothing of the installation is in the trace")
        documents.append({file.name: file.read_bytes() for file in (product.build / "souptrace").iterdir() if file.is_file()})
    equal(sorted(documents[0]), sorted(documents[1]), "names of the documents")
    check({"trace.json", "pump.cdx.json", "pump.spdx.json", "alarm.cdx.json"} <= set(documents[0]), f"{sorted(documents[0])}")
    for name, content in documents[0].items():
        check(content == documents[1][name], f"{name} differs")


@case
def show_and_explain_know_what_ships(tools, work):
    product = pump(tools, work)
    said = product.install("--prefix", work / "prefix", "--strip")
    check("2 installed files are made of the traced binaries" in " ".join(said.split()), said)
    digest = sha256(work / "prefix/bin/pump")
    shown = run(tools.souptrace, "show", product.build, "pump")
    check("ships as install:bin/pump (install, rpath, strip)" in shown and digest in shown, shown)
    for what in ("install:bin/pump", "bin/pump", str(work / "prefix/bin/pump"), digest[:16]):
        explained = run(tools.souptrace, "explain", product.build, what)
        check(explained.startswith("install:bin/pump\n") and digest in explained and sha256(product.build / "app/pump") in explained, explained)
    explained = json.loads(run(tools.souptrace, "explain", product.build, "bin/pump", "--json"))["subjects"][0]
    equal((explained["kind"], explained["shippedFile"]["sha256"], explained["madeOf"]["binary"]), ("shipped-file", digest, "pump"), "JSON")
    shown = json.loads(run(tools.souptrace, "show", product.build, "pump", "--json"))["binaries"][0]
    equal([one["action"] for one in shown["shipped"][0]["steps"]], ["install", "rpath", "strip"], "JSON of show")
    again = run(tools.souptrace, "trace", product.build)
    check("souptrace: 2 binaries, " in again and "0 errors, 0 warnings" in again, again)


def firmware(tools, work, lists=FIRMWARE):
    return Product(tools, work, {
        "CMakeLists.txt": lists % f'"{REPOSITORY}/CMakeModules"', "signature": "signed by nobody\n",
        "valve.c": "const char text[] = \"open the valve\";\nint state = 7;\nint main(void) { return text[0] + state; }\n"},
        toolchain="arm-none-eabi")


@case
def firmware_images_are_the_program(tools, work):
    product = firmware(tools, work)
    shipped = product.shipped("valve")
    linked = sha256(product.build / "valve")
    equal(sorted(shipped), [f"build:valve.{kind}" for kind in ("binary", "ihex", "signed", "srec")], "files made of valve")
    for kind in ("ihex", "srec", "binary"):
        one = shipped[f"build:valve.{kind}"]
        equal(one["format"], kind, "format")
        file_is_as_said(product.build / f"valve.{kind}", one)
        equal(chain(product, one, linked), ["objcopy"], "steps")
    equal(chain(product, shipped["build:valve.signed"], linked), ["objcopy", "sign"], "steps of the signed image")
    equal(product.unexplained(), [], "findings")
    product.install("--prefix", work / "prefix")
    equal(chain(product, product.shipped("valve")["install:firmware/valve.ihex"], linked), ["objcopy", "install"], "steps of the installed image")
    equal(chain(product, product.shipped("valve")["install:firmware/update"], linked), ["objcopy", "sign", "install"], "steps of the renamed image")
    explained = run(tools.souptrace, "explain", product.build, "valve.ihex")
    check(explained.startswith("build:valve.ihex\n") and "objcopy" in explained, explained)


@case
def a_firmware_image_that_is_replaced_when_it_is_installed_is_an_error(tools, work):
    lists = FIRMWARE + """install(CODE [[file(WRITE "${CMAKE_INSTALL_PREFIX}/firmware/update" "other firmware")]])\n"""
    product = firmware(tools, work, lists)
    said = product.install("--prefix", work / "prefix")
    equal([one["subject"] for one in product.unexplained()], ["install:firmware/update"], "errors")
    check("other bytes than build:valve.signed" in " ".join(said.split()) and "souptrace show" in said, said)
    check("steps" not in product.shipped("valve")["install:firmware/update"], "steps of a file that they do not explain")


@case
def a_spoilt_firmware_image_is_an_error(tools, work):
    product = firmware(tools, work)
    flat = product.build / "valve.binary"
    content = bytearray(flat.read_bytes())
    content[2] ^= 1
    flat.write_bytes(content)
    # The trace step runs when something that it depends on has changed; a person may run it, too.
    run(tools.souptrace, "trace", product.build, succeeds=False)
    check("build:valve.binary" in [finding["subject"] for finding in product.unexplained()], f"{product.unexplained()}")


@case
def debug_links_and_cross_builds(tools, work):
    lists = """cmake_minimum_required(VERSION 3.22)
project(cross VERSION 1.0 LANGUAGES C)
list(APPEND CMAKE_MODULE_PATH %s)
include(SoupTrace)
add_executable(tool tool.c)
add_custom_command(TARGET tool POST_BUILD COMMAND ${CMAKE_OBJCOPY} --only-keep-debug tool tool.debug
  COMMAND ${CMAKE_OBJCOPY} --strip-debug --add-gnu-debuglink=tool.debug tool tool.stripped VERBATIM)
souptrace_post_link(TARGET tool OUTPUT tool.stripped ACTION objcopy TOOL "GNU objcopy")
install(TARGETS tool)
"""
    product = Product(tools, work, {"CMakeLists.txt": lists % f'"{REPOSITORY}/CMakeModules"', "tool.c": "int main(void) { return 0; }\n"},
                      toolchain="aarch64")
    equal(chain(product, product.shipped("tool")["build:tool.stripped"], sha256(product.build / "tool")), ["objcopy"], "steps")
    product.install("--prefix", work / "prefix", "--strip")
    equal(chain(product, product.shipped("tool")["install:bin/tool"], sha256(product.build / "tool")), ["install", "strip"], "steps")
    equal(product.unexplained(), [], "findings")


@case
def windows_images_have_their_imports_members_and_installations(tools, work):
    lists = """cmake_minimum_required(VERSION 3.22)
project(pump VERSION 1.0 LANGUAGES C)
list(APPEND CMAKE_MODULE_PATH %s)
include(SoupTrace)
add_library(util STATIC used.c unused.c)
add_library(alarm SHARED alarm.c)
add_executable(pump pump.c)
target_link_libraries(pump PRIVATE util alarm ws2_32)
install(TARGETS pump alarm)
"""
    product = Product(tools, work, {
        "CMakeLists.txt": lists % f'"{REPOSITORY}/CMakeModules"', "used.c": "int used(void) { return 1; }\n",
        "unused.c": "int unused(void) { return 2; }\n", "alarm.c": "__declspec(dllexport) int alarm_level(void) { return 3; }\n",
        "pump.c": "int used(void);\n__declspec(dllimport) int alarm_level(void);\nint __stdcall WSACleanup(void);\n"
                  "int main(void) { return used() + alarm_level() + WSACleanup(); }\n"}, toolchain="mingw")
    trace = product.trace()
    pump_binary = product.binary("pump")
    imports = re.findall(r"DLL Name: (\S+)", run("x86_64-w64-mingw32-objdump", "-p", product.build / "pump.exe"))
    equal(pump_binary["binary"]["needed"], imports, "imported DLLs")
    check(pump_binary["completeness"]["complete"], "the trace of pump is not complete")
    files = {file["id"]: file for file in trace["files"]}
    members = {(files[one["file"]]["path"], one["member"]) for one in pump_binary["inputs"] if one.get("member") and one["use"] == "linked"}
    check(("build:libutil.a", "used.c.obj") in members and ("build:libutil.a", "unused.c.obj") not in members, "members of libutil.a")
    runtime = {one["name"]: one for one in pump_binary["runtime"]}
    equal(files[runtime["libalarm.dll"]["file"]]["path"], "build:libalarm.dll", "the DLL of this build")
    equal(files[runtime["libalarm.dll"]["file"]]["sha256"], sha256(product.build / "libalarm.dll"), "its hash")
    equal(runtime["KERNEL32.dll"]["reason"], "part of Windows", "KERNEL32.dll")
    equal(set(runtime), set(imports), "the closure")
    product.install("--prefix", work / "prefix", "--strip")
    for name, path in (("pump", "bin/pump.exe"), ("alarm", "bin/libalarm.dll")):
        one = product.shipped(name)[f"install:{path}"]
        file_is_as_said(work / "prefix" / path, one)
        equal(chain(product, one, sha256(product.build / pathlib.Path(path).name)), ["install", "strip"], f"steps of {path}")
    equal(product.unexplained(), [], "findings")


@case
def embedding_is_said_in_the_binary_when_it_is_wanted(tools, work):
    lists = """cmake_minimum_required(VERSION 3.22)
project(pump VERSION 1.0 LANGUAGES C)
list(APPEND CMAKE_MODULE_PATH %s)
include(SoupTrace)
add_executable(tool tool.c)
"""
    embed = "souptrace(PRODUCT [[Pump, \"A\" 100% ä's]] VERSION 2.1 EMBED ON)\n"
    for linker in ("bfd", "gold", "lld", "mold"):
        files = {"CMakeLists.txt": lists % f'"{REPOSITORY}/CMakeModules"' + embed, "tool.c": "int main(void) { return 0; }\n"}
        product = Product(tools, work / linker, files, arguments=[f"-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld={linker}"])
        notes = run("readelf", "-x", ".note.package", product.build / "tool")
        if "was not dumped" in notes:
            check("EMBED has no effect" in product.configured, f"{linker} embeds nothing, and nothing is said")
            continue
        raw = subprocess.run(["objcopy", "-O", "binary", "--only-section=.note.package", product.build / "tool", work / "note"], check=True)
        check(raw.returncode == 0, "objcopy")
        note = (work / "note").read_bytes()[16:].rstrip(b"\0")
        equal(json.loads(note), {"type": "souptrace", "name": 'Pump, "A" 100% ä\'s', "version": "2.1", "binary": "tool"}, f"the note by {linker}")
        check(product.binary("tool")["completeness"]["complete"], "the trace is not complete")
        print(f"        {linker} embeds", flush=True)
    plain = Product(tools, work / "plain", {"CMakeLists.txt": lists % f'"{REPOSITORY}/CMakeModules"', "tool.c": "int main(void) { return 0; }\n"})
    check(".note.package" not in run("readelf", "-SW", plain.build / "tool"), "a note that nobody asked for")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("cases", nargs="*")
    tools = parser.parse_args()
    known = {one.__name__: one for one in CASES}
    failed = 0
    for name in tools.cases or known:
        try:
            known[name](tools, tools.work / name)
            print(f"ok      {name}", flush=True)
        except Failed as failure:
            failed += 1
            print(f"FAILED  {name}: {failure}", flush=True)
    print(f"{len(tools.cases or known) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

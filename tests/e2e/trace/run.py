# SPDX-License-Identifier: Apache-2.0
"""The trace step on a real build when things go wrong: what it says, its exit code, and what it leaves behind.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY [CASE...]
"""
import argparse
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
CASES = []

LISTS = """cmake_minimum_required(VERSION 3.22)
project(device VERSION 1.0 LANGUAGES C)
include(SoupTrace)
add_library(util STATIC util.c other.c)
add_library(helper SHARED helper.c)
add_executable(app main.c)
target_link_libraries(app PRIVATE util helper)
set_target_properties(app PROPERTIES BUILD_RPATH_USE_ORIGIN ON)
"""
SOURCES = {
    "CMakeLists.txt": LISTS,
    "util.h": "int util(void);\n",
    "util.c": '#include "util.h"\nint util(void) { return 1; }\n',
    "other.c": "int other(void) { return 2; }\n",
    "helper.c": "int helper(void) { return 3; }\n",
    "main.c": '#include "util.h"\nint helper(void);\nint main(void) { return util() + helper() - 4; }\n',
}


class Failed(Exception):
    """A claim that does not hold."""


def check(condition, text):
    if not condition:
        raise Failed(text)


def case(function):
    CASES.append(function)
    return function


class Product:
    """A product in a directory of its own, configured and built with SoupTrace."""

    def __init__(self, tools, directory, generator="Ninja", arguments=(), more=""):
        self.tools = tools
        shutil.rmtree(directory, ignore_errors=True)
        self.source = directory / "source"
        self.build = directory / "build"
        self.output = self.build / "souptrace"
        self.source.mkdir(parents=True)
        for name, text in SOURCES.items():
            (self.source / name).write_text(text)
        with open(self.source / "CMakeLists.txt", "a", encoding="utf-8") as lists:
            lists.write(more)
        configured = subprocess.run(
            ["cmake", "-S", self.source, "-B", self.build, "-G", generator, "-DCMAKE_BUILD_TYPE=Release",
             f"-DCMAKE_MODULE_PATH={REPOSITORY}/CMakeModules", f"-DSOUPTRACE_EXECUTABLE={tools.souptrace}",
             f"-DSOUPTRACE_LINK={tools.launcher}", *arguments], capture_output=True, text=True, errors="replace")
        check(configured.returncode == 0, configured.stderr)

    def make(self, *arguments):
        return subprocess.run(["cmake", "--build", self.build, *arguments], capture_output=True, text=True, errors="replace")

    def built(self):
        done = self.make()
        check(done.returncode == 0, done.stdout + done.stderr)
        return self

    def configure(self, *arguments):
        done = subprocess.run(["cmake", *arguments, self.build], capture_output=True, text=True, errors="replace")
        check(done.returncode == 0, done.stderr)

    def show(self, **options):
        return subprocess.run([self.tools.souptrace, "show", self.build], capture_output=True, text=True, errors="replace", **options)

    def trace(self, arguments=(), **options):
        return subprocess.run([self.tools.souptrace, "trace", self.build, *arguments], capture_output=True, text=True, errors="replace", **options)

    def documents(self):
        return sorted(path.name for path in self.output.iterdir()) if self.output.exists() else []

    def fails_closed(self, mention, code="", **options):
        """The trace step says what is wrong and leaves nothing that could pass for a complete list."""
        done = self.trace(**options)
        check(done.returncode == 3, f"exit code {done.returncode}, expected 3\n{done.stderr}")
        for text in [mention, code]:
            check(text in done.stderr, f"'{text}' is not in:\n{done.stderr}")
        check("trace.json" not in self.documents(), f"left behind: {self.documents()}")
        check(not any(name.endswith(".cdx.json") for name in self.documents()), f"left behind: {self.documents()}")

    def found(self):
        """trace.json without what CMake finds out of the toolchain: where a name has a quote in it, that is less."""
        trace = json.loads((self.output / "trace.json").read_text())
        trace.pop("toolchains")
        return trace

    def is_right_again(self):
        done = self.make("--clean-first")
        check(done.returncode == 0, done.stdout + done.stderr)
        trace = json.loads((self.output / "trace.json").read_text())
        check(all(binary["completeness"]["complete"] for binary in trace["binaries"]), "a binary is not complete")
        check("trace.incomplete.json" not in self.documents(), "trace.incomplete.json is still there")

    def records(self):
        return sorted((self.build / "CMakeFiles/souptrace-state/links").glob("*/record"))


@case
def an_input_that_is_gone_makes_the_trace_incomplete(tools, work):
    product = Product(tools, work).built()
    (product.build / "libutil.a").unlink()
    product.fails_closed("libutil.a")
    product.is_right_again()


@case
def an_input_that_was_changed_after_the_link_makes_the_trace_incomplete(tools, work):
    product = Product(tools, work).built()
    with open(product.build / "libutil.a", "ab") as archive:
        archive.write(b"x")
    product.fails_closed("libutil.a")
    product.is_right_again()


@case
def an_input_that_cannot_be_read_makes_the_trace_incomplete(tools, work):
    product = Product(tools, work).built()
    (product.build / "libutil.a").unlink()
    os.mkfifo(product.build / "libutil.a")  # and nobody waits for it
    product.fails_closed("libutil.a", timeout=60)
    (product.build / "libutil.a").unlink()
    product.is_right_again()


@case
def a_header_that_is_gone_makes_the_trace_incomplete(tools, work):
    product = Product(tools, work).built()
    (product.source / "util.h").unlink()
    product.fails_closed("util.h", "header-unreadable")
    (product.source / "util.h").write_text(SOURCES["util.h"])
    product.is_right_again()


@case
def a_header_replaced_by_an_older_one_is_not_taken_for_what_was_compiled(tools, work):
    """A package manager unpacks files with the times at which they were packed; nothing is compiled again then."""
    product = Product(tools, work).built()
    header = product.source / "util.h"
    old = header.stat().st_mtime_ns - 10**12
    header.write_text("int util(void);\n#define REPLACED\n")
    os.utime(header, ns=(old, old))
    (product.build / "app").unlink()
    done = product.make()
    check("source-changed-since-compile" in done.stdout and "util.h" in done.stdout and "--clean-first" in done.stdout, done.stdout)
    product.fails_closed("util.h", "source-changed-since-compile")
    product.is_right_again()
    product.built()


@case
def a_binary_that_is_gone_or_replaced_makes_the_trace_incomplete(tools, work):
    product = Product(tools, work).built()
    app = product.build / "app"
    shutil.copyfile("/bin/true", app)
    product.fails_closed("app")
    app.unlink()
    product.fails_closed("app")
    product.is_right_again()


@case
def a_missing_link_record_makes_the_trace_incomplete(tools, work):
    product = Product(tools, work).built()
    check(len(product.records()) == 2, f"{len(product.records())} records, expected 2")
    for record in product.records():
        shutil.rmtree(record.parent)
    product.fails_closed("link-not-recorded")
    product.is_right_again()


@case
def a_record_or_report_cut_anywhere_is_never_taken_for_whole(tools, work):
    product = Product(tools, work).built()
    cut = 0
    for record in product.records():
        for report in sorted(record.parent.iterdir()):
            whole = report.read_bytes()
            for keep in sorted({0, 1, len(whole) // 3, len(whole) // 2, max(len(whole) - 2, 0)}):
                if keep >= len(whole):
                    continue
                report.write_bytes(whole[:keep])
                done = product.trace()
                check(done.returncode in (0, 3), f"{report.name} cut at {keep}: exit code {done.returncode}\n{done.stderr}")
                if done.returncode == 0:  # only when another witness tells the same
                    same_inputs(product, f"{report.name} cut at {keep} of {len(whole)}")
                cut += 1
            report.write_bytes(whole)
    check(cut > 10, f"only {cut} cuts were tried")
    check(product.trace().returncode == 0, "the reports were put back, and the trace fails")


def same_inputs(product, what):
    """No entry that the linker's own run proves may be missing from a trace that calls itself complete."""
    trace = json.loads((product.output / "trace.json").read_text())
    files = {file["id"]: file["path"] for file in trace["files"]}
    app = next(binary for binary in trace["binaries"] if binary["name"] == "app")
    linked = {(files[one["file"]], one.get("member", "")) for one in app["inputs"] if one["use"] in ("linked", "needed")}
    for wanted in [("build:libutil.a", "util.c.o"), ("build:CMakeFiles/app.dir/main.c.o", ""), ("build:libhelper.so", "")]:
        check(wanted in linked, f"{what}: {wanted} is missing from a trace that says it is complete")
    check(("build:libutil.a", "other.c.o") not in linked, f"{what}: other.c.o was not linked")


@case
def a_reply_of_another_build_is_refused(tools, work):
    first = Product(tools, work / "first").built()
    second = Product(tools, work / "second").built()
    shutil.rmtree(second.build / ".cmake/api/v1/reply")
    shutil.copytree(first.build / ".cmake/api/v1/reply", second.build / ".cmake/api/v1/reply")
    done = second.trace()
    check(done.returncode == 3 and str(first.build) in done.stderr, f"{done.returncode}: {done.stderr}")


@case
def a_damaged_file_api_reply_is_named_with_its_place(tools, work):
    product = Product(tools, work).built()
    for reply in sorted((product.build / ".cmake/api/v1/reply").glob("*.json")):
        if reply.name.startswith(("codemodel", "target-app", "toolchains")):
            whole = reply.read_bytes()
            reply.write_bytes(whole[: len(whole) // 2])
            product.fails_closed(reply.name)
            reply.write_bytes(whole)
            check(product.trace().returncode == 0, "the reply was put back, and the trace fails")
    before = product.documents()
    check(product.trace(arguments=["--config", "Other"]).returncode == 3, "there is no such configuration")
    check(product.documents() == before, "a wrong call removed the documents")


@case
def a_full_disk_leaves_the_old_documents_or_none(tools, work):
    product = Product(tools, work).built()
    before = {name: (product.output / name).read_bytes() for name in product.documents()}

    def no_space():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = product.trace(preexec_fn=no_space)
    check(done.returncode == 3, f"exit code {done.returncode}\n{done.stderr}")
    check("cannot write" in done.stderr, done.stderr)
    for name, content in before.items():
        check((product.output / name).read_bytes() == content, f"{name} is not what it was")
    check(set(product.documents()) == set(before), f"left behind: {product.documents()}")
    check(product.trace().returncode == 0, "with space again, the trace fails")


@case
def a_killed_trace_step_leaves_whole_documents_and_the_next_is_right(tools, work):
    product = Product(tools, work).built()
    wanted = (product.output / "trace.json").read_bytes()
    chance = random.Random(1)
    killed = 0
    for _ in range(40):
        shutil.rmtree(product.output, ignore_errors=True)
        step = subprocess.Popen([tools.souptrace, "trace", product.build], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 0.06))
        step.kill()
        killed += step.wait() != 0
        for path in product.output.glob("*.json") if product.output.exists() else []:
            json.loads(path.read_text())
    check(killed > 3, f"only {killed} of 40 were killed in time")
    check(product.trace().returncode == 0, "the next trace fails")
    check((product.output / "trace.json").read_bytes() == wanted, "the next trace differs")


@case
def traces_at_the_same_time_agree(tools, work):
    product = Product(tools, work).built()
    wanted = (product.output / "trace.json").read_bytes()
    steps = [subprocess.Popen([tools.souptrace, "trace", product.build], stderr=subprocess.DEVNULL) for _ in range(6)]
    check([step.wait() for step in steps] == [0] * 6, "one of them failed")
    check((product.output / "trace.json").read_bytes() == wanted, "the trace differs")


@case
def two_builds_at_once_in_one_tree_end_in_a_right_trace(tools, work):
    product = Product(tools, work).built()
    for _ in range(3):
        (product.source / "util.c").touch()
        builds = [subprocess.Popen(["cmake", "--build", product.build], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                  for _ in range(2)]
        for build in builds:
            build.wait()
    done = product.make()
    if done.returncode != 0:  # two ninjas can lose a dependency record to each other; then the trace says so, and a clean build mends it
        check("object-dependencies-unknown" in done.stdout + done.stderr, done.stdout + done.stderr)
        check("trace.json" not in product.documents(), f"left behind: {product.documents()}")
        product.is_right_again()
    same_inputs(product, "after two builds at once")


@case
def the_same_build_elsewhere_gives_the_same_bytes(tools, work):
    one = Product(tools, work / "here").built()
    two = Product(tools, work / "another place, deeper/ö").built()
    check(one.documents() == two.documents() and len(one.documents()) == 5, f"{one.documents()} against {two.documents()}")
    for name in one.documents():
        check((one.output / name).read_bytes() == (two.output / name).read_bytes(), f"{name} differs")
    text = (one.output / "trace.json").read_text()
    check(str(work) not in text, "trace.json names the build's place")


@case
def documents_of_a_former_output_directory_are_never_shown(tools, work):
    for generator, folder in (("Ninja", "."), ("Ninja Multi-Config", "Release")):
        product = Product(tools, work / folder / "product", generator, ["-DCMAKE_CONFIGURATION_TYPES=Release"]).built()
        check(product.show().returncode == 0, "the trace is not shown")
        product.configure("-DSOUPTRACE_OUTPUT_DIRECTORY=documents")
        early = product.show()
        check(early.returncode == 3 and "documents/" in early.stderr and not early.stdout, f"before the build: {early}")
        product.built()
        old, new = product.output / folder, product.build / "documents" / folder
        check(product.show().returncode == 0, "the new trace is not shown")
        check((new / "trace.json").exists() and (new / "app.cdx.json").exists(), f"no documents in {new}")
        check(not list(old.glob("*.json")), f"stale documents in {old}: {list(old.glob('*.json'))}")

        by_hand = work / folder / "by hand"
        done = product.trace(["--output", by_hand, "--config", "Release"])
        check(done.returncode == 0 and (by_hand / "trace.json").exists(), done.stderr)
        check((new / "trace.json").exists(), "a trace made by hand took the build's own documents away")

        release = work / folder / "release of 1.0"
        product.configure(f"-DSOUPTRACE_OUTPUT_DIRECTORY={release}")
        product.built()
        check(not list(new.glob("*.json")), f"stale documents in {new}")
        product.configure("-DSOUPTRACE_OUTPUT_DIRECTORY=documents")
        said = product.make()
        check(f"those in {release / folder} are of an earlier build" in said.stdout + said.stderr, f"not said: {said.stdout}{said.stderr}")
        check((release / folder / "trace.json").exists(), "documents outside the build directory were removed")


def answer_of_the_compiler(option):
    return subprocess.run(["cc", option], capture_output=True, text=True, check=True).stdout.strip()


def make_sysroot(root):
    """What a C program is linked with, except for what the compiler itself brings along."""
    def add(path):
        target = pathlib.Path(f"{root}{path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)

    for name in ("crt1.o", "Scrt1.o", "crti.o", "crtn.o", "libc.so", "libc.so.6"):
        add(os.path.normpath(answer_of_the_compiler(f"-print-file-name={name}")))
    script = pathlib.Path(answer_of_the_compiler("-print-file-name=libc.so")).read_bytes()
    for path in re.findall(rb"/[\w./+-]+", script):
        if os.path.isfile(path):
            add(path.decode())


@case
def files_of_a_sysroot_and_of_the_host_have_names_of_their_own(tools, work):
    library = os.path.realpath(answer_of_the_compiler("-print-libgcc-file-name"))
    root = work / "sysroot"
    shutil.rmtree(work, ignore_errors=True)
    make_sysroot(root)
    twin = pathlib.Path(f"{root}{library}")
    twin.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(library, twin)
    product = Product(tools, work / "product", arguments=[f"-DCMAKE_SYSROOT={root}"], more=f'target_link_libraries(app PRIVATE "{twin}")\n')
    product.built()
    trace = json.loads((product.output / "trace.json").read_text())
    names = [file["path"] for file in trace["files"]]
    check(len(set(names)) == len(names), f"a name stands for two files: {sorted(name for name in names if names.count(name) > 1)}")
    for root_name in ("host", "system"):
        check(f"{root_name}:{library[1:]}" in names, f"{root_name}:{library[1:]} is not among {names}")
    check(trace["toolchains"][0]["compiler"].startswith("host:"), f"the compiler is {trace['toolchains'][0]['compiler']}")
    check(any(name.startswith("system:") and name.endswith("/libc.so.6") for name in names), f"no C library of the sysroot in {names}")
    text = json.dumps(trace)
    check(str(work) not in text, "trace.json names the sysroot's place")


@case
def names_that_are_not_utf8_are_traced_or_said(tools, work):
    product = Product(tools, work / "source", more="file(GLOB latin m*ller.c)\ntarget_sources(app PRIVATE ${latin})\n")
    name = os.fsdecode(b"m\xfcller.c")
    (product.source / name).write_text("int latin(void) { return 4; }\n")
    product.configure()
    product.built()
    trace = json.loads((product.output / "trace.json").read_text())
    check("source:m%fcller.c" in [file["path"] for file in trace["files"]], "the source whose name is not UTF-8 is not in the trace")

    product = Product(tools, work / "binary", more="string(ASCII 252 u)\nset_target_properties(helper PROPERTIES OUTPUT_NAME m${u}ller)\n")
    check(product.make().returncode != 0, "a binary is missing, and nothing is said")
    product.fails_closed("not UTF-8", "binary-path-not-utf8")


@case
def names_that_ninja_breaks_are_traced_whole(tools, work):
    """Ninja takes these characters for the end of a name in what the compiler writes; 1.13 some of them, older ones all."""
    plain = Product(tools, work / "plain").built()
    for number, name in enumerate(["it's", 'say "x"', "a&b", "a*b", "a?b", "a^b", "a`b", "'", "a&b's/it's \"c\" too"]):
        product = Product(tools, work / str(number) / name).built()
        check(product.found() == plain.found(), f"trace.json differs in {name}")
        for document in set(plain.documents()) - {"trace.json"}:
            check((product.output / document).read_bytes() == (plain.output / document).read_bytes(), f"{document} differs in {name}")


@case
def a_failed_link_leaves_no_trace_of_the_old_binary(tools, work):
    product = Product(tools, work).built()
    (product.source / "main.c").write_text("int missing(void);\nint main(void) { return missing(); }\n")
    check(product.make().returncode != 0, "the link of an undefined symbol succeeded")
    (product.source / "main.c").write_text(SOURCES["main.c"])
    product.built()
    same_inputs(product, "after a failed link")


@case
def wrong_calls_say_what_to_write(tools, work):
    work.mkdir(parents=True, exist_ok=True)
    for arguments, code, mention in [(["trace"], 2, "--help"), (["trace", work / "nowhere"], 3, "nowhere"), (["trace", work], 3, str(work)),
                                     (["frobnicate"], 2, "trace"), (["trace", work, "--cyclonedx", "1.2"], 2, "1.7"),
                                     (["show", work / "nowhere"], 3, "nowhere"), (["--version"], 0, "")]:
        done = subprocess.run([tools.souptrace, *arguments], capture_output=True, text=True, cwd=work)
        check(done.returncode == code, f"{arguments}: exit code {done.returncode}, expected {code}\n{done.stderr}")
        check(mention in done.stderr, f"{arguments}: '{mention}' is not in:\n{done.stderr}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("cases", nargs="*")
    tools = parser.parse_args()
    known = [one.__name__ for one in CASES]
    unknown = [name for name in tools.cases if name not in known]
    if unknown:
        parser.error(f"unknown case {unknown[0]}; there are: {' '.join(known)}")
    failed = 0
    for one in CASES:
        if tools.cases and one.__name__ not in tools.cases:
            continue
        try:
            one(tools, tools.work.resolve() / one.__name__)
            print(f"ok      {one.__name__}", flush=True)
        except (Failed, AssertionError, OSError, ValueError, subprocess.SubprocessError) as problem:
            failed += 1
            print(f"FAILED  {one.__name__}: {problem}", flush=True)
    print(f"{len(tools.cases or CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

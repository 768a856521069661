#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The end-to-end matrix: linker × compiler × link-time optimization × generator × CMake.

    run.py --souptrace FILE --launcher FILE [--all | COMBINATION...] [--work DIR] [--list] [--keep]

For each combination the product of this folder is built once without SoupTrace, under strace, and once with it, and the trace is
compared with what strace, readelf, the linkers' own reports and construction say. Without arguments: every linker × compiler ×
LTO once and every generator × CMake once with each linker. --all: the whole product. The combination names are those of --list.
--launcher is souptrace-link. SOUPTRACE_NEWEST_CMAKE names the newest CMake's program.

Exit code 0: all good. 1: something is wrong. 77: this machine lacks a tool (a failure when SOUPTRACE_REQUIRE_ALL=1).
"""

import argparse
import json
import os
import re
import shutil
import sys
import time

import combinations
import expected
import truth as truth_module

import checks  # these two after truth, which puts the oracle on the path
import system_truth

HERE = os.path.dirname(os.path.abspath(__file__))
MODULE = os.path.normpath(os.path.join(HERE, "..", "..", "..", "CMakeModules", "SoupTrace.cmake"))
# Sources that CMake writes with absolute paths in them: their own hashes cannot be the same elsewhere.
CMAKES_OWN_SOURCE = re.compile(r"^build:(?:.*/)?(?:cmake_pch\.hx?x?(?:\.cx?x?)?|unity_\d+_\w+\.cx?x?)$")


class Slot:
    """The directories in which one combination after the other is built: always the same paths, so that compilations can be reused."""

    def __init__(self, work, souptrace, launcher, module):
        self.work, self.souptrace, self.souptrace_link, self.module = work, souptrace, launcher, module
        self.source, self.build = os.path.join(work, "product"), os.path.join(work, "build")
        self.log, self.scratch = os.path.join(work, "log"), os.path.join(work, "scratch")
        self.units = {}
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(self.scratch)
        shutil.copytree(os.path.join(HERE, "product"), self.source)
        os.environ.update(CCACHE_DIR=os.path.join(work, "ccache"), CCACHE_BASEDIR="", CCACHE_SLOPPINESS="", CMAKE_BUILD_PARALLEL_LEVEL="2")

    def launcher(self):
        return [f"-DCMAKE_{language}_COMPILER_LAUNCHER=ccache" for language in ("C", "CXX")] if shutil.which("ccache") else []

    def traced_arguments(self, one):
        return [*one.arguments(), *self.launcher(), f"-DCMAKE_PROJECT_INCLUDE={self.module}",
                f"-DSOUPTRACE_EXECUTABLE={self.souptrace}", f"-DSOUPTRACE_LINK={self.souptrace_link}"]


def _printed(log, before):
    with open(log, errors="replace") as file:
        file.seek(before)
        return file.read()


def _run(slot, command):
    """(exit code, what it printed)"""
    before = os.path.getsize(slot.log) if os.path.exists(slot.log) else 0
    code = truth_module.run(command, slot.log)
    return code, _printed(slot.log, before)


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        return str(error).encode()


def _check_no_op(score, slot, one, cmake, document):
    before = _read(document), os.stat(document).st_mtime_ns if os.path.exists(document) else 0
    code, text = _run(slot, [cmake, "--build", slot.build])
    if code != 0:
        score.fail("second build", f"exit code {code}: {text[-600:]}")
    if truth_module.is_busy(one, text):
        score.fail("second build", f"is not a no-op: {text[-600:]}")
    if before != (_read(document), os.stat(document).st_mtime_ns if os.path.exists(document) else 0):
        score.fail("second build", "wrote the trace again")


def _check_failing_link(score, slot, cmake, document):
    """A link that fails fails as without SoupTrace, and leaves nothing in the trace."""
    before = _read(document)
    code, text = _run(slot, [cmake, "--build", slot.build, "--target", "broken"])
    if code == 0:
        score.fail("broken", "its link fails and the build does not")
    if "there_is_no_such_function" not in text:
        score.fail("broken", f"the linker's message is lost: {text[-400:]}")
    code, text = _run(slot, [cmake, "--build", slot.build])
    if code != 0 or _read(document) != before:
        score.fail("build after a failed link", f"exit code {code} or another trace: {text[-400:]}")


def _without_own_paths(text):
    """The trace as text again, with the hashes and sizes of CMake's own sources blanked."""
    trace = json.loads(text)
    for file in trace["files"]:
        if CMAKES_OWN_SOURCE.match(file["path"]):
            for key in ("size", "sha256", "sha512", "gitoid"):
                file[key] = None
    return json.dumps(trace)


def _check_elsewhere(score, slot, one, cmake, document):
    """The same product at other paths gives the same bytes of trace."""
    elsewhere = os.path.join(slot.work, "somewhere else", "a longer path")
    shutil.rmtree(os.path.dirname(elsewhere), ignore_errors=True)
    source, build = os.path.join(elsewhere, "sources of it"), os.path.join(elsewhere, "b")
    shutil.copytree(slot.source, source)
    for command in ([cmake, "-S", source, "-B", build, *slot.traced_arguments(one)], [cmake, "--build", build]):
        code, text = _run(slot, command)
        if code != 0:
            score.fail("build elsewhere", f"exit code {code}: {text[-600:]}")
            return
    there = os.path.join(expected.Layout(build, one.configuration).documents(), "trace.json")
    if not os.path.isfile(there) or _without_own_paths(_read(there)) != _without_own_paths(_read(document)):
        kept = os.path.join(slot.work, f"elsewhere-{one}.json")
        shutil.copy(there, kept)
        shutil.copy(document, os.path.join(slot.work, f"here-{one}.json"))
        score.fail("build elsewhere", f"gives another trace.json; both are kept, {kept}")


def _check_reply(score, slot):
    reply = os.path.join(slot.build, ".cmake", "api", "v1", "reply")
    if not os.path.isdir(reply) or not any(name.startswith("index-") for name in os.listdir(reply)):
        score.fail("traced build", "no File API reply after the first build")


def _check_refusal(score, truths, code, text, refusal, document):
    """Where the truth cannot be known the trace step says so and fails, and the binaries are untouched all the same."""
    if code == 0 or refusal not in text or os.path.exists(document):
        score.fail("traced build", f"has to fail and to say '{refusal}'; exit code {code}: {text[-600:]}")
    for truth in truths.values():
        score.binaries += 1
        if not os.path.exists(truth.path) or system_truth.sha256(truth.path) != truth.sha256:
            score.fail(truth.target, "differs from the untraced binary")


def run_combination(slot, one, with_elsewhere):
    cmake = combinations.cmake_program(one.cmake)
    truths = truth_module.establish(one, slot, cmake)
    # CMake's dependency file of mold with gcc's LTO names temporary objects: then every build links again, traced or not.
    calm = not truth_module.is_busy(one, _run(slot, [cmake, "--build", slot.build])[1])
    shutil.rmtree(slot.build)
    layout = expected.Layout(slot.build, one.configuration)
    document = os.path.join(layout.documents(), "trace.json")
    score = checks.Score()
    code, text = _run(slot, [cmake, "-S", slot.source, "-B", slot.build, *slot.traced_arguments(one)])
    if code == 0:
        code, text = _run(slot, [cmake, "--build", slot.build])
    if refusal := combinations.refusal(one):
        _check_refusal(score, truths, code, text, refusal, document)
        return score
    if code != 0:
        score.fail("traced build", f"exit code {code}: {text[-1500:]}")
    _check_reply(score, slot)
    score.add(checks.compare(truths, layout, slot.source))
    if os.path.isfile(document):
        if calm:
            _check_no_op(score, slot, one, cmake, document)
        _check_failing_link(score, slot, cmake, document)
        if with_elsewhere:
            _check_elsewhere(score, slot, one, cmake, document)
    return score


def _line(one, score, seconds):
    return (f"{'ok  ' if not score.failures else 'FAIL'} {str(one):32} {score.binaries:3} binaries  {score.found}/{score.opened} opened files, "
            f"{score.extra} extra  {score.members} members  {score.headers} headers  {seconds:.0f} s")


def run_all(slot, wanted, keep):
    total, failed, elsewhere = checks.Score(), 0, set()
    for one in wanted:
        begun = time.monotonic()
        # Intermediate code holds the compiler's command line or the source's absolute path: its bytes are not the same elsewhere.
        # With every generator once, and with every linker once.
        pair = (one.linker, one.generator)
        here = one.lto == "none" and pair not in elsewhere and (one.linker == "bfd" or one.generator == "ninja")
        try:
            score = run_combination(slot, one, here)
        except truth_module.Broken as error:
            score = checks.Score()
            score.fail("no verdict", str(error))
        if here:
            elsewhere.add(pair)
        print(_line(one, score, time.monotonic() - begun), flush=True)
        for failure in score.failures[:25]:
            print("       " + failure.replace("\n", "\n       "), flush=True)
        if len(score.failures) > 25:
            print(f"       and {len(score.failures) - 25} more")
        if score.failures and keep:
            kept = os.path.join(slot.work, "kept", str(one))
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(slot.build, kept, symlinks=True)
        failed += bool(score.failures)
        total.add(score)
    print(f"{len(wanted) - failed} passed, {failed} failed: {total.binaries} binaries, {total.found}/{total.opened} opened files, {total.extra} extra, "
          f"{total.members} members, {total.headers} headers")
    return 1 if failed else 0


def _select(arguments):
    """(combinations to run, [(combination, why)] that cannot exist)"""
    if arguments.combinations:
        wanted = [combinations.Combination(*name.split("-")) for name in arguments.combinations]
    else:
        wanted = combinations.everything() if arguments.all else combinations.covering()
    return [one for one in wanted if not combinations.exclusion(one) and arguments.linker in (None, one.linker)], \
        sorted({combinations.exclusion(one) for one in combinations.everything() if combinations.exclusion(one)})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("combinations", nargs="*", metavar="COMBINATION")
    parser.add_argument("--souptrace", required=True)
    parser.add_argument("--launcher", required=True)
    parser.add_argument("--module", default=MODULE, help="another SoupTrace.cmake")
    parser.add_argument("--work", default=os.path.join(os.getcwd(), "matrix"))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--linker", choices=combinations.LINKERS, help="only its combinations")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    wanted, excluded = _select(arguments)
    if arguments.list:
        print("\n".join(map(str, wanted)))
        return 0
    lacking = [f"{one}: needs {', '.join(missing)}" for one in wanted if (missing := combinations.missing_tools(one))]
    if problem := combinations.strace_works():
        lacking.append(problem)
    for why in excluded:
        print("cannot exist: " + why)
    if lacking:
        print("\n".join(lacking))
        if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1":
            print("SOUPTRACE_REQUIRE_ALL=1: all of the matrix is required here")
            return 1
        wanted = [] if combinations.strace_works() else [one for one in wanted if not combinations.missing_tools(one)]
    slot = Slot(os.path.abspath(arguments.work), *map(os.path.abspath, (arguments.souptrace, arguments.launcher, arguments.module)))
    code = run_all(slot, wanted, arguments.keep)
    if code == 0 and not arguments.keep:
        shutil.rmtree(slot.work)
    return code or (77 if lacking else 0)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())

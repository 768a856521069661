#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Links the input set with every linker, compiler and mode through the launcher and compares what dump_link says with strace, with the
truth by construction (inputs.py) and with readelf. Nothing here uses the code under test to judge it.

usage: matrix.py --launcher SOUPTRACE-LINK --dump DUMP_LINK --scratch DIR [--only TEXT] [--verbose]
"""
import argparse
import json
import os
import shutil
import subprocess
import sys

import oracle
from inputs import ARCHIVES, SHARED, InputSet
from variants import VARIANTS

MODES = {"plain": [], "lto": ["-flto"], "thin": ["-flto=thin"], "mixed": ["-flto"]}
# Sets of (compiler, mode, linkers, variants). A linker that gets machine code from another compiler only has to be seen to work.
ALL = tuple(VARIANTS)
CELLS = [
    ("g++", "plain", ["bfd", "gold", "lld", "mold"], ALL),
    ("g++", "lto", ["bfd", "gold", "mold"], ALL),
    ("g++", "mixed", ["bfd", "gold", "mold"], ALL),
    ("clang++", "plain", ["bfd", "gold", "mold"], ("exe", "exe-map", "static", "relocatable")),
    ("clang++", "plain", ["lld"], ALL),
    ("clang++", "lto", ["bfd", "gold", "lld"], ALL),  # bfd and gold: by LLVM's own plugin
    ("clang++", "thin", ["lld"], ALL),
    ("clang++-19", "plain", ["bfd", "gold", "mold"], ("exe", "static")),
    ("clang++-19", "plain", ["lld-19"], ALL),
    ("clang++-19", "lto", ["lld-19"], ALL),
    ("clang++-19", "thin", ["lld-19"], ALL),
]


class Case:
    def __init__(self, args, inputs, mode, linker, variant):
        self.args, self.inputs, self.mode, self.linker, self.variant = args, inputs, mode, linker, VARIANTS[variant]
        self.output = f"{inputs.root}/out/{variant}-{linker}"
        self.name = f"{inputs.compiler} {mode} {linker} {variant}"
        self.problems = []

    def possible(self):
        variant = self.variant
        return (self.linker.split("-")[0] in variant.linkers and self.mode in variant.modes
                and self.inputs.compiler in variant.compilers and self.args.only in self.name)

    def check(self, right, text):
        if not right:
            self.problems.append(text[:600])

    def command(self):
        arguments = self.variant.change(self.inputs.link_arguments())
        if self.variant.response_file:
            with open(f"{self.inputs.root}/link.rsp", "w", encoding="utf-8") as file:
                file.write("\n".join(arguments))
            arguments = ["@link.rsp"]
        lto = ["-flto"] if self.mode == "mixed" else self.inputs.flags
        return [self.inputs.compiler, *lto, f"-fuse-ld={self.linker}", "-o", self.output, *arguments]

    def run(self):
        state = f"{self.inputs.root}/state"
        launcher = [self.args.launcher, f"--state={state}", *(["--map"] if self.variant.map else []), "--"]
        done, runs = oracle.strace([*launcher, *self.command()], self.inputs.root, f"{self.output}.strace")
        self.check(done.returncode == 0, f"the link failed: {done.stderr}")
        if self.problems:
            return self
        self.opened = oracle.opened_inputs(runs, self.args.scratch, self.output)
        dump = subprocess.run([self.args.dump, state, self.output], capture_output=True, text=True)
        self.check(dump.returncode == 0, f"dump_link failed: {dump.stderr}")
        self.lines = [json.loads(line) for line in dump.stdout.splitlines()]
        with open(f"{self.output}.jsonl", "w", encoding="utf-8") as file:
            file.write(dump.stdout)
        self.judge()
        return self

    def of_kind(self, kind):
        return [line for line in self.lines if line["kind"] == kind]

    def judge(self):
        self.record = self.of_kind("record")[0]
        self.entries = self.of_kind("input")
        self.check(len(self.opened) > 10, f"strace saw only {len(self.opened)} files: the oracle is broken")
        self.judge_files()
        self.judge_members()
        self.judge_libraries()
        self.judge_rest()

    def judge_files(self):
        traced = {entry["real_path"] for entry in self.entries if entry["reason"] != "the linker"}
        traced |= {oracle.real(entry["archive"]) for entry in self.entries if entry["archive"]}
        unseen = {f"{self.inputs.root}/{path}" for path in self.variant.unseen.get(self.linker, ())}
        self.check(self.opened - traced == unseen, f"opened but not traced: {sorted(self.opened - traced)}")
        self.check(not traced - self.opened, f"traced but not opened: {sorted(traced - self.opened)}")

    def judge_members(self):
        expected = set()
        # GNU ar writes no symbol table for bitcode that it does not know: then nothing tells members of one name apart.
        self.blind = self.linker.startswith("lld") and not self.inputs.has_symbol_table("libdup.a", b"_Z5dup_av")
        for (archive, index) in self.variant.taken:
            if self.blind and archive == "libdup.a":
                continue
            members, thin = ARCHIVES[archive]
            if thin:
                expected.add((f"{self.inputs.root}/obj/{members[index]}.o", 0))
            else:
                path = f"{self.inputs.root}/lib/{archive}"
                expected.add((path, oracle.archive_members(path)[index][1]))
        found = {(entry["real_path"], entry["offset"]) for entry in self.entries
                 if entry["role"] == "archive-member" and entry["use"] == "linked"}
        if self.variant.system_members:
            self.judge_system_members({one for one in found if not one[0].startswith(self.inputs.root)})
            found = {one for one in found if one[0].startswith(self.inputs.root)}
        self.check(found == expected, f"members missing {sorted(expected - found)}, false {sorted(found - expected)}")
        for entry in self.entries:
            if entry["role"] == "archive-member" and not entry["archive"]:
                known = [m for m in oracle.archive_members(entry["real_path"]) if m[1] == entry["offset"]]
                self.check(known == [(entry["member"], entry["offset"], entry["size"])], f"wrong name or size: {entry}")

    def judge_system_members(self, found):
        """Against what the linker itself says in a link without the launcher; mold says it nowhere else."""
        self.check(len(found) > 50, f"only {len(found)} members of the system's archives")
        truth = oracle.members_that_linker_names(self.linker, self.command(), self.inputs.root, self.args.scratch)
        if truth is not None:
            named = {(path, name) for path, name in truth if not path.startswith(self.inputs.root)}
            ours = {(path, name) for path, offset in found for name in [oracle.member_at(path, offset)]}
            self.check(named == ours, f"system members missing {sorted(named - ours)}, false {sorted(ours - named)}")

    def judge_libraries(self):
        libraries = [entry for entry in self.entries if entry["role"] == "shared-library"]
        said = sorted(entry["soname"] for entry in libraries if entry["use"] == "needed")
        # A library without a SONAME may stand in DT_NEEDED with a path.
        truth = sorted(os.path.basename(name) for name in oracle.needed(self.output))
        self.check(said == truth, f"needed {said}, readelf says {truth}")
        for entry in libraries:
            if entry["soname"] in SHARED:
                self.check(entry["use"] == SHARED[entry["soname"]], f"{entry['soname']} is {entry['use']}")

    def judge_rest(self):
        self.check(self.record["type"] == self.variant.type, f"type {self.record['type']}")
        self.check(self.record["linker"] == self.linker.split("-")[0], f"linker {self.record['linker']}")
        incomplete = [finding for finding in self.of_kind("finding") if finding["incomplete"]]
        if self.blind:
            self.check([finding["code"] for finding in incomplete] == ["member-ambiguous"], f"findings {incomplete}")
            self.check(any(e["role"] == "archive" and e["use"] == "linked" and e["path"].endswith("/libdup.a")
                           for e in self.entries), "libdup.a is not in the list as a whole")
            return
        self.check(not self.record["unaccounted"], f"unaccounted: {self.record['unaccounted']}")
        for finding in incomplete:
            self.check(False, f"{finding['code']}: {finding['text']}")
        objects = {os.path.basename(e["path"]) for e in self.entries if e["role"] == "object" and e["use"] == "linked"}
        self.check(objects == self.variant.objects, f"objects {sorted(objects)}")
        for entry in self.entries:
            self.check(entry["reason"], f"no reason: {entry['path']}")
        if self.variant.map and self.mode == "plain":
            self.check(any(e["member"] == "foo1.o" and e.get("bytes", 0) > 0 for e in self.entries), "no bytes from the map")


def main():
    parser = argparse.ArgumentParser()
    for name in ("launcher", "dump", "scratch"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    shutil.rmtree(args.scratch, ignore_errors=True)
    os.makedirs(args.scratch)
    args.scratch = os.path.realpath(args.scratch)
    failed = total = 0
    skipped = []
    for compiler, mode, linkers, variants in CELLS:
        cases = [(linker, variant) for linker in linkers for variant in variants]
        if not any(args.only in f"{compiler} {mode} {linker} {variant}" for linker, variant in cases):
            continue
        tools = [compiler, *[f"ld.{linker}" for linker in linkers]]
        if missing := [tool for tool in tools if shutil.which(tool) is None]:
            skipped.append(f"{compiler} {mode}: {', '.join(missing)} not installed")
            continue
        inputs = InputSet(f"{args.scratch}/{compiler}-{mode}-{linkers[0]}", compiler, MODES[mode], mixed=mode == "mixed").build()
        for linker, variant in cases:
            case = Case(args, inputs, mode, linker, variant)
            if not case.possible():
                continue
            case.run()
            total += 1
            failed += bool(case.problems)
            if case.problems or args.verbose:
                print(("FAIL " if case.problems else "ok   ") + case.name, *case.problems, sep="\n       ", flush=True)
    print(f"{total - failed} of {total} links traced right")
    for text in skipped:
        print("skipped:", text)
    if skipped and os.environ.get("SOUPTRACE_REQUIRE_ALL"):
        return 1
    return 1 if failed or total == 0 else 77 if skipped else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what SoupTrace adds to builds of real products, beside what strace costs that traces a build from outside.

    overhead.py [--only NAME...] [--linker NAME...] [--build KIND...] [--rounds N] [--jobs N] [--sample N] [--work DIR]
                [--tools SOUPTRACE LAUNCHER] [--no-install] [--output DIR]

Three products of the corpus (tests/corpus/products.py) with four linkers, each built without and with SoupTrace, under `strace -f` and under
`strace -f --seccomp-bpf`, in turn within one run, in an order that changes from round to round, after a round that does not count.
Builds are clean, incremental (one source is touched) and with nothing to do. Compiler caches are off. A clean build is put together: the
compilations, N of them evenly spread (--sample) and scaled to all, and everything after them, whole. (SoupTrace does not touch compilations:
that their commands are the same in both build directories is checked.) --build "clean, whole" builds all of it, which takes its time.
Printed, and written as results.md and results.json into --output (this folder): ratios to the build without SoupTrace of the same round,
their median and spread. Of the processors' time of all processes (user and system), which other work on the machine disturbs less, and
of the elapsed time. Exit code 1 when a build with nothing to do runs a command, 2 when something cannot be built.
"""

import argparse
import dataclasses
import json
import os
import re
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path[:0] = [os.path.join(HERE, "..", "corpus")]
import building
import products as corpus
import sources
from toolchains import TOOLCHAINS

import overhead_page

# Product → (variant, the source that is touched).
SUBJECTS = {
    "mosquitto": ("shared", "src/database.c"),
    "mbedtls": ("static", "library/aes.c"),
    "dcmtk": ("static", "dcmdata/libsrc/dcelem.cc"),
}
KINDS = ("clean", "clean, whole", "incremental", "nothing to do")
CALLS = building.strace_log.CALLS
STRACE = ("strace", "-f", "-qq", "-o", os.devnull, "-e", "trace=" + CALLS)
# Way → (which build directory, what stands before the command).
WAYS = {"without": ("plain", ()), "SoupTrace": ("traced", ()), "strace -f": ("plain", STRACE),
        "strace --seccomp-bpf": ("plain", (*STRACE, "--seccomp-bpf"))}
DIGESTS = "CMakeFiles/souptrace-state/digests"


@dataclasses.dataclass(frozen=True)
class Cost:
    elapsed: float
    processors: float

    def __add__(self, other):
        return Cost(self.elapsed + other.elapsed, self.processors + other.processors)

    def scaled(self, factor):
        return Cost(self.elapsed * factor, self.processors * factor)


class Failed(Exception):
    pass


def measured(command, directory=None):
    """(what the command and all that it started cost, what it printed)"""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL)
    elapsed, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise Failed(f"{shlex.join(command)}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
    return Cost(elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), done.stdout


class Subject:
    """One product with one linker: two build directories, and how its builds are measured."""

    def __init__(self, product, source, linker, arguments, work):
        self.variant, touched = SUBJECTS[product.name]
        self.arguments = arguments
        place = os.path.join(work, "overhead", product.name)
        # A copy: other builds of the corpus are of sources that nobody touches.
        own = os.path.join(place, "source")
        if not os.path.isdir(own):
            shutil.copytree(source, own, symlinks=True)
        self.touched = os.path.join(own, touched)
        toolchain = TOOLCHAINS["gcc-" + linker]
        self.trees = {name: building.Tree(own, os.path.join(place, name), arguments.jobs) for name in ("plain", "traced")}
        for name, tree in self.trees.items():
            traced = building.souptrace_arguments(arguments.tools, work) if name == "traced" else []
            tree.configure(corpus.RELEASE, *product.arguments, *product.variants[self.variant], *toolchain.compile_arguments(),
                           *toolchain.link_arguments(), *traced)
            tree.make()
        self.links = {name: tree.linked() for name, tree in self.trees.items()}
        self.objects = self._compilations()

    def _compilations(self):
        """[(object, the words that compile it)] of the plain build; the traced one has the same."""
        commands = {}
        for name, tree in self.trees.items():
            commands[name] = {os.path.relpath(path, tree.build): " ".join(words).replace(tree.build, "<build>")
                              for path, words in tree.commands().items() if path.endswith(".o")}
        if commands["plain"] != commands["traced"]:
            raise Failed("a compilation has another command when SoupTrace is there")
        plain = self.trees["plain"]
        built = {os.path.relpath(os.path.join(plain.build, one), plain.build) for one in plain.outputs_of_all()}
        return [(path, words) for path, words in sorted(plain.commands().items()) if os.path.relpath(path, plain.build) in built and
                path.endswith(".o")]

    def _ninja(self, way):
        name, before = WAYS[way]
        return measured([*before, "ninja", "-C", self.trees[name].build, "-j", str(self.arguments.jobs)])

    def whole_build(self, way):
        name = WAYS[way][0]
        measured(["ninja", "-C", self.trees[name].build, "-t", "clean"])
        self._forget_digests(name)
        return self._ninja(way)[0]

    def _forget_digests(self, name):
        path = os.path.join(self.trees[name].build, DIGESTS)
        if os.path.exists(path):
            os.unlink(path)

    def after_compilations(self, way):
        """Archives, links and the trace step, the latter without its cache of digests, as in a clean build."""
        name = WAYS[way][0]
        for path in [*self.links[name], *self._archives(name)]:
            if os.path.lexists(path):
                os.unlink(path)
        self._forget_digests(name)
        return self._ninja(way)[0]

    def _archives(self, name):
        build = self.trees[name].build
        return [os.path.join(build, one) for one in self.trees[name].archives_of_all()]

    def compilations(self, way):
        """The compilations of the sample, one after the other, scaled to all."""
        sample = self.objects[::max(1, len(self.objects) // self.arguments.sample)][:self.arguments.sample]
        cost = Cost(0, 0)
        for _, words in sample:
            at = words.index("-o") + 1
            cost += measured([*WAYS[way][1], *words[:at], os.devnull, *words[at + 1:]], self.trees["plain"].build)[0]
        # Ninja runs several at once.
        return Cost(cost.elapsed / self.arguments.jobs, cost.processors).scaled(len(self.objects) / len(sample))

    def clean(self, way, compiled):
        compiling = "without" if way == "SoupTrace" else way
        if compiling not in compiled:
            compiled[compiling] = self.compilations(compiling)
        return compiled[compiling] + self.after_compilations(way)

    def incremental(self, way):
        os.utime(self.touched)
        return self._ninja(way)[0]

    def nothing_to_do(self, way):
        """(cost, number of commands that ran)"""
        cost, printed = self._ninja(way)
        ran = re.findall(r"^\[(\d+)/\d+\]", printed, re.M)
        return cost, 0 if "no work to do" in printed else int(ran[-1]) if ran else -1


def in_turn(rounds, measure):
    """{way: [Cost of each round]}; `measure(way, round's scratch)`. The first round does not count."""
    costs = {way: [] for way in WAYS}
    for turn in range(rounds + 1):
        compiled = {}
        for way in list(WAYS) if turn % 2 else list(reversed(WAYS)):
            cost = measure(way, compiled)
            if turn:
                costs[way].append(cost)
    return costs


def ratios(costs, what):
    """{way: [median, least, greatest]} of the rounds' ratios to the build without."""
    base = [getattr(one, what) for one in costs["without"]]
    out = {}
    for way in WAYS:
        if way != "without":
            these = [getattr(one, what) / before for one, before in zip(costs[way], base)]
            out[way] = [round(statistics.median(these), 4), round(min(these), 4), round(max(these), 4)]
    return out


def measure_subject(product, source, linker, arguments, work):
    """The rows of this product and linker."""
    subject = Subject(product, source, linker, arguments, work)
    commands = {}

    def nothing(way, _):
        cost, commands[way] = subject.nothing_to_do(way)
        return cost

    measures = {"clean": subject.clean, "clean, whole": lambda way, _: subject.whole_build(way),
                "incremental": lambda way, _: subject.incremental(way), "nothing to do": nothing}
    for kind in KINDS:
        if kind not in arguments.build:
            continue
        # After a touched source the other build directory has something to do as well, and that is no part of what follows.
        for way in ("without", "SoupTrace"):
            subject._ninja(way)
        costs = in_turn(arguments.rounds, measures[kind])
        row = {"product": product.name, "version": sources.version(source), "linker": linker, "build": kind, "rounds": arguments.rounds,
               "objects": len(subject.objects), "links": len(subject.links["traced"]),
               "processors": ratios(costs, "processors"), "elapsed": ratios(costs, "elapsed")}
        if kind == "nothing to do":
            row["commands"] = commands["SoupTrace"]
        print(overhead_page.line(row), flush=True)
        yield row


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(SUBJECTS), default=list(SUBJECTS))
    parser.add_argument("--linker", nargs="+", choices=("bfd", "gold", "lld", "mold"), default=("bfd", "gold", "lld", "mold"))
    parser.add_argument("--build", nargs="+", choices=KINDS, default=("clean", "incremental", "nothing to do"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--sample", type=int, default=12)
    parser.add_argument("--work", default=os.path.join(REPOSITORY, "build", "corpus"), type=os.path.realpath)
    parser.add_argument("--tools", nargs=2, type=os.path.realpath, metavar=("SOUPTRACE", "LAUNCHER"))
    parser.add_argument("--no-install", action="store_true")
    parser.add_argument("--output", default=HERE)
    return parser.parse_args()


def main():
    arguments = parsed()
    os.environ["CCACHE_DISABLE"] = "1"
    chosen = corpus.named(arguments.only)
    code = 0
    try:
        if not arguments.no_install:
            sources.install([*corpus.COMMON_PACKAGES, *corpus.LINKER_PACKAGES, *(one for product in chosen for one in product.build_packages)])
        trees = sources.fetch([one.package for one in chosen], arguments.work)
        for product in chosen:
            for linker in arguments.linker:
                for row in measure_subject(product, trees[product.package], linker, arguments, arguments.work):
                    overhead_page.add(row, arguments.output, KINDS)
                    code = code or (1 if row.get("commands", 0) else 0)
    except (sources.Unobtainable, building.BuildFailed, Failed) as error:
        print(f"overhead.py: {error}", file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())

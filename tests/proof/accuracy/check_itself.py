#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The comparison finds what it is for: the trace of a small product scores 100 %, and every kind of fault put into it lowers the
precision or recall of its kind.

    check_itself.py --work DIR --tools SOUPTRACE LAUNCHER

Exit code 0: so it is. 1: a fault is not found. 77: this machine lacks strace (a failure when SOUPTRACE_REQUIRE_ALL=1).
"""

import argparse
import copy
import json
import os
import shutil
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "..", "corpus")]
import building
from toolchains import TOOLCHAINS

import score
import truth


def _program(trace):
    return next(one for one in trace["binaries"] if one["name"] == "proved")


def _input(trace, **wanted):
    return next(one for one in _program(trace)["inputs"] if all(one.get(key) == value for key, value in wanted.items()))


def _without(trace, **wanted):
    _program(trace)["inputs"].remove(_input(trace, **wanted))


def _file(trace, path):
    return next(one["id"] for one in trace["files"] if one["path"] == path)


def _add_file(trace):
    trace["files"].append({**copy.deepcopy(trace["files"][0]), "id": "f999", "path": "source:unused.h"})
    _program(trace)["inputs"].append({"file": "f999", "role": "object", "use": "linked"})


def _add_member(trace):
    _program(trace)["inputs"].append({**_input(trace, member="used.c.o"), "member": "unused.c.o", "offset": 4})


def _set(entry, **values):
    entry.update(values)


def _other_owner(trace, path):
    entry = next(one for one in trace["files"] if one["path"] == path)
    entry["owner"]["chosen"]["component"] = next(one["id"] for one in trace["components"] if one["name"].startswith("libgcc"))


# What is done to the trace, the kind that has to notice, and whether precision ("said") or recall ("truth") has to fall.
FAULTS = (
    ("a binary is missing", lambda trace: trace["binaries"].remove(_program(trace)), "binaries", "recall"),
    ("a startup object is missing", lambda trace: _without(trace, role="startup-object"), "opened", "recall"),
    ("a file that was never opened", _add_file, "opened", "precision"),
    ("a member is missing", lambda trace: _without(trace, member="used.c.o"), "members", "recall"),
    ("a member that was not taken", _add_member, "members", "precision"),
    ("a member at another offset", lambda trace: _set(_input(trace, member="used.c.o"), offset=1), "members", "recall"),
    ("a needed library is said to be dropped", lambda trace: _set(_input(trace, use="needed"), use="dropped"), "needed", "recall"),
    ("a needed library is said to be dropped", lambda trace: _set(_input(trace, use="needed"), use="dropped"), "dropped", "precision"),
    ("a dropped library is said to be needed", lambda trace: _set(_input(trace, role="shared-library", use="dropped"), use="needed"),
     "needed", "precision"),
    ("what is loaded at run time is missing", lambda trace: _program(trace)["runtime"].clear(), "loaded", "recall"),
    ("a header is missing", lambda trace: _without(trace, role="header"), "compiled-in", "recall"),
    ("a header that was not read", lambda trace: _program(trace)["inputs"].append(
        {"file": _file(trace, "source:wanted.c"), "role": "header", "use": "compiled-in"}), "compiled-in", "precision"),
    ("an object without its headers", lambda trace: [_set(one, headers=[]) for one in trace["compilations"]], "per object", "recall"),
    ("a system file of another package", lambda trace: _other_owner(trace, "system:usr/include/zlib.h"), "owners", "precision"),
    ("a source that is not the product's", lambda trace: _other_owner(trace, "source:main.c"), "owners", "recall"),
)


def _share(scored, kind, which):
    return getattr(scored.counts[kind], which)


def check(facts, document, tree, scratch):
    """What is wrong, in words."""
    wrong = []
    with open(document, encoding="utf-8") as file:
        trace = json.load(file)
    good = score.score(facts, document, tree.source, tree.build)
    wrong += [f"without a fault: {one}" for one in [*good.differences, *good.wrong]]
    wrong += [f"without a fault: nothing is compared of {kind}" for kind, count in good.counts.items() if not count.truth]
    for what, spoil, kind, which in FAULTS:
        spoilt = copy.deepcopy(trace)
        spoil(spoilt)
        path = os.path.join(scratch, "spoilt.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(spoilt, file)
        share = _share(score.score(facts, path, tree.source, tree.build), kind, which)
        print(f"{what:45} {which:9} of {kind:12} {100 * share:.1f} %")
        if share >= 1:
            wrong.append(f"{what}: {which} of {kind} is still 100 %")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=os.path.realpath)
    parser.add_argument("--tools", nargs=2, required=True, type=os.path.realpath)
    arguments = parser.parse_args()
    if not shutil.which("strace"):
        print("check_itself.py: no strace")
        return 1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else 77
    shutil.rmtree(arguments.work, ignore_errors=True)
    scratch = os.path.join(arguments.work, "scratch")
    os.makedirs(scratch)
    toolchain = TOOLCHAINS["gcc-bfd"]
    shutil.copytree(os.path.join(HERE, "product"), os.path.join(arguments.work, "product"))
    tree = building.Tree(os.path.join(arguments.work, "product"), os.path.join(arguments.work, "build"), 2)
    tree.configure(*toolchain.compile_arguments(), *toolchain.link_arguments(),
                   *building.souptrace_arguments(arguments.tools, arguments.work))
    tree.make_objects()
    facts = truth.establish(tree, truth.Compilations(tree.build, scratch, 2), scratch)
    wrong = check(facts, os.path.join(tree.build, "souptrace", "trace.json"), tree, scratch)
    print("\n".join(wrong))
    print(f"{len(FAULTS)} faults, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

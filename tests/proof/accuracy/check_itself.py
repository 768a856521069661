#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The comparison finds what it is for: the trace of a small product scores 100 %, and every kind of fault put into it lowers the
precision or recall of its kind, or is told apart. An explanation excuses what it is about and nothing else, and names that are not known are
errors.

    check_itself.py --work DIR --tools SOUPTRACE LAUNCHER

Exit code 0: so it is. 1: a fault is not found. 77: this machine lacks strace (a failure when SOUPTRACE_REQUIRE_ALL=1).
"""

import argparse
import copy
import json
import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "..", "corpus")]
import building
from toolchains import TOOLCHAINS

import explained
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


def _add_binary(trace):
    trace["binaries"].append({**copy.deepcopy(_program(trace)), "name": "invented", "path": "build:invented"})


def _load_more(trace):
    _program(trace)["runtime"].append({"name": "libmore.so", "file": _file(trace, "source:wanted.c")})


def _more_headers(trace):
    one = next(one for one in trace["compilations"] if one["headers"])
    one["headers"] = [*one["headers"], _file(trace, "source:wanted.c"), _file(trace, "source:idle.c")]


def _error(trace):
    trace["findings"].append({"code": "owner-unknown", "severity": "error", "subject": "build:proved", "text": "planted", "incomplete": False})


def _other_bytes(facts):
    next(iter(facts["binaries"].values()))["sameBytes"] = False


# What is done to the trace, the kind that has to notice, and whether precision ("said") or recall ("truth") has to fall. What no kind counts is
# "told" apart.
FAULTS = (
    ("a binary is missing", lambda trace: trace["binaries"].remove(_program(trace)), "binaries", "recall"),
    ("a binary that was not linked", _add_binary, "binaries", "precision"),
    ("a startup object is missing", lambda trace: _without(trace, role="startup-object"), "opened", "recall"),
    ("a file that was never opened", _add_file, "opened", "precision"),
    ("a member is missing", lambda trace: _without(trace, member="used.c.o"), "members", "recall"),
    ("a member that was not taken", _add_member, "members", "precision"),
    ("a member at another offset", lambda trace: _set(_input(trace, member="used.c.o"), offset=1), "members", "recall"),
    ("a needed library is said to be dropped", lambda trace: _set(_input(trace, use="needed"), use="dropped"), "needed", "recall"),
    ("a needed library is said to be dropped", lambda trace: _set(_input(trace, use="needed"), use="dropped"), "dropped", "precision"),
    ("a dropped library is said to be needed", lambda trace: _set(_input(trace, role="shared-library", use="dropped"), use="needed"),
     "needed", "precision"),
    ("a dropped library is said to be needed", lambda trace: _set(_input(trace, role="shared-library", use="dropped"), use="needed"),
     "dropped", "recall"),
    ("what is loaded at run time is missing", lambda trace: _program(trace)["runtime"].clear(), "loaded", "recall"),
    ("a file that is not loaded at run time", _load_more, "loaded", "precision"),
    ("a header is missing", lambda trace: _without(trace, role="header"), "compiled-in", "recall"),
    ("a header that was not read", lambda trace: _program(trace)["inputs"].append(
        {"file": _file(trace, "source:wanted.c"), "role": "header", "use": "compiled-in"}), "compiled-in", "precision"),
    ("an object without its headers", lambda trace: [_set(one, headers=[]) for one in trace["compilations"]], "per object", "recall"),
    ("an object with another's source", _more_headers, "per object", "precision"),
    ("a system file of another package", lambda trace: _other_owner(trace, "system:usr/include/zlib.h"), "owners", "precision"),
    ("a source that is not the product's", lambda trace: _other_owner(trace, "source:main.c"), "owners", "recall"),
    ("another digest", lambda trace: _set(_program(trace), sha256="0" * 64), "told", "another sha256"),
    ("a list that is not complete", lambda trace: _set(_program(trace)["completeness"], complete=False), "told", "is not complete"),
    ("a finding that is an error", _error, "told", "planted"),
)
# What is done to the truth.
FAULTS_OF_LINKS = (("other bytes without SoupTrace", _other_bytes, "told", "writes other bytes"),)


def _share(scored, kind, which):
    return getattr(scored.counts[kind], which)


def _unnoticed(what, scored, kind, which):
    """The fault in words when the score does not show it; "" when it does."""
    if kind == "told":
        print(f"{what:45} {scored.wrong}")
        return "" if any(which in one for one in scored.wrong) else f"{what}: nothing is told"
    share = _share(scored, kind, which)
    print(f"{what:45} {which:9} of {kind:12} {100 * share:.1f} %")
    return "" if share < 1 else f"{what}: {which} of {kind} is still 100 %"


def check(facts, document, tree, scratch):
    """What is wrong, in words."""
    wrong = []
    with open(document, encoding="utf-8") as file:
        trace = json.load(file)
    good = score.score(facts, document, tree.source, tree.build)
    wrong += [f"without a fault: {one}" for one in [*good.differences, *good.wrong]]
    wrong += [f"without a fault: nothing is compared of {kind}" for kind, count in good.counts.items() if not count.truth]
    path = os.path.join(scratch, "spoilt.json")
    for what, spoil, kind, which in FAULTS:
        spoilt = copy.deepcopy(trace)
        spoil(spoilt)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(spoilt, file)
        wrong.append(_unnoticed(what, score.score(facts, path, tree.source, tree.build), kind, which))
    for what, spoil, kind, which in FAULTS_OF_LINKS:
        spoilt = copy.deepcopy(facts)
        spoil(spoilt)
        wrong.append(_unnoticed(what, score.score(spoilt, document, tree.source, tree.build), kind, which))
    return [one for one in wrong if one] + check_explanations(facts, trace, tree, path)


def _without_header(trace, objects, header):
    """The trace does not know of `header`: no object of these has it, and no binary and no file where none of the others has."""
    number = _file(trace, header)
    for one in trace["compilations"]:
        if any(entry["id"] == one["object"] and entry["path"].endswith(objects) for entry in trace["files"]):
            one["headers"] = [each for each in one["headers"] if each != number]
    if not any(number in one["headers"] for one in trace["compilations"]):
        for binary in trace["binaries"]:
            binary["inputs"] = [one for one in binary["inputs"] if one["file"] != number]
        trace["files"] = [one for one in trace["files"] if one["id"] != number]


def check_explanations(facts, trace, tree, path):
    """What is wrong with explained.py, in words: (what, the objects that lack the header, those with a finding, the pattern, how many are left)."""
    every = ("main.c.o", "used.c.o", "wanted.c.o", "idle.c.o")
    header = explained.Explanation(r"/.*/parts\.h", "object-dependencies-unknown", "a reason")
    other = explained.Explanation(r"/.*/arts\.h", "object-dependencies-unknown", "a reason")
    one_more = explained.Explanation(r"/.*/parts\.h", "other-finding", "a reason")
    cases = (
        ("all that lack it say so", every, every, header, lambda left: not left),
        ("no finding at all", every, (), header, lambda left: {one.kind for one in left} == {"per object", "compiled-in", "owners"}),
        ("one object does not say so", every, every[1:], header, lambda left: {one.kind for one in left} == {"per object", "compiled-in", "owners"} and
         all(one.kind != "per object" or one.subject.endswith("main.c.o") for one in left)),
        ("another object says so", every[:1], ("a" + every[0], "x/main.c.o", "ain.c.o"), header, lambda left: len(left) == 1),
        ("a finding of another code", every, every, one_more, lambda left: left),
        ("a path that only ends likewise", every, every, other, lambda left: left),
    )
    wrong = []
    for what, lacking, telling, explanation, as_it_must in cases:
        spoilt = copy.deepcopy(trace)
        places = {entry["id"]: entry["path"] for entry in trace["files"]}
        subjects = [places[one["object"]] for one in trace["compilations"] if places[one["object"]].rsplit("/", 1)[-1] in telling]
        subjects += [f"build:CMakeFiles/proved.dir/{one}" for one in telling if one not in every]
        for subject in subjects:
            spoilt["findings"].append({"code": "object-dependencies-unknown", "severity": "warning", "subject": subject, "text": "", "incomplete": False})
        _without_header(spoilt, tuple("/" + one for one in lacking), "source:parts.h")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(spoilt, file)
        scored = score.score(facts, path, tree.source, tree.build)
        reasons, left = explained.sort_out(scored, (explanation,))
        print(f"{what:45} explained {sum(reasons.values())}, left {len(left)}")
        if not scored.differences or not as_it_must(left):
            wrong.append(f"explanations, {what}: left are {[str(one) for one in left]}")
        # What a binary has too much is never excused.
        if explained.sort_out(_with_too_much(scored), (explanation,))[1][-1].missing:
            wrong.append(f"explanations, {what}: a false statement is excused")
    return wrong


def _with_too_much(scored):
    out = copy.deepcopy(scored)
    out.differences.append(score.Difference("per object", "CMakeFiles/proved.dir/main.c.o", False, "/x/parts.h"))
    return out


def check_names():
    """What is wrong with how run.py takes names: each of these is an error that lists what there is."""
    wrong = []
    for words, listed in ((["--only", "jsonccp"], "jsoncpp"), (["--variant", "sharde"], "shared"), (["--toolchain", "gcc-blink"], "gcc-bfd"),
                          (["--only", "cppcheck", "--variant", "static"], "program"), (["--only", "curl", "--toolchain", "gcc-lto-mold"], "gcc-bfd"),
                          (["--only", "jsoncpp", "--variant", "shared", "--toolchain", "gcc-lto-bfd"], "static gcc-lto-bfd")):
        done = subprocess.run([sys.executable, "-B", os.path.join(HERE, "run.py"), "--list", *words], capture_output=True, text=True)
        print(f"{' '.join(words):45} {done.stderr.strip()[:80]}")
        if done.returncode != 2 or listed not in done.stderr:
            wrong.append(f"{words}: exit code {done.returncode}, {done.stdout}{done.stderr}")
    done = subprocess.run([sys.executable, "-B", os.path.join(HERE, "run.py"), "--list", "--only", "jsoncpp", "--variant", "shared"],
                          capture_output=True, text=True)
    if done.returncode != 0 or len(done.stdout.splitlines()) != 4:
        wrong.append(f"the names that there are: {done.stdout}{done.stderr}")
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
    wrong = check(facts, os.path.join(tree.build, "souptrace", "trace.json"), tree, scratch) + check_names()
    print("\n".join(wrong))
    print(f"{len(FAULTS) + len(FAULTS_OF_LINKS)} faults, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

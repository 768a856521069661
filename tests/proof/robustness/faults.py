#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes every system call fail in turn, in the real trace step and in the real launcher, and looks at what is left.

Method. A small product (C, a static and a shared library, a declared component, a git work tree) has two states that link different
archive members. An undisturbed build of each state gives the documents that are right; a build without SoupTrace gives the binaries.
strace lists the calls that the program makes when nothing fails. Then, for each of these calls, each error that it can have on a machine
in trouble, and each time that the call is made, the program runs once with exactly that failure ("KILL": kill -9 as the call is entered;
"short": a file ends early). The documents of the product's other state lie there, so that a stale one shows. Each time:
  * no signal but the one that was sent, no hang (120 s), an exit code that is documented, an error with what it is about;
  * the binaries are those of the build without SoupTrace, and the link succeeds;
  * each document is absent, the former one or the right one, byte for byte; with exit code 0 the trace is right, or a finding says
    what could not be established; no incomplete trace stands beside a complete one;
  * the next undisturbed run gives the right documents, and no temporary file is left.

usage: faults.py --souptrace PROGRAM --launcher PROGRAM [--part step|step-new|launcher] [--call NAME] [--every N] [--from K] [--work DIRECTORY]
"""
import argparse
import collections
import pathlib
import sys
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "tests/e2e/faults"))
from disturb import Link, TraceStep, make_product  # noqa: E402
from inject import injected, need_strace, points  # noqa: E402
from product import Failed  # noqa: E402


def every_point(disturbed, options, what):
    """Gives (what it came to → how often, claims that do not hold)."""
    chosen = [one for one in points(disturbed.calls()) if options.call in ("", one[0])][::options.every][options.first:]
    outcomes, failures = collections.Counter(), []
    began = time.monotonic()
    for done, (call, fault, number) in enumerate(chosen, 1):
        try:
            outcomes[disturbed.attempt(call, fault, number)] += 1
        except (Failed, OSError, ValueError) as problem:
            failures.append(f"{what} {call}:{fault}:{number}: {problem}; {injected(disturbed.log)[:1]}")
            print(f"FAILED  {failures[-1]}", flush=True)
        if done % 100 == 0:
            print(f"        {what}: {done} of {len(chosen)} in {time.monotonic() - began:.0f} s, {len(failures)} failed", flush=True)
    return outcomes, failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--part", choices=("step", "step-new", "launcher"), action="append", help="only this; default: all three")
    parser.add_argument("--call", default="", help="only this system call")
    parser.add_argument("--every", type=int, default=1, help="only every N-th point")
    parser.add_argument("--from", dest="first", type=int, default=0, help="begin with this point")
    parser.add_argument("--work", type=pathlib.Path)
    options = parser.parse_args()
    need_strace()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="souptrace-faults-") as temporary:
        work = (options.work or pathlib.Path(temporary)).resolve()
        product = make_product(options, work)
        for part in options.part or ("step", "step-new", "launcher"):
            disturbed = Link(product) if part == "launcher" else TraceStep(product, "new" if part == "step-new" else "changed")
            outcomes, failures = every_point(disturbed, options, part)
            failed += len(failures)
            print(f"{part}: {sum(outcomes.values()) + len(failures)} faults, {len(failures)} claims that do not hold")
            for what, count in sorted(outcomes.items(), key=lambda one: -one[1]):
                print(f"  {count:6} {what}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

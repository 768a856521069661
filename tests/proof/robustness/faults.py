#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes every system call fail in turn, in the real trace step, in the real launcher and in the commands that read a trace, and looks at what
is left.

Method. A small product (C, a static and a shared library, a declared component, a git work tree) has two states that link different
archive members. An undisturbed build of each state gives the documents that are right; a build without SoupTrace gives the binaries.
strace lists the calls that the program makes when nothing fails. Then, for each of these calls, each error that it can have on a machine
in trouble, and each time that the call is made, the program runs once with exactly that failure ("KILL": kill -9 as the call is entered;
"short": a file ends early; "none": no memory). Of a package database's lists, of headers, and of files that are only closed, three of each
kind are taken. The documents of the product's other state lie there, so that a stale one shows. Each time:
  * no signal but the one that was sent, no hang (120 s), an exit code that is documented, errors that name a file and a remedy;
  * the binaries are those of the build without SoupTrace, and the link succeeds;
  * each document is absent, the former one or the right one, byte for byte; with exit code 0 the trace is right, or has the right bytes in
    each binary and a finding that says what could not be read; no incomplete trace stands beside a complete one;
  * check, report, diff, sbom, attest, verify, bundle: what they write is absent, the former one or the right one; they end as when nothing
    fails only when all of it, and what they print, is right;
  * the next undisturbed run gives the right documents, and no temporary file is left.
A fault whose call a run did not make (threads share their work differently each time) is tried three times and then counted as not reached;
more than one in twenty, and the proof fails.

usage: faults.py --souptrace PROGRAM --launcher PROGRAM [--part step|step-new|launcher|commands] [--call NAME] [--every N] [--from K] [--work DIRECTORY]
"""
import argparse
import pathlib
import sys
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "tests/e2e/faults"))
from commands import Fixture  # noqa: E402
from disturb import Link, TraceStep, make_product  # noqa: E402
from inject import Tally, need_strace, points  # noqa: E402
from product import Failed  # noqa: E402

PARTS = ("step", "step-new", "launcher", "commands")


def disturbed_ones(part, product, work):
    """What is disturbed in one part of the proof, each with its name, made when its turn has come."""
    if part == "launcher":
        yield part, Link(product)
    elif part == "commands":
        for one in Fixture(product, work / "commands").commands():
            yield one.name, one
    else:
        yield part, TraceStep(product, "new" if part == "step-new" else "changed")


def every_point(name, disturbed, options):
    chosen = [one for one in points(disturbed.calls()) if options.call in ("", one[0])][::options.every][options.first:]
    tally = Tally(name)
    began = time.monotonic()
    for done, point in enumerate(chosen, 1):
        if tally.attempt(disturbed, point, (Failed, OSError, ValueError)) is None:
            print(f"FAILED  {tally.failures[-1]}", flush=True)
        if done % 100 == 0:
            print(f"{name}: {done} of {len(chosen)} in {time.monotonic() - began:.0f} s, {len(tally.failures)} failed", file=sys.stderr, flush=True)
    print("\n".join(tally.lines()), flush=True)
    return tally.holds() or not chosen and bool(options.call)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--part", choices=PARTS, action="append", help="only this; default: all of them")
    parser.add_argument("--call", default="", help="only this system call")
    parser.add_argument("--every", type=int, default=1, help="only every N-th point")
    parser.add_argument("--from", dest="first", type=int, default=0, help="begin with this point")
    parser.add_argument("--work", type=pathlib.Path)
    options = parser.parse_args()
    need_strace()
    holds = True
    with tempfile.TemporaryDirectory(prefix="souptrace-faults-") as temporary:
        work = (options.work or pathlib.Path(temporary)).resolve()
        product = make_product(options, work)
        for part in options.part or PARTS:
            for name, disturbed in disturbed_ones(part, product, work):
                holds = every_point(name, disturbed, options) and holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())

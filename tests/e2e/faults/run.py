# SPDX-License-Identifier: Apache-2.0
"""Some of the faults of tests/proof/robustness, spread evenly: system calls that fail and kill -9, in the trace step, in the launcher and in
the commands that read a trace.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY
"""
import argparse
import pathlib
import random
import sys

from commands import Fixture
from disturb import Link, TraceStep, make_product
from inject import Tally, need_strace, points
from product import Failed

PROBLEMS = (Failed, OSError, ValueError)


def spread(chosen, count):
    """Of all faults so many, as far apart as they can be."""
    return [chosen[(2 * number + 1) * len(chosen) // (2 * count)] for number in range(count)]


def disturb(name, disturbed, faults):
    tally = Tally(name)
    tally.MOST_MISSED = 0.25  # of so few
    for point in spread(points(disturbed.calls()), faults):
        what = tally.attempt(disturbed, point, PROBLEMS)
        print(f"ok      {name}, {':'.join(map(str, point))}: {what}" if what else f"FAILED  {tally.failures[-1]}", flush=True)
    print(tally.lines()[0], flush=True)
    return tally.holds()


def kill(name, disturbed, kills, chance):
    longest = disturbed.time()
    holds = True
    for _ in range(kills):
        seconds = chance.uniform(0, longest)
        try:
            print(f"ok      {name}, killed after {seconds * 1000:.1f} ms: {disturbed.kill_after(seconds)}", flush=True)
        except PROBLEMS as problem:
            holds = False
            print(f"FAILED  {name}, killed after {seconds * 1000:.1f} ms: {problem}", flush=True)
    return holds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    tools = parser.parse_args()
    need_strace()
    chance = random.Random(20)
    product = make_product(tools, tools.work.resolve())
    link = Link(product)
    held = [disturb("launcher", link, 6), kill("launcher", link, 6, chance)]
    step = TraceStep(product)
    held += [disturb("trace step", step, 10), kill("trace step", step, 14, chance)]
    held += [disturb(one.name, one, 2) for one in Fixture(product, tools.work.resolve() / "commands").commands()]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Some of the faults of tests/proof/robustness, spread evenly: system calls that fail and kill -9, in the trace step and in the launcher.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY
"""
import argparse
import pathlib
import random
import sys

from disturb import Link, TraceStep, make_product
from inject import injected, need_strace, points
from product import Failed


def spread(chosen, count):
    """Of all faults so many, as far apart as they can be."""
    return [chosen[(2 * number + 1) * len(chosen) // (2 * count)] for number in range(count)]


def disturb(name, disturbed, faults, kills, chance):
    """Gives the claims that do not hold."""
    failures = []
    attempts = [(":".join(map(str, point)), lambda point=point: disturbed.attempt(*point)) for point in spread(points(disturbed.calls()), faults)]
    longest = disturbed.time()
    for seconds in (chance.uniform(0, longest) for _ in range(kills)):
        attempts.append((f"killed after {seconds * 1000:.1f} ms", lambda seconds=seconds: disturbed.kill_after(seconds)))
    for what, attempt in attempts:
        try:
            print(f"ok      {name}, {what}: {attempt()}", flush=True)
        except (Failed, OSError, ValueError) as problem:
            failures.append(what)
            print(f"FAILED  {name}, {what}: {problem}; {injected(disturbed.log)[:1]}", flush=True)
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    tools = parser.parse_args()
    need_strace()
    chance = random.Random(20)
    product = make_product(tools, tools.work.resolve())
    failures = disturb("launcher", Link(product), 6, 6, chance)
    failures += disturb("trace step", TraceStep(product), 10, 14, chance)
    print(f"{36 - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

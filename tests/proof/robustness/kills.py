#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 at random points of the launcher and of the trace step.

Method. The product, its two states and what is looked at afterwards are those of faults.py. In turn, the launcher of a link is killed in a
build of the product's other state, and a trace step is killed; when, is drawn from a random sequence (its seed is printed) over the time
that the undisturbed one itself takes, measured first; since other work comes and goes, that time grows by a fiftieth with each kill that
comes before the end and shrinks by a tenth with each that comes after, which makes five of six come before. The link itself goes on without its launcher, as after any kill -9; its end is waited for. Each time each
document is absent, the former one or the right one; what the trace step then makes of it is right or refused; the next build is right, or
refused and right once the binary was deleted and built again, as the messages say; no temporary file is left. Where fewer than half of the
kills come before the program has ended by itself, the proof fails.

usage: kills.py --souptrace PROGRAM --launcher PROGRAM [--times 1000] [--seed N] [--work DIRECTORY]
"""
import argparse
import collections
import pathlib
import random
import sys
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "tests/e2e/faults"))
from disturb import Link, TraceStep, make_product  # noqa: E402
from product import Failed  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--work", type=pathlib.Path)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    print(f"seed {options.seed}")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="souptrace-kills-") as temporary:
        product = make_product(options, (options.work or pathlib.Path(temporary)).resolve())
        for name, kind in (("launcher", Link), ("trace step", TraceStep)):
            disturbed = kind(product)
            outcomes = collections.Counter()
            longest = disturbed.time()
            for number in range(options.times // 2):
                seconds = chance.uniform(0, longest)
                try:
                    what = disturbed.kill_after(seconds)
                    outcomes[what] += 1
                    longest *= 1.02 if what.startswith("killed") else 0.9
                except (Failed, OSError, ValueError) as problem:
                    failed += 1
                    print(f"FAILED  {name}, number {number}, {seconds * 1000:.2f} ms: {problem}", flush=True)
                if (number + 1) % 100 == 0:
                    print(f"{name}: {number + 1} of {options.times // 2}, {failed} failed", file=sys.stderr, flush=True)
            hits = sum(count for what, count in outcomes.items() if what.startswith("killed"))
            print(f"{name}: {options.times // 2} times kill -9, {hits} in time: " + ", ".join(f"{count} {what}" for what, count in outcomes.most_common()))
            if 2 * hits < options.times // 2:
                failed += 1
                print(f"FAILED  {name}: most kills came too late")
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times builds of two configured Ninja build directories in turn: one with SoupTrace, one without.

    time_builds.py --rounds N [--jobs N] [--links-only] --with DIR --without DIR

A round cleans and builds both, in an order that changes from round to round. --links-only keeps the objects and the static libraries,
and so measures the links and the trace step alone. Printed: the median of each, their spread, the median of the rounds' ratios, and the time of a
build with nothing to do.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time


def ninja(directory, jobs, *words):
    begun = time.monotonic()
    done = subprocess.run(["ninja", "-C", directory, "-j", str(jobs), *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{directory}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.monotonic() - begun


def links(directory):
    """The outputs of link rules: executables, shared libraries, modules."""
    text = subprocess.run(["ninja", "-C", directory, "-t", "targets", "all"], capture_output=True, text=True, check=True).stdout
    return [line.split(": ")[0] for line in text.splitlines()
            if any(kind in line for kind in ("_EXECUTABLE_LINKER__", "_SHARED_LIBRARY_LINKER__", "_MODULE_LIBRARY_LINKER__"))]


def once(directory, jobs, links_only):
    if links_only:
        for path in links(directory):
            os.unlink(os.path.join(directory, path))
    else:
        subprocess.run(["ninja", "-C", directory, "-t", "clean"], capture_output=True, check=True)
    return ninja(directory, jobs)


def line(name, seconds):
    spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
    return f"{name:28} median {statistics.median(seconds):8.2f} s   ({spread}, {len(seconds)} builds)"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--links-only", action="store_true")
    parser.add_argument("--with", dest="traced", required=True)
    parser.add_argument("--without", dest="plain", required=True)
    arguments = parser.parse_args()
    directories = {"with SoupTrace": arguments.traced, "without": arguments.plain}
    for directory in directories.values():
        ninja(directory, arguments.jobs)  # files in the cache of the system, CMake's second run over
    seconds = {name: [] for name in directories}
    for turn in range(arguments.rounds):
        for name in sorted(directories, reverse=turn % 2 == 1):
            seconds[name].append(once(directories[name], arguments.jobs, arguments.links_only))
    for name in directories:
        print(line(name, seconds[name]))
    ratios = [a / b for a, b in zip(seconds["with SoupTrace"], seconds["without"])]
    print(f"{'ratio':28} median {statistics.median(ratios):8.4f}     ({min(ratios):.4f} to {max(ratios):.4f})")
    for name, directory in directories.items():
        print(line("nothing to do, " + name, [ninja(directory, arguments.jobs) for _ in range(5)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

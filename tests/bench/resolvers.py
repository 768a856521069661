#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what each package manager's records add to a trace: identify() over some 500 files with and without the records, in turn.

    cmake --build BUILD --target identify_cost        # a release build
    resolvers.py --program BUILD/tests/bench/identify_cost [--work DIRECTORY] [--runs N] [MANAGER…]

Every run is a process of its own that reads the records anew; they are in the system's cache of files, as those of a build are. The bar
is on the processor's time, which is the elapsed time of a machine that does nothing else.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import databases

PACKAGES = {"dpkg": 3000, "rpm": 3000, "apk": 3000, "pacman": 3000, "opkg": 3000, "vcpkg": 300, "conan": 100}
BAR = 100  # milliseconds


def prepare(manager, work):
    """Makes the roots "with" and "without" records, and returns the files in question as below either."""
    with_, without = f"{work}/{manager}/with", f"{work}/{manager}/without"
    everything = getattr(databases, manager)(with_, PACKAGES[manager])
    asked = databases.write_asked(with_, everything)
    databases.write_asked(without, everything)
    return {root: [f"{root}/{one}" for one in asked] for root in (with_, without)}


def cmake_files(root):
    folder = f"{root}/product/build/generators"
    return [f"{folder}/{one}" for one in sorted(os.listdir(folder))] if os.path.isdir(folder) else []


def run(program, root, files):
    done = subprocess.run([program, root, *cmake_files(root)], input="\n".join(files) + "\n", capture_output=True, text=True, check=True)
    elapsed, processor, verified, findings = done.stdout.split()
    return (float(elapsed), float(processor)), (int(verified), int(findings))


def measure(program, roots, runs):
    """Milliseconds of each run: [(elapsed, of the processor)] with the records less those without, and without."""
    (with_, files), (without, _) = roots.items()
    added, plain = [], []
    for number in range(runs + 1):
        times = {}
        for root in ((with_, without) if number % 2 else (without, with_)):
            times[root], result = run(program, root, roots[root])
            if root == with_ and result != (len(files), 0):
                sys.exit(f"{root}: (verified, findings) of {len(files)} files are {result}: what was measured is something else")
        if number == 0:
            continue  # to warm up
        added.append([one - other for one, other in zip(times[with_], times[without])])
        plain.append(times[without])
    return added, plain


def row(manager, count, files, added, plain):
    elapsed, processor = zip(*added)
    print(f"{manager:8} {count:8} {files:6} {statistics.median(one for one, _ in plain):9.1f} {statistics.median(elapsed):9.1f} "
          f"{min(elapsed):7.1f} {max(elapsed):7.1f} {statistics.median(processor):10.1f}", flush=True)
    return statistics.median(processor)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", help="where records are written; deleted afterwards unless given")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("managers", nargs="*", metavar="MANAGER", default=list(PACKAGES))
    options = parser.parse_args()
    work = options.work or tempfile.mkdtemp(prefix="resolvers-")
    met = True
    try:
        print("records  packages  files   without     added   least    most  processor  (milliseconds, medians)")
        for manager in options.managers:
            shutil.rmtree(f"{work}/{manager}", ignore_errors=True)
            roots = prepare(manager, os.path.realpath(work))
            added, plain = measure(options.program, roots, options.runs)
            met = row(manager, PACKAGES[manager], len(next(iter(roots.values()))), added, plain) < BAR and met
    finally:
        if not options.work:
            shutil.rmtree(work)
    print(f"bar: < {BAR} ms: {'met' if met else 'NOT met'}")
    sys.exit(0 if met else 1)


main()

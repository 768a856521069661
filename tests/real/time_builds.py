#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times builds of two configured Ninja build directories in turn: one with SoupTrace, one without.

    time_builds.py --rounds N [--jobs N] [--links-only [--sample N]] --with DIR --without DIR

A round cleans and builds both, in an order that changes from round to round. --links-only keeps the objects and the static libraries,
and so measures the links and the trace step alone, the latter without its cache of digests, as in a clean build. With it, --sample
compiles N objects, evenly spread, without a compiler cache, and estimates from them what a clean build takes and what SoupTrace adds to it.
Printed: medians and their spread, of elapsed time and of the processors' time (which other work on the machine disturbs less), the median
of the rounds' ratios, and the time of a build with nothing to do.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

IDLE_ROUNDS = 9
DIGESTS = "CMakeFiles/souptrace-state/digests"


class Cost:
    """Seconds that something took: elapsed, and of the processors."""

    def __init__(self, elapsed, processors):
        self.elapsed, self.processors = elapsed, processors


def measured(command, directory=None, environment=None):
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, cwd=directory, env=environment, shell=isinstance(command, str))
    elapsed, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Cost(elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def ninja(directory, jobs):
    return measured(["ninja", "-C", directory, "-j", str(jobs)])


def outputs(directory, *kinds):
    """The outputs of the rules with one of these words in their names."""
    text = subprocess.run(["ninja", "-C", directory, "-t", "targets", "all"], capture_output=True, text=True, check=True).stdout
    return [line.split(": ")[0] for line in text.splitlines() if any(kind in line for kind in kinds)]


def links(directory):
    """What an ordinary build links: what is not part of "all" would not come back once it is deleted."""
    commands = subprocess.run(["ninja", "-C", directory, "-t", "commands", "all"], capture_output=True, text=True, check=True).stdout
    return [one for one in outputs(directory, "_EXECUTABLE_LINKER__", "_SHARED_LIBRARY_LINKER__", "_MODULE_LIBRARY_LINKER__")
            if f" -o {one} " in commands]


def once(directory, jobs, links_only):
    if links_only:
        for path in [*links(directory), DIGESTS]:
            if os.path.exists(os.path.join(directory, path)):
                os.unlink(os.path.join(directory, path))
    else:
        subprocess.run(["ninja", "-C", directory, "-t", "clean"], capture_output=True, check=True)
    return ninja(directory, jobs)


def in_turn(directories, rounds, measure):
    """The costs of each directory; the order changes from round to round."""
    costs = {name: [] for name in directories}
    for turn in range(rounds):
        for name in sorted(directories, reverse=turn % 2 == 1):
            costs[name].append(measure(directories[name]))
    return costs


def print_costs(what, costs):
    for kind in ("elapsed", "processors"):
        seconds = {name: [getattr(one, kind) for one in these] for name, these in costs.items()}
        for name, these in seconds.items():
            print(f"{what}, {kind}, {name:14} median {statistics.median(these):8.3f} s   ({min(these):.3f} to {max(these):.3f}, {len(these)} times)")
        ratios = [a / b for a, b in zip(seconds["with SoupTrace"], seconds["without"])]
        print(f"{what}, {kind}, {'ratio':14} median {statistics.median(ratios):8.4f}     ({min(ratios):.4f} to {max(ratios):.4f})")


def compile_sample(directory, count):
    """What `count` of the objects cost to compile, without cache, and how many objects there are."""
    objects = outputs(directory, "_COMPILER__")
    environment = dict(os.environ, CCACHE_DISABLE="1")
    costs = []
    for path in objects[::max(1, len(objects) // count)][:count]:
        text = subprocess.run(["ninja", "-C", directory, "-t", "commands", "-s", path], capture_output=True, text=True, check=True).stdout
        with tempfile.TemporaryDirectory() as scratch:
            costs.append(measured(text.splitlines()[-1].replace(path, os.path.join(scratch, "object.o")), directory, environment))
    return costs, len(objects)


def print_estimate(costs, sample, objects):
    """Of processors' time, which does not depend on how many things run at once."""
    seconds = [one.processors for one in sample]
    compilation = statistics.mean(seconds) * objects
    spread = 2 * statistics.stdev(seconds) / len(seconds) ** 0.5 * objects if len(seconds) > 1 else 0
    with_it, without = ([one.processors for one in costs[name]] for name in ("with SoupTrace", "without"))
    added = [a - b for a, b in zip(with_it, without)]
    whole = compilation + statistics.median(without)
    print(f"clean build without SoupTrace, processors: {whole:.0f} s ± {spread:.0f} s ({objects} objects, from a sample of {len(seconds)})")
    print(f"added by SoupTrace: median {statistics.median(added):.2f} s ({min(added):.2f} to {max(added):.2f}) = "
          f"{100 * statistics.median(added) / whole:.2f} % of it ({100 * min(added) / whole:.2f} to {100 * max(added) / whole:.2f} %)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--links-only", action="store_true")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--with", dest="traced", required=True)
    parser.add_argument("--without", dest="plain", required=True)
    arguments = parser.parse_args()
    if arguments.sample and not arguments.links_only:
        parser.error("--sample is for --links-only: whole builds are measured whole")
    directories = {"with SoupTrace": arguments.traced, "without": arguments.plain}
    for directory in directories.values():
        ninja(directory, arguments.jobs)  # files in the cache of the system, CMake's second run over
    costs = in_turn(directories, arguments.rounds, lambda one: once(one, arguments.jobs, arguments.links_only))
    print_costs(f"{len(links(arguments.plain))} links" if arguments.links_only else "build", costs)
    print_costs("nothing to do", in_turn(directories, IDLE_ROUNDS, lambda one: ninja(one, arguments.jobs)))
    if arguments.sample:
        print_estimate(costs, *compile_sample(arguments.plain, arguments.sample))
    return 0


if __name__ == "__main__":
    sys.exit(main())

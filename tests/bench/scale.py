#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures `souptrace trace` on builds of growing size: time, memory, growth; and hashing beside `openssl speed`.

    scale.py --program souptrace --launcher souptrace-link --module CMakeModules --digest-cost digest_cost --work DIRECTORY [--runs 7] [--page FILE]

The builds (scale/tree.py) are made in the work directory unless they are there. Each run is a process of its own; the sizes take turns, cold
(no digest is known) and warm (the second trace in a row), after a round that does not count. Files are in the system's cache, as those of a build
are. Every trace is checked: no finding, and the files, binaries and members that were put in. Ratios are of the processor's time, which other
work on the machine disturbs least. --page: the tables as a Markdown page besides.
"""
import argparse
import concurrent.futures
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# targets, objects in the deps log and the File API's reply, headers of the product: 50 000 used files and 200 MB of reports at the end.
SIZES = [(63, 1550, 560), (125, 3100, 1120), (250, 6250, 2240), (500, 12500, 4480), (1000, 25000, 8950)]
# Many targets with short lists, and many objects that no traced binary links.
EXTREMES = [("5 000 targets", ["--targets", "5000", "--objects", "25000", "--headers", "4000", "--libraries-of-link", "4"]),
            ("200 000 objects", ["--targets", "1000", "--objects", "200000", "--headers", "8950", "--linked-libraries", "100", "--libraries-of-link", "6",
                                 "--maps"])]
GOAL_SECONDS, GOAL_MEMORY, GOAL_HASHING = 9, 300, 0.9


def build_tree(options, name, arguments):
    root = f"{options.work}/{name}"
    if not os.path.exists(f"{root}/summary.json"):
        shutil.rmtree(root, ignore_errors=True)
        os.makedirs(root)
        done = subprocess.run([sys.executable, f"{HERE}/scale/tree.py", root, "--program", options.program, "--launcher", options.launcher,
                               "--module", options.module, *arguments], stdout=subprocess.PIPE, text=True, check=True)
        with open(f"{root}/summary.json", "w", encoding="utf-8") as file:
            file.write(done.stdout)
    with open(f"{root}/summary.json", encoding="utf-8") as file:
        return json.load(file)


def forget(build):
    state = f"{build}/CMakeFiles/souptrace-state"
    for name in ("digests", "compiled", "traced", "installed", "output"):
        if os.path.exists(f"{state}/{name}"):
            os.remove(f"{state}/{name}")
    shutil.rmtree(f"{build}/souptrace", ignore_errors=True)


def trace(program, build):
    """(seconds of the processors, elapsed, peak memory in MiB)"""
    began = time.monotonic()
    process = subprocess.Popen([program, "trace", build], stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or " 0 errors, 0 warnings" not in said:
        sys.exit(f"{build}: {said}")
    return usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss / 1024


def check(summary):
    """The trace says what was put in."""
    with open(f"{summary['build']}/souptrace/trace.json", encoding="utf-8") as file:
        made = json.load(file)
    own = sum(1 for one in made["files"] if one["path"].startswith(("source:", "build:")))
    members = sum(1 for binary in made["binaries"] for one in binary["inputs"] if one["role"] == "archive-member" and "object" in one)
    found = (len(made["findings"]), len(made["binaries"]), own, members)
    expected = (0, summary["binaries"], summary["own_files"], summary["members"])
    if found != expected:
        sys.exit(f"{summary['build']}: (findings, binaries, own files, members) are {found}, not {expected}")
    return len(made["files"])


def measure(program, summaries, runs):
    """{name: {"cold": [(processor, elapsed, memory)…], "warm": …}}, and the number of files of each."""
    results = {name: {"cold": [], "warm": []} for name in summaries}
    files = {}
    for number in range(runs + 1):
        for name, summary in summaries.items():
            forget(summary["build"])
            for kind in ("cold", "warm"):
                run = trace(program, summary["build"])
                if number > 0:  # the first to warm up
                    results[name][kind].append(run)
            if number == 0:
                # In a process of its own: what this one holds in memory counts as the peak of those that it starts.
                with concurrent.futures.ProcessPoolExecutor(1) as other:
                    files[name] = other.submit(check, summary).result()
    return results, files


def spread(values, digits=1):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def table(results, files, summaries):
    lines = ["| build | targets | objects | files | reports, MB | trace | processors, s | growth | elapsed, s | peak memory, MiB |",
             "|---|---:|---:|---:|---:|---|---:|---:|---:|---:|"]
    before = {}
    for name, kinds in results.items():
        one = summaries[name]
        for kind, values in kinds.items():
            seconds = statistics.median(value[0] for value in values)
            growth = f"× {seconds / before[kind]:.2f}" if kind in before and name in (f"size-{at}" for at in range(9)) else ""
            before[kind] = seconds
            lines.append(f"| {name} | {one['targets']} | {one['objects']} | {files[name]} | {one['report_bytes'] / 1e6:.0f} | {kind} "
                         f"| {spread([value[0] for value in values])} | {growth} | {spread([value[1] for value in values])} "
                         f"| {max(value[2] for value in values):.0f} |")
    return lines


def openssl_speed():
    done = subprocess.run(["openssl", "speed", "-seconds", "1", "-bytes", "1048576", "-evp", "sha256"], capture_output=True, text=True, check=True)
    return float(re.search(r"([\d.]+)k\s*$", done.stdout).group(1)) * 1000


def openssl_dgst(paths):
    """What `openssl dgst` makes of the same files, in bytes a second of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["openssl", "dgst", "-sha256", *paths], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(os.path.getsize(path) for path in paths) / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def hashing(options, runs):
    """Ratios of bytes a second and processor, souptrace's to both of openssl's, in turn, over files of 8 MiB each; the processors used."""
    folder = f"{options.work}/hashing"
    os.makedirs(folder, exist_ok=True)
    paths = [f"{folder}/{at}" for at in range(64)]
    for at, path in enumerate(paths):
        if not os.path.exists(path):
            with open(path, "wb") as file:
                file.write(bytes([at]) * (8 << 20))
    ratios, beside_files, used = [], [], []
    for _ in range(runs + 1):
        done = subprocess.run([options.digest_cost], input="\n".join(paths) + "\n", capture_output=True, text=True, check=True)
        size, elapsed, processor, _ = (float(one) for one in done.stdout.split())
        ratios.append(size / processor / openssl_speed())
        beside_files.append(size / processor / openssl_dgst(paths))
        used.append(processor / elapsed)
    return ratios[1:], beside_files[1:], used[1:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("program", "launcher", "module", "work"):
        parser.add_argument(f"--{name}", required=True, type=os.path.realpath)
    parser.add_argument("--digest-cost", type=os.path.realpath, help="left out: hashing is not measured")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--largest", type=int, default=len(SIZES), help="how many of the sizes")
    parser.add_argument("--page", help="the Markdown page to write")
    parser.add_argument("--extremes", action="store_true", help="also 5 000 targets, and 200 000 objects")
    options = parser.parse_args()
    wanted = [(f"size-{at}", ["--targets", str(t), "--objects", str(o), "--headers", str(h), "--maps"])
              for at, (t, o, h) in enumerate(SIZES[:options.largest])]
    summaries = {name: build_tree(options, name, arguments) for name, arguments in wanted + (EXTREMES if options.extremes else [])}
    results, files = measure(options.program, summaries, options.runs)
    lines = [f"{os.cpu_count()} processors, {options.runs} runs in turn; medians with least and most; growth: of the processors' time from the size before.",
             "", *table(results, files, summaries)]
    largest = results[wanted[-1][0]]["cold"]
    if options.largest == len(SIZES):
        lines += ["", f"Goal at the largest: {GOAL_SECONDS} s elapsed and {GOAL_MEMORY} MiB. Measured: {statistics.median(one[1] for one in largest):.1f} s "
                  f"elapsed, {statistics.median(one[0] for one in largest):.1f} s of the processors, {max(one[2] for one in largest):.0f} MiB."]
    if options.digest_cost:
        ratios, beside_files, used = hashing(options, options.runs)
        lines += ["", f"Hashing, per processor beside `openssl speed -evp sha256`, which hashes one place in memory again and again: "
                  f"{spread([100 * one for one in ratios], 0)} % (goal {100 * GOAL_HASHING:.0f} %); beside `openssl dgst` of the same files: "
                  f"{spread([100 * one for one in beside_files], 0)} %; processors used: {spread(used, 2)} of {os.cpu_count()}."]
    print("\n".join(lines))
    if options.page:
        with open(options.page, "w", encoding="utf-8") as file:
            file.write("\n".join(["<!-- SPDX-License-Identifier: Apache-2.0 -->", "<!-- Written by tests/bench/scale.py. -->",
                                  "# The trace step as builds grow", "", *lines, ""]))


main()

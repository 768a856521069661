#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the closure of shared libraries that dump_link prints with what this machine's own loader says (ld.so --list), over programs and
libraries of the system.

usage: loader.py --dump DUMP_LINK [--count N]
"""
import argparse
import glob
import json
import os
import re
import subprocess
import sys


def by_loader(path):
    """name: real path, as the interpreter itself lists them; nothing for what it does not load."""
    interpreter = re.search(r"interpreter: (.*)\]", subprocess.run(["readelf", "-lW", path], capture_output=True, text=True).stdout)
    if interpreter is None:
        return None
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LD_")}
    done = subprocess.run([interpreter[1], "--list", path], capture_output=True, text=True, env=clean)
    if done.returncode != 0:
        return None
    return {os.path.realpath(found) for found in re.findall(r"(?:=> |^\s+)(/\S+)(?= \(0x)", done.stdout, re.MULTILINE)}


def by_us(dump, path):
    done = subprocess.run([dump, "/nonexistent", path], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["real_path"] for line in lines if line["kind"] == "runtime" and line["path"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dump", required=True)
    parser.add_argument("--count", type=int, default=150)
    args = parser.parse_args()
    candidates = sorted(path for path in glob.glob("/usr/bin/*") if not os.path.islink(path) and os.path.isfile(path))
    step = max(1, len(candidates) // args.count)
    compared = failed = libraries = 0
    for path in candidates[::step]:
        truth = by_loader(path)
        if not truth:
            continue
        ours = by_us(args.dump, path)
        compared += 1
        libraries += len(truth)
        if ours != truth:
            failed += 1
            print(f"FAIL {path}: missing {sorted(truth - ours)}, false {sorted(ours - truth)}")
    print(f"{compared - failed} of {compared} closures agree with the loader ({libraries} libraries)")
    return 1 if failed or compared < 20 else 0


if __name__ == "__main__":
    sys.exit(main())

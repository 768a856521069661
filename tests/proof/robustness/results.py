#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the proofs of this folder and writes results.md beside them: what was disturbed, how often, and what came of it.

Everything takes hours; --every and --times make it less, and results.md says how much was done.

usage: results.py --souptrace PROGRAM --launcher PROGRAM [--every N] [--times 1000] [--seed 1]
"""
import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def proof(script, heading, *words):
    """A section with what the script said on its standard output (how far it is goes to standard error), and whether every claim held."""
    done = subprocess.run([sys.executable, "-B", str(HERE / script), *map(str, words)], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, flush=True)
    return [f"## {heading}", "", "```", *done.stdout.splitlines(), "```", ""], done.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    programs = ["--souptrace", options.souptrace, "--launcher", options.launcher]
    share = "every one" if options.every == 1 else f"one in {options.every}"
    proofs = [proof("faults.py", f"System calls that fail ({share} of the faults)", *programs, "--every", options.every),
              proof("kills.py", f"kill -9 ({options.times} times)", *programs, "--times", options.times, "--seed", options.seed),
              proof("full_disk.py", "A disk that is full", *programs),
              proof("together.py", "Links, trace steps and readers at the same time", *programs)]
    text = ["# Robustness", "", "Written by `results.py`; the method stands at the head of each script here.", "",
            *(line for section, _ in proofs for line in section)]
    (HERE / "results.md").write_text("\n".join(text))
    return 0 if all(good for _, good in proofs) else 1


if __name__ == "__main__":
    sys.exit(main())

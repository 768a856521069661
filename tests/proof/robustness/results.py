#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs faults.py and kills.py and writes results.md beside them: what was disturbed, how often, and what came of it.

Everything takes hours; --every and --times make it less, and results.md says how much was done.

usage: results.py --souptrace PROGRAM --launcher PROGRAM [--every N] [--times 1000] [--seed 1]
"""
import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def output_of(script, *words):
    """The closing lines of a script, and whether every claim held."""
    done = subprocess.run([sys.executable, "-B", str(HERE / script), *map(str, words)], stdout=subprocess.PIPE, text=True, check=False)
    sys.stdout.write(done.stdout)
    lines = [line for line in done.stdout.splitlines() if not line.startswith("       ") or line[:6].isspace() and line.strip()[0].isdigit()]
    return [line for line in lines if " of " not in line], done.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    programs = ["--souptrace", options.souptrace, "--launcher", options.launcher]
    faults, faults_good = output_of("faults.py", *programs, "--every", options.every)
    kills, kills_good = output_of("kills.py", *programs, "--times", options.times, "--seed", options.seed)
    share = "every one" if options.every == 1 else f"one in {options.every}"
    text = ["# Robustness", "", "Written by `results.py`; the method stands at the head of `faults.py` and `kills.py`.", "",
            f"## System calls that fail ({share} of the faults)", "", "```", *faults, "```", "",
            f"## kill -9 ({options.times} times)", "", "```", *kills, "```", ""]
    (HERE / "results.md").write_text("\n".join(text))
    return 0 if faults_good and kills_good else 1


if __name__ == "__main__":
    sys.exit(main())

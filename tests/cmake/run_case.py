#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one case of the module's tests. Exit code 0: passed, 1: failed, 77: skipped because something is not installed."""
import argparse
import os
import shutil
import sys
from pathlib import Path

import cases_paths
import cases_step
import cases_targets
import cases_tools
import cases_ways_in
import wrong_calls
from harness import Failed, Setting

SKIPPED = 77
MODULES = [cases_targets, cases_step, cases_ways_in, cases_paths, cases_tools]


def all_cases():
    return {name: function for module in MODULES for name, function in vars(module).items()
            if callable(function) and not name.startswith("_") and function.__module__ == module.__name__}


def find_cmake(cmake, newest_directory):
    if cmake != "newest":
        return cmake
    for candidate in (os.environ.get("SOUPTRACE_NEWEST_CMAKE"), f"{newest_directory}/bin/cmake"):
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    return None


def skip(reason):
    print(f"SKIPPED: {reason}")
    return 1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else SKIPPED


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="?")
    parser.add_argument("--list", action="store_true", help="print the names of all cases, each with the generators it is for")
    parser.add_argument("--cmake", default="cmake", help="the program, or 'newest'")
    parser.add_argument("--newest-directory", default="", help="a virtual environment that has the newest cmake")
    parser.add_argument("--generator", default="Ninja")
    parser.add_argument("--work", help="a directory that the case may delete and fill")
    options = parser.parse_args()
    if options.list:
        for name, function in all_cases().items():
            print(f"{name}:{'ninja' if hasattr(function, 'ninja_only') else 'all'}")
        return 0
    cmake = find_cmake(options.cmake, options.newest_directory)
    if not cmake:
        return skip("the newest CMake is missing: pip install cmake, and set SOUPTRACE_NEWEST_CMAKE to its program")
    tool = "ninja" if "Ninja" in options.generator else "make"
    if not shutil.which(tool):
        return skip(f"{tool} is missing")
    shutil.rmtree(options.work, ignore_errors=True)
    Path(options.work).mkdir(parents=True)
    try:
        setting = Setting(cmake, options.generator, options.work)
        if options.case.startswith("wrong/"):
            reason = wrong_calls.run(setting, options.case[len("wrong/"):])
        else:
            reason = all_cases()[options.case](setting)
    except Failed as failure:
        print(f"FAILED: {failure}")
        return 1
    shutil.rmtree(options.work, ignore_errors=True)
    if reason:
        print(f"not for this CMake: {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

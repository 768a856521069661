#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of souptrace-link with real compilers and linkers: run.py --launcher PROGRAM [identity|reports|options|failures|paths|processes]..."""
import argparse
import importlib
import os
import sys
import unittest

import harness

PARTS = ("identity", "reports", "options", "failures", "paths", "processes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--launcher", required=True)
    parser.add_argument("-k", dest="pattern", action="append", help="only tests whose name contains this")
    parser.add_argument("parts", nargs="*", default=PARTS)
    arguments = parser.parse_args()
    harness.LAUNCHER = os.path.abspath(arguments.launcher)
    # Messages are compared and maps are read: in English.
    os.environ["LC_ALL"] = "C"
    loader = unittest.TestLoader()
    if arguments.pattern:
        loader.testNamePatterns = [f"*{pattern}*" for pattern in arguments.pattern]
    suite = unittest.TestSuite(loader.loadTestsFromModule(importlib.import_module(f"cases_{part}")) for part in arguments.parts)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    for test, reason in result.skipped:
        print(f"SKIPPED {test}: {reason}")
    return 0 if result.wasSuccessful() and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main())

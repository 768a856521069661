#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Links, trace steps and readers in one build tree at the same time.

Method. The product of faults.py with six programs more is built from its two states in turn, all links at once, while two more trace steps
follow each other without pause and a reader looks at every document over and over. Whatever is seen at any moment is a whole document; in each
trace that is seen, each binary has the inputs of the state that its digest belongs to, never those of the other; every trace step ends with
0 or 3; and when the build is done, the documents are the right ones and nothing is left behind.

usage: together.py --souptrace PROGRAM --launcher PROGRAM [--rounds 40] [--work DIRECTORY]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import threading

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "tests/e2e/faults"))
from product import Failed, Product, check, what_is_in  # noqa: E402

MORE = tuple(f"tool{number}" for number in range(6))


def of_each_binary(trace):
    """(name, digest) → what is in it."""
    found = {}
    for name, digest, *what in what_is_in(trace):
        found.setdefault((name, digest), set()).add(tuple(what))
    return found


class Reader(threading.Thread):
    """Looks at the documents until it is told to stop."""

    def __init__(self, product):
        super().__init__()
        self.product = product
        self.right = {}
        for documents in product.references.values():
            self.right.update(of_each_binary(json.loads(documents["trace.json"])))
        self.done = threading.Event()
        self.seen = self.changed = 0
        self.problem = ""
        self.last = b""

    def look(self):
        for name in ("trace.json", "trace.incomplete.json", "app.cdx.json", "app.spdx.json"):
            try:
                content = (self.product.output / name).read_bytes()
            except FileNotFoundError:
                continue
            document = json.loads(content)
            self.seen += 1
            if name != "trace.json" or content == self.last:
                continue
            self.last = content
            self.changed += 1
            for binary, what in of_each_binary(document).items():
                check(self.right.get(binary) == what, f"{name}: {binary} has not the inputs that it has")

    def run(self):
        try:
            while not self.done.is_set():
                self.look()
        except (Failed, ValueError, KeyError) as problem:
            self.problem = f"a reader saw: {problem}"


def one_round(product, state):
    """Builds `state` amid everything else; gives (exit codes of the other trace steps, documents seen, traces seen)."""
    product.go_to(state)
    reader = Reader(product)
    reader.start()
    build = subprocess.Popen(["ninja", "-j", "8", "-C", product.build], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    codes = []

    def steps():
        while build.poll() is None:
            codes.append(product.trace().returncode)

    others = [threading.Thread(target=steps) for _ in range(2)]
    for one in others:
        one.start()
    text = build.communicate()[0]
    for one in others:
        one.join()
    reader.done.set()
    reader.join()
    check(not reader.problem, reader.problem)
    check(build.returncode == 0, f"the build fails:\n{text}")
    check(set(codes) <= {0, 3}, f"exit codes {sorted(set(codes))}")
    check(product.binaries() == product.untraced[state], "a binary is not that of a build without SoupTrace")
    check(product.check_documents(state, {}, 0) == "right", "the documents are not right")
    check(not product.leftovers(), f"left behind: {product.leftovers()}")
    return codes, reader.seen, reader.changed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--work", type=pathlib.Path)
    options = parser.parse_args()
    failed = seen = changed = 0
    codes = []
    with tempfile.TemporaryDirectory(prefix="souptrace-together-") as temporary:
        product = Product(options, (options.work or pathlib.Path(temporary)).resolve() / "product", more=MORE).learn()
        for number in range(options.rounds):
            try:
                now, documents, traces = one_round(product, number % 2)
                codes, seen, changed = codes + now, seen + documents, changed + traces
            except Failed as problem:
                failed += 1
                print(f"FAILED  round {number}: {problem}", flush=True)
    print(f"{options.rounds} builds of {len(MORE) + 2} links at once, {failed} claims that do not hold: {codes.count(0)} trace steps beside them "
          f"ended with 0, {codes.count(3)} with 3; documents were looked at {seen} times, {changed} of them traces that had changed")
    return 1 if failed or not changed else 0


if __name__ == "__main__":
    sys.exit(main())

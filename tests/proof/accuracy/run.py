#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures precision and recall of SoupTrace on real products against strace, the linkers' own reports, readelf, ldd and dpkg.

    run.py [--only NAME...] [--variant NAME...] [--toolchain NAME...] [--stale] [--list] [--work DIR] [--tools SOUPTRACE LAUNCHER] [--jobs N]
           [--no-install] [--again | --score-only] [--output DIR]

Fetches each product of tests/corpus/products.py as a Debian source package, builds its variants with the toolchains that are named
there, and compares. results.md says with what, and has the results; it and results.json are written into --output (this folder).
--only, --variant, --toolchain: these products, variants, toolchains alone; the other rows of the results stay as they are.
--stale: of these only the rows that are missing or were made by other sources of SoupTrace. --list: says which they are, and does nothing.
--tools: built programs to use; otherwise the module builds them. --no-install: the packages are there already.
--again: keep the compiled objects of the last run. --score-only: compare the traces and truths of the last run once more.
Exit code: 0 every difference is explained, 1 some are not (they are printed), 2 something could not be built, or is not known by that name.
"""

import argparse
import json
import os
import shutil
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
sys.path[:0] = [os.path.join(HERE, "..", "..", "corpus")]
import building
import products as corpus
import sources
from toolchains import TOOLCHAINS

import explained
import results as pages
import score
import tool
import truth

PRINTED = 25


class Run:
    def __init__(self, arguments, made_by, rows):
        self.arguments = arguments
        self.made_by = made_by
        self.work = os.path.realpath(arguments.work)
        self.results = pages.load(os.path.join(arguments.output, "results.json"))
        self.order = [(product.name, variant, toolchain) for product, variant, toolchain in corpus.selected(None, None, None)]
        self.rows = rows
        if arguments.stale:
            fresh = {pages.key(row) for row in self.results["rows"] if row.get("madeBy") == made_by}
            self.rows = [row for row in rows if (row[0].name, *row[1:]) not in fresh]
        self.code = 0

    def groups(self):
        """[(product, variant, its toolchains with the same objects)] of the rows that are to be made."""
        out = {}
        for product, variant, name in self.rows:
            out.setdefault((product.name, variant, TOOLCHAINS[name].objects), (product, variant, []))[2].append(TOOLCHAINS[name])
        return out.values()

    def run(self, trees):
        for product, variant, toolchains in self.groups():
            try:
                self.group(product, variant, toolchains, trees[product.package])
            except (building.BuildFailed, truth.OracleFailed, truth.member_truth.LinkFailed) as error:
                print(f"{product.name} {variant} {toolchains[0].objects}: {error}", file=sys.stderr)
                self.code = 2

    def group(self, product, variant, toolchains, source):
        """Builds once, links with each toolchain, and scores each."""
        place = os.path.join(self.work, product.name, f"{variant}-{toolchains[0].objects}")
        tree = building.Tree(source, os.path.join(place, "build"), self.arguments.jobs)
        scratch = os.path.join(place, "scratch")
        if not self.arguments.score_only:
            if not self.arguments.again:
                shutil.rmtree(place, ignore_errors=True)
            os.makedirs(scratch, exist_ok=True)
        compilations = truth.Compilations(tree.build, scratch, self.arguments.jobs)
        for toolchain in toolchains:
            kept = os.path.join(place, toolchain.name)
            if not self.arguments.score_only:
                self.build(product, variant, toolchain, tree)
                facts = truth.establish(tree, compilations, scratch)
                os.makedirs(kept, exist_ok=True)
                with open(os.path.join(kept, "truth.json"), "w", encoding="utf-8") as file:
                    json.dump({**facts, "madeBy": self.made_by}, file)
                shutil.copy(os.path.join(tree.build, "souptrace", "trace.json"), kept)
            if os.path.isfile(os.path.join(kept, "truth.json")):
                self.compare(product, variant, toolchain, tree, kept)
            else:
                raise building.BuildFailed(f"{kept} has no truth of an earlier run")

    def build(self, product, variant, toolchain, tree):
        traced = building.souptrace_arguments(self.arguments.tools, self.work)
        tree.configure(corpus.RELEASE, *product.arguments, *product.variants[variant], *toolchain.compile_arguments(),
                       *toolchain.link_arguments(), *building.ccache_arguments(), *traced)
        tree.make_objects()

    def compare(self, product, variant, toolchain, tree, kept):
        with open(os.path.join(kept, "truth.json"), encoding="utf-8") as file:
            facts = json.load(file)
        scored = score.score(facts, os.path.join(kept, "trace.json"), tree.source, tree.build)
        reasons, left = explained.sort_out(scored)
        row = {"product": product.name, "variant": variant, "toolchain": toolchain.name, "version": sources.version(tree.source),
               "tools": toolchain.versions(), "madeBy": facts.get("madeBy", "not recorded"), "note": product.note, "sameBytes": scored.same_bytes, "explained": reasons,
               "unexplained": len(left) + len(scored.wrong),
               "counts": {kind: {"truth": one.truth, "said": one.said, "both": one.both} for kind, one in scored.counts.items()}}
        self.results = pages.merge(self.results, row, self.order)
        pages.save(self.results, self.arguments.output, self.order)
        print(f"{product.name} {variant} {toolchain.name}: " +
              ", ".join(f"{kind} {one.truth}" + ("" if one.truth == one.said == one.both else f" (said {one.said}, both {one.both})")
                        for kind, one in scored.counts.items()) + f", explained {sum(reasons.values())}, unexplained {row['unexplained']}", flush=True)
        for one in [*left[:PRINTED], *scored.wrong[:PRINTED]]:
            print(f"  {one}")
        if row["unexplained"] or not facts["binaries"]:
            self.code = self.code or 1


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--variant", nargs="+", metavar="NAME")
    parser.add_argument("--toolchain", nargs="+", metavar="NAME")
    parser.add_argument("--stale", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--work", default=os.path.join(REPOSITORY, "build", "corpus"))
    parser.add_argument("--tools", nargs=2, type=os.path.realpath, metavar=("SOUPTRACE", "LAUNCHER"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--no-install", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--score-only", action="store_true")
    parser.add_argument("--output", default=HERE)
    return parser.parse_args()


def main():
    arguments = parsed()
    try:
        made_by = tool.identity(REPOSITORY)
        if arguments.tools and not arguments.score_only:
            tool.check_built(REPOSITORY, arguments.tools)
        run = Run(arguments, made_by, corpus.selected(arguments.only, arguments.variant, arguments.toolchain))
        if arguments.list:
            print("\n".join(f"{product.name} {variant} {toolchain}" for product, variant, toolchain in run.rows))
            return 0
        chosen = list({product.name: product for product, _, _ in run.rows}.values())
        if not arguments.no_install:
            sources.install([*corpus.COMMON_PACKAGES, *corpus.LINKER_PACKAGES, *(one for product in chosen for one in product.build_packages)])
        trees = sources.fetch([one.package for one in chosen], run.work)
    except (OSError, ValueError, sources.Unobtainable) as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    # The same compilations in other directories come out of the cache.
    os.environ.setdefault("CCACHE_DIR", os.path.join(run.work, "ccache"))
    os.environ.update(CCACHE_BASEDIR="/", CCACHE_NOHASHDIR="1")
    run.run(trees)
    return run.code


if __name__ == "__main__":
    sys.exit(main())

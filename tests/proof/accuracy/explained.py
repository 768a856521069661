# SPDX-License-Identifier: Apache-2.0
"""Differences between trace and truth that are understood and are not the tracer's: each with the reason that results.md gives."""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Explanation:
    kinds: tuple
    missing: bool
    what: str  # regular expression of the difference's `what`
    reason: str
    products: tuple = ()  # () for all
    toolchains: tuple = ()  # () for all

    def explains(self, difference, product, toolchain):
        return (difference.kind in self.kinds and difference.missing == self.missing and
                re.search(self.what, difference.what) is not None and
                (not self.products or product in self.products) and (not self.toolchains or toolchain in self.toolchains))


EXPLANATIONS = ()


def sort_out(differences, product, toolchain):
    """({reason: how many}, the differences that no reason explains)"""
    reasons, left = {}, []
    for difference in differences:
        found = next((one for one in EXPLANATIONS if one.explains(difference, product, toolchain)), None)
        if found is None:
            left.append(difference)
        else:
            reasons[found.reason] = reasons.get(found.reason, 0) + 1
    return reasons, left

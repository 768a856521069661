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
    finding: str = ""  # a code that the trace has to have: what it does not know it has to say; of an object's files for that object

    def explains(self, difference, findings):
        """`findings`: {code: the subjects' last parts}."""
        if difference.kind not in self.kinds or difference.missing != self.missing or not re.search(self.what, difference.what):
            return False
        if not self.finding or difference.kind != "per object":
            return not self.finding or self.finding in findings
        return any(one.endswith(difference.subject) for one in findings.get(self.finding, ()))


EXPLANATIONS = (
    Explanation(("compiled-in", "per object", "owners"), True, r"/simd/(nasm|x86_64)/\S+\.(inc|asm)\b",
                "nasm 2.16 writes the first file of an assembly into its dependency file and forgets what that includes. The trace has what the "
                "build recorded, and the finding object-dependencies-unknown for each such object", "object-dependencies-unknown"),
)


def sort_out(differences, findings):
    """({reason: how many}, the differences that no reason explains)"""
    reasons, left = {}, []
    for difference in differences:
        found = next((one for one in EXPLANATIONS if one.explains(difference, findings)), None)
        if found is None:
            left.append(difference)
        else:
            reasons[found.reason] = reasons.get(found.reason, 0) + 1
    return reasons, left

# SPDX-License-Identifier: Apache-2.0
"""Differences between trace and truth that are understood and are not the tracer's: each with the reason that results.md gives.

An explanation is of files that an object was compiled from. It holds for an object only if the trace says of that very object that it does not
know them, by a finding. A binary's list may lack such a file when all of its objects that were compiled from it are explained; the owners may lack
it when no object has it but explained ones.
"""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Explanation:
    what: str  # regular expression of the whole path
    finding: str  # the code that the trace has to have about the object
    reason: str


EXPLANATIONS = (
    Explanation(r"/.*/simd/(?:nasm|x86_64)/[^/]+\.(?:inc|asm)", "object-dependencies-unknown",
                "nasm 2.16 writes the first file of an assembly into its dependency file and forgets what that includes. The trace has what the "
                "build recorded, and the finding object-dependencies-unknown for each such object"),
)


class _Explained:
    """The pairs of object and file that are explained, with the reason, and what follows from them."""

    def __init__(self, scored, explanations):
        self._scored = scored
        self._pairs = {}
        for one in scored.differences:
            if one.kind == "per object" and one.missing:
                reason = next((each.reason for each in explanations if re.fullmatch(each.what, one.path) and
                               "build:" + one.subject in scored.findings.get(each.finding, ())), None)
                if reason:
                    self._pairs[one.subject, one.path] = reason

    def _of_all(self, objects, path):
        """The reason why the trace lacks `path` for each of `objects` that was compiled from it; None when it has none for one of them."""
        having = [one for one in objects if path in self._scored.files_of.get(one, ())]
        reasons = [self._pairs.get((one, path)) for one in having]
        return reasons[0] if reasons and all(reasons) else None

    def reason(self, difference):
        if not difference.missing:
            return None
        if difference.kind == "per object":
            return self._pairs.get((difference.subject, difference.path))
        if difference.kind == "compiled-in":
            return self._of_all(self._scored.objects_of.get(difference.subject, ()), difference.path)
        return self._of_all(self._scored.files_of, difference.path) if difference.kind == "owners" else None


def sort_out(scored, explanations=EXPLANATIONS):
    """({reason: how many}, the differences of the Score that no reason explains)"""
    explained = _Explained(scored, explanations)
    reasons, left = {}, []
    for difference in scored.differences:
        reason = explained.reason(difference)
        if reason is None:
            left.append(difference)
        else:
            reasons[reason] = reasons.get(reason, 0) + 1
    return reasons, left

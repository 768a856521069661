# SPDX-License-Identifier: Apache-2.0
"""Precision and recall of a trace against the truth of truth.py."""

import dataclasses
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "oracle"))
import trace_document

PRODUCT = "the product"
KINDS = ("binaries", "opened", "members", "needed", "dropped", "loaded", "compiled-in", "per object", "owners")


@dataclasses.dataclass
class Count:
    truth: int = 0  # what is true
    said: int = 0  # what the trace says
    both: int = 0

    @property
    def recall(self):
        return self.both / self.truth if self.truth else 1.0

    @property
    def precision(self):
        return self.both / self.said if self.said else 1.0


@dataclasses.dataclass
class Difference:
    kind: str
    subject: str
    missing: bool  # from the trace; otherwise the trace has it and the truth does not
    thing: object  # a path, or a tuple that begins with one

    @property
    def path(self):
        return self.thing if isinstance(self.thing, str) else self.thing[0]

    @property
    def what(self):
        return self.thing if isinstance(self.thing, str) else " ".join(map(str, self.thing))

    def __str__(self):
        return f"{self.kind}: {self.subject}: {self.what} {'is missing' if self.missing else 'is false'}"


class Score:
    def __init__(self):
        self.counts = {kind: Count() for kind in KINDS}
        self.differences = []
        self.same_bytes = 0
        self.wrong = []  # what no count says
        self.findings = {}  # code → subjects
        # What explained.py goes by, objects relative to the build directory:
        self.objects_of = {}  # subject of a binary → its objects
        self.files_of = {}  # object → the real paths that it was compiled from, by the truth

    def compare(self, kind, subject, truth, said):
        count = self.counts[kind]
        count.truth, count.said, count.both = count.truth + len(truth), count.said + len(said), count.both + len(truth & said)
        self.differences += [Difference(kind, subject, True, one) for one in sorted(truth - said)]
        self.differences += [Difference(kind, subject, False, one) for one in sorted(said - truth)]


def _chosen_objects(truth, said):
    """One object for each that is linked: of several with the same bytes the one that the trace names."""
    return {next((one for one in paths if one in said), paths[0]) for paths in truth}


def _compare_members(score, name, truth, document, entry):
    said = document.members(entry)
    ambiguous = {tuple(one) for one in truth["ambiguous"]}
    score.compare("members", name, {tuple(one) for one in truth["members"]}, {one for one in said if one[:2] not in ambiguous})
    # The report of a name that is in an archive twice does not say which: the trace has to name at least one of them.
    for archive, member in ambiguous - {one[:2] for one in said}:
        score.wrong.append(f"{name}: {archive}({member}) is missing")


def _compare_binary(score, name, truth, entry, document, compilations):
    score.compare("opened", name, set(truth["opened"]), set(document.opened(entry)))
    _compare_members(score, name, truth, document, entry)
    for use in ("needed", "dropped"):
        score.compare(use, name, set(truth[use]), document.libraries(entry, use))
    # The linker opened some of what is loaded; the trace lists apart what the libraries bring in.
    loaded = {os.path.realpath(document.files[one["file"]]) for one in entry["runtime"] if one.get("file")}
    score.compare("loaded", name, set(truth["loaded"]), loaded | document.libraries(entry, "needed"))
    objects = _chosen_objects(truth["objects"], {os.path.realpath(one) for one in document.objects(entry)})
    score.compare("compiled-in", name, {file for one in objects for file in compilations[one]}, document.compiled_in(entry))
    if entry["sha256"] != truth["sha256"]:
        score.wrong.append(f"{name}: the trace has another sha256")
    if not entry["completeness"]["complete"]:
        score.wrong.append(f"{name}: is not complete: {entry['completeness'].get('unaccounted')}")
    score.same_bytes += truth["sameBytes"]
    if not truth["sameBytes"]:
        score.wrong.append(f"{name}: the same link without SoupTrace writes other bytes")
    return objects


def _compare_compilations(score, objects, truth, document, build):
    """Pairs of an object and a file that it was compiled from."""
    said = {}
    for path, entry in document.compilations.items():
        said[os.path.realpath(path)] = {os.path.realpath(document.files[one]) for one in [entry.get("source", ""), *entry.get("headers", [])]
                                        if one}
    for one in sorted(objects):
        score.compare("per object", os.path.relpath(one, build), set(truth[one]), said.get(one, set()))


def _compare_owners(score, truth, document):
    said = set()
    for file in document.json["files"]:
        component, _ = document.owner(file["id"])
        if component is not None:
            said.add((os.path.realpath(document.files[file["id"]]), PRODUCT if component["kind"] == "product" else component["name"]))
    pairs = set()
    for path, packages in truth.items():
        # Of a file that several packages have, one has to be named.
        named = [one for one in packages if (path, one) in said]
        pairs |= {(path, one) for one in (named or packages)[:1]}
    # Tools of the build are files of the trace that no binary has: the truth is not asked for them.
    known = set(truth)
    score.compare("owners", "trace.json", pairs, {one for one in said if one[0] in known})


def score(truth, trace_path, source, build):
    """The Score of the trace at `trace_path`."""
    document = trace_document.TraceDocument(trace_path, source, build)
    out, entries, objects = Score(), document.binaries(), set()
    out.compare("binaries", "trace.json", set(truth["binaries"]), set(entries))
    for path, one in truth["binaries"].items():
        if path in entries:
            name = os.path.relpath(path, build)
            linked = _compare_binary(out, name, one, entries[path], document, truth["compilations"])
            out.objects_of[name] = {os.path.relpath(object, build) for object in linked}
            objects |= linked
    out.files_of = {os.path.relpath(one, build): set(truth["compilations"][one]) for one in objects}
    _compare_compilations(out, objects, truth["compilations"], document, build)
    _compare_owners(out, truth["owners"], document)
    for one in document.json["findings"]:
        out.findings.setdefault(one["code"], []).append(one.get("subject", ""))
        if one["severity"] == "error":
            out.wrong.append(f"finding {one['code']}: {one.get('subject', '')}: {one['text']}")
    return out

# SPDX-License-Identifier: Apache-2.0
"""Compares the trace of a build with the truth about it."""

import dataclasses
import hashlib
import os

import member_truth
import system_truth
import trace_document

import expected


@dataclasses.dataclass
class Score:
    binaries: int = 0
    opened: int = 0
    found: int = 0
    extra: int = 0
    members: int = 0
    headers: int = 0
    failures: list = dataclasses.field(default_factory=list)

    def fail(self, subject, text):
        self.failures.append(f"{subject}: {text}")

    def same(self, subject, what, truth, trace):
        """One failure that names what is missing and what is too much; nothing when the sets are equal."""
        missing, extra = sorted(truth - trace), sorted(trace - truth)
        if missing:
            self.fail(subject, f"{what} missing in the trace: {_few(missing)}")
        if extra:
            self.fail(subject, f"{what} in the trace and not in truth: {_few(extra)}")

    def add(self, other):
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def _few(things, count=6):
    return ", ".join(str(one) for one in things[:count]) + (f" and {len(things) - count} more" if len(things) > count else "")


def _check_inputs(score, document, entry, truth, layout):
    opened = set(document.opened(entry))
    # Nothing of a thin archive gets into a binary, but the files that it names: these are the entries, and they name the archive.
    thin = {one for one in truth.opened - opened if member_truth.is_archive(one) and member_truth.is_thin(one)}
    for one in thin:
        if any(f"member of thin archive build:{os.path.relpath(one, layout.build)}" in named.get("reason", "")
               for named in entry["inputs"]):
            opened.add(one)
    score.opened += len(truth.opened)
    score.found += len(truth.opened & opened)
    score.extra += len(opened - truth.opened)
    score.same(truth.target, "opened files", truth.opened, opened)
    members = document.members(entry)
    score.members += len(truth.members)
    score.same(truth.target, "members", truth.members, members)
    score.same(truth.target, "needed libraries", truth.needed, document.libraries(entry, "needed"))
    score.same(truth.target, "dropped libraries", truth.dropped, document.libraries(entry, "dropped"))
    tools = {os.path.realpath(document.files[one["file"]]) for one in entry["inputs"] if one["role"] == "tool"}
    if truth.tools - tools:
        score.fail(truth.target, f"plugins missing in the trace: {sorted(truth.tools - tools)}")


def _check_archives(score, document, entry, truth):
    """An archive is an entry of its own exactly when no member of it was taken, and then nothing of it is in the binary."""
    taken = {path for path, name, _ in truth.members if name}
    for one in entry["inputs"]:
        if one["role"] == "archive" and os.path.realpath(document.files[one["file"]]) in taken:
            score.fail(truth.target, f"{document.files[one['file']]} is an entry although members of it are")
        if one["role"] == "archive" and one["use"] not in ("dropped", "read"):
            score.fail(truth.target, f"{document.files[one['file']]} is said to be {one['use']}, with no member taken")


def _assembly_headers(document, truth, source):
    """CMake's Makefiles record nothing of what assembly includes. The trace has to say so of each such object of the binary."""
    unrecorded = {document.path(finding["subject"]) for finding in document.json["findings"]
                  if finding["code"] == "object-dependencies-unknown" and finding["severity"] == "note"}
    assembly = {one for one in truth.objects if one.endswith(".S.o")}
    made_by_make = "Makefiles" in document.json["generator"]
    return {os.path.join(source, "merged.h")} if made_by_make and assembly and assembly <= unrecorded else set()


def _check_compiled_in(score, document, entry, truth, layout, source):
    compiled = document.compiled_in(entry)
    score.headers += len(truth.compiled_from)
    score.same(truth.target, "objects", truth.objects, {one for one in map(os.path.realpath, document.objects(entry))})
    unknown = _assembly_headers(document, truth, source)
    score.same(truth.target, "sources and headers", truth.compiled_from - unknown, compiled)
    binary = expected.BINARIES[truth.target]
    constructed = {os.path.join(source, name) for name in binary.sources} - unknown
    if binary.release_header:
        constructed.add(os.path.join(layout.build, "generated", "release.h"))
    own = {one for one in compiled if one.startswith(source + "/") or one.startswith(layout.build + "/generated/")}
    score.same(truth.target, "the product's own files", constructed, own)


def _check_hashes(score, document):
    """Every hash in the document, computed again."""
    for file in document.json["files"]:
        path = document.files[file["id"]]
        with open(path, "rb") as opened:
            content = opened.read()
        for name in ("sha256", "sha512"):
            if file.get(name) and hashlib.new(name, content).hexdigest() != file[name]:
                score.fail(path, f"{name} is wrong")
        if not file.get("sha256"):
            score.fail(path, "has no sha256")
        if file.get("size", 0) != len(content):
            score.fail(path, f"size is {len(content)}, the trace says {file.get('size')}")
    seen = {}
    for entry in document.json["binaries"]:
        for one in entry["inputs"]:
            if one.get("memberSha256"):
                key = (document.files[one["file"]], one.get("offset", 0), one.get("size", 0))
                if key not in seen:
                    with open(key[0], "rb") as file:
                        file.seek(key[1])
                        seen[key] = hashlib.sha256(file.read(key[2] or -1)).hexdigest()
                if seen[key] != one["memberSha256"]:
                    score.fail(f"{key[0]} at {key[1]}", "memberSha256 is wrong")


def compare(truths, layout, source):
    """The Score of <build>/souptrace/trace.json against `truths`."""
    score = Score()
    path = os.path.join(layout.documents(), "trace.json")
    if not os.path.isfile(path):
        score.fail(path, "does not exist")
        path = os.path.join(layout.documents(), "trace.incomplete.json")
        if not os.path.isfile(path):
            return score
    document = trace_document.TraceDocument(path, source, layout.build)
    entries = document.binaries()
    score.same("trace.json", "binaries", {truth.path for truth in truths.values()}, set(entries))
    for truth in truths.values():
        entry = entries.get(truth.path)
        if entry is None:
            continue
        score.binaries += 1
        if system_truth.sha256(truth.path) != truth.sha256:
            score.fail(truth.target, "differs from the untraced binary")
        if entry.get("sha256") != truth.sha256:
            score.fail(truth.target, f"sha256 in the trace is {entry.get('sha256')}, of the untraced binary {truth.sha256}")
        if not entry["completeness"]["complete"]:
            score.fail(truth.target, f"is not complete: {_few(entry['completeness'].get('unaccounted', []))}")
        _check_inputs(score, document, entry, truth, layout)
        _check_archives(score, document, entry, truth)
        _check_compiled_in(score, document, entry, truth, layout, source)
    _check_hashes(score, document)
    for finding in document.json["findings"]:
        if finding["severity"] == "error":
            score.fail(finding.get("subject", ""), f"finding {finding['code']}: {finding['text']}")
    return score

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges SPDX and CycloneDX documents with libraries that are not ours, and computes the digests in SPDX documents again.

  read_back.py [--root NAME=DIRECTORY]... DOCUMENT...

*.spdx.json (3.0.1): read with spdx-python-model, whose classes are made of the model's SHACL shapes: it refuses unknown types, properties and values,
and counts of values; then the rules that shapes cannot say (identifiers once, nothing dangling, direction of links, what a build must have).
*.spdx-2.3.json: spdx-tools. *.cdx*.json: read back with cyclonedx-python-lib.
"""
import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

problems = []
rehashed = 0


def problem(document, text):
    problems.append(f"{document}: {text}")


class Files:
    def __init__(self, roots):
        self.roots = dict(root.split("=", 1) for root in roots)

    def content(self, document, location):
        root, _, rest = location.partition(":")
        if root not in self.roots:
            return problem(document, f"no --root for {location}")
        file = Path(os.path.normpath(Path(self.roots[root]) / rest))
        return file.read_bytes() if file.is_file() else problem(document, f"{location} is not on the disk")

    def check(self, document, location, offset, size, digests):
        """The digests (algorithm to hexadecimal text) are those of the file, or of `size` bytes in it."""
        global rehashed
        content = self.content(document, location)
        if content is None:
            return
        if size is not None:
            content = content[offset:offset + size]
        for algorithm, stated in digests.items():
            if algorithm == "gitoid":
                computed = "gitoid:blob:sha256:" + hashlib.sha256(b"blob %d\0" % len(content) + content).hexdigest()
            else:
                computed = hashlib.new(algorithm, content).hexdigest()
            rehashed += 1
            if computed != stated:
                problem(document, f"{location}: {algorithm} is stated as {stated} and is {computed}")


# ---- SPDX 3.0.1 ---------------------------------------------------------------------------------------------------
def term(iri):
    return str(iri).rpartition("/")[2]


def identifier(element):
    return element if isinstance(element, str) else element._id


def properties(element):
    return {entry.extension_cdxPropName: entry.extension_cdxPropValue
            for extension in element.extension for entry in extension.extension_cdxProperty}


def read_spdx3(name, text):
    from spdx_python_model import v3_0_1 as model
    objects = model.SHACLObjectSet()
    try:
        model.JSONLDDeserializer().deserialize_data(json.loads(text), objects)
        missing = objects.link()
    except Exception as error:  # whatever the library refuses the document with
        problem(name, f"spdx-python-model: {type(error).__name__}: {error}")
        return None, None
    for iri in missing:
        problem(name, f"{iri} is named and not there")
    return model, objects


def check_relationships(name, model, objects):
    seen = {}
    for relationship in objects.foreach_type(model.Relationship):
        kind = term(relationship.relationshipType)
        seen.setdefault(kind, []).append(relationship)
        if relationship.completeness is None:
            problem(name, f"{relationship._id} ({kind}) does not say how complete it is")
        scoped = isinstance(relationship, model.LifecycleScopedRelationship)
        if kind in ("hasStaticLink", "hasDynamicLink", "hasInput", "hasOutput", "usesTool", "invokedBy") and not scoped:
            problem(name, f"{relationship._id} ({kind}) has no scope")
    binary = {identifier(to) for build in seen.get("hasOutput", []) for to in build.to}
    for kind in ("hasStaticLink",):
        for link in seen.get(kind, []):
            if identifier(link.from_) not in binary:
                problem(name, f"{kind} starts at {identifier(link.from_)}, which no build made")
    builds = [build._id for build in objects.foreach_type(model.build_Build)]
    for build in builds:
        for kind in ("hasInput", "hasOutput", "invokedBy"):
            if not any(identifier(one.from_) == build for one in seen.get(kind, [])):
                if not (kind == "hasInput" and "#build:link" in build and not seen.get("hasStaticLink")):
                    problem(name, f"{build} has no {kind}")
    for package in objects.foreach_type(model.software_Package):
        if "#component:" not in package._id:
            continue
        for kind in ("hasDeclaredLicense", "hasConcludedLicense", "dependsOn"):
            if not any(identifier(one.from_) == package._id for one in seen.get(kind, [])):
                problem(name, f"{package._id} has no {kind}")
    return seen


def judge_spdx3(name, text, files):
    graph = json.loads(text)["@graph"]
    ids = [element["spdxId"] for element in graph if "spdxId" in element]
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        problem(name, f"{one} stands twice")
    model, objects = read_spdx3(name, text)
    if objects is None:
        return
    seen = check_relationships(name, model, objects)
    boms = list(objects.foreach_type(model.software_Sbom))
    documents = list(objects.foreach_type(model.SpdxDocument))
    if len(boms) != 1 or len(documents) != 1:
        return problem(name, "there is not one SBOM in one document")
    outside = set(ids) - {identifier(one) for one in boms[0].element} - {boms[0]._id, documents[0]._id}
    if outside:
        problem(name, f"not in the SBOM: {sorted(outside)}")
    archives = {identifier(to): identifier(one.from_) for one in seen.get("contains", []) for to in one.to}
    elements = {one._id: one for one in objects.foreach_type(model.software_File)}
    for file in elements.values():
        digests = {term(one.algorithm): one.hashValue for one in file.verifiedUsing}
        digests.update({"gitoid": one.software_contentIdentifierValue for one in file.software_contentIdentifier})
        if not digests:
            problem(name, f"{file._id} has no digest")
        if not files:
            continue
        own = properties(file)
        if "souptrace:archive:member" in own:
            location = properties(elements[archives[file._id]])["souptrace:file:path"]
            files.check(name, location, int(own["souptrace:archive:offset"]), int(own["souptrace:file:size"]), digests)
        else:
            files.check(name, own["souptrace:file:path"], 0, None, digests)


# ---- SPDX 2.3 -----------------------------------------------------------------------------------------------------
def judge_spdx2(name, path, files):
    from spdx_tools.spdx.parser.error import SPDXParsingError
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
    try:
        document = parse_file(str(path))
    except SPDXParsingError as error:
        return problem(name, f"spdx-tools: {error.get_messages()}")
    for message in validate_full_spdx_document(document, "SPDX-2.3"):
        problem(name, f"spdx-tools: {message.validation_message}")
    for package in document.packages:
        if files and package.file_name and package.checksums:
            digests = {one.algorithm.name.lower(): one.value for one in package.checksums}
            digests.update({"gitoid": one.locator for one in package.external_references if one.reference_type == "gitoid"})
            files.check(name, package.file_name, 0, None, digests)


# ---- CycloneDX ----------------------------------------------------------------------------------------------------
def judge_cyclonedx(name, text):
    """A consumer's view: what the library makes of the document, and that it writes as many components again."""
    from cyclonedx.model.bom import Bom
    document = json.loads(text)
    try:
        bom = Bom.from_json(document)
        bom.validate()
    except Exception as error:
        return problem(name, f"cyclonedx-python-lib: {type(error).__name__}: {error}")

    def count(components):
        return sum(1 + count(one.get("components", [])) for one in components)
    def held(components):
        return sum(1 + held(one.components) for one in components)
    if held(bom.components) != count(document["components"]):
        problem(name, f"a reader finds {held(bom.components)} components, not {count(document['components'])}")
    stated = {one["content"] for one in document["metadata"]["component"]["hashes"]}
    if {one.content for one in bom.metadata.component.hashes} != stated:
        problem(name, "a reader finds other digests of the binary")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", action="append", default=[])
    parser.add_argument("documents", nargs="+", type=Path)
    options = parser.parse_args()
    files = Files(options.root) if options.root else None
    for path in options.documents:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text)
        if "@graph" in document:
            judge_spdx3(path, text, files)
        elif "spdxVersion" in document:
            judge_spdx2(path, path, files)
        elif document.get("bomFormat") == "CycloneDX":
            judge_cyclonedx(path, text)
        else:
            problem(path, "neither SPDX nor CycloneDX")
    for text in problems[:50]:
        print(text)
    print(f"{len(options.documents)} documents read back, {rehashed} digests computed again, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

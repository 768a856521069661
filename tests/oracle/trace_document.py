# SPDX-License-Identifier: Apache-2.0
"""Reads a trace.json with nothing but Python's json, and turns its names of files back into paths of this machine."""

import json
import os


class TraceDocument:
    def __init__(self, path, source, build, sysroot="/", packages=None):
        """`packages`: {name: directory} of the folders that places name "package:<name>/…"."""
        with open(path, encoding="utf-8") as file:
            self.json = json.load(file)
        self._roots = {"source": source, "build": build, "system": sysroot or "/", "host": "/", "outside": source}
        self._packages = packages or {}
        self.files = {file["id"]: self.path(file["path"]) for file in self.json["files"]}
        self.file_entries = {file["id"]: file for file in self.json["files"]}
        self.components = {one["id"]: one for one in self.json["components"]}
        self.compilations = {self.files[one["object"]]: one for one in self.json.get("compilations", [])}

    def path(self, text):
        """Absolute path of "root:path"."""
        root, _, rest = text.partition(":")
        for name, directory in self._packages.items() if root == "package" else ():
            if rest == name or rest.startswith(name + "/"):
                return os.path.normpath(f"{directory}/{rest[len(name):]}")
        return os.path.normpath(os.path.join(self._roots[root], rest))

    def binaries(self):
        """{path: entry} of the traced binaries."""
        return {self.path(one["path"]): one for one in self.json["binaries"]}

    def opened(self, binary):
        """{real path: entries} of what the linker is said to have opened; of members the archive."""
        out = {}
        for one in binary["inputs"]:
            if one["use"] != "compiled-in" and one["role"] != "tool":
                out.setdefault(os.path.realpath(self.files[one["file"]]), []).append(one)
        return out

    def members(self, binary):
        """{(archive or thin member's path, name, offset)} that are said to be taken."""
        return {(os.path.realpath(self.files[one["file"]]), one.get("member", ""), one.get("offset", 0))
                for one in binary["inputs"] if one["role"] == "archive-member" and one["use"] == "linked"}

    def libraries(self, binary, use):
        """Real paths of the shared libraries with this use ("needed", "dropped")."""
        return {os.path.realpath(self.files[one["file"]]) for one in binary["inputs"]
                if one["role"] == "shared-library" and one["use"] == use}

    def compiled_in(self, binary):
        """Real paths of the sources and headers that the binary is said to be compiled from."""
        return {os.path.realpath(self.files[one["file"]]) for one in binary["inputs"] if one["use"] == "compiled-in"}

    def objects(self, binary):
        """Real paths of the objects of the build that the binary links, directly or as members."""
        ids = {one["file"] for one in binary["inputs"] if one["role"] == "object"}
        ids |= {one["object"] for one in binary["inputs"] if one.get("object")}
        # A member of a thin archive is a file of its own.
        ids |= {one["file"] for one in binary["inputs"] if one["role"] == "archive-member" and one["use"] == "linked" and not one.get("member")}
        return {self.files[one] for one in ids}

    def owner(self, file):
        """(component or None, tier) of a file id."""
        chosen = self.file_entries[file]["owner"]["chosen"]
        return self.components.get(chosen.get("component", "")), chosen.get("tier", "unknown")

# SPDX-License-Identifier: Apache-2.0
"""Installs built libraries into a tree the way vcpkg does: the same folders, status, updates, lists, ABI file and SPDX document.

Written after vcpkg-tool's own writers: install_files_and_write_listfile, StatusParagraph::serialize, create_spdx_sbom.
"""
import dataclasses
import hashlib
import json
import os
import pathlib
import shutil


@dataclasses.dataclass
class Port:
    name: str
    version: str
    port_version: int = 0
    features: tuple = ()
    license: str = "NOASSERTION"
    homepage: str = ""
    copyright: str = "Permission is granted.\n"
    source: str = ""
    lists_files: bool = True  # vcpkg since 2025 puts the installed files into the SPDX document

    @property
    def full_version(self):
        return f"{self.version}#{self.port_version}" if self.port_version else self.version


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


class Tree:
    def __init__(self, root, triplet):
        self.root = pathlib.Path(root)
        self.triplet = triplet
        self.prefix = self.root / triplet
        self.owners = {}  # {path: Port}
        self.updates = 0
        for directory in ("vcpkg/info", "vcpkg/updates"):
            (self.root / directory).mkdir(parents=True)

    def install(self, port, staged, unfinished=False):
        """Copies what `cmake --install` put into `staged`. `unfinished`: the status is left among the updates, as after a crash."""
        share = pathlib.Path(staged) / "share" / port.name
        share.mkdir(parents=True, exist_ok=True)
        (share / "copyright").write_text(port.copyright)
        abi_info = f"cmake 3.30.1\nfeatures core{''.join(';' + one for one in port.features)}\ntriplet {self.triplet}\n"
        (share / "vcpkg_abi_info.txt").write_text(abi_info)
        abi = hashlib.sha256(abi_info.encode()).hexdigest()
        (share / "vcpkg.spdx.json").write_text(json.dumps(self._sbom(port, staged, abi), indent=2))
        paths = sorted(os.path.relpath(os.path.join(folder, name), staged)
                       for folder, _, names in os.walk(staged) for name in names)
        shutil.copytree(staged, self.prefix, symlinks=True, dirs_exist_ok=True)
        lines = {f"{self.triplet}/"}
        for path in paths:
            lines.add(f"{self.triplet}/{path}")
            lines.update(f"{self.triplet}/{parent}/" for parent in pathlib.Path(path).parents if str(parent) != ".")
            self.owners[str(self.prefix / path)] = port
        (self.root / "vcpkg/info" / f"{port.name}_{port.version}_{self.triplet}.list").write_text("\n".join(sorted(lines)) + "\n")
        self._record(self._stanzas(port, abi), unfinished)
        return abi

    def export(self, root):
        """As "vcpkg export --raw": files and lists, no status."""
        out = Tree(root, self.triplet)
        shutil.copytree(self.prefix, out.prefix, symlinks=True)
        for one in (self.root / "vcpkg/info").iterdir():
            shutil.copy(one, out.root / "vcpkg/info")
        (out.root / "vcpkg/updates").rmdir()
        out.owners = {path.replace(str(self.prefix), str(out.prefix), 1): port for path, port in self.owners.items()}
        return out

    def _record(self, stanzas, unfinished):
        if unfinished:
            (self.root / "vcpkg/updates" / f"{self.updates:010}").write_text("\n".join(stanzas))
            self.updates += 1
            return
        status = self.root / "vcpkg/status"
        old = status.read_text() + "\n" if status.exists() else ""
        status.write_text(old + "\n".join(stanzas))

    def _stanzas(self, port, abi):
        port_version = f"Port-Version: {port.port_version}\n" if port.port_version else ""
        yield (f"Package: {port.name}\nVersion: {port.version}\n{port_version}Architecture: {self.triplet}\nMulti-Arch: same\n"
               f"Abi: {abi}\nDescription: a port\nStatus: install ok installed\n")
        for feature in port.features:
            yield (f"Package: {port.name}\nFeature: {feature}\nArchitecture: {self.triplet}\nMulti-Arch: same\n"
                   "Description: a feature\nStatus: install ok installed\n")

    def _sbom(self, port, staged, abi):
        files, relationships = [], []

        def add(name, owner, path, digest):
            reference = f"SPDXRef-{owner}-file-{len(files)}"
            files.append({"fileName": "./" + path, "SPDXID": reference, "licenseConcluded": "NOASSERTION",
                          "checksums": [{"algorithm": "SHA256", "checksumValue": digest}], "copyrightText": "NOASSERTION"})
            relationships.append({"spdxElementId": name, "relationshipType": "CONTAINS", "relatedSpdxElement": reference})

        add("SPDXRef-port", "port", "portfile.cmake", hashlib.sha256(b"recipe").hexdigest())
        if port.lists_files:
            for folder, _, names in os.walk(staged):
                for name in sorted(names):
                    path = os.path.join(folder, name)
                    add("SPDXRef-binary", "binary", os.path.relpath(path, staged), sha256(path))
        package = {"name": port.name, "SPDXID": "SPDXRef-port", "versionInfo": port.full_version, "downloadLocation": "NOASSERTION",
                   "licenseConcluded": port.license, "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION"}
        if port.homepage:
            package["homepage"] = port.homepage
        packages = [package, {"name": f"{port.name}:{self.triplet}", "SPDXID": "SPDXRef-binary", "versionInfo": abi,
                              "downloadLocation": "NONE", "licenseConcluded": port.license, "licenseDeclared": "NOASSERTION"}]
        if port.source:
            packages.append({"SPDXID": "SPDXRef-resource-0", "name": port.name, "downloadLocation": port.source,
                             "checksums": [{"algorithm": "SHA512", "checksumValue": "0" * 128}]})
        return {"spdxVersion": "SPDX-2.2", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
                "name": f"{port.name}:{self.triplet}@{port.full_version} {abi}", "relationships": relationships,
                "packages": packages, "files": files}

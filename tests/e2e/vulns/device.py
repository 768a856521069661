# SPDX-License-Identifier: Apache-2.0
"""A small device: an archive of two members of which the linker takes one, made with the real compiler, and the trace of it."""
import hashlib
import json
import subprocess

SOURCES = {
    "inflate.c": "int inflate(int x) { return x + 1; }\n",
    "gzlib.c": "int gz_open(int x) { return x + 2; }\n",
    "main.c": "int inflate(int);\nint main(void) { return inflate(-1); }\n",
}
OTHER_COMMIT = "0123456789abcdef0123456789abcdef01234567"


def run(directory, *command):
    return subprocess.run(command, cwd=directory, check=True, capture_output=True, text=True).stdout


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def component(identity, name, version, **members):
    return {"id": identity, "kind": "soup", "name": name, "version": version, "license": {"expression": "NOASSERTION"}, **members}


def components(zlib_version="1:1.2.13.dfsg-1"):
    return [
        component("conan:zlib@1.2.11", "zlib", "1.2.11", purl="pkg:conan/zlib@1.2.11", origin="conan"),
        component("deb:zlib1g-dev", "zlib1g-dev", zlib_version, origin="dpkg",
                  purl=f"pkg:deb/debian/zlib1g-dev@{zlib_version}?arch=amd64&distro=debian-12",
                  properties={"source-package": "zlib", "source-version": zlib_version}),
        component("declared:nameless@1", "nameless", "1", origin="declared"),
        component("declared:ringbuffer@r8", "ringbuffer", "r8", purl="pkg:generic/ringbuffer@r8", origin="declared"),
        component("git:zlib@" + OTHER_COMMIT, "zlib", "v1.2.12", origin="git", url="https://github.com/madler/zlib.git",
                  properties={"commit": OTHER_COMMIT, "git-tag": "v1.2.12"}),
        component("product:Device@1", "Device", "1", origin="product") | {"kind": "product"},
    ]


def build(directory, **options):
    """The trace's path; files in `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in SOURCES.items():
        (directory / name).write_text(text)
        run(directory, "gcc", "-c", "-O1", "-ffunction-sections", name)
    run(directory, "ar", "rcsD", "libz.a", "inflate.o", "gzlib.o")
    run(directory, "gcc", "-o", "device", "main.o", "libz.a")
    offset = next(int(line.split("0x")[1], 16) for line in run(directory, "ar", "tO", "libz.a").splitlines() if line.startswith("inflate.o"))
    owners = {"libz.a": "deb:zlib1g-dev", "main.o": "product:Device@1", "fmt.h": "conan:zlib@1.2.11", "ring.h": "declared:ringbuffer@r8",
              "name.h": "declared:nameless@1", "git.h": "git:zlib@" + OTHER_COMMIT}
    files = []
    for number, (name, owner) in enumerate(sorted(owners.items()), 1):
        path = directory / name
        if not path.exists():
            path.write_text("// a header\n")
        files.append({"id": f"f{number}", "path": f"build:{name}", "size": path.stat().st_size, "sha256": sha256(path),
                      "owner": {"chosen": {"component": owner, "tier": "declared"}}})
    ids = {file["path"][6:]: file["id"] for file in files}
    member = (directory / "inflate.o").stat()
    inputs = [{"file": ids["main.o"], "role": "object", "use": "linked"},
              {"file": ids["libz.a"], "member": "inflate.o", "offset": offset, "size": member.st_size, "role": "archive-member", "use": "linked"}]
    inputs += [{"file": ids[name], "role": "header", "use": "compiled-in"} for name in ("fmt.h", "git.h", "name.h", "ring.h")]
    binary = {"name": "device", "target": "device", "path": "build:device", "binary": {"format": "ELF"}, "sha256": sha256(directory / "device"),
              "linker": {"name": "bfd"}, "completeness": {"complete": True}, "inputs": inputs, "runtime": []}
    trace = {"$schema": "urn:souptrace:trace:1", "format": 1, "toolVersion": "0", "product": {"name": "Device", "supplier": "Example GmbH"},
             "binaries": [binary], "components": components(**options), "files": files, "findings": []}
    path = directory / "trace.json"
    path.write_text(json.dumps(trace, indent=1))
    return path

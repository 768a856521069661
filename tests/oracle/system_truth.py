# SPDX-License-Identifier: Apache-2.0
"""What readelf, dpkg and the file system say of files: truths that need no link."""

import hashlib
import os
import re
import subprocess


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else \
            hashlib.sha256(file.read()).hexdigest()


def dynamic(path):
    """(DT_NEEDED names, DT_SONAME or "") by `readelf -d`."""
    text = subprocess.run(["readelf", "-dW", path], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout
    needed = re.findall(r"\(NEEDED\)\s+Shared library: \[(.*)\]", text)
    soname = re.search(r"\(SONAME\)\s+Library soname: \[(.*)\]", text)
    return needed, soname.group(1) if soname else ""


def _aliases(path):
    """The names under which a merged-/usr system's package database may know `path`."""
    yield path
    for top in ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"):
        if path.startswith("/usr" + top + "/") and os.path.islink(top):
            yield path[len("/usr"):]
        if path.startswith(top + "/") and os.path.islink(top):
            yield "/usr" + path


def dpkg_owners(paths):
    """{path: set of packages with their architecture} by one `dpkg -S`; paths that no package owns are missing."""
    names = {alias: path for path in paths for alias in _aliases(path)}
    if not names:
        return {}
    text = subprocess.run(["dpkg", "-S", *sorted(names)], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout
    owners = {}
    for line in text.splitlines():
        if line.startswith(("diversion by", "local diversion")):
            continue
        packages, _, name = line.partition(": ")
        if name in names:
            owners.setdefault(names[name], set()).update(one.strip() for one in packages.split(","))
    return owners

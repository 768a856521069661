# SPDX-License-Identifier: Apache-2.0
"""Which SoupTrace made a row of the results: by its sources, whatever commit they are of."""

import hashlib
import os

# What no trace depends on.
NOT_OF_TRACES = ("tracer/review", "tracer/verify", "tracer/write/report", "tracer/README.md")


def _sources(repository):
    for top in ("CMakeModules", "tracer"):
        for directory, folders, files in os.walk(os.path.join(repository, top)):
            folders.sort()
            for name in sorted(files):
                path = os.path.relpath(os.path.join(directory, name), repository)
                if not any(path == one or path.startswith(one + os.sep) for one in NOT_OF_TRACES):
                    yield path


def identity(repository):
    """The digest of the sources, short: the same in every clone of the same state."""
    digest = hashlib.sha256()
    for path in _sources(repository):
        with open(os.path.join(repository, path), "rb") as file:
            digest.update(f"{path}\0{hashlib.sha256(file.read()).hexdigest()}\n".encode())
    return digest.hexdigest()[:12]


def check_built(repository, tools):
    """ValueError when a source is newer than the programs: the row would name sources that it is not made of. The newest program counts, as
    not each of them is linked anew by each change."""
    source = max((os.path.join(repository, path) for path in _sources(repository)), key=os.path.getmtime)
    if max(map(os.path.getmtime, tools)) < os.path.getmtime(source):
        raise ValueError(f"{' and '.join(tools)} are older than {source}: build them again")

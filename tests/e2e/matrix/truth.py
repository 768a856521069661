# SPDX-License-Identifier: Apache-2.0
"""The truth about one combination: an untraced build under strace, relinks with the linkers' own reports, readelf and construction."""

import dataclasses
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "oracle"))
import link_oracle
import member_truth
import strace_log
import system_truth

import expected


class Broken(Exception):
    """The build or the oracle itself failed: nothing can be said about the tracer."""


@dataclasses.dataclass
class BinaryTruth:
    target: str
    path: str
    sha256: str
    opened: set  # real paths
    tools: set
    members: set  # (archive or thin member, name, offset) of the archives of the product and of the system
    product_archives: set  # real paths of the archives that the product builds
    needed: set  # real paths of opened shared libraries that the binary names in DT_NEEDED
    dropped: set  # the other opened shared libraries
    objects: set  # of the build, linked directly or as members
    compiled_from: set  # sources and headers of `objects`


def run(command, log, **options):
    with open(log, "ab") as out:
        return subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **options).returncode


def is_busy(one, printed):
    """Whether a build that printed so did anything."""
    if one.generator != "make":
        return "no work to do" not in printed
    lines = [line for line in printed.splitlines() if "Built target" not in line]
    return any(word in line for line in lines for word in ("Building", "Linking", "Generating", "Tracing", "Configuring"))


def last_lines(log, count=15):
    with open(log, errors="replace") as file:
        return "\n".join(file.read().splitlines()[-count:])


def _members_by_construction(layout, binary):
    out = set()
    for library, sources in binary.members.items():
        archive = layout.archive(library)
        for source in sources:
            path = layout.object(library, source)
            if member_truth.is_thin(archive):
                out.add((os.path.realpath(path), "", 0))
                continue
            member = member_truth.member_of_object(archive, path)
            if member is None:
                raise Broken(f"{archive} has no member with the bytes of {path}")
            out.add(member)
    return out


def _check_oracle(target, constructed, reported, twice, product_archives):
    """Construction and the linker's own report have to agree, or one of them is wrong and so would every verdict be."""
    ours = {one for one in constructed if one[0] in product_archives or one[1] == ""}
    theirs = {one for one in reported if one[0] in product_archives or one[1] == ""}
    names = {(path, name) for path, name, _ in ours}
    unexplained = {one for one in theirs - ours}
    lost = {one for one in ours - theirs if (one[0], one[1]) not in twice}
    if unexplained or lost or not twice <= names:
        raise Broken(f"{target}: the oracle contradicts construction: reported only {sorted(unexplained)}, "
                     f"constructed only {sorted(lost)}, of two names {sorted(twice)}")


def _binary_truth(target, layout, links, units, scratch, reports_see_everything):
    path = layout.binary(target)
    link = links.get(path)
    if link is None or link.exit_code != 0:
        raise Broken(f"strace saw no successful link of {path}; it saw {sorted(links)}")
    binary = expected.BINARIES[target]
    product_archives = {os.path.realpath(layout.archive(name)) for one in expected.BINARIES.values() for name in one.members}
    constructed = _members_by_construction(layout, binary)
    reported, twice = member_truth.located(member_truth.named_members(link, scratch))
    if reports_see_everything:
        _check_oracle(target, constructed, reported, twice, product_archives)
    members = constructed | {one for one in reported if one[0] not in product_archives and one[1]}
    needed, dropped = link_oracle.shared_libraries(link, path)
    # mold opens the members of a thin archive that it does not take as well.
    thin = {os.path.realpath(name) for archive in link.inputs if member_truth.is_archive(archive) and member_truth.is_thin(archive)
            for name, _, _ in member_truth.archive_members(archive)}
    objects = {one for one in link.inputs if one in units and one not in thin}
    objects |= {os.path.realpath(layout.object(library, source)) for library, sources in binary.members.items() for source in sources}
    compiled_from = set().union(*(link_oracle.closure(one, units) for one in objects)) if objects else set()
    return BinaryTruth(target, path, system_truth.sha256(path), set(link.inputs), link.tools, members, product_archives, needed,
                       dropped, objects, compiled_from)


def _check_construction(layout, truths):
    """What construction says of libraries has to be what readelf saw, or the product does not test what it should."""
    for target, truth in truths.items():
        binary = expected.BINARIES[target]
        for names, found, word in ((binary.needed, truth.needed, "needed"), (binary.dropped, truth.dropped, "dropped")):
            for name in names:
                if os.path.realpath(layout.binary(name)) not in found:
                    raise Broken(f"{target}: {name} should be {word} by construction, and readelf does not say so")


def establish(one, slot, cmake):
    """{target: BinaryTruth} of the untraced build of combination `one` in slot.build, which it removes before and leaves behind."""
    shutil.rmtree(slot.build, ignore_errors=True)
    layout = expected.Layout(slot.build, one.configuration)
    key = (one.compiler, one.lto, one.configuration)
    # Compilations that were watched before come out of ccache: what they read does not depend on the linker.
    launcher = slot.launcher() if key in slot.units else []
    if run([cmake, "-S", slot.source, "-B", slot.build, *one.arguments(), *launcher], slot.log) != 0:
        raise Broken("the untraced product cannot be configured:\n" + last_lines(slot.log))
    command = [cmake, "--build", slot.build] + ([] if one.generator == "make" else ["--", "-d", "keeprsp"])
    trace = os.path.join(slot.scratch, "strace")
    with open(slot.log, "ab") as out:
        done = strace_log.run(command, trace, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Broken("the untraced product cannot be built:\n" + last_lines(slot.log))
    images = strace_log.read(trace)
    units = slot.units.setdefault(key, link_oracle.compilations(images))
    links = link_oracle.links(images)
    # mold's reports do not name members of intermediate code, nor members without a section; gold's not those of LLVM's plugin.
    sees_everything = one.linker != "mold" and not (one.linker == "gold" and one.lto != "none")
    truths = {target: _binary_truth(target, layout, links, units, os.path.join(slot.scratch, "relink"), sees_everything)
              for target in expected.expected_binaries(one.excluded_targets())}
    _check_construction(layout, truths)
    return truths

# SPDX-License-Identifier: Apache-2.0
"""Which archive members a link took in, from a second, untraced run of the same link with the linker's own reports.

bfd, gold: the "Archive member included" block of -Map (with gold also --trace, which lists whole archives); lld: --trace; mold:
the section lines of -Map and of --print-gc-sections, for its --trace lists every member of every archive. mold's map does not name
members of intermediate code (LTO), which the resolution file of gcc's plugin does, and members of which no section was kept or discarded:
those are known by construction only.
"""

import os
import re
import struct
import subprocess

MAP_BLOCK = re.compile(r"^Archive member included .*\n\n((?:.+\n)+)", re.M)
MEMBER = re.compile(r"^(.+?)\((.+)\)$")


class LinkFailed(Exception):
    pass


def archive_members(path):
    """[(name, offset of the data, size)] of an archive by `ar`; of a thin archive [(path of the member, 0, size)]."""
    with open(path, "rb") as file:
        thin = file.read(8) == b"!<thin>\n"
    if thin:
        names = subprocess.run(["ar", "t", path], check=True, capture_output=True, text=True).stdout.splitlines()
        # `ar t` prints the members relative to the working directory when the archive is; the path given here is absolute.
        return [(os.path.realpath(name), 0, os.path.getsize(name)) for name in names]
    out = []
    listing = subprocess.run(["ar", "tOv", path], check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    for line in listing.stdout.splitlines():
        # rw-r--r-- 0/0   1104 Jan  1 00:00 1970 name 0x98
        fields = re.match(r"^\S+ +\S+ +(\d+) \w{3} +\d+ [\d:]+ \d{4} (.*) 0x([0-9a-f]+)$", line)
        out.append((fields.group(2), int(fields.group(3), 16), int(fields.group(1))))
    return out


def is_thin(path):
    with open(path, "rb") as file:
        return file.read(8) == b"!<thin>\n"


def is_archive(path):
    with open(path, "rb") as file:
        return file.read(8) in (b"!<arch>\n", b"!<thin>\n")


def relink(link, scratch, extra):
    """Runs the link again with `extra` options, its output in the directory `scratch`. Gives what it printed on stdout."""
    os.makedirs(scratch, exist_ok=True)
    command = list(link.driver or link.argv)
    at = len(command) - 1 - command[::-1].index("-o")
    command[at + 1] = os.path.join(scratch, os.path.basename(link.output))
    done = subprocess.run(command + extra, cwd=link.directory, capture_output=True, text=True, errors="surrogateescape")
    if done.returncode != 0:
        raise LinkFailed(f"{' '.join(command + extra)}\n{done.stderr}")
    return done.stdout


def _option(link, *words):
    """Linker options as the driver takes them; as they are when the linker was called directly."""
    return [part for word in words for part in (("-Xlinker", word) if link.driver else (word,))]


def _map_block(text):
    """The members of the block: in columns 1 to 30, or on a line of their own before an indented one when longer."""
    match = MAP_BLOCK.search(text)
    lines = match.group(1).splitlines() if match else []
    for line, after in zip(lines, lines[1:] + [""]):
        if not line.startswith(" "):
            yield line.strip() if after.startswith(" " * 30) else line[:30].strip()


def _split(text, directory):
    """(archive, member) of "lib.a(m.o)"; (path, None) of the path of a thin archive's member as bfd prints it."""
    match = MEMBER.match(text)
    if match:
        return os.path.realpath(os.path.join(directory, match.group(1))), match.group(2)
    return os.path.realpath(os.path.join(directory, text)), None


def _resolution(path, directory):
    """{"archive(member)"} of the resolution file of gcc's plugin, which has lines "archive@0xOFFSET COUNT", the offset that of the data."""
    if not os.path.isfile(path):
        return set()
    with open(path, errors="surrogateescape") as file:
        found = re.findall(r"^(.+)@0x([0-9a-f]+) \d+$", file.read(), re.M)
    out = set()
    for archive, offset in ((os.path.join(directory, archive), offset) for archive, offset in found):
        out |= {f"{archive}({name})" for name, start, _ in archive_members(archive) if start == int(offset, 16)}
    return out


def _sections(text, pattern):
    return {match.group(1) for match in re.finditer(pattern, text, re.M)}


def _kind(link):
    return next((kind for kind in ("gold", "lld", "mold") if kind in os.path.basename(link.linker)), "bfd")


def named_members(link, scratch):
    """{(archive, member name)} that the link took, all paths real; of a member of a thin archive (its path, None)."""
    kind, report = _kind(link), os.path.join(scratch, "map")
    if kind == "lld":
        printed = relink(link, scratch, _option(link, "--trace"))
        texts = {line for line in printed.splitlines() if MEMBER.match(line)}
    elif kind == "mold":
        resolution = os.path.join(scratch, "resolution")
        if os.path.exists(resolution):
            os.unlink(resolution)  # of another link: the plugin writes none when it claimed nothing
        lto = any(word.startswith("-flto") for word in link.driver) and os.path.basename(link.driver[0]).startswith(("gcc", "g++"))
        printed = relink(link, scratch, _option(link, "-Map=" + report, "--print-gc-sections",
                                                *(["-plugin-opt=-fresolution=" + resolution] if lto else [])))
        with open(report, errors="surrogateescape") as file:
            texts = _sections(file.read(), r"^ *[0-9a-fx]+ +\d+ +\d+ {9}(.*\)):\(")
        texts |= _sections(printed, r"^removing unused section (.*\)):\(")
        texts |= _resolution(resolution, link.directory)
    else:
        printed = relink(link, scratch, _option(link, "-Map=" + report, *(["--trace"] if kind == "gold" else [])))
        with open(report, errors="surrogateescape") as file:
            texts = set(_map_block(file.read()))
        if kind == "gold":
            texts |= {line for line in printed.splitlines() if MEMBER.match(line)}
    return {_resolved(*_split(text, link.directory), link.directory) for text in texts}


def _resolved(path, member, directory):
    """A member of a thin archive as (its own path, None), however the linker names it."""
    if member is None or not os.path.isfile(path) or not is_thin(path):
        return path, member
    for base in (os.path.dirname(path), directory):
        if os.path.isfile(os.path.join(base, member)):
            return os.path.realpath(os.path.join(base, member)), None
    named = [one for one, _, _ in archive_members(path) if one.endswith("/" + member.lstrip("./"))]
    return (named[0], None) if len(named) == 1 else (path, member)


def located(named):
    """({(archive, name, offset)} with (path, "", 0) for thin members, {(archive, name)} of names that their archive has twice)."""
    sure, ambiguous = set(), set()
    listings = {}
    for path, member in named:
        if member is None:
            sure.add((path, "", 0))
            continue
        if path not in listings:
            listings[path] = archive_members(path)
        offsets = [offset for name, offset, _ in listings[path] if name == member]
        if len(offsets) == 1:
            sure.add((path, member, offsets[0]))
        else:
            ambiguous.add((path, member))
    return sure, ambiguous


def member_of_object(archive, path):
    """(archive, name, offset) of the member whose bytes are those of the file `path`; None when there is none."""
    with open(archive, "rb") as file, open(path, "rb") as wanted:
        content, object_bytes = file.read(), wanted.read()
    for name, offset, size in archive_members(archive):
        if content[offset:offset + size] == object_bytes:
            return archive, name, offset
    return None


def elf_type(path):
    """e_type of an ELF file (3 = shared library or PIE); None for another file."""
    with open(path, "rb") as file:
        head = file.read(18)
    if head[:4] != b"\x7fELF":
        return None
    return struct.unpack("<H" if head[5] == 1 else ">H", head[16:18])[0]

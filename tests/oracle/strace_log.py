# SPDX-License-Identifier: Apache-2.0
"""Reads a log of `strace -f -y` and says which program opened which files.

The log must come from run() or from

    strace -f -q -y --seccomp-bpf -s 65536 -e trace=<CALLS> -o LOG command...

One process identifier can run several programs one after the other (execve) and can be used again by the kernel; threads
and forked children have identifiers of their own and belong to the program that they were cut from. An Image is one run of
one program with everything that its threads and forks opened.
"""

import dataclasses
import os
import re
import subprocess

CALLS = "execve,execveat,open,openat,openat2,clone,clone3,fork,vfork,chdir,fchdir"

_STRING = r'"((?:[^"\\]|\\.)*)"'
_LINE = re.compile(r"^(\d+) +(.*)$", re.S)
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>(.*)$", re.S)
_OPEN = re.compile(r"^open(?:at2?)?\((?:(?:AT_FDCWD|\d+)<((?:[^>\\]|\\.)*)>, )?" + _STRING +
                   r", (.*?)\) += \d+<((?:[^>\\]|\\.)*)>(?:\(deleted\))?$", re.S)
_EXEC = re.compile(r"^execve(?:at)?\(.*?" + _STRING + r", \[(.*)\], 0x[0-9a-f]+ .*\) += 0$", re.S)
_FORK = re.compile(r"^(?:clone3?|v?fork)\(.*\) += (\d+)(?:<[^>]*>)?$", re.S)
_EXIT = re.compile(r"^\+\+\+ (?:exited with (\d+)|killed by (\w+)).* \+\+\+$")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9a-fA-F]{2}|.)", re.S)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"f": b"\f", b"a": b"\a", b"b": b"\b", b"e": b"\x1b"}


@dataclasses.dataclass
class Open:
    path: str  # as the program said it, made absolute
    real: str  # what the kernel opened: no symbolic link left
    flags: str


@dataclasses.dataclass(eq=False)
class Image:
    pid: int
    program: str
    argv: list
    parent: "Image | None"
    cwd: str = ""
    opens: list = dataclasses.field(default_factory=list)
    exit_code: "int | None" = None  # of the process that called execve; None when the log ends before
    order: int = 0  # of the execve in the log

    @property
    def name(self):
        return os.path.basename(self.program)

    def ancestors(self):
        """This image and those that it came from, nearest first."""
        image = self
        while image is not None:
            yield image
            image = image.parent


def unescape(text):
    """The string that strace printed as `text`, as a path of this system."""
    def one(match):
        escape = match.group(1)
        if escape[:1] == b"x":
            return bytes([int(escape[1:], 16)])
        if escape[:1].isdigit():
            return bytes([int(escape, 8) & 255])
        return _LETTERS.get(escape, escape)
    return os.fsdecode(_ESCAPE.sub(one, os.fsencode(text)))


def _whole_calls(lines):
    """(pid, call) of every finished call and every exit, in the order in which they finished."""
    begun = {}
    for line in lines:
        match = _LINE.match(line.rstrip("\n"))
        if not match:
            continue
        pid, text = int(match.group(1)), match.group(2)
        if text.endswith("<unfinished ...>"):
            begun[pid] = text[: -len("<unfinished ...>")].rstrip(" ")
            continue
        resumed = _RESUMED.match(text)
        if resumed:
            text = begun.pop(pid, "") + resumed.group(1)
        yield pid, text


def read(path):
    """All images of the log, in the order in which they began."""
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as log:
        calls = list(_whole_calls(log))
    parents = {}  # child → the parents of each time that the identifier was given out
    for pid, call in calls:
        fork = _FORK.match(call)
        if fork:
            parents.setdefault(int(fork.group(1)), []).append(pid)
    current, images = {}, []

    def image_of(pid):
        if pid not in current:
            givers = parents.get(pid)
            current[pid] = image_of(givers.pop(0)) if givers else None
        return current[pid]

    for pid, call in calls:
        ended = _EXIT.match(call)
        if ended:
            image = image_of(pid)
            if image is not None and image.pid == pid:
                image.exit_code = int(ended.group(1)) if ended.group(1) else -1
            current.pop(pid, None)
            continue
        started = _EXEC.match(call)
        if started:
            argv = [unescape(word) for word in re.findall(_STRING, started.group(2))]
            image = Image(pid, unescape(started.group(1)), argv, image_of(pid), order=len(images))
            current[pid] = image
            images.append(image)
            continue
        opened = _OPEN.match(call)
        image = image_of(pid)
        if opened and image is not None:
            directory, name, flags, real = opened.groups()
            directory = unescape(directory or "")
            image.cwd = image.cwd or directory
            image.opens.append(Open(os.path.join(directory, unescape(name)), unescape(real), flags))
    return images


def run(command, log, **options):
    """Runs `command` under strace with its log in `log`; gives the finished process. The options are subprocess.run's."""
    return subprocess.run(["strace", "-f", "-q", "-y", "--seccomp-bpf", "-s", "65536", "-e", "trace=" + CALLS, "-o", log, "--",
                           *command], **options)

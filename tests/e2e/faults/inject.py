# SPDX-License-Identifier: Apache-2.0
"""Makes the K-th call of one system call fail in a real process, with strace: an oracle outside of the programs that are tested.

strace counts for each process and thread. The trace step is followed with its threads (and git, which it runs); the launcher alone,
without the link that it starts. A call that is made to fail is not carried out.
"""
import collections
import pathlib
import re
import shutil

from product import check, run

# What each call can fail with on a machine that is in trouble; brk() is left out, since the C library believes an address that strace makes up.
# "KILL": the process is killed as it enters the call. "short": end of file.
FAULTS = {
    "openat": ("ENOENT", "EACCES", "EMFILE", "ENOSPC", "EIO", "KILL"),
    "open": ("EACCES",),
    "read": ("EIO", "EINTR", "short"),
    "pread64": ("EIO",),
    "write": ("ENOSPC", "EIO", "EINTR", "KILL"),
    "newfstatat": ("ENOENT", "EACCES", "EIO"),
    "stat": ("EIO",), "lstat": ("EIO",), "fstat": ("EIO",), "statx": ("EIO",),
    "mmap": ("ENOMEM",),
    "rename": ("ENOSPC", "EACCES", "EXDEV", "KILL"),
    "renameat2": ("ENOSPC", "KILL"),
    "linkat": ("EIO", "KILL"),
    "unlink": ("EACCES", "KILL"),
    "mkdir": ("ENOSPC", "EACCES", "KILL"),
    "rmdir": ("EACCES", "KILL"),
    "fchmod": ("EPERM", "KILL"),
    "fsync": ("EIO", "ENOSPC", "KILL"),
    "utimensat": ("EACCES", "KILL"),
    "flock": ("ENOLCK", "EINTR", "KILL"),
    "ftruncate": ("EIO",),
    "lseek": ("EIO",),
    "getdents64": ("EIO",),
    "readlink": ("EIO", "EACCES"),
    "getcwd": ("ENOENT",),
    "access": ("EACCES",),
    "clone": ("EAGAIN",), "clone3": ("EAGAIN",), "vfork": ("EAGAIN",),
    "pipe2": ("EMFILE",),
    "poll": ("EINTR",),
    "wait4": ("EINTR",),
    "memfd_create": ("EMFILE",),
    "sched_getaffinity": ("EPERM",),
}
CALL = re.compile(r"(?:\[pid +\d+\] |(\d+) +)?([a-z_0-9]+)\((.*)")
NOT_STARTED = "error while loading shared libraries"


def need_strace():
    check(shutil.which("strace") is not None, "strace is needed for this test and is not installed")


def option(call, fault, number):
    """strace's word for it."""
    what = {"KILL": "signal=KILL", "short": "retval=0"}.get(fault, f"error={fault}")
    return f"inject={call}:{what}:when={number}"


def strace(log, injection="", follow=True):
    """The command in front of the program."""
    words = ["strace", "-qq", "-y", "-s", "0", "-o", str(log), *(["-f"] if follow else [])]
    calls = injection.split(":")[0].partition("=")[2]
    return [*words, "-e", f"trace={calls}" if calls else "trace=" + ",".join(f"?{name}" for name in FAULTS),
            *(["-e", injection] if injection else [])]


def calls_made(log):
    """What each process or thread called, in its order: (call, number) → what about, as strace writes it."""
    counts = collections.Counter()
    made = {}
    for line in pathlib.Path(log).read_text(errors="replace").splitlines():
        found = CALL.match(line)
        if found and "resumed>" not in line:
            counts[found.group(1) or "", found.group(2)] += 1
            made.setdefault((found.group(2), counts[found.group(1) or "", found.group(2)]), found.group(3))
    return made


def kind_of_file(words):
    """Files that are many and alike count as one kind: a package database's lists, and headers."""
    path = re.search(r"\"(/[^\"]*)\"", words) or re.search(r"<(/[^>]*)>", words)
    if path is None:
        return None
    many = re.match(r"/var/lib/dpkg/info/|/usr/include/|/usr/share/doc/|/usr/lib/gcc/", path.group(1))
    return many.group(0) + pathlib.PurePath(path.group(1)).suffix if many else None


def points(made, of_a_kind=3):
    """Every fault at every call that was made: (call, fault, number); of calls about files of one kind only so many."""
    seen = collections.Counter()
    chosen = []
    for (call, number), words in sorted(made.items(), key=lambda one: (list(FAULTS).index(one[0][0]) if one[0][0] in FAULTS else -1, one[0][1])):
        kind = kind_of_file(words)
        seen[call, kind] += kind is not None
        if call in FAULTS and seen[call, kind] <= of_a_kind:
            chosen += [(call, fault, number) for fault in FAULTS[call]]
    return chosen


def injected(log):
    """What the calls that were made to fail were about, as strace writes it."""
    lines = pathlib.Path(log).read_text(errors="replace").splitlines() if pathlib.Path(log).exists() else []
    return [line for line in lines if "(INJECTED)" in line or "+++ killed by SIGKILL" in line]


def traced(program, log, injection, follow=True, **options):
    return run([*strace(log, injection, follow), *program], **options)

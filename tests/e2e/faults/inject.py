# SPDX-License-Identifier: Apache-2.0
"""Makes the K-th call of one system call fail in a real process, with strace: an oracle outside of the programs that are tested.

strace counts for each process and thread. The trace step is followed with its threads (and git, which it runs); the launcher alone,
without the link that it starts. A call that is made to fail is not carried out.
"""
import collections
import os
import pathlib
import re
import shutil
import sys

from product import run

# What each call can fail with on a machine that is in trouble. "KILL": the process is killed as it enters the call. "short": end of file;
# "none": the kernel gives no memory. execve is that of programs which are started (git); that of the program itself is strace's.
FAULTS = {
    "openat": ("ENOENT", "EACCES", "EMFILE", "ENOSPC", "EIO", "KILL"),
    "open": ("EACCES",),
    "read": ("EIO", "EINTR", "short"),
    "pread64": ("EIO",),
    "write": ("ENOSPC", "EIO", "EINTR", "KILL"),
    "close": ("EIO",),
    "newfstatat": ("ENOENT", "EACCES", "EIO"),
    "stat": ("EIO",), "lstat": ("EIO",), "fstat": ("EIO",), "statx": ("EIO",),
    "mmap": ("ENOMEM",),
    "mprotect": ("ENOMEM",),
    "brk": ("none",),
    "rename": ("ENOSPC", "EACCES", "EXDEV", "KILL"),
    "renameat2": ("ENOSPC", "KILL"),
    "linkat": ("EIO", "KILL"),
    "unlink": ("EACCES", "KILL"),
    "unlinkat": ("EACCES", "KILL"),
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
    "chdir": ("ENOENT",),
    "access": ("EACCES",),
    "faccessat2": ("EACCES",),
    "clone": ("EAGAIN",), "clone3": ("EAGAIN",), "vfork": ("EAGAIN",),
    "execve": ("EACCES", "ENOMEM"),
    "pipe2": ("EMFILE",),
    "dup2": ("EMFILE",),
    "fcntl": ("EINVAL",),
    "poll": ("EINTR",),
    "wait4": ("EINTR",),
    "memfd_create": ("EMFILE",),
    "getrandom": ("ENOSYS",),
    "sched_getaffinity": ("EPERM",),
}
WORDS = {"KILL": "signal=KILL", "short": "retval=0", "none": "retval=0"}
CALL = re.compile(r"(?:\[pid +\d+\] |(\d+) +)?([a-z_0-9]+)\((.*)")
# Files that are many and alike count as one kind: a package database's lists, and headers. So does every file that was only read when it is closed.
ALIKE = re.compile(r"/var/lib/dpkg/info/|/usr/include/|/usr/share/doc/|/usr/lib/gcc/")
NOT_STARTED = "error while loading shared libraries"


def need_strace():
    """Without strace the test is skipped; it has failed where everything is required."""
    if shutil.which("strace") is None:
        print("skipped: strace is not installed")
        sys.exit(1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else 77)


def option(call, fault, number):
    """strace's word for it."""
    return f"inject={call}:{WORDS.get(fault, 'error=' + fault)}:when={number}"


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
    made.pop(("execve", 1), None)
    return made


def kind_of_file(call, words):
    """What stands for many files that are alike, or None."""
    if call == "close" and ".writing" not in words:
        return "read"
    path = re.search(r"\"(/[^\"]*)\"", words) or re.search(r"<(/[^>]*)>", words)
    many = ALIKE.match(path.group(1)) if path else None
    return many.group(0) + pathlib.PurePath(path.group(1)).suffix if many else None


def points(made, of_a_kind=3):
    """Every fault at every call that was made: (call, fault, number); of calls about files of one kind only so many."""
    order = {name: place for place, name in enumerate(FAULTS)}
    seen = collections.Counter()
    chosen = []
    for (call, number), words in sorted(made.items(), key=lambda one: (order.get(one[0][0], -1), one[0][1])):
        kind = kind_of_file(call, words)
        seen[call, kind] += kind is not None
        if call in FAULTS and seen[call, kind] <= of_a_kind:
            chosen += [(call, fault, number) for fault in FAULTS[call]]
    return chosen


def injected(log):
    """What the calls that were made to fail were about, as strace writes it."""
    lines = pathlib.Path(log).read_text(errors="replace").splitlines() if pathlib.Path(log).exists() else []
    return [line for line in lines if "(INJECTED)" in line or "+++ killed by SIGKILL" in line]


def traced(program, log, injection, follow=True, **options):
    pathlib.Path(log).unlink(missing_ok=True)
    return run([*strace(log, injection, follow), *program], **options)


class Tally:
    """What came of each fault: attempts that never came to the call are counted apart, and are no claim that holds."""

    MOST_MISSED = 0.05

    def __init__(self, name):
        self.name = name
        self.outcomes = collections.Counter()
        self.missed = 0
        self.failures = []

    def attempt(self, disturbed, point, problems):
        """`problems`: the exceptions that stand for a claim that does not hold. Threads share their work differently each time: three tries."""
        try:
            for _ in range(3):
                what = disturbed.attempt(*point)
                if what is not None:
                    self.outcomes[what] += 1
                    return what
            self.missed += 1
            return "not reached"
        except problems as problem:
            self.failures.append(f"{self.name} {':'.join(map(str, point))}: {problem}; {injected(disturbed.log)[:1]}")
            return None

    def reached(self):
        return sum(self.outcomes.values()) + len(self.failures)

    def holds(self):
        return not self.failures and self.reached() > 0 and not self.missed_too_many()

    def missed_too_many(self):
        """One may be missed where there are few: threads take turns as they like."""
        return self.missed > max(1, self.MOST_MISSED * (self.reached() + self.missed))

    def lines(self):
        what = "; too many were not reached" if self.missed_too_many() else ""
        return [f"{self.name}: {self.reached()} faults, {len(self.failures)} claims that do not hold; {self.missed} not reached{what}",
                *(f"  {count:6} {outcome}" for outcome, count in self.outcomes.most_common())]

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A disk that is full, at each page at which it can be: in the trace step's documents, in its memory of earlier traces, in the launcher's records.

Method. A file system of 2 MiB in memory (tmpfs) is mounted in the place of the documents, or of the state directory. A file without name fills
it but for 0, 1, 2 … pages of 4 KiB, up to where everything fits. Each time the trace step runs with the documents of the product's other state
there and with none; and a build links the other state with no room for its records. What is looked at is that of faults.py: each document is
absent, the former one or the right one, the link succeeds with the right binary, errors name a file and a remedy, and with space again the next
run is right. Mounting takes root; without, exit code 77, or 1 where SOUPTRACE_REQUIRE_ALL is set.

usage: full_disk.py --souptrace PROGRAM --launcher PROGRAM [--work DIRECTORY]
"""
import argparse
import collections
import os
import pathlib
import shutil
import sys
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "tests/e2e/faults"))
from disturb import Link, TraceStep, ended_in_order, make_product, put_back, says_what_to_do  # noqa: E402
from product import Failed, check, run  # noqa: E402

PAGE = 4096
SIZE = 2 * 1024 * 1024


class SmallDisk:
    """A file system of 2 MiB over `directory`, which keeps what it holds."""

    def __init__(self, directory):
        self.directory = directory
        self.fill = None

    def __enter__(self):
        kept = pathlib.Path(tempfile.mkdtemp())
        shutil.copytree(self.directory, kept / "content", symlinks=True)
        done = run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", self.directory])
        check(done.returncode == 0, f"cannot mount: {done.stderr}")
        put_back(kept / "content", self.directory)
        shutil.rmtree(kept)
        return self

    def __exit__(self, *_):
        self.give_room()
        kept = pathlib.Path(tempfile.mkdtemp())
        shutil.copytree(self.directory, kept / "content", symlinks=True)
        run(["umount", self.directory])
        put_back(kept / "content", self.directory)
        shutil.rmtree(kept)

    def free(self):
        found = os.statvfs(self.directory)
        return found.f_bavail * found.f_frsize

    def leave(self, room):
        """Fills it but for `room` bytes."""
        self.give_room()
        self.fill = os.open(self.directory, os.O_TMPFILE | os.O_RDWR)
        os.posix_fallocate(self.fill, 0, max(self.free() - room, 1))

    def give_room(self):
        if self.fill is not None:
            os.close(self.fill)
            self.fill = None


def can_mount(work):
    probe = work / "probe"
    probe.mkdir(parents=True)
    done = run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", probe])
    if done.returncode == 0:
        run(["umount", probe])
    return done.returncode == 0


def full_step(step, disk, room):
    """One trace step with so much room."""
    step.restore()
    disk.leave(room)
    done = run(step.command())
    disk.give_room()
    ended_in_order(done, "", (0, 3))
    what = step.product.check_documents(1, step.former, done.returncode)
    if done.returncode == 3:
        says_what_to_do(done)
    step.next_is_right()
    return what


def full_link(link, disk, room):
    """One build of the other state with so much room for records."""
    former = link.product.documents()
    link.state = 1 - link.state
    link.product.go_to(link.state)
    for record in (link.product.state / "links").glob("*/record"):
        if b"/main.c.o" in record.read_bytes():
            shutil.rmtree(record.parent)  # app's: else the new record has the room of the former one
    disk.leave(room)
    done = link.product.ninja()
    disk.give_room()
    text = done.stdout + done.stderr
    check("FAILED: app" not in text and "FAILED: libhelper.so" not in text, f"the link failed:\n{text}")
    check(link.product.binaries() == link.product.untraced[link.state], "the binary is not that of a build without SoupTrace")
    check(done.returncode == 0 or "souptrace: error: " in text, text)
    what = link.product.check_documents(link.state, former, done.returncode)
    link.next_is_right()
    return what


def every_page(name, attempt, enough, is_needed=True):
    """From no room to where everything fits: gives whether every claim held. `is_needed`: without room it cannot be right."""
    outcomes, failed, rooms = collections.Counter(), 0, range(0, enough + 2 * PAGE, PAGE)
    last = ""
    for room in rooms:
        try:
            last = attempt(room)
            outcomes[last] += 1
        except (Failed, OSError, ValueError) as problem:
            failed += 1
            print(f"FAILED  {name}, {room} bytes free: {problem}", flush=True)
    # A proof in which nothing was ever short, or never enough, is none.
    spans = last == "right" and (len(outcomes) > 1 or not is_needed)
    print(f"{name}: {len(rooms)} times full, {failed} claims that do not hold: " + ", ".join(f"{count} {what}" for what, count in outcomes.most_common()))
    if not spans:
        print(f"FAILED  {name}: the disk was never full, or always")
    return failed == 0 and spans


def size_of(directory):
    return sum(-(-path.stat().st_size // PAGE) * PAGE for path in directory.rglob("*") if path.is_file())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--souptrace", required=True, type=pathlib.Path)
    parser.add_argument("--launcher", required=True, type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path)
    options = parser.parse_args()
    holds = True
    with tempfile.TemporaryDirectory(prefix="souptrace-full-disk-") as temporary:
        work = (options.work or pathlib.Path(temporary)).resolve()
        if not can_mount(work):
            print("skipped: this user cannot mount a file system")
            return 1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") else 77
        product = make_product(options, work)
        documents, state = size_of(product.output), size_of(product.state)
        with SmallDisk(product.output) as disk:
            for kind in ("changed", "new"):
                step = TraceStep(product, kind)
                holds = every_page(f"documents ({kind})", lambda room: full_step(step, disk, room), 2 * documents) and holds  # noqa: B023
        product.go_to(1)
        check(product.ninja().returncode == 0, "the build fails")
        with SmallDisk(product.state) as disk:
            step = TraceStep(product)
            # Who cannot remember for the next trace is slower then, and right.
            holds = every_page("the trace step's state", lambda room: full_step(step, disk, room), state, is_needed=False) and holds
            link = Link(product)
            holds = every_page("records of links", lambda room: full_link(link, disk, room), state) and holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""One disturbed trace step, one disturbed launcher: what they do, what is looked at afterwards, and that the next undisturbed one is right."""
import ctypes
import os
import re
import select
import shlex
import shutil
import signal
import statistics
import subprocess
import time

from inject import NOT_STARTED, calls_made, injected, option, traced
from product import Product, check, run

LAUNCHER = """#!/bin/sh
# The launcher as the build calls it; the link of app under strace where the test wants it.
case "$SOUPTRACE_TEST_LOG:$*" in
  ?*:*" -o app"*|?*:*"/app"*)
    exec strace -qq -y -s 0 -o "$SOUPTRACE_TEST_LOG" ${{SOUPTRACE_TEST_FAULT:+-e "$SOUPTRACE_TEST_FAULT"}} {launcher} "$@" ;;
esac
case "$SOUPTRACE_TEST_PID:$*" in
  ?*:*" -o app"*|?*:*"/app"*) echo $$ > "$SOUPTRACE_TEST_PID.new" && mv "$SOUPTRACE_TEST_PID.new" "$SOUPTRACE_TEST_PID" ;;
esac
exec {launcher} "$@"
"""
PR_SET_CHILD_SUBREAPER = 36
FILE = re.compile(r"/|not enough memory|: (app|helper|[a-z]+:[^ ]+):")


def adopt_orphans():
    """The link goes on when its launcher is killed: this process becomes its parent and can wait for it."""
    check(ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0, "this process cannot adopt orphans")


def wait_for_orphans():
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def ended_in_order(done, fault, allowed):
    """Killed only where the test did it, and by no other signal; the exit code is one that this program may have."""
    if fault == "KILL" and done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL):
        return
    check(done.returncode in allowed, f"exit code {done.returncode}\n{done.stdout}{done.stderr}")


def says_what_to_do(done):
    """Each error names a file, unless memory is what lacks, and a remedy: in the line below it, or in a sentence of its own. What verify cannot
    read is part of its answer."""
    lines = done.stderr.splitlines() + done.stdout.splitlines()
    errors = [number for number, line in enumerate(lines) if line.startswith(("souptrace: error: ", "unreadable: "))]
    check(errors, f"no error is said:\n{done.stderr}")
    check("Sanitizer" not in done.stderr and "terminate called" not in done.stderr, done.stderr)
    for number in errors:
        check(FILE.search(lines[number]), f"an error names no file: {lines[number]}")
        below = number + 1 < len(lines) and lines[number + 1].startswith("  ")
        check(below or re.search(r"\. [A-Z][a-z]+ ", lines[number]), f"an error without remedy: {lines[number]}")


def take_away(directory):
    """A mount point cannot go: then what is in it does."""
    if not os.path.ismount(directory):
        shutil.rmtree(directory, ignore_errors=True)
        return
    for path in directory.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def put_back(kept, directory):
    take_away(directory)
    if kept.exists():
        shutil.copytree(kept, directory, symlinks=True, dirs_exist_ok=True)


def make_product(tools, directory):
    """A product whose link of app the test can put under strace."""
    directory.mkdir(parents=True, exist_ok=True)
    launcher = directory / "souptrace-link"
    launcher.write_text(LAUNCHER.format(launcher=shlex.quote(str(tools.launcher))))
    launcher.chmod(0o755)
    adopt_orphans()
    return Product(tools, directory / "product", launcher).learn()


class TraceStep:
    """The trace step of a build in the second state, with the documents of the first still there ("changed") or with none ("new")."""

    def __init__(self, product, documents="changed"):
        self.product = product
        self.log = product.directory / "strace.log"
        self.kept = product.directory / "kept"
        self.product.go_to(0)
        done = self.product.ninja()
        check(done.returncode == 0, done.stdout + done.stderr)
        if documents == "new":
            take_away(self.product.output)
        self.former = self.product.documents()
        self.product.go_to(1)
        done = self.product.ninja("app", "helper")
        check(done.returncode == 0, done.stdout + done.stderr)
        self.save()

    def save(self):
        shutil.rmtree(self.kept, ignore_errors=True)
        for name, directory in (("output", self.product.output), ("state", self.product.state)):
            if directory.exists():
                shutil.copytree(directory, self.kept / name, symlinks=True)

    def restore(self):
        for name, directory in (("output", self.product.output), ("state", self.product.state)):
            put_back(self.kept / name, directory)

    def command(self):
        return [self.product.tools.souptrace, "trace", self.product.build]

    def calls(self):
        self.restore()
        done = traced(self.command(), self.log, "")
        check(done.returncode == 0, done.stderr)
        check(self.product.check_documents(1, self.former, 0) == "right", "undisturbed, it is not right")
        return calls_made(self.log)

    def attempt(self, call, fault, number):
        """What it came to; None when the call was not made so often."""
        self.restore()
        done = traced(self.command(), self.log, option(call, fault, number))
        if not injected(self.log):
            return None
        self.judge(done, fault)
        if done.returncode == 127 and NOT_STARTED in done.stderr:
            what = "not started"
        else:
            what = self.product.check_documents(1, self.former, done.returncode, fault == "ENOENT")
            if done.returncode == 3:
                says_what_to_do(done)
        self.next_is_right()
        return "killed" if done.returncode < 0 else what

    def time(self):
        """How long it takes, in seconds."""
        self.restore()
        began = time.monotonic()
        done = run(self.command())
        check(done.returncode == 0, f"undisturbed, it fails: {done.stderr}")
        return time.monotonic() - began

    def kill_after(self, seconds):
        self.restore()
        step = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        step.kill()
        code = step.wait()
        wait_for_orphans()
        check(code in (0, -signal.SIGKILL), f"exit code {code}")
        what = self.product.check_documents(1, self.former, code)
        self.next_is_right()
        return "killed" if code else "had ended, " + what

    @staticmethod
    def judge(done, fault):
        if done.returncode == 127:
            check(NOT_STARTED in done.stderr, done.stderr)
        ended_in_order(done, fault, (0, 3, 127))

    def next_is_right(self):
        again = run(self.command())
        check(again.returncode == 0, f"the next trace fails: {again.stderr}")
        what = self.product.check_documents(1, self.former, 0)
        check(what == "right", f"the next trace is {what}")
        left = self.product.leftovers()
        check(not left, f"left behind: {left}")
        check(self.product.binaries() == self.product.untraced[1], "a binary was changed")


class Link:
    """A build in which the launcher of one link is disturbed, from the states of the product in turn."""

    def __init__(self, product):
        self.product = product
        self.log = product.directory / "strace.log"
        self.state = 1

    def build(self, injection):
        """The other state of the product, with the link of app disturbed."""
        former = self.product.documents()
        self.state = 1 - self.state
        self.product.go_to(self.state)
        self.log.unlink(missing_ok=True)
        done = self.product.ninja(env={**os.environ, "SOUPTRACE_TEST_LOG": str(self.log), "SOUPTRACE_TEST_FAULT": injection})
        wait_for_orphans()
        return done, former

    def calls(self):
        done, former = self.build("")
        check(done.returncode == 0, done.stdout + done.stderr)
        check(self.product.check_documents(self.state, former, 0) == "right", "undisturbed, it is not right")
        return calls_made(self.log)

    def attempt(self, call, fault, number):
        """What it came to; None when the call was not made so often."""
        done, former = self.build(option(call, fault, number))
        if not injected(self.log):
            return None
        text = done.stdout + done.stderr
        linked = "Linking C executable app" in text and "FAILED: app" not in text
        if fault != "KILL" and NOT_STARTED not in text:
            check(linked, f"the link failed:\n{text}")
        if linked:
            check(self.product.binaries() == self.product.untraced[self.state], "the binary is not that of a build without SoupTrace")
            check("FAILED: " not in text or "souptrace: error: " in text, text)
            what = self.product.check_documents(self.state, former, done.returncode, fault == "ENOENT")
        else:
            what = "killed" if fault == "KILL" else "not started"
            for name, content in self.product.documents().items():
                check(content == former.get(name), f"the link did not happen and {name} is another")
        self.next_is_right()
        return what

    def start(self):
        """A build of the other state that is under way, and its launcher as it begins to run: (build, the process's descriptor)."""
        self.state = 1 - self.state
        self.product.go_to(self.state)
        number = self.product.directory / "launcher.pid"
        number.unlink(missing_ok=True)
        build = subprocess.Popen(["ninja", "-C", self.product.build], env={**os.environ, "SOUPTRACE_TEST_PID": str(number)},
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while not number.exists() and build.poll() is None:
            time.sleep(0.0002)
        try:
            return build, os.pidfd_open(int(number.read_text()))
        except OSError:
            return build, None  # it has ended already

    def time(self):
        """How long the launcher runs from there on, in seconds: the middle one of nine."""
        took = []
        for _ in range(9):
            build, launcher = self.start()
            began = time.monotonic()
            if launcher is not None:
                select.select([launcher], [], [])
                os.close(launcher)
            took.append(time.monotonic() - began)
            text = build.communicate()[0]
            check(build.returncode == 0, f"undisturbed, it fails: {text}")
        return statistics.median(took)

    def kill_after(self, seconds):
        """Kills the launcher so long after it was started."""
        former = self.product.documents()
        build, launcher = self.start()
        hit = False
        if launcher is not None:
            hit = not select.select([launcher], [], [], seconds)[0]
            if hit:
                signal.pidfd_send_signal(launcher, signal.SIGKILL)
            os.close(launcher)
        text = build.communicate()[0]
        wait_for_orphans()
        linked = "FAILED: app" not in text
        what = "killed"
        if linked:
            check(build.returncode == 0, text)
            check(self.product.binaries() == self.product.untraced[self.state], "the binary is not that of a build without SoupTrace")
            what = "had ended, " + self.product.check_documents(self.state, former, build.returncode)
        else:
            check(hit, f"the link failed, and its launcher was not killed:\n{text}")
            # A link that goes on without its launcher may have written the binary; the trace step then refuses it.
            step = self.product.trace()
            check(step.returncode in (0, 3), step.stderr)
            if step.returncode == 0:
                what = "killed, and " + self.product.check_documents(self.state, former, 0)
        self.next_is_right()
        return what

    def next_is_right(self):
        """The next build is right or refused; where it is refused, it is right after what the remedy says: the binary is deleted and built again."""
        former = self.product.documents()
        done = self.product.ninja()
        what = self.product.check_documents(self.state, former, done.returncode)
        if what != "right":
            check(done.returncode != 0 or "right but for findings" in what, f"the next build is {what}")
            (self.product.build / "app").unlink(missing_ok=True)
            done = self.product.ninja()
            check(done.returncode == 0, f"the build after the remedy fails: {done.stdout}{done.stderr}")
            check(self.product.check_documents(self.state, {}, 0) == "right", "the trace after the remedy is not right")
        check(self.product.binaries() == self.product.untraced[self.state], "the next build's binary is another")
        left = self.product.leftovers()
        check(not left, f"left behind: {left}")

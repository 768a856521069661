# SPDX-License-Identifier: Apache-2.0
"""One disturbed trace step, one disturbed launcher: what they do, what is looked at afterwards, and that the next undisturbed one is right."""
import ctypes
import os
import shutil
import signal
import subprocess
import time

from inject import NOT_STARTED, calls_made, injected, option, traced
from product import Product, check, run

LAUNCHER = """#!/bin/sh
# The launcher as the build calls it; the link of app under strace where the test wants it.
case "$SOUPTRACE_TEST_STRACE:$*" in
  ?*:*" -o app"*|?*:*"/app"*) exec $SOUPTRACE_TEST_STRACE '{launcher}' "$@" ;;
esac
case "$SOUPTRACE_TEST_PID:$*" in
  ?*:*" -o app"*|?*:*"/app"*) echo $$ > "$SOUPTRACE_TEST_PID.new" && mv "$SOUPTRACE_TEST_PID.new" "$SOUPTRACE_TEST_PID" ;;
esac
exec '{launcher}' "$@"
"""
PR_SET_CHILD_SUBREAPER = 36


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
    """An error names a file or a thing, and the line after the last error is the remedy."""
    lines = done.stderr.splitlines()
    check(any("souptrace: error: " in line and len(line) > len("souptrace: error: ") + 10 for line in lines), f"no error is said:\n{done.stderr}")
    check("Sanitizer" not in done.stderr and "terminate called" not in done.stderr, done.stderr)


def make_product(tools, directory):
    """A product whose link of app the test can put under strace."""
    directory.mkdir(parents=True, exist_ok=True)
    launcher = directory / "souptrace-link"
    launcher.write_text(LAUNCHER.format(launcher=tools.launcher))
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
            shutil.rmtree(self.product.output)
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
            shutil.rmtree(directory, ignore_errors=True)
            if (self.kept / name).exists():
                shutil.copytree(self.kept / name, directory, symlinks=True)

    def command(self):
        return [self.product.tools.souptrace, "trace", self.product.build]

    def calls(self):
        self.restore()
        done = traced(self.command(), self.log, "")
        check(done.returncode == 0, done.stderr)
        check(self.product.check_documents(1, self.former, 0) == "right", "undisturbed, it is not right")
        return calls_made(self.log)

    def attempt(self, call, fault, number):
        self.restore()
        done = traced(self.command(), self.log, option(call, fault, number))
        if not injected(self.log):
            return "not reached"
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
        return "killed" if code else what

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
        words = ["strace", "-qq", "-y", "-s", "0", "-o", str(self.log), *(["-e", injection] if injection else [])]
        done = self.product.ninja(env={**os.environ, "SOUPTRACE_TEST_STRACE": " ".join(words)})
        wait_for_orphans()
        return done, former

    def calls(self):
        done, former = self.build("")
        check(done.returncode == 0, done.stdout + done.stderr)
        check(self.product.check_documents(self.state, former, 0) == "right", "undisturbed, it is not right")
        return calls_made(self.log)

    def attempt(self, call, fault, number):
        done, former = self.build(option(call, fault, number))
        if not injected(self.log):
            return "not reached"
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

    def time(self):
        """How long a build with one link takes at least, in seconds."""
        began = time.monotonic()
        self.build("")
        return (time.monotonic() - began) / 2

    def kill_after(self, seconds):
        """Kills the launcher so long after it was started."""
        former = self.product.documents()
        self.state = 1 - self.state
        self.product.go_to(self.state)
        number = self.product.directory / "launcher.pid"
        number.unlink(missing_ok=True)
        build = subprocess.Popen(["ninja", "-C", self.product.build], env={**os.environ, "SOUPTRACE_TEST_PID": str(number)},
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while not number.exists() and build.poll() is None:
            time.sleep(0.0005)
        time.sleep(seconds)
        try:
            os.kill(int(number.read_text()), signal.SIGKILL)  # gone already: then the build was not disturbed
        except ProcessLookupError:
            pass
        text = build.communicate()[0]
        wait_for_orphans()
        linked = "FAILED: app" not in text
        what = "killed"
        if linked:
            check(build.returncode == 0, text)
            check(self.product.binaries() == self.product.untraced[self.state], "the binary is not that of a build without SoupTrace")
            what = self.product.check_documents(self.state, former, build.returncode)
        else:
            # A link that goes on without its launcher may have written the binary; the trace step then refuses it.
            step = self.product.trace()
            check(step.returncode in (0, 3), step.stderr)
            if step.returncode == 0:
                what = "killed, and " + self.product.check_documents(self.state, former, 0)
        self.next_is_right()
        return what

    def next_is_right(self):
        """As the remedy says: the binary is deleted and built again."""
        (self.product.build / "app").unlink(missing_ok=True)
        done = self.product.ninja()
        check(done.returncode == 0, f"the next build fails: {done.stdout}{done.stderr}")
        check(self.product.check_documents(self.state, {}, 0) == "right", "the next trace is not right")
        check(self.product.binaries() == self.product.untraced[self.state], "the next build's binary is another")
        left = self.product.leftovers()
        check(not left, f"left behind: {left}")

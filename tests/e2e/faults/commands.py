# SPDX-License-Identifier: Apache-2.0
"""The commands that read a trace and write documents of it, disturbed: what they leave, what they say, and that the next call is right."""
import io
import json
import os
import pathlib
import shutil
import tarfile

from disturb import ended_in_order, says_what_to_do
from inject import NOT_STARTED, calls_made, injected, option, traced
from product import check, checked, run

FORMER = b"what an earlier call wrote\n"
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "COLUMNS": "100"}


def whole_members(archive):
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar.getmembers()}


class Command:
    """One command that writes `outputs` and ends with `exit_code` when nothing disturbs it. What it writes is there already, as of an earlier call."""

    def __init__(self, fixture, name, words, outputs, exit_code=0):
        self.name = name
        self.words = [fixture.tools.souptrace, *words]
        self.outputs = outputs
        self.exit_code = exit_code
        self.log = fixture.directory / "strace.log"
        self.right, self.said = {}, ""
        self.restore()
        done = run(self.words, env=ENVIRONMENT)
        check(done.returncode == exit_code, f"{name}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        self.right, self.said = self.found(), done.stdout
        check(FORMER not in self.right.values() and set(self.right) == {str(path) for path in outputs}, f"{name} wrote {sorted(self.right)}")

    def restore(self):
        for path in self.outputs:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(FORMER)

    def found(self):
        return {str(path): path.read_bytes() for path in self.outputs if path.exists()}

    def calls(self):
        self.restore()
        done = traced(self.words, self.log, "", env=ENVIRONMENT)
        check(done.returncode == self.exit_code, done.stderr)
        self.is_right(done)
        return calls_made(self.log)

    def is_right(self, done):
        check(self.found() == self.right, f"{self.name}: ends with {done.returncode}, and what it wrote is not right")
        check(done.stdout == self.said, f"{self.name}: ends with {done.returncode}, and what it says is not right:\n{done.stdout}")

    def attempt(self, call, fault, number):
        """What it came to; None when the call was not made so often."""
        self.restore()
        done = traced(self.words, self.log, option(call, fault, number), env=ENVIRONMENT)
        if not injected(self.log):
            return None
        ended_in_order(done, fault, (0, 1, 3, 127))
        what = self.judge(done, fault)
        self.restore()
        self.is_right(run(self.words, env=ENVIRONMENT))
        left = [path.name for parent in {path.parent for path in self.outputs} for path in parent.glob(".souptrace-*")]
        check(not left, f"left behind: {left}")
        return what

    def judge(self, done, fault):
        found = self.found()
        if self.name == "bundle" and done.returncode == 0 and fault in ("ENOENT", "EACCES") and found != self.right:
            # A licence, or the program's own digest, that is not there or not for this user is left out of a bundle, which says so.
            manifest = json.loads(whole_members(next(iter(found.values())))["manifest.json"])
            check("sha256" not in manifest["tool"] or any("cannot be read" in one.get("missing", "") for one in manifest["licenses"]), manifest)
            return "right, and says what could not be read"
        for path, content in found.items():
            check(content in (FORMER, self.right[path]), f"{path} is neither the former document nor the right one")
        if done.returncode < 0:
            return "killed"
        if done.returncode == 127:
            check(NOT_STARTED in done.stderr, done.stderr)
            return "not started"
        if done.returncode == self.exit_code:
            self.is_right(done)
            return "right"
        # What it checks may be found wanting where it cannot be read; that it is good, is said of nothing else than what is right.
        check(done.returncode != 0, f"{self.name}: exit code 0")
        if done.returncode == 3:
            says_what_to_do(done)
            return "refused"
        check(self.name == "verify" and fault == "ENOENT", f"{self.name}: exit code 1\n{done.stdout}{done.stderr}")
        return "not good"


class Fixture:
    """A traced build with everything that the commands take: an earlier trace, a register, keys."""

    def __init__(self, product, directory):
        self.tools = product.tools
        self.directory = directory
        self.build = product.build
        shutil.rmtree(directory, ignore_errors=True)
        self.made = directory / "made"
        self.made.mkdir(parents=True)
        product.go_to(1)
        done = product.ninja()
        check(done.returncode == 0, done.stdout + done.stderr)
        self.old = directory / "old.json"
        self.old.write_bytes(product.references[0]["trace.json"])
        self.register = directory / "soup/register.json"
        checked([self.tools.souptrace, "register", "init", self.build, "--output", directory / "soup"], env=ENVIRONMENT)
        self.secret, self.public = directory / "key.pem", directory / "key.pub.pem"
        checked(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.secret])
        self.secret.chmod(0o600)
        checked(["openssl", "pkey", "-in", self.secret, "-pubout", "-out", self.public])
        self.attestations = directory / "attestations"

    def commands(self):
        made, register = self.made, ["--register", self.register]
        signed = ["app.intoto.jsonl", "helper.intoto.jsonl", "trace.json.intoto.jsonl"]
        yield Command(self, "check", ["check", self.build, *register, "--sarif", made / "gates.sarif", "--junit", made / "gates.xml"],
                      [made / "gates.sarif", made / "gates.xml"], exit_code=1)
        yield Command(self, "report", ["report", self.build, *register, "--previous", self.old, "--output", made / "report.html", "--csv",
                                       made / "soup-list.csv", "--markdown", made / "report.md"],
                      [made / "report.html", made / "soup-list.csv", made / "report.md"])
        yield Command(self, "diff", ["diff", self.old, self.build, *register, "--format", "markdown", "--output", made / "diff.md"], [made / "diff.md"])
        yield Command(self, "sbom", ["sbom", self.build, "--binary", "app", "--format", "spdx-2.3", "--output", made / "app.spdx-2.3.json"],
                      [made / "app.spdx-2.3.json"])
        yield Command(self, "attest", ["attest", self.build, "--key", self.secret, "--output", self.attestations],
                      [self.attestations / name for name in signed])
        for name in signed:
            shutil.copy(self.attestations / name, self.build / "souptrace" / name)
        yield Command(self, "verify", ["verify", self.build, "--key", self.public], [])
        yield Command(self, "bundle", ["bundle", self.build, "--key", self.secret, "--output", made / "release.tar"], [made / "release.tar"])
        for name in signed:
            pathlib.Path(self.build / "souptrace" / name).unlink()

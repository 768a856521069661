# SPDX-License-Identifier: Apache-2.0
"""One small build of a test project with stub programs in the place of souptrace and souptrace-link, and what can be asked of it."""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
STUBS = HERE / "stubs"


class Failed(Exception):
    pass


def ninja_only(case):
    """For a case in which nothing depends on the generator (or which Makefiles cannot do): once per CMake is enough."""
    case.ninja_only = True
    return case


def check(condition, text):
    if not condition:
        raise Failed(text)


def check_equal(actual, expected, what):
    check(actual == expected, f"{what}:\n  expected {expected!r}\n  got      {actual!r}")


class Setting:
    """Which CMake and generator a case runs with, and where it may write."""

    def __init__(self, cmake, generator, work):
        self.cmake, self.generator, self.work = cmake, generator, Path(work)
        text = subprocess.run([cmake, "--version"], check=True, capture_output=True, text=True).stdout
        self.version = tuple(int(part) for part in re.search(r"version (\d+)\.(\d+)", text).groups())
        self.multi_config = generator == "Ninja Multi-Config"

    def project(self, name, directory="source"):
        """A copy of projects/<name> that the case may change."""
        target = self.work / directory
        shutil.copytree(HERE / "projects" / name, target)
        return target

    def build(self, source, directory="build"):
        return Build(self, source, self.work / directory)


class Build:
    def __init__(self, setting, source, directory):
        self.setting, self.source, self.directory = setting, Path(source), Path(directory)
        self.state = self.directory / "CMakeFiles" / "souptrace-state"
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(("CMAKE_", "SOUPTRACE_"))}
        self.tools = [f"-DSOUPTRACE_EXECUTABLE={STUBS}/souptrace", f"-DSOUPTRACE_LINK={STUBS}/souptrace-link"]
        self.output = ""

    def run(self, command, succeeds=True):
        done = subprocess.run([str(part) for part in command], env=self.environment, text=True, errors="replace",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.output = done.stdout
        if (done.returncode == 0) != succeeds:
            verb = "failed" if succeeds else "did not fail"
            raise Failed(f"{verb}: {' '.join(map(str, command))}\n{done.stdout}")
        return done.stdout

    def configure(self, *arguments, succeeds=True):
        return self.run([self.setting.cmake, "-S", self.source, "-B", self.directory, "-G", self.setting.generator,
                         f"-DCMAKE_MODULE_PATH={CHECKOUT}/CMakeModules", *self.tools, *arguments], succeeds)

    def build(self, *arguments, succeeds=True):
        return self.run([self.setting.cmake, "--build", self.directory, *arguments], succeeds)

    def make(self, *arguments):
        """Configure and build: what a user does first."""
        self.configure(*arguments)
        self.build()

    def check_no_op(self):
        """A build that does nothing: no link, no trace, no compiler, no CMake."""
        traces, links = self.traces(), self.links()
        text = self.build()
        check_equal(self.traces(), traces, "traces after a build without changes")
        check_equal(self.links(), links, "links after a build without changes")
        if "Ninja" in self.setting.generator:
            check("no work to do" in text, f"the build was not a no-op:\n{text}")
        else:
            worked = [line for line in text.splitlines() if re.search(r"\] (?!Built target)|Configuring|Re-run|skew", line)]
            check(not worked, f"the build was not a no-op:\n{text}")

    def links(self):
        """Each link that the launcher saw: (file name of the output, launcher's arguments, command)."""
        file = self.state / "stub-links"
        lines = file.read_text().splitlines() if file.exists() else []
        return [(Path(output).name, arguments, command)
                for output, arguments, command in (line.split("|", 2) for line in lines)]

    def linked(self):
        return sorted(name for name, _, _ in self.links())

    def traces(self):
        """The arguments of each run of the trace step."""
        file = self.directory / "stub-traces"
        lines = file.read_text().splitlines() if file.exists() else []
        return [line.split("\t")[1:] for line in lines if line.startswith("arguments:")]

    def file_api_replies(self):
        file = self.directory / "stub-traces"
        return file.read_text().count("file-api: there") if file.exists() else 0

    def trace_file(self):
        return self.directory / "souptrace" / ("Debug" if self.setting.multi_config else "") / "trace.json"

    def project_json(self):
        return json.loads((self.state / "project.json").read_text())

    def commands(self):
        """Every command of the build, as the generator wrote it."""
        if "Ninja" in self.setting.generator:
            text = self.run(["ninja", "-C", self.directory, "-t", "commands"])
            return [line for line in text.splitlines() if not line.startswith("ninja: Entering")]
        return [line for file in sorted(self.directory.rglob("link.txt")) for line in file.read_text().splitlines()]


def append(file, text):
    with open(file, "a", encoding="utf-8") as stream:
        stream.write(text)


def touch_later(file):
    """Makes `file` newer than anything the build has made, whatever the file system's resolution."""
    newest = max((entry.stat().st_mtime_ns for entry in Path(file).parent.parent.rglob("*") if entry.is_file()
                  and entry.name != "run-cmake-again"), default=0)
    os.utime(file, ns=(newest + 10_000_000, newest + 10_000_000))

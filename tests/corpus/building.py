# SPDX-License-Identifier: Apache-2.0
"""Configures and builds a product of the corpus with Ninja, and knows the commands that make its files."""

import json
import os
import re
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MODULE = os.path.normpath(os.path.join(HERE, "..", "..", "CMakeModules", "SoupTrace.cmake"))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
import strace_log

LINK_RULES = ("_EXECUTABLE_LINKER__", "_SHARED_LIBRARY_LINKER__", "_MODULE_LIBRARY_LINKER__")


class BuildFailed(Exception):
    pass


def souptrace_arguments(tools, work):
    """Of the configuring CMake of a traced build. `tools`: (souptrace, souptrace-link), or None when the module has to build them."""
    out = [f"-DCMAKE_PROJECT_INCLUDE={MODULE}", f"-DSOUPTRACE_TOOLS_DIR={work}/tools"]
    return out + ([f"-DSOUPTRACE_EXECUTABLE={tools[0]}", f"-DSOUPTRACE_LINK={tools[1]}"] if tools else [])


def ccache_arguments():
    return ["-DCMAKE_C_COMPILER_LAUNCHER=ccache", "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"]


class Tree:
    """One build directory."""

    def __init__(self, source, build, jobs):
        self.source, self.build, self.jobs = source, build, jobs
        self.log = build + ".log"

    def _run(self, command, what, runner=subprocess.run):
        with open(self.log, "a+b") as log:
            begun = log.seek(0, os.SEEK_END)
            done = runner(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
            log.seek(begun)
            printed = log.read().decode(errors="replace")
        if done.returncode != 0:
            raise BuildFailed(f"{self.build} cannot be {what}; the end of {self.log}:\n{printed[-2500:]}")
        return printed

    def configure(self, *arguments):
        os.makedirs(self.build, exist_ok=True)
        self._run(["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", "--no-warn-unused-cli", *arguments], "configured")

    def make(self, *targets):
        """Builds; what Ninja and the commands printed."""
        return self._run(["ninja", "-C", self.build, "-j", str(self.jobs), "-d", "keeprsp", *targets], "built")

    def make_objects(self):
        """Compiles what an ordinary build compiles, and makes what that needs."""
        return self.make(*sorted({one for one in self.outputs_of_all() if one.endswith(".o")}))

    def make_watched(self, log):
        """The same under strace."""
        return self._run(["ninja", "-C", self.build, "-j", str(self.jobs), "-d", "keeprsp"], "built",
                         lambda command, **options: strace_log.run(command, log, **options))

    def _ninja_tool(self, *words):
        return subprocess.run(["ninja", "-C", self.build, "-t", *words], capture_output=True, text=True, check=True).stdout

    def commands(self):
        """{absolute path of the first output: the words of the command that makes it, without launchers}."""
        out = {}
        for one in json.loads(self._ninja_tool("compdb")):
            words = _without_launchers(one["command"])
            if words:
                out[os.path.normpath(os.path.join(one["directory"], one["output"]))] = words
        return out

    def linked(self):
        """Absolute paths of the executables, shared and module libraries of an ordinary build."""
        rules = [line.rsplit(": ", 1) for line in self._ninja_tool("targets", "all").splitlines() if ": " in line]
        # What is not part of "all" would not come back once it is deleted.
        built = {words.rstrip() for words in self.outputs_of_all()}
        return sorted(os.path.normpath(os.path.join(self.build, output)) for output, rule in rules
                      if output in built and any(kind in rule for kind in LINK_RULES))

    def archives_of_all(self):
        """The static libraries that an ordinary build makes, relative to the build directory."""
        out = set()
        for line in self._ninja_tool("commands", "all").splitlines():
            for words in _parts(line):
                if words[1:4] == ["-E", "rm", "-f"]:
                    out |= {one for one in words[4:] if one.endswith(".a")}
        return sorted(out)

    def outputs_of_all(self):
        """The outputs (-o) of an ordinary build's commands, as these name them."""
        for line in self._ninja_tool("commands", "all").splitlines():
            words = _without_launchers(line)
            if words and "-o" in words:
                yield words[len(words) - 1 - words[::-1].index("-o") + 1]


def _parts(command):
    """The words of each part of a command line that the shell runs one after the other."""
    try:
        words = shlex.split(command)
    except ValueError:
        return []  # no shell of this kind takes it
    parts = [[]]
    for word in words:
        if word == "&&":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _without_launchers(command):
    """The words of the part of a command line that has an output, behind a linker launcher's "--" and a compiler cache."""
    if "-o" not in command:
        return []
    words = next((part for part in _parts(command) if "-o" in part), [])
    if "--" in words[:words.index("-o") if "-o" in words else 0]:
        words = words[words.index("--") + 1:]
    return words[1:] if words and os.path.basename(words[0]) == "ccache" else words

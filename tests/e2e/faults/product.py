# SPDX-License-Identifier: Apache-2.0
"""A small product with two states, its build with and without SoupTrace, and what its documents have to be in each state."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]

LISTS = """cmake_minimum_required(VERSION 3.22)
project(device VERSION 1.0 LANGUAGES C)
if(TRACED)
  include(SoupTrace)
  souptrace_component(NAME tinycrc VERSION 1.2 SUPPLIER Tiny LICENSE MIT PATHS tinycrc)
endif()
add_library(util STATIC util.c other.c)
add_library(tinycrc STATIC tinycrc/crc.c)
add_library(helper SHARED helper.c)
add_executable(app main.c)
target_link_libraries(app PRIVATE util tinycrc helper)
set_target_properties(app PROPERTIES BUILD_RPATH_USE_ORIGIN ON)
install(TARGETS app helper)
"""
LIKE_APP = """add_executable({name} main.c)
target_link_libraries({name} PRIVATE util tinycrc helper)
set_target_properties({name} PROPERTIES BUILD_RPATH_USE_ORIGIN ON)
"""
SOURCES = {
    "util.h": "int util(void);\n",
    "util.c": '#include "util.h"\nint util(void) { return 1; }\n',
    "other.c": "int other(void) { return 2; }\n",
    "tinycrc/crc.h": "int crc(void);\n",
    "tinycrc/crc.c": '#include "crc.h"\nint crc(void) { return 4; }\n',
    "helper.c": "int helper(void) { return 3; }\n",
}
# Of util and other, one state of the product links one and the other state both: a stale record or document shows.
STATES = (
    '#include "util.h"\n#include "tinycrc/crc.h"\nint helper(void);\nint main(void) { return util() + crc() + helper(); }\n',
    '#include "util.h"\nint helper(void);\nint other(void);\nint main(void) { return util() + helper() + other(); }\n',
)
INCOMPLETE = "trace.incomplete.json"
# What a complete trace may say when something could not be read, and what may follow from that, never alone.
CAUSES = {"evidence-unreadable", "database-broken", "git-unreadable"}
CONSEQUENCES = {"owner-unknown", "member-source-unknown", "runtime-library-not-found", "version-unknown", "source-unpinned"}
# What the trace step and the launcher keep in their directories; anything else was left behind.
STATE_FILES = re.compile(r"project\.json|install-hook\.cmake|run-cmake-again|links|linkers|digests|(installed|output|traced|compiled)(-Release)?"
                         r"|installed(-Release)?\.lock")


class Failed(Exception):
    """A claim that does not hold."""


def check(condition, text):
    if not condition:
        raise Failed(text)


def run(command, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("timeout", 120)
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, errors="replace", check=False, **options)


def checked(command, **options):
    done = run(command, **options)
    check(done.returncode == 0, f"{command}: {done.stdout}{done.stderr}")
    return done


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def without_witnesses(value):
    if isinstance(value, dict):
        return {key: without_witnesses(one) for key, one in value.items() if key != "witnesses"}
    return [without_witnesses(one) for one in value] if isinstance(value, list) else value


def what_is_in(trace):
    """Which bytes are in each binary, and how they came there: what no missing evidence of owners changes."""
    files = {file["id"]: (file["path"], file.get("sha256")) for file in trace["files"]}
    return {(binary["name"], binary.get("sha256"), files[one["file"]], one.get("member"), one.get("offset"), one["role"], one["use"])
            for binary in trace["binaries"] for one in binary["inputs"]}


class Product:
    """The product in `directory`, built with SoupTrace; its launcher may be put under strace (inject.py). `more`: programs like app."""

    def __init__(self, tools, directory, launcher=None, git=True, before=None, more=()):
        self.tools = tools
        shutil.rmtree(directory, ignore_errors=True)
        self.directory = directory
        self.source = directory / "source"
        self.build = directory / "build"
        self.output = self.build / "souptrace"
        self.state = self.build / "CMakeFiles/souptrace-state"
        self.programs = ("app", *more)
        self.wanted = {"trace.json"} | {f"{name}.{kind}.json" for name in (*self.programs, "helper") for kind in ("cdx", "spdx")}
        lists = LISTS + "".join(LIKE_APP.format(name=name) for name in more)
        for name, text in {**SOURCES, "CMakeLists.txt": lists, "main.c": STATES[0]}.items():
            (self.source / name).parent.mkdir(parents=True, exist_ok=True)
            (self.source / name).write_text(text)
        if before:
            before(self)
        if git:
            # The other state is that of a later commit: both have a clean work tree.
            self.git("init", "-q", "-b", "main")
            self.commits = []
            for state, text in enumerate(STATES):
                (self.source / "main.c").write_text(text)
                self.git("add", ".")
                self.git("commit", "-q", "-m", f"state {state}")
                self.commits.append(self.git("rev-parse", "HEAD").stdout.strip())
        self.has_git = git
        checked(["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DTRACED=ON",
                 f"-DCMAKE_MODULE_PATH={REPOSITORY}/CMakeModules", f"-DSOUPTRACE_EXECUTABLE={tools.souptrace}",
                 f"-DSOUPTRACE_LINK={launcher or tools.launcher}"])
        self.references = {}
        self.untraced = {}

    def git(self, *words):
        who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
        dates = {"GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z"}
        return checked(["git", "-C", self.source, *who, *words], env={**os.environ, **dates})

    def go_to(self, state):
        if self.has_git:
            self.git("checkout", "-q", self.commits[state])
        else:
            (self.source / "main.c").write_text(STATES[state])
        (self.source / "main.c").touch()

    def ninja(self, *targets, **options):
        return run(["ninja", "-C", self.build, *targets], **options)

    def trace(self, *words, **options):
        return run([self.tools.souptrace, "trace", self.build, *words], **options)

    def documents(self, directory=None):
        directory = directory or self.output
        return {path.name: path.read_bytes() for path in directory.iterdir()} if directory.is_dir() else {}

    def binaries(self):
        return self.binaries_in(self.build)

    def binaries_in(self, build):
        return {name: digest(build / name) for name in (*self.programs, "libhelper.so")}

    def learn(self):
        """What each state has to give: the documents of an undisturbed build, the binaries of a build without SoupTrace."""
        plain = self.directory / "plain"
        checked(["cmake", "-S", self.source, "-B", plain, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DTRACED=OFF"])
        for state in range(len(STATES)):
            self.go_to(state)
            checked(["ninja", "-C", plain])
            self.untraced[state] = self.binaries_in(plain)
            done = self.ninja()
            check(done.returncode == 0, done.stdout + done.stderr)
            self.references[state] = self.documents()
            check(set(self.references[state]) == self.wanted, f"documents: {sorted(self.references[state])}")
            check(self.binaries() == self.untraced[state], "a traced build's binaries differ from the untraced build's")
        check(self.references[0]["trace.json"] != self.references[1]["trace.json"], "the two states have the same trace")
        return self

    def leftovers(self):
        """Files that neither the trace step nor the launcher keeps."""
        left = [name for name in self.documents() if name not in self.wanted | {INCOMPLETE}]
        left += [path.name for path in self.state.iterdir() if not STATE_FILES.fullmatch(path.name)]
        for folder, pattern in (("links", r"[0-9a-f]{16}|changed"), ("linkers", r"[0-9a-f]{16}")):
            if (self.state / folder).is_dir():
                left += [f"{folder}/{path.name}" for path in (self.state / folder).iterdir() if not re.fullmatch(pattern, path.name)]
        return sorted(left)

    def check_documents(self, state, former, exit_code, vanished=False):
        """After a step that was disturbed in `state`; `former`: the documents that were there before. Gives what the step came to.

        `vanished`: a file was not there that is; then less may be known of owners than of a build where it is, and never of inputs."""
        wanted = self.references[state]
        found = self.documents()
        if exit_code == 0:
            check(INCOMPLETE not in found, "exit code 0 beside an incomplete trace")
            trace = json.loads(found.get("trace.json", b"null"))
            check(trace is not None, "exit code 0 without trace.json")
            if all(found.get(name) == content for name, content in wanted.items()):
                return "right"
            for one in trace["binaries"] + trace["files"]:
                check("sha256" in one, f"exit code 0, and there is no digest of {one['path']}")
            right = json.loads(wanted["trace.json"])
            known = {json.dumps(one, sort_keys=True) for one in right["findings"]}
            more = {one["code"] for one in trace["findings"] if json.dumps(one, sort_keys=True) not in known}
            if more:
                check(what_is_in(trace) == what_is_in(right), f"exit code 0, and other bytes in a binary than the right ones: {sorted(more)}")
                check(more & CAUSES and more <= CAUSES | CONSEQUENCES, f"exit code 0 with findings that this fault does not explain: {sorted(more)}")
                return "right but for findings: " + ", ".join(sorted(more))
            if without_witnesses(trace) == without_witnesses(right):
                return "right, with fewer witnesses"
            check(vanished and what_is_in(trace) == what_is_in(right), "exit code 0, another trace than the right one, and no finding that says why")
            return "right as if the file were not there"
        for name, content in found.items():
            if name in self.wanted:
                check(content in (former.get(name), wanted[name]), f"{name} is neither the former document nor the right one")
            if name == INCOMPLETE:
                trace = json.loads(content)
                check(any(one["severity"] == "error" for one in trace["findings"]), "an incomplete trace without an error")
                check("trace.json" not in found, "an incomplete trace beside a complete one")
        return "incomplete" if INCOMPLETE in found else "refused"

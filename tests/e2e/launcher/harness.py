# SPDX-License-Identifier: Apache-2.0
"""What the cases of the launcher's tests share: input sets, links with and without the launcher, and its records."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

LAUNCHER = ""  # set by run.py
LINKERS = ("bfd", "gold", "lld", "mold")
COMPILERS = ("gcc", "clang")

SOURCES = {
    "main": "int f1(void); int same1(void); int t1(void); const char* msg(void); int needed(void); int scr(void);"
            "__attribute__((weak)) int weakfn(void); int puts(const char*);"
            "int main(void) { puts(msg()); return f1() + same1() + t1() + needed() + scr() + (weakfn ? weakfn() : 0); }",
    "discarded": "int gcm(void); int never_called(void) { return gcm(); }",
    "empty": "typedef int nothing;",
    "f1": "int f2(void); int f1(void) { return f2() + 1; }",
    "f2": "int f2(void) { return 2; }",
    "f3": "int f3(void) { return 3; }",
    "same1": "int same2(void); int same1(void) { return 1 + same2(); }",
    "same2": "int same2(void) { return 2; }",
    "same3": "int same3(void) { return 3; }",
    "t1": "int t1(void) { return 5; }",
    "t2": "int t2(void) { return 5; }",
    "gcm": "int gcm(void) { return 7; }",
    "weakfn": "int weakfn(void) { return 7; }",
    "text": "const char* msg(void) { return \"text that is merged\"; }",
    "w1": "int w1(void) { return 7; }",
    "w2": "int w2(void) { return 8; }",
    "needed": "int needed(void) { return 0; }",
    "dropped": "int dropped(void) { return 0; }",
    "scr": "int scr(void) { return 0; }",
}
SHARED = ("needed", "dropped", "scr")
ARCHIVES = {"foo": ("f1", "f2", "f3"), "gcm": ("gcm",), "weak": ("weakfn",), "text": ("text",), "whole": ("w1", "w2")}
LINK_LINE = ("obj/main.o obj/discarded.o obj/empty.o -Llib -lfoo -ldup lib/libthin.a -lgcm -lweak -l:libtext.a -lviascript "
             "-Wl,--whole-archive -lwhole -Wl,--no-whole-archive -Wl,--as-needed -ldropped -lneeded -Wl,--no-as-needed").split()
# The archive members that the link line above takes, whatever the linker; libdup.a holds three members named same.o.
MEMBERS = {("libfoo.a", "f1.o"), ("libfoo.a", "f2.o"), ("libgcm.a", "gcm.o"), ("libtext.a", "text.o"),
           ("libwhole.a", "w1.o"), ("libwhole.a", "w2.o")}
DUPLICATES_TAKEN = ("same1", "same2")


def run(command, cwd, **options):
    return subprocess.run([str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, **options)


def checked(command, cwd):
    done = run(command, cwd)
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.stderr.decode(errors='replace')}")
    return done


def need(program):
    """A tool that is missing makes the test fail: what was not tested must not look tested."""
    if shutil.which(program) is None:
        raise RuntimeError(f"{program} is needed for this test and is not installed")
    return program


def make_inputs(directory, compiler, flags=()):
    """The input set in `directory`: objects, ordinary, thin and duplicate-named archives, shared libraries, a linker script."""
    archiver = {"gcc": "gcc-ar", "clang": "llvm-ar"}[compiler]
    for name in ("src", "obj", "lib", "dup1", "dup2", "dup3"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    for name, text in SOURCES.items():
        (directory / "src" / f"{name}.c").write_text(text + "\n")
        own = ["-fPIC"] if name in SHARED else ["-fPIE", "-ffunction-sections", "-fdata-sections", *flags]
        checked([need(compiler), "-O1", *own, "-c", f"src/{name}.c", "-o", f"obj/{name}.o"], directory)
    for name, members in ARCHIVES.items():
        checked([need(archiver), "rcs", f"lib/lib{name}.a", *[f"obj/{member}.o" for member in members]], directory)
    for number in "123":
        shutil.copy(directory / f"obj/same{number}.o", directory / f"dup{number}/same.o")
    checked([archiver, "qcs", "lib/libdup.a", "dup3/same.o", "dup1/same.o", "dup2/same.o"], directory)
    checked([archiver, "rcsT", "lib/libthin.a", "obj/t1.o", "obj/t2.o"], directory)
    for name in ("needed", "dropped"):
        checked([compiler, "-shared", "-o", f"lib/lib{name}.so", f"obj/{name}.o", f"-Wl,-soname,lib{name}.so"], directory)
    checked([compiler, "-shared", "-o", "lib/libscr.so", "obj/scr.o"], directory)
    (directory / "lib/libviascript.so").write_text("INPUT(-lscr)\n")
    (directory / "version.map").write_text("V1 { global: main; f1; local: *; };\n")


class Record:
    """One record, read independently of the program's own reader."""

    def __init__(self, directory):
        self.directory = directory
        lines = (directory / "record").read_bytes().decode("utf-8", "surrogateescape").split("\n")
        assert lines[0] == "souptrace-link 1" and lines[-2:] == ["end", ""], lines
        self.values, self.lists = {}, {}
        for line in lines[1:-2]:
            key, _, value = line.partition(" ")
            value = self._unescaped(value)
            self.values[key] = value
            self.lists.setdefault(key, []).append(value)
        self.reports = dict(entry.split(" ")[:2] for entry in self.lists.get("report", []))

    @staticmethod
    def _unescaped(value):
        return value.replace("\\\\", "\0").replace("\\n", "\n").replace("\\r", "\r").replace("\0", "\\")

    def inputs(self, key="input"):
        """Path to (device, inode, size, modified, changed)."""
        found = {}
        for entry in self.lists.get(key, []):
            *numbers, path = entry.split(" ", 5)
            found[path] = tuple(map(int, numbers))
        return found

    def report(self, kind):
        return (self.directory / self.reports[kind]).read_bytes().decode("utf-8", "surrogateescape")


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="souptrace-launcher-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.state = self.directory / "build" / "CMakeFiles" / "souptrace-state"

    def launcher(self, *command, options=(), state=None):
        return [LAUNCHER, f"--state={state or self.state}", *options, "--", *command]

    def launch(self, *command, cwd=None, options=(), state=None, **more):
        return run(self.launcher(*command, options=options, state=state), cwd or self.directory, **more)

    def records(self, state=None):
        links = (state or self.state) / "links"
        names = sorted(os.listdir(links)) if links.is_dir() else []
        return [Record(links / name) for name in names if name != "changed" and len(name) == 16]

    def record(self, state=None):
        found = self.records(state)
        self.assertEqual(len(found), 1, "exactly one record")
        return found[0]

    def assert_no_leftovers(self):
        links = self.state / "links"
        left = [name for name in os.listdir(links) if ".tmp-" in name or ".old-" in name] if links.is_dir() else []
        self.assertEqual(left, [])

    def program(self, name, text):
        path = self.directory / name
        path.write_text(text)
        path.chmod(0o755)
        return str(path)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None

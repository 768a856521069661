#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""SoupTrace's own build, traced by SoupTrace and compared with its own register in soup/. What the trace says is compared with what readelf,
ldd, the linker's map, Ninja and dpkg say; and an item that is missing in the register fails the build.

  run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY [--cmake PROGRAM] -- CMAKE-SETTING…

The build directory stays, so that the next run compiles only what changed. Ends with 77 (skipped) on another system than that of the
register, unless SOUPTRACE_REQUIRE_ALL=1."""
import argparse
import datetime
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
REGISTERED = "debian 12"  # whose packages the register is about
TOOLS = ("ninja", "readelf", "ldd", "dpkg-query", "git")


class Failed(Exception):
    pass


def check(condition, text):
    if not condition:
        raise Failed(text)


def same(actual, expected, what):
    check(set(actual) == set(expected), f"{what}: only in the trace: {sorted(set(actual) - set(expected))}, not in it: {sorted(set(expected) - set(actual))}")


def digest(file):
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def source_date():
    """The commit's time; that of the newest approval where there is no commit or an older one."""
    items = [json.loads(path.read_text()) for path in (REPOSITORY / "soup/items").iterdir()]
    approved = datetime.datetime.fromisoformat(max(item["approval"]["date"] for item in items) + "T00:00:00+00:00")
    asked = subprocess.run(["git", "-C", REPOSITORY, "log", "-1", "--format=%ct"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return max(int(asked.stdout.strip() or 0), int(approved.timestamp()))


class Build:
    def __init__(self, options):
        self.options = options
        self.directory = options.work.resolve() / "build"
        self.register = options.work.resolve() / "soup" / "register.json"  # a copy
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(("CMAKE_", "SOUPTRACE_"))}
        self.environment["SOURCE_DATE_EPOCH"] = str(source_date())  # the documents' time, and the day on which waivers must not have ended
        self.environment["CCACHE_BASEDIR"] = str(self.directory)  # paths in it are the same for the cache as in any other build directory

    def run(self, *command, expected=0):
        done = subprocess.run([str(word) for word in command], cwd=self.directory, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        check(expected is None or (done.returncode == 0) == (expected == 0), f"{command} ends with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def build(self, expected=0):
        return self.run("ninja", expected=expected)

    def configure(self):
        shutil.rmtree(self.register.parent, ignore_errors=True)
        shutil.copytree(REPOSITORY / "soup", self.register.parent)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.run(self.options.cmake, "-S", REPOSITORY, "-B", self.directory, "-G", "Ninja", *self.options.settings, "-DSOUPTRACE_BUILD_TESTS=OFF",
                 "-DSOUPTRACE_TRACE_SELF=ON", f"-DSOUPTRACE_REGISTER={self.register}", f"-DSOUPTRACE_EXECUTABLE={self.options.souptrace}",
                 f"-DSOUPTRACE_LINK={self.options.launcher}")

    def binary(self, traced):
        return self.directory / traced["path"].partition(":")[2]

    def souptrace(self, *arguments):
        return self.run(self.options.souptrace, *arguments)


class Trace:
    def __init__(self, build):
        document = json.loads((build.directory / "souptrace" / "trace.json").read_text())
        self.document = document
        self.files = {file["id"]: file for file in document["files"]}
        self.components = {one["id"]: one for one in document["components"]}
        self.binaries = {binary["name"]: binary for binary in document["binaries"]}

    def inputs(self, binary, *uses):
        """(file, member) of each input of a binary with one of these uses."""
        return [(self.files[one["file"]], one.get("member", "")) for one in self.binaries[binary]["inputs"] if one["use"] in uses]

    def package(self, file):
        return self.components[file["owner"]["chosen"]["component"]]["name"]


def of_system(file):
    """Where a file of the system lies; "" for others."""
    root, _, rest = file["path"].partition(":")
    return "/" + rest if root == "system" else ""


class Dpkg:
    """Who owns which file, by dpkg's own answer. Directories that were merged into /usr are known by either name."""

    def __init__(self):
        self.known = {}

    def packages(self, files):
        wanted = sorted({os.path.realpath(file) for file in files} - set(self.known))
        asked = [name for file in wanted for name in {file, re.sub("^/usr/(lib|lib64|bin|sbin)/", r"/\1/", file)}]
        done = subprocess.run(["dpkg-query", "-S", *asked], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        for line in done.stdout.splitlines():
            owners, _, file = line.rpartition(": ")
            self.known[os.path.realpath(file)] = owners.split(",")[0].split(":")[0]
        return {self.known.get(os.path.realpath(file), f"nobody, for {file}") for file in files}


def the_gates_pass(build):
    text = build.build(expected=None)
    if "[soup-version-drift]" in text:
        print("this machine has other versions than soup/, so a copy of the register is adopted:")
        print("\n".join(line for line in text.splitlines() if "[soup-version-drift]" in line))
        subprocess.run([sys.executable, "-B", REPOSITORY / "examples/adopt_register.py", build.options.souptrace,
                        build.directory / "souptrace/trace.json", build.register], env=build.environment, check=True)
    build.build()
    check("no work to do" in build.build(), "a build in which nothing changed does something")


def what_ships_is_traced_and_complete(trace, build):
    same(trace.binaries, ["souptrace", "souptrace-link", "souptrace-linker-plugin"], "binaries")
    same([finding["code"] for finding in trace.document["findings"]], [], "findings")
    for name, binary in trace.binaries.items():
        check(binary["completeness"]["complete"], f"{name} is not complete")
        check(binary["sha256"] == digest(build.binary(binary)), f"the SHA-256 of {name}")


def loaded_libraries_are_those_of_readelf_and_ldd(trace, build, dpkg):
    for name, binary in trace.binaries.items():
        file = build.binary(binary)
        needed = re.findall(r"\(NEEDED\).*\[(.+)\]", build.run("readelf", "-dW", file))
        traced = {of_system(one): trace.package(one) for one, _ in trace.inputs(name, "needed")}
        same([os.path.basename(one) for one in traced], [os.path.basename(os.path.realpath(path)) for path in resolved(build, file, needed)], f"NEEDED of {name}")
        loaded = resolved(build, file, None)
        runtime = {trace.package(trace.files[one["file"]]) for one in binary["runtime"] if one.get("file")}
        same(runtime | set(traced.values()), dpkg.packages(loaded) if loaded else set(), f"packages that {name} loads")


def resolved(build, file, names):
    """The files that the loader takes for these names, or for all."""
    out = []
    for line in build.run("ldd", file, expected=None).splitlines():
        found = re.match(r"\s*(\S+)(?: => (\S+))? \(0x", line)
        if found and (found[2] or found[1]).startswith("/") and (names is None or os.path.basename(found[1]) in names):
            out.append(found[2] or found[1])
    return out


def linked_members_are_those_of_the_linkers_map(trace, build, dpkg):
    """The same links again, without SoupTrace and with a map."""
    (build.directory / "again").mkdir(exist_ok=True)
    for name, binary in trace.binaries.items():
        traced_link = build.run("ninja", "-t", "commands", "-s", binary["path"].partition(":")[2])
        command, changed = re.subn(r" -o \S+", f" -o again/{name} -Wl,-Map=again/{name}.map", re.sub("^.*? -- ", "", traced_link), count=1)
        check(changed == 1 and "souptrace-link --" in traced_link, f"no traced link: {traced_link}")
        build.run("sh", "-c", command)
        check(digest(build.directory / "again" / name) == binary["sha256"], f"{name} has other bytes when it is traced")
        included = (build.directory / "again" / f"{name}.map").read_text().partition("\nAs-needed library")[0].partition("\nMemory Configuration")[0]
        expected = {(os.path.realpath(build.directory / path), member) for path, member in re.findall(r"^(\S+\.a)\((.+?)\)", included, re.MULTILINE)}
        members = [(of_system(file) or build.directory / file["path"].partition(":")[2], member, file)
                   for file, member in trace.inputs(name, "linked") if member]
        same([(os.path.realpath(path), member) for path, member, _ in members], expected, f"members in {name}")
        system = {path for path, _ in expected if not path.startswith(f"{build.directory}/")}
        same([trace.package(file) for path, _, file in members if of_system(file)], dpkg.packages(system) if system else [], f"packages in {name}")
        check(name != "souptrace-link" or len(system) > 2, f"the map of souptrace-link names {system}")


def headers_are_those_of_ninja(trace, build, dpkg):
    lines = {line.strip() for line in build.run("ninja", "-t", "deps").splitlines() if line.startswith("    ")}
    paths = {os.path.realpath(build.directory / line) for line in lines}
    expected = {path for path in paths if not path.startswith((f"{build.directory}/", f"{REPOSITORY}/"))}
    traced = {os.path.realpath(of_system(file)): trace.package(file) for name in trace.binaries for file, _ in trace.inputs(name, "compiled-in") if of_system(file)}
    check(len(expected) > 100, f"Ninja names {len(expected)} headers")
    same(traced, expected, "headers of others")
    same(traced.values(), dpkg.packages(expected), "their packages")


def an_item_that_is_missing_fails_the_build(build):
    (item,) = [path for path in (build.register.parent / "items").iterdir() if json.loads(path.read_text())["title"] == "zlib"]
    text = item.read_text()
    item.unlink()
    said = build.build(expected=1)
    check("[soup-unregistered]" in said and "deb:zlib1g@" in said, f"a linked library without an item:\n{said}")
    item.write_text(text)
    build.build()


def what_is_installed_is_verified(build):
    installed = build.options.work.resolve() / "installed"
    shutil.rmtree(installed, ignore_errors=True)
    build.run(build.options.cmake, "--install", ".", "--prefix", installed, "--component", "souptrace")
    said = build.souptrace("verify", ".", "--root", f"install={installed}")
    for file in ("bin/souptrace", "libexec/souptrace/souptrace-link", "libexec/souptrace/souptrace-linker-plugin.so"):
        check(f"install:{file}" in said, f"{file} is not verified:\n{said}")
    build.souptrace("check", ".", "--register", build.register, "--documents")


def the_report_shows_it(trace, build):
    build.souptrace("report", ".", "--register", build.register)
    page = (build.directory / "souptrace/report.html").read_text()
    rows = (build.directory / "souptrace/soup-list.csv").read_text()
    for item in (json.loads(path.read_text()) for path in (build.register.parent / "items").iterdir()):
        check(item["purpose"] in page and item["title"] in rows, f"{item['title']} is not in the report")
    for name in trace.binaries:
        check(name in page and name in rows, f"{name} is not in the report")


def skipped():
    system = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line) if Path("/etc/os-release").exists() else {}
    here = f"{system.get('ID', '')} {system.get('VERSION_ID', '')}".replace('"', "")
    lacking = [tool for tool in TOOLS if not shutil.which(tool)]
    return f"soup/ is about {REGISTERED}, this is {here}" if here != REGISTERED else f"missing: {' '.join(lacking)}" if lacking else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("souptrace", "launcher", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("settings", nargs="*")
    options = parser.parse_args()
    if reason := skipped():
        print(f"SKIPPED: {reason}")
        return 1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else 77
    try:
        build = Build(options)
        build.configure()
        the_gates_pass(build)
        trace = Trace(build)
        dpkg = Dpkg()
        what_ships_is_traced_and_complete(trace, build)
        loaded_libraries_are_those_of_readelf_and_ldd(trace, build, dpkg)
        linked_members_are_those_of_the_linkers_map(trace, build, dpkg)
        headers_are_those_of_ninja(trace, build, dpkg)
        an_item_that_is_missing_fails_the_build(build)
        what_is_installed_is_verified(build)
        the_report_shows_it(trace, build)
    except Failed as failure:
        print(f"FAILED: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

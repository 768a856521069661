# SPDX-License-Identifier: Apache-2.0
"""Two real builds of one product: a vendored library in another version, and a prebuilt archive of which one member is another one. What is the
same and what is not comes from ar and sha256 of the files themselves.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY
"""
import argparse
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]

LISTS = """cmake_minimum_required(VERSION 3.22)
project(pump VERSION %(version)s LANGUAGES C)
list(APPEND CMAKE_MODULE_PATH "%(modules)s")
include(SoupTrace)
souptrace(PRODUCT Pump VERSION %(version)s SAFETY_CLASS B)
souptrace_component(NAME tinycrc VERSION %(version)s PATHS tinycrc)
souptrace_component(NAME blob VERSION 7 PATHS blob)
add_library(tinycrc STATIC tinycrc/crc.c)
add_executable(pump pump.c)
target_link_libraries(pump PRIVATE tinycrc ${CMAKE_CURRENT_SOURCE_DIR}/blob/libblob.a)
add_executable(alarmd alarmd.c)
target_link_libraries(alarmd PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/blob/libblob.a)
add_executable(logger logger.c)
"""


class Failed(Exception):
    """A claim that does not hold."""


def check(condition, text):
    if not condition:
        raise Failed(text)


def run(command, cwd=None, expected=0):
    done = subprocess.run([str(one) for one in command], cwd=cwd, capture_output=True, text=True, check=False)
    check(done.returncode == expected, f"{command}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(arguments, version, changed):
    """A release in directories of its own; gives its build directory."""
    source = arguments.work / version / "source"
    (source / "tinycrc").mkdir(parents=True)
    (source / "blob").mkdir()
    (source / "CMakeLists.txt").write_text(LISTS % {"version": version, "modules": REPOSITORY / "CMakeModules"})
    (source / "tinycrc/crc.c").write_text(f"int crc(int x) {{ return x ^ {2 if changed else 1}; }}\n")
    (source / "pump.c").write_text("int crc(int); int a(void); int b(void);\nint main(int c, char** v) { (void)v; return crc(c) + a() + b(); }\n")
    (source / "alarmd.c").write_text("int a(void);\nint main(void) { return a(); }\n")
    (source / "logger.c").write_text("int main(void) { return 0; }\n")
    members = {"a": "int a(void) { return 1; }\n", "b": f"int b(void) {{ return {3 if changed else 2}; }}\n", "unused": f"int unused(void) {{ return {changed:d}; }}\n"}
    parts = arguments.work / version / "parts"
    parts.mkdir()
    for name, text in members.items():
        (parts / f"{name}.c").write_text(text)
        run(["cc", "-c", f"{name}.c"], cwd=parts)
    run(["ar", "rcsD", source / "blob/libblob.a", *[f"{name}.o" for name in members]], cwd=parts)
    directory = arguments.work / version / "build"
    run(["cmake", "-S", source, "-B", directory, "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_C_FLAGS=-I{source}/blob" + " -DCHANGED=1" * changed, f"-DSOUPTRACE_EXECUTABLE={arguments.souptrace}", f"-DSOUPTRACE_LINK={arguments.launcher}"])
    run(["cmake", "--build", directory])
    return directory


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def member(release, name):
    """The digest of a member as ar takes it out."""
    archive = release.parent / "source/blob/libblob.a"
    return sha256(subprocess.run(["ar", "p", archive, name], capture_output=True, check=True).stdout)


def conforms(value, schema, root, place=""):
    """Every member is in the schema, every required one is there, with the types, enumerations and patterns that it says."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    if "type" in schema:
        check(isinstance(value, kinds[schema["type"]]), f"{place}: is no {schema['type']}")
    if "enum" in schema:
        check(value in schema["enum"], f"{place}: {value} is none of {schema['enum']}")
    if "const" in schema:
        check(value == schema["const"], f"{place}: {value}")
    if "pattern" in schema:
        check(re.search(schema["pattern"], value), f"{place}: {value}")
    if isinstance(value, dict):
        for name in schema.get("required", []):
            check(name in value, f"{place}: has no {name}")
        for name, one in value.items():
            check(name in schema["properties"], f"{place}: {name} is not in the schema")
            conforms(one, schema["properties"][name], root, f"{place}/{name}")
    if isinstance(value, list):
        for one in value:
            conforms(one, schema["items"], root, place + "[]")


def check_diff(diff, old, new):
    components = {one["name"]: one for one in diff["components"]}
    check(set(components) == {"tinycrc", "blob"}, f"other components differ: {sorted(components)}")
    check(components["tinycrc"]["states"] == ["version"], components["tinycrc"]["states"])
    check(components["blob"]["states"] == ["bytes"], components["blob"]["states"])
    check(diff["components"][0]["name"] == "blob", "the same version with other bytes is not told first")
    changed = [(one["before"]["name"], one["before"]["sha256"], one["after"]["sha256"]) for one in components["blob"]["parts"]]
    check(changed == [("libblob.a(b.o)", member(old, "b.o"), member(new, "b.o"))], f"changed members: {changed}")
    same = [(one["name"], one["sha256"]) for one in components["blob"]["same"]]
    check(same == [("libblob.a(a.o)", member(new, "a.o"))] and member(old, "a.o") == member(new, "a.o"), f"members that are the same: {same}")
    binaries = {one["name"]: one for one in diff["binaries"]}
    for name, one in binaries.items():
        digests = [sha256((release / name).read_bytes()) for release in (old, new)]
        check([one["before"]["sha256"], one["after"]["sha256"]] == digests, f"{name}: other digests")
        check(one["state"] == ("same" if digests[0] == digests[1] else "changed"), f"{name}: {one['state']}")
    check(binaries["pump"]["state"] == "changed" and binaries["logger"]["state"] == "same", "the builds are not what the test wants")
    for name, one in binaries.items():  # the directories of the two builds are no difference, the definition is one
        flags = [(value["name"].split(" of ")[0], value.get("before", ""), value.get("after", "")) for value in one.get("values", []) if "Flags" in value["name"]]
        check(flags == [("linkFlags", "", "-DCHANGED=1"), ("compileFlags", "", "-DCHANGED=1")], f"{name}: flags {flags}")
    check("notCompared" not in diff or not diff["notCompared"], f"not compared: {diff['notCompared']}")
    archives = [sha256((release.parent / "source/blob/libblob.a").read_bytes()) for release in (old, new)]
    check([[one["sha256Before"], one["sha256After"], one["members"]] for one in binaries["alarmd"]["archives"]] == [archives + [1]], "alarmd's member of the changed archive is the same, and that is not told")
    check("archives" not in binaries["pump"], "pump has a changed member, and its archive counts as unchanged")
    check("logger" in [one["subject"] for one in diff["unaffected"]], "logger is not told as unaffected")
    clauses = {one["subject"]: [trigger["clause"] for trigger in one["triggers"]] for one in diff["impacts"]}
    check("8.2.3" in clauses["toolchain"], f"other flags ask for: {clauses}")
    check("6.1 f" in clauses["blob"] and "7.4.2" in clauses["tinycrc"], f"clauses: {clauses}")


def check_command(arguments, old, new):
    program = arguments.souptrace
    text = run([program, "diff", old, new, "--json"])
    diff = json.loads(text)
    schema = json.loads((REPOSITORY / "tracer/write/release_diff.schema.json").read_text())
    conforms(diff, schema, schema)
    check(diff["before"]["traceSha256"] == sha256((old / "souptrace/trace.json").read_bytes()), "the digest of the old trace is another one")
    check_diff(diff, old, new)
    run([program, "diff", old, new, "--format", "json", "--output", arguments.work / "diff.json"])
    check((arguments.work / "diff.json").read_text() == text, "--output and --json differ")
    check("blob" in run([program, "diff", old, new, "--format", "markdown"]), "no Markdown")
    check("nothing differs" in run([program, "diff", new, new]), "a trace differs from itself")
    check(json.loads(run([program, "diff", new, new, "--json"]))["differs"] is False, "a trace differs from itself")
    run([program, "register", "init", new, "--output", arguments.work / "soup"])
    by_item = json.loads(run([program, "diff", old, new, "--register", arguments.work / "soup/register.json", "--json"]))
    check(sum(one.get("registered", False) for one in by_item["impacts"]) == 2, f"items: {[one['subject'] for one in by_item['impacts']]}")
    (arguments.work / "cut.json").write_bytes((new / "souptrace/trace.json").read_bytes()[:-100])
    run([program, "diff", old, arguments.work / "cut.json"], expected=3)
    run([program, "diff", old], expected=2)


def main():
    parser = argparse.ArgumentParser()
    for name in ("--souptrace", "--launcher", "--work"):
        parser.add_argument(name, required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.work, ignore_errors=True)
    try:
        check_command(arguments, build(arguments, "1.0", False), build(arguments, "1.1", True))
    except Failed as failed:
        print(failed)
        return 1
    print("two real builds: what differs and what does not is as ar and sha256 say")
    return 0


if __name__ == "__main__":
    sys.exit(main())

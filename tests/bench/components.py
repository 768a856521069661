#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what people wait for on a trace of many components: show, diff, report and the SBOMs, each as a process of its own, in turn.

    components.py --program souptrace [--components 10000] [--runs 7] [--work DIRECTORY]

The bar is one second of the processor each. The trace is made here: one binary that took two members of an archive of every component
and read two headers of it; of the release before, every hundredth component had another version and other bytes.
"""
import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

BAR = 1.0  # seconds


def digest(text, algorithm="sha256"):
    return hashlib.new(algorithm, text.encode()).hexdigest()


def owner(component):
    return {"chosen": {"component": component, "tier": "declared", "rule": "below a declared path",
                       "evidence": [{"source": "souptrace_component", "place": "CMakeLists.txt:9", "text": "declared here"}]},
            "because": "only claim"}


class Trace:
    def __init__(self, components, patch):
        self.files, self.components, self.inputs = [], [], []
        for number in range(components):
            self.add(number, f"1.{number % 10}.{patch if number % 100 == 0 else 0}")
        names = {one["path"]: one for one in self.files}
        ids = {path: f"f{at}" for at, path in enumerate(sorted(names), 1)}
        self.files = [{"id": ids[path], **names[path]} for path in sorted(names)]
        for one in self.inputs:
            one["file"] = ids[one["file"]]
            if "object" in one:
                one["object"] = ids[one["object"]]
        roles = ["archive-member", "source", "header"]
        self.inputs.sort(key=lambda one: (roles.index(one["role"]), int(one["file"][1:]), one.get("offset", 0)))

    def file(self, path, content, component, linked=False):
        one = {"path": path, "size": 1000 + len(content), "sha256": digest(content)}
        if linked:
            one |= {"sha512": digest(content, "sha512"), "gitoid": digest("blob" + content)}
        self.files.append(one | {"owner": owner(component)})

    def add(self, number, version):
        name = f"part{number:05}"
        component = f"declared:{name}@{version}"
        self.components.append({"id": component, "kind": "soup", "name": name, "version": version, "supplier": f"Supplier {number % 97}",
                                "license": {"expression": "MIT", "source": "CMakeLists.txt:9"}, "purl": f"pkg:generic/{name}@{version}",
                                "origin": "declared", "evidence": [{"source": "souptrace_component", "place": "CMakeLists.txt:9"}]})
        archive = f"source:third_party/{name}/lib{name}.a"
        self.file(archive, archive + version, component, linked=True)
        for k in range(2):
            header = f"source:third_party/{name}/include/{name}_{k}.h"
            self.file(header, header + version, component)
            self.inputs += [{"file": archive, "member": f"u{k}.o", "offset": 68 + 1000 * k, "size": 900, "memberSha256": digest(f"{name}{k}{version}"),
                             "role": "archive-member", "use": "linked", "referrer": "main.o", "symbol": f"{name}_f{k}",
                             "reason": f"defines {name}_f{k}, which main.o refers to", "witnesses": ["linker-plugin", "trace"]},
                            {"file": header, "role": "header", "use": "compiled-in", "witnesses": ["ninja-deps"]}]

    def write(self, path):
        binary = {"name": "device", "target": "device", "path": "build:device", "binary": {"format": "ELF", "machine": "x86_64", "type": "pie"},
                  "sha256": digest("device"), "sha512": digest("device", "sha512"), "gitoid": digest("gitoid"), "size": 10000000,
                  "linker": {"name": "bfd", "version": "GNU ld 2.40", "path": "system:usr/bin/ld", "driver": "system:usr/bin/c++"},
                  "completeness": {"complete": True, "witnesses": [{"witness": "trace", "files": len(self.components)}], "accounted": len(self.inputs)},
                  "inputs": self.inputs, "runtime": []}
        trace = {"$schema": "urn:souptrace:trace:1", "format": 1, "toolVersion": "1.0", "product": {"name": "Scale", "version": "1.0", "supplier": "Example"},
                 "configuration": "Release", "generator": "Ninja", "cmakeVersion": "3.25.1", "binaries": [binary], "components": self.components,
                 "files": self.files, "findings": []}
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(json.dumps(trace).replace("}, {\"", "},\n  {\""))


def run(command):
    """Seconds of the processor, peak memory in MiB, and how long its output is."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.tell()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--components", type=int, default=10000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--work", help="kept; a directory that is deleted afterwards unless given")
    options = parser.parse_args()
    work = options.work or tempfile.mkdtemp(prefix="components-")
    old, new = f"{work}/old/trace.json", f"{work}/new/trace.json"
    Trace(options.components, 0).write(old)
    Trace(options.components, 1).write(new)
    commands = {"show": ["show", new], "show --json": ["show", new, "--json"], "diff": ["diff", old, new],
                "diff --json": ["diff", old, new, "--json"], "report": ["report", new, "-o", f"{work}/report.html"]}
    for name in ("cyclonedx-1.7", "cyclonedx-1.6", "spdx-3.0.1", "spdx-2.3"):
        commands[f"sbom {name}"] = ["sbom", new, "-b", "device", "-f", name]
    results = {name: [] for name in commands}
    for number in range(options.runs + 1):
        for name, arguments in commands.items():
            result = run([options.program, *arguments])
            if number > 0:  # the first to warm up
                results[name].append(result)
    print(f"A trace of {options.components} components, {os.path.getsize(new) / 1e6:.1f} MB; medians of {options.runs} runs in turn.\n")
    print("| command | processor, s | least – most | peak memory, MiB |\n|---|---:|---:|---:|")
    met = True
    for name, result in results.items():
        seconds = [one for one, _, _ in result]
        met = met and statistics.median(seconds) < BAR
        print(f"| `{name}` | {statistics.median(seconds):.2f} | {min(seconds):.2f} – {max(seconds):.2f} | {max(one for _, one, _ in result):.0f} |")
    print(f"\nBar: {BAR:.0f} s of the processor each: {'met' if met else 'NOT met'}.")
    if not options.work:
        shutil.rmtree(work)


main()

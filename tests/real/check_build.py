#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the trace of any Ninja build against an strace of it, the linker's own reports, readelf and dpkg.

    check_build.py --source DIR --build DIR --strace LOG [--sample N] [--scratch DIR]

Every binary: what the linker opened (strace), which members it took (a relink of the same command line with the linker's report),
what is needed and what dropped (readelf -d). Every system file: its owner (dpkg -S). N objects: the files their compilation opens.
Exit code 1 when anything is missing, false or owned by another.
"""

import argparse
import collections
import os
import shlex
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
import link_oracle
import member_truth
import strace_log
import system_truth
import trace_document


class Report:
    def __init__(self):
        self.counts, self.wrong = collections.Counter(), []

    def compare(self, what, subject, truth, trace):
        """Counts the truth and what of it is found; remembers what is missing or false."""
        self.counts[what] += len(truth)
        self.counts[what + " found"] += len(truth & trace)
        self.counts[what + " false"] += len(trace - truth)
        for word, these in (("missing", truth - trace), ("false", trace - truth)):
            if these:
                self.wrong.append(f"{subject}: {len(these)} {what} {word}: {', '.join(map(str, sorted(these)[:5]))}")


def ninja_command(build, output):
    """The words of the compiler's command that makes `output`, without launchers."""
    text = subprocess.run(["ninja", "-C", build, "-t", "commands", "-s", os.path.relpath(output, build)], check=True,
                          capture_output=True, text=True).stdout
    parts = [shlex.split(part) for line in text.splitlines()[-1:] for part in line.split("&&")]
    words = next(part for part in parts if "-o" in part)
    if "--" in words:
        words = words[words.index("--") + 1:]
    return words[1:] if os.path.basename(words[0]) == "ccache" else words


def check_binary(report, document, entry, link, build, scratch):
    name = os.path.relpath(link.output, build)
    own_plugins = {tool for tool in link.tools if "souptrace" in os.path.basename(tool)}
    report.compare("opened files", name, set(link.inputs), set(document.opened(entry)))
    tools = {os.path.realpath(document.files[one["file"]]) for one in entry["inputs"] if one["role"] == "tool"}
    if missing := link.tools - own_plugins - tools:
        report.wrong.append(f"{name}: plugins missing: {sorted(missing)}")
    link.driver = ninja_command(build, link.output)
    members, twice = member_truth.located(member_truth.named_members(link, scratch))
    trace_members = document.members(entry)
    report.compare("members", name, members, {one for one in trace_members if (one[0], one[1]) not in twice})
    # The report of a name that is in an archive twice does not say which: the trace has to name at least one of them.
    for archive, member in twice:
        if not any(one[:2] == (archive, member) for one in trace_members):
            report.wrong.append(f"{name}: {archive}({member}) is missing")
    needed_names = set(system_truth.dynamic(link.output)[0])
    libraries = {one for one in link.inputs if member_truth.elf_type(one) == 3}
    needed = {one for one in libraries if (system_truth.dynamic(one)[1] or os.path.basename(one)) in needed_names}
    report.compare("needed libraries", name, needed, document.libraries(entry, "needed"))
    report.compare("dropped libraries", name, libraries - needed, document.libraries(entry, "dropped"))
    if not entry["completeness"]["complete"]:
        report.wrong.append(f"{name}: is not complete: {entry['completeness'].get('unaccounted')}")
    if entry.get("sha256") != system_truth.sha256(link.output):
        report.wrong.append(f"{name}: the trace has another sha256")


def check_links(report, document, links, build, scratch):
    entries = document.binaries()
    made = {output: link for output, link in links.items() if link.exit_code == 0 and os.path.isfile(output) and
            output.startswith(build + "/") and "/CMakeTmp/" not in output and "/CMakeScratch/" not in output}
    report.compare("binaries", "trace.json", set(made), set(entries))
    for output, link in sorted(made.items()):
        if output in entries:
            check_binary(report, document, entries[output], link, build, scratch)


def check_owners(report, document):
    system = {os.path.realpath(document.files[file["id"]]): file["id"] for file in document.json["files"]
              if file["path"].startswith("system:")}
    owners = system_truth.dpkg_owners(system)
    tiers = collections.Counter()
    for path, file in sorted(system.items()):
        component, tier = document.owner(file)
        tiers[tier] += 1
        packages = {one.split(":")[0] for one in owners.get(path, set())}
        report.counts["system files"] += 1
        named = component["name"] if component and component.get("origin") == "dpkg" else ""
        if named in packages or (not named and not packages):
            report.counts["system files with dpkg's owner"] += 1
        else:
            report.wrong.append(f"{path}: owner {named or tier}, dpkg -S says {sorted(packages) or 'nothing'}")
    print("owners' tiers of system files: " + ", ".join(f"{tier} {count}" for tier, count in sorted(tiers.items())))
    unknown = [file["path"] for file in document.json["files"] if document.owner(file["id"])[0] is None]
    report.counts["files"], report.counts["files of unknown owner"] = len(document.json["files"]), len(unknown)
    for path in unknown[:10]:
        print("unknown owner: " + path)


def check_sample(report, document, build, count, scratch):
    """The compilations of `count` objects, evenly spread, once more under strace."""
    objects = sorted(document.compilations)
    for path in objects[::max(1, len(objects) // max(1, count))][:count]:
        words = ninja_command(build, path)
        output = os.path.join(scratch, "object.o")
        words[words.index("-o") + 1] = output
        if "-MF" in words:
            words[words.index("-MF") + 1] = output + ".d"
        log = os.path.join(scratch, "compile.strace")
        done = strace_log.run(words, log, cwd=build, capture_output=True)
        if done.returncode != 0:
            report.wrong.append(f"{path}: cannot be compiled again: {done.stderr[-300:]}")
            continue
        truth = link_oracle.compilations(strace_log.read(log))[output].files - {output + ".d"}
        entry = document.compilations[path]
        said = {os.path.realpath(document.files[file]) for file in [entry.get("source", ""), *entry.get("headers", [])] if file}
        report.counts["objects in the sample"] += 1
        report.compare("sources and headers", os.path.relpath(path, build), truth, said)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--source", "--build", "--strace"):
        parser.add_argument(name, required=True, type=os.path.realpath)
    parser.add_argument("--sample", type=int, default=24)
    parser.add_argument("--scratch", default=None)
    arguments = parser.parse_args()
    scratch = os.path.realpath(arguments.scratch or arguments.strace + ".scratch")
    os.makedirs(scratch, exist_ok=True)
    document = trace_document.TraceDocument(os.path.join(arguments.build, "souptrace", "trace.json"), arguments.source, arguments.build)
    report = Report()
    check_links(report, document, link_oracle.links(strace_log.read(arguments.strace)), arguments.build, scratch)
    check_owners(report, document)
    check_sample(report, document, arguments.build, arguments.sample, scratch)
    shutil.rmtree(scratch)
    for what in ("binaries", "opened files", "members", "needed libraries", "dropped libraries", "sources and headers"):
        total, found, false = (report.counts[what + suffix] for suffix in ("", " found", " false"))
        print(f"{what:20} {total:7}   recall {100 * found / total if total else 100:.4g} %   false {false}")
    for what in ("objects in the sample", "files", "files of unknown owner", "system files", "system files with dpkg's owner"):
        print(f"{what:32} {report.counts[what]:7}")
    findings = collections.Counter(f"{one['severity']} {one['code']}" for one in document.json["findings"])
    print("findings: " + (", ".join(f"{count} × {name}" for name, count in sorted(findings.items())) or "none"))
    print("\n".join(report.wrong[:40]))
    print("wrong: " + str(len(report.wrong)))
    return 1 if report.wrong or not report.counts["binaries"] else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one example by examples/run.sh, in a path with spaces, and compares its trace with what the example's README says.

  run.py EXAMPLE --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY --validators DIRECTORY

All documents, in every format, are judged by the validators of tests/documents, which compute each digest in them again.

Ends with 77 (skipped) where a tool is missing, unless SOUPTRACE_REQUIRE_ALL=1.
"""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


class Trace:
    def __init__(self, build):
        document = json.loads((build / "souptrace" / "trace.json").read_text())
        self.document = document
        self.files = {file["id"]: file for file in document["files"]}
        self.components = {one["id"]: one for one in document["components"]}
        self.binaries = {binary["name"]: binary for binary in document["binaries"]}

    def owner(self, file):
        return self.components.get(file["owner"]["chosen"]["component"], {"name": "", "version": ""})

    def linked(self, binary, component):
        """The members of one component's archives, and its objects, whose bytes are in the binary."""
        return sorted(one["member"] for one in self.binaries[binary]["inputs"]
                      if one["use"] == "linked" and one.get("member") and self.owner(self.files[one["file"]])["name"] == component)

    def uses(self, binary, component):
        return {one["use"] for one in self.binaries[binary]["inputs"] if self.owner(self.files[one["file"]])["name"] == component}

    def tier(self, ending):
        found = [file for file in self.files.values() if file["path"].endswith(ending)]
        assert len(found) == 1, (ending, [file["path"] for file in found])
        return self.owner(found[0])["name"], self.owner(found[0])["version"], found[0]["owner"]["chosen"]["tier"]


def check(actual, expected, what):
    assert actual == expected, f"{what}:\n  expected {expected}\n  got      {actual}"


def infusion_pump(trace):
    check(sorted(trace.binaries), ["alarmd", "doselog", "pump", "update"], "binaries")
    check(trace.linked("pump", "tinycrc"), ["crc16.c.o"], "tinycrc in pump")
    check(trace.linked("update", "tinycrc"), ["crc32.c.o"], "tinycrc in update")
    check(trace.linked("pump", "ringbuffer"), ["ring.cpp.o", "window.cpp.o"], "ringbuffer in pump")
    check(trace.linked("alarmd", "ringbuffer"), ["ring.cpp.o"], "ringbuffer in alarmd")
    compression = trace.linked("pump", "zlib1g-dev")
    assert "deflate.o" in compression and "inflate.o" not in compression, compression
    unpacking = trace.linked("update", "zlib1g-dev")
    assert "inflate.o" in unpacking and "deflate.o" not in unpacking, unpacking
    check(trace.linked("alarmd", "zlib1g-dev"), [], "zlib in alarmd")
    check(trace.uses("pump", "nlohmann-json3-dev"), {"compiled-in"}, "nlohmann_json in pump")
    check(trace.uses("update", "nlohmann-json3-dev"), set(), "nlohmann_json in update")
    check(trace.uses("update", "liblzma5"), {"dropped"}, "liblzma in update")
    check(trace.uses("update", "libssl3"), {"needed"}, "OpenSSL in update")


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def former_release(trace, build, path):
    """A trace of this product with an older zlib, whose inflate.o and deflate.o were others."""
    text = (build / "souptrace/trace.json").read_text()
    zlib = next(one for one in trace.components.values() if one["name"] == "zlib1g-dev")
    digests = {(one["member"], one["memberSha256"]) for binary in trace.binaries.values() for one in binary["inputs"]
               if one.get("member") in ("inflate.o", "deflate.o") and trace.owner(trace.files[one["file"]]) is zlib}
    check({member for member, _ in digests}, {"inflate.o", "deflate.o"}, "members of libz.a")
    digests |= {(name, trace.binaries[name]["sha256"]) for name in ("pump", "update")}
    digests |= {(file["path"], file["sha256"]) for file in trace.files.values() if file["path"].endswith("/libz.a")}
    for name, digest in digests:
        text = text.replace(digest, sha256("former " + name))
    path.write_text(text.replace(zlib["version"], "1:1.2.11.dfsg-4"))
    return zlib["version"], sorted({binary for binary in ("pump", "update") if trace.linked(binary, "zlib1g-dev")})


def upgrade(trace, souptrace, build):
    """The README's upgrade of zlib: the register is that of a release with the older one, and this build has the newer."""
    register = Path(f"{build}-soup/register.json")
    item = register.parent / "items/SOUP-008.json"
    before = build.parent / "before.json"

    def run(*command, expected=0):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == expected, (command, done.returncode, done.stdout)
        return done.stdout

    def release(text):
        item.write_text(json.dumps(text, indent=1) + "\n")
        run(souptrace, "register", "approve", "SOUP-008", "--by", "QA lead (fictional)", "--role", "QA", "--change-request", "CR-2", "--register", register)

    version, binaries = former_release(trace, build, before)
    run(sys.executable, "-B", REPOSITORY / "examples/adopt_register.py", souptrace, before, register)
    check(json.loads(item.read_text())["designator"]["version"], "1:1.2.11.dfsg-4", "the version of the release before")
    run(souptrace, "check", before, "--register", register)

    text = run("cmake", "--build", build, expected=1)
    for words in ("SOUP-008", "[soup-version-drift]", "1:1.2.11.dfsg-4", version):
        assert words in text, (words, text)
    check({line for line in text.splitlines() if ": error: " in line and "SOUP-008" not in line}, set(), "errors about other items")
    diff = json.loads(run(souptrace, "diff", before, build, "--register", register, "--json"))
    impacts = [one for one in diff["impacts"] if one["subject"] == "SOUP-008"]
    check([(one["safetyClass"], one["binaries"]) for one in impacts], [("C", binaries)], "what is to review")
    assert any(one["clause"].startswith("7.4") for one in impacts[0]["triggers"]), impacts
    same = {one["subject"] for one in impacts[0]["unaffected"]}
    assert not any("inflate.o" in one or "deflate.o" in one for one in same) and any("adler32.o" in one for one in same), same

    judged = json.loads(item.read_text())
    run(souptrace, "register", "update", build, "--register", register)
    assert "stale" in run(souptrace, "register", "show", "SOUP-008", "--register", register)
    now = json.loads(item.read_text())
    text = json.dumps({**now, "history": []}).replace(judged["designator"]["version"], version).replace(judged["facts"]["digest"], now["facts"]["digest"])
    now = {**json.loads(text), "history": judged["history"]}
    release(now)
    run("cmake", "--build", build)
    text = run(souptrace, "check", build, "--register", register, "--previous", before, expected=1)
    assert "SOUP-008" in text and "[change-impact-missing]" in text, text
    now["history"].append({"date": "2026-11-20", "change": "zlib " + version, "change_request": "CR-2", "potential_causes": "none",
                           "existing_controls": "none", "binds_to": now["facts"]["digest"]})
    release(now)
    run(souptrace, "check", build, "--register", register, "--previous", before)
    text = run(souptrace, "report", build, "--register", register, "--previous", before, "--documents", "--markdown", "-")
    for words in ("## Passes: no gate fails", "## Changes since Infusion Pump 2.1.0", f"| SOUP-008 zlib | C | version 1:1.2.11.dfsg-4 -&gt; {version}; other bytes: libz.a(deflate.o), libz.a(inflate.o) |"):
        assert words in text, (words, text)


def package_managers(trace):
    expected = {
        "libmedian.a": ("median", "2.1.0", "package-db-verified"),
        "include/median.h": ("median", "2.1.0", "package-db-verified"),
        "libunits.a": ("units", "3.0.0#1", "package-db-verified"),
        "include/units.h": ("units", "3.0.0#1", "package-db-verified"),
        "liboximeter.a": ("oximeter", "5.0.1", "package-db-verified"),
        "include/oximeter.h": ("oximeter", "5.0.1", "package-db-verified"),
        "csvline-src/csvline.c": ("csvline", "v0.4.0", "vcs-pinned"),
        "modules/tones/tones.c": ("tones", "v1.0.2", "vcs-pinned"),
    }
    check({ending: trace.tier(ending) for ending in expected}, expected, "owners")
    check(trace.linked("monitor", "units"), ["celsius.c.o"], "units in monitor")
    check(trace.uses("monitor", "zlib1g"), {"needed"}, "zlib in monitor")
    origins = {one["name"]: one["origin"] for one in trace.components.values() if one["kind"] == "soup"}
    check({origins[name] for name in ("median", "units", "zlib1g", "csvline", "tones", "oximeter")},
          {"conan", "vcpkg", "dpkg", "fetchcontent", "git", "supplied"}, "where the components come from")
    check(trace.document["findings"], [], "findings")


def write_formats(souptrace, build, documents):
    """Every SBOM of every binary: those of the trace step, and those that are written on demand."""
    documents.mkdir()
    written = build / "souptrace"
    names = sorted(Trace(build).binaries)
    for name in names:
        for format, ending in (("cyclonedx-1.6", "cdx-1.6"), ("cyclonedx-1.7", "cdx-1.7"), ("spdx-2.3", "spdx-2.3"), ("spdx-3.0.1", "spdx")):
            subprocess.run([souptrace, "sbom", build, "--binary", name, "--format", format, "--output", documents / f"{name}.{ending}.json"], check=True)
        for ours, theirs in ((f"{name}.cdx.json", f"{name}.cdx-1.7.json"), (f"{name}.spdx.json", f"{name}.spdx.json")):
            check((written / ours).read_bytes() == (documents / theirs).read_bytes(), True, f"{ours} of the trace step and of souptrace sbom")
    shutil.copy(written / "trace.json", documents)


def packages(example, build):
    """A directory in which each package that the trace names stands by its name: a link to its folder, found by a file of it."""
    out = build / "packages by name"
    shutil.rmtree(out, ignore_errors=True)
    inside = {}
    for file in json.loads((build / "souptrace/trace.json").read_text())["files"]:
        if file["path"].startswith("package:"):
            parts = file["path"].removeprefix("package:").split("/")
            count = {"conan": 3, "vcpkg": 2}[parts[0]]
            inside.setdefault("/".join(parts[:count]), []).append("/".join(parts[count:]))
    for name, files in inside.items():
        folders = [found for found in (str(file).removesuffix("/" + files[0]) for file in example.rglob(files[0].split("/")[-1])
                                       if str(file).endswith("/" + files[0]))
                   if all((Path(found) / file).is_file() for file in files)]
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).symlink_to(sorted(folders)[0])
    return out


def judge(build, documents, validators):
    """0, or 77 where a validator cannot be had."""
    source = json.loads((build / "CMakeFiles/souptrace-state/project.json").read_text())["sourceDirectory"]
    places = {"source": source, "build": build, "system": "/", "outside": source, "package": packages(build.parent, build)}
    roots = [word for name, place in places.items() for word in ("--root", f"{name}={place}")]
    sboms = sorted(documents.glob("*.cdx-*.json")) + sorted(documents.glob("*.spdx*.json"))
    in_javascript = [document for document in sboms if ".spdx-2.3." not in document.name] + [documents / "trace.json"]
    skipped = 0
    for script, judged in (("validate.sh", in_javascript), ("read_back.sh", sboms)):
        done = subprocess.run(["sh", REPOSITORY / "tests/documents" / script, validators, *roots, *judged],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        print(done.stdout)
        assert done.returncode in (0, 77), f"{script} ends with {done.returncode}"
        skipped = skipped or done.returncode
    return skipped


def lacking(example):
    if example == "package-managers" and not (os.environ.get("SOUPTRACE_CONAN") or shutil.which("conan")):
        return "conan (SOUPTRACE_CONAN)"
    return next((tool for tool in ("git", "ninja", "cmake") if not shutil.which(tool)), "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("example", choices=["infusion-pump", "package-managers"])
    for name in ("souptrace", "launcher"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("work", "validators"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    if missing := lacking(options.example):
        print(f"SKIPPED: {missing} is missing")
        return 1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else 77
    shutil.rmtree(options.work, ignore_errors=True)
    build = options.work.resolve() / "build of it"
    done = subprocess.run(["bash", REPOSITORY / "examples/run.sh", "--no-install", "--tools", options.souptrace, options.launcher,
                           "--build", build, options.example], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        print(done.stdout, f"examples/run.sh ends with {done.returncode}")
        return 1
    report = build / "souptrace/report.html"
    check((done.stdout.splitlines()[-1], report.exists()), (f"== The report, for a browser: {report}", True), "the last line of examples/run.sh")
    trace = Trace(build)
    for binary in trace.binaries.values():
        assert binary["sha256"] == hashlib.sha256((build / binary["path"].partition(":")[2]).read_bytes()).hexdigest(), binary["name"]
    {"infusion-pump": infusion_pump, "package-managers": package_managers}[options.example](trace)
    if options.example == "infusion-pump":
        upgrade(trace, options.souptrace, build)
    documents = options.work.resolve() / "documents"
    write_formats(options.souptrace, build, documents)
    skipped = judge(build, documents, options.validators.resolve())
    shutil.rmtree(options.work)
    return skipped


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A product with a SOUP register: drafted, judged, approved, compared by the build, and what a change does to all that. The digests that
judgements bind to are computed here again, from the files.

  run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY [CASE…]"""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
CASES = []
NOT_APPROVED = {"approval", "history", "verification", "anomaly_list", "anomalies", "vulnerabilities", "monitoring"}

PROJECT = """cmake_minimum_required(VERSION 3.22)
project(device VERSION 1.0 LANGUAGES C)
include(SoupTrace)
souptrace(PRODUCT Device SAFETY_CLASS B {register})
souptrace_component(NAME crc VERSION 1.4.0 SUPPLIER "Small Parts" LICENSE MIT PATHS crc)
add_library(crc STATIC crc/crc.c)
add_executable(device main.c)
target_link_libraries(device PRIVATE crc)
"""


def check(condition, text):
    assert condition, text


def case(function):
    CASES.append(function)
    return function


class Product:
    def __init__(self, options, name):
        self.options = options
        self.directory = Path(options.work) / name
        shutil.rmtree(self.directory, ignore_errors=True)
        (self.directory / "crc").mkdir(parents=True)
        self.write("crc/crc.c", "int crc(int x) { return x * 31; }\n")
        self.write("main.c", "int crc(int);\nint main(void) { return crc(0); }\n")
        self.write("CMakeLists.txt", PROJECT.format(register=""))
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(("CMAKE_", "SOUPTRACE_"))}
        self.environment["SOURCE_DATE_EPOCH"] = "1795392000"  # 2026-11-23
        self.items = self.directory / "soup" / "items"

    def write(self, name, text):
        (self.directory / name).write_text(text)

    def run(self, *command, expected=0):
        done = subprocess.run([str(word) for word in command], cwd=self.directory, env=self.environment, capture_output=True, text=True, check=False)
        text = done.stdout + done.stderr
        check(expected is None or done.returncode == expected, f"{command}: exit code {done.returncode}, not {expected}:\n{text}")
        return text

    def souptrace(self, *arguments, expected=0):
        return self.run(self.options.souptrace, *arguments, expected=expected)

    def configure(self):
        self.run("cmake", "-S", ".", "-B", "build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_MODULE_PATH={REPOSITORY}/CMakeModules",
                 f"-DSOUPTRACE_EXECUTABLE={self.options.souptrace}", f"-DSOUPTRACE_LINK={self.options.launcher}")

    def build(self, expected=0):
        return self.run("cmake", "--build", "build", expected=expected)

    def item(self, title):
        found = [path for path in sorted(self.items.glob("*.json")) if json.loads(path.read_text())["title"] == title]
        check(len(found) == 1, f"{len(found)} items are called {title}")
        return found[0]

    def judge(self, path):
        """States everything that class B demands, as a person would, bound to the facts that stand there."""
        item = json.loads(path.read_text())
        digest = item["facts"]["digest"]
        signed = {"by": "evaluator", "date": "2026-11-01", "binds_to": digest}
        item["manufacturer"]["name"] = item["manufacturer"]["name"] or "The maker"
        item["requirements"] = {"functional": [{"id": "F1", "text": "works", "traces_to": []}], "performance": [{"id": "P1", "text": "is fast", "traces_to": []}],
                                "system_hw_sw": ["64 KiB"]}
        item["architecture"]["verification"] = {"ref": "REV-1", "verdict": "pass", **signed}
        item["verification"] = [{"requirement": one, "test": "TC-1", "result": "pass", "tester": "tester", "date": "2026-11-01", "binds_to": digest} for one in ("F1", "P1")]
        item["risk"].update({"contributes_to_hazard": False, "failure_modes": ["wrong result"], "rmf_ref": "RMF-1"})
        item["anomaly_list"].update({"published": False, "accessed": "2026-11-01", "looked_at": ["https://example.org"], "by": "evaluator", "binds_to": digest})
        item["licence"]["concluded"] = "MIT"
        item["support"].update({"level": "actively maintained", "end_of_support": "2030-01-01"})
        path.write_text(json.dumps(item, indent=1, ensure_ascii=False) + "\n")

    def judged(self):
        """Built, drafted, judged and approved; the build compares from now on."""
        self.configure()
        self.build()
        self.souptrace("register", "init", "build")
        for path in self.items.iterdir():
            self.judge(path)
        reg = self.directory / "soup" / "register.json"
        text = json.loads(reg.read_text())
        text["software_items"][0]["rationale"] = "gives the dose"
        reg.write_text(json.dumps(text, indent=1) + "\n")
        self.approve()
        self.write("CMakeLists.txt", PROJECT.format(register="REGISTER soup/register.json FAIL_ON warnings"))

    def approve(self):
        self.souptrace("register", "approve", *sorted(path.stem for path in self.items.iterdir()), "--by", "QA lead", "--role", "QA")

    def digests(self):
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((self.directory / "soup").rglob("*.json"))}


def facts_digest(facts):
    lines = sorted({f"component {one}\n" for one in facts["components"]} | {f"file {one['sha256']} {one['name']}\n" for one in facts["files"]})
    return "sha256:" + hashlib.sha256("".join(lines).encode()).hexdigest()


def approval_digest(item):
    covered = {name: value for name, value in item.items() if name not in NOT_APPROVED} | {"facts": item["facts"]["digest"]}
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@case
def the_draft_has_what_is_linked_and_nothing_judged(product):
    product.configure()
    product.build()
    product.souptrace("register", "init", "build")
    libc = product.run("sh", "-c", "dpkg-query -W -f '${source:Package} ${source:Version}' libc6").split()
    item = json.loads(product.item(libc[0]).read_text())
    check(item["designator"]["version"] == libc[1], f"libc's version: {item['designator']}, dpkg says {libc}")
    check(item["approval"] is None and item["manufacturer"]["name"] == "", "something is judged, or Debian's packager is taken for the maker")
    crc = json.loads(product.item("crc").read_text())
    source = hashlib.sha256((product.directory / "crc/crc.c").read_bytes()).hexdigest()
    check([(one["name"], one["sha256"]) for one in crc["facts"]["files"]] == [("crc.c", source)], f"facts: {crc['facts']}")
    check(crc["facts"]["linked_into"] == [{"binary": "device", "how": ["sources", "static"], "members": ["libcrc.a(crc.c.o)"]}], f"links: {crc['facts']}")
    for path in product.items.iterdir():
        one = json.loads(path.read_text())
        check(one["facts"]["digest"] == facts_digest(one["facts"]), f"the digest of the facts of {path.stem}")
    text = product.souptrace("check", "build", expected=1)
    for gate in ("soup-unapproved", "requirements-missing", "risk-missing", "anomaly-list-missing", "support-unknown"):
        check(f"[{gate}]" in text, f"{gate} does not fire for drafts:\n{text}")
    before = product.digests()
    text = product.souptrace("register", "init", "build", expected=2)
    check("register update" in text and product.digests() == before, f"a second init:\n{text}")
    check("nothing changed" in product.souptrace("register", "update", "build") and product.digests() == before, "an update of what is up to date")


@case
def an_approved_register_passes_and_a_change_is_noticed_until_it_is_approved(product):
    product.judged()
    product.build()
    check("no work to do" in product.build(), "the comparison is made again though nothing changed")
    for path in product.items.iterdir():
        item = json.loads(path.read_text())
        check(item["approval"]["binds_to"] == approval_digest(item) and item["approval"]["date"] == "2026-11-23", f"the approval of {path.stem}")

    product.write("crc/crc.c", "int crc(int x) { return x * 37; }\n")  # the same version, other bytes
    text = product.build(expected=1)
    crc = product.item("crc")
    check(f"soup/items/{crc.name}: error: {crc.stem}: same version, other bytes: linked is file crc.c" in text, text)
    check((product.directory / "build/souptrace/trace.json").exists(), "the trace is gone")
    judgements = json.loads(crc.read_text())
    text = product.souptrace("register", "update", "build")
    check("now file crc.c" in text and "stale: approval" in text, text)
    updated = json.loads(crc.read_text())
    check(set(updated["facts"]["stale"]) == {"architecture/verification", "verification/F1/TC-1", "verification/P1/TC-1", "anomaly_list", "approval"}, f"{updated['facts']}")
    del judgements["facts"], updated["facts"]
    check(judgements == updated, "the update changed a judgement")
    text = product.build(expected=1)
    check("[soup-unapproved]" in text and "[requirements-unverified]" in text and "[soup-version-drift]" not in text, text)
    product.judge(crc)
    product.approve()
    product.build()


@case
def an_approved_text_that_is_changed_is_approved_no_more(product):
    product.judged()
    crc = product.item("crc")
    text = crc.read_text()
    crc.write_text(text.replace('"purpose": ""', '"purpose": "checks the doses"'))
    check("[soup-unapproved]" in product.souptrace("check", "build", expected=1), "a changed purpose stays approved")
    crc.write_text(text.replace('"owner": ""', '"owner": "somebody"'))
    product.souptrace("check", "build")
    former = crc.read_bytes()
    for nobody in ("", "  "):
        text = product.souptrace("register", "approve", crc.stem, "--by", nobody, "--role", "QA", expected=2)
        check("names nobody" in text and crc.read_bytes() == former, text)


@case
def the_register_of_another_product_is_refused(product):
    product.judged()
    register = product.directory / "soup" / "register.json"
    register.write_text(register.read_text().replace('"product": "Device"', '"product": "Another device"'))
    before = product.digests()
    for command in (["check", "build"], ["report", "build"], ["register", "update", "build"]):
        text = product.souptrace(*command, expected=2)
        check('"Another device"' in text and '"Device"' in text and "register.json" in text, text)
    check(product.digests() == before, "a refused register was written to")


@case
def ci_gets_sarif_and_junit(product):
    product.judged()
    crc = product.item("crc")
    crc.write_text(crc.read_text().replace('"title": "crc"', '"title": "=1+1\\u001b[31m<b>"').replace('"version": "1.4.0"', '"version": "1.3.0"'))
    text = product.souptrace("check", "build", "--sarif", "gates.sarif", "--junit", "gates.xml", expected=1)
    check("\x1b" not in text, "an escape sequence reaches the terminal")
    sarif = json.loads((product.directory / "gates.sarif").read_text())
    results = sarif["runs"][0]["results"]
    check({one["ruleId"] for one in results} == {"soup-version-drift", "soup-unapproved"}, f"{results}")
    uri = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    check((product.directory / uri).exists(), f"{uri} is no file")
    suite = xml.etree.ElementTree.parse(product.directory / "gates.xml").getroot()[0]
    failed = {one.get("name") for one in suite if one.find("failure") is not None}
    check(failed == {"soup-version-drift", "soup-unapproved"} and suite.get("failures") == "2", f"{failed}")
    gates = [line.split()[0] for line in product.souptrace("check", "--list").splitlines()]
    check(gates == [one.get("name") for one in suite] == [one["id"] for one in sarif["runs"][0]["tool"]["driver"]["rules"]], "not the same gates everywhere")
    document = json.loads(product.souptrace("check", "build", "--json", expected=1))
    check([one["gate"] for one in document["gates"]] == gates, "other gates in the JSON")
    product.souptrace("check", "build", "--fail-on", "nothing")
    product.souptrace("check", "build", "--fail-on", "risk-missing,licence-unknown")
    product.souptrace("check", "build", "--fail-on", "soup-version-drift", expected=1)


@case
def what_is_no_register_is_refused_and_left_alone(product):
    product.judged()
    crc = product.item("crc")
    good = crc.read_text()
    reg = product.directory / "soup" / "register.json"
    for spoilt, part in [(good.replace('"purpose"', '"porpose"'), f"{crc.name}, line "), (good.replace('"title": "crc"', '"title": 1'), "is a number where a text is expected"),
                         (good[:len(good) // 2], "not JSON"), (good.replace(' "title"', '<<<<<<< HEAD\n "title"'), "merge conflict"), ("", "not JSON"),
                         (good.replace('"id": "' + crc.stem, '"id": "SOUP-999'), "both must be the same")]:
        crc.write_text(spoilt)
        before = product.digests()
        for command in (["check", "build"], ["register", "update", "build"], ["register", "show"], ["register", "approve", crc.stem, "--by", "me"]):
            text = product.souptrace(*command, expected=3)
            check(part in text and crc.name in text, f"{command} does not say {part}:\n{text}")
        check(product.digests() == before, "a refused register was written")
    crc.write_text(good)
    check("there is no register" in product.souptrace("check", "build", "--register", "nowhere/register.json", expected=3), "no register")
    check("SOUP-777" in product.souptrace("register", "show", "SOUP-777", expected=2), "no such item")
    check("no-gate" in product.souptrace("check", "build", "--fail-on", "no-gate", expected=2), "no such gate")
    product.souptrace("check", "build", "--date", "2026-02-30", expected=2)
    reg.write_text(reg.read_text().replace('"waivers": []', '"waivers": [{"gate": "risk-missing", "reason": "r"}]'))
    check("has no \"approver\"" in product.souptrace("check", "build", expected=3), "a waiver that nobody answers for")


@case
def a_former_release_asks_for_the_analysis_of_what_changed(product):
    product.judged()
    product.build()
    shutil.copy(product.directory / "build/souptrace/trace.json", product.directory / "old.json")
    product.write("crc/crc.c", "int crc(int x) { return x * 37; }\n")
    product.build(expected=1)
    product.souptrace("register", "update", "build")
    crc = product.item("crc")
    product.judge(crc)
    product.approve()
    product.souptrace("check", "build")
    text = product.souptrace("check", "build", "--previous", "old.json", expected=1)
    check("[change-impact-missing]" in text and crc.stem in text, text)
    item = json.loads(crc.read_text())
    item["history"] = [{"date": "2026-11-20", "change": "another factor", "change_request": "CR-7", "potential_causes": "none", "existing_controls": "none",
                        "binds_to": item["facts"]["digest"]}]
    crc.write_text(json.dumps(item, indent=1) + "\n")
    product.souptrace("check", "build", "--previous", "old.json")


def fired(text):
    return {line.rsplit("[", 1)[1][:-1] for line in text.splitlines() if line.endswith("]") and ": error: " in line or ": warning: " in line}


@case
def what_is_loaded_at_run_time_is_stated(product):
    product.write("main.c", "#include <dlfcn.h>\nint crc(int);\nint main(int argc, char **argv) { return crc(0) + (argc > 1 && dlopen(argv[1], RTLD_NOW)); }\n")
    product.judged()
    imports = {line.split()[-1].split("@")[0] for line in product.run("nm", "-D", "--undefined-only", "build/device").splitlines()}
    check("dlopen" in imports, f"{imports}")
    check(fired(product.souptrace("check", "build", expected=1)) == {"dlopen-undeclared"}, "dlopen")
    reg = product.directory / "soup" / "register.json"
    text = json.loads(reg.read_text())
    text["policy"]["run_time_loading"] = [{"binary": "device", "libraries": [], "reason": "only what the user names; nothing ships"}]
    reg.write_text(json.dumps(text))
    product.souptrace("check", "build")


@case
def a_trace_is_not_taken_for_one_of_a_binary_that_was_linked_after_it(product):
    product.judged()
    product.build()
    product.write("main.c", "int crc(int);\nint main(void) { return crc(1) + 1; }\n")
    product.run("cmake", "--build", "build", "--target", "device")  # without the trace step
    text = product.souptrace("check", "build", expected=1)
    check(fired(text) == {"trace-fresh"} and "build:device has other bytes now" in text, text)
    (product.directory / "elsewhere").mkdir()
    shutil.copy(product.directory / "build/souptrace/trace.json", product.directory / "elsewhere/trace.json")
    product.souptrace("check", "elsewhere/trace.json")  # what is archived has no binaries beside it
    product.build()
    product.souptrace("check", "build")


@case
def nothing_is_registered_from_an_incomplete_trace(product):
    product.judged()
    product.build()
    before = product.digests()
    path = product.directory / "incomplete.json"
    trace = json.loads((product.directory / "build/souptrace/trace.json").read_text())
    trace["binaries"][0]["completeness"]["complete"] = False
    path.write_text(json.dumps(trace))
    check("incomplete" in product.souptrace("register", "update", path, expected=3) and product.digests() == before, "an update from what is incomplete")
    product.souptrace("register", "init", path, "--output", "other", expected=3)
    check(not (product.directory / "other").exists(), "a register from what is incomplete")


@case
def the_documents_of_a_release_are_looked_at(product):
    product.judged()
    product.build()
    for name in ("release", "other"):
        product.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", f"{name}.pem")
        product.run("openssl", "pkey", "-in", f"{name}.pem", "-pubout", "-out", f"{name}.pub.pem")
        (product.directory / f"{name}.pem").chmod(0o600)
    product.souptrace("check", "build", "--documents")
    check(fired(product.souptrace("check", "build", "--key", "release.pub.pem", expected=1)) == {"signature-missing"}, "nothing is signed yet")
    product.souptrace("attest", "build", "--key", "release.pem")
    product.souptrace("bundle", "build", "--output", "release.tar")
    product.souptrace("check", "build", "--key", "release.pub.pem", "--bundle", "release.tar")
    check(fired(product.souptrace("check", "build", "--key", "other.pub.pem", expected=1)) == {"signature-invalid"}, "another key")
    bundle = product.directory / "release.tar"
    bundle.write_bytes(bundle.read_bytes()[:-2000])
    check("archive-incomplete" in fired(product.souptrace("check", "build", "--bundle", "release.tar", expected=1)), "a cut bundle")

    document = product.directory / "build/souptrace/device.cdx.json"
    good = document.read_text()
    for spoilt, gates in [(good.replace("Small Parts", "Smell Parts"), {"reproducible-output"}), (good[:-50], {"sbom-schema"}), (None, {"sbom-schema"}),
                          (good.replace('"bomFormat"', '"vulnerabilities": [], "bomFormat"', 1), {"reproducible-output", "sbom-contains-vulns"})]:
        document.unlink()
        if spoilt is not None:
            document.write_text(spoilt)
        text = product.souptrace("check", "build", "--documents", "--fail-on", "warnings", expected=1)
        check(fired(text) == gates, f"{gates}: {text}")
        check(spoilt is None or "souptrace/device.cdx.json: " in text, f"the document's own file is not named: {text}")
        document.write_text(good)
    reg = product.directory / "soup" / "register.json"
    reg.write_text(reg.read_text().replace('"sbom_profile": ""', '"sbom_profile": "bsi-2.1"'))
    text = product.souptrace("check", "build", "--documents", expected=1)
    lacks = json.loads(product.souptrace("sbom", "build", "--profile", "bsi-2.1", "--json", expected=1))
    check(fired(text) == {"sbom-min-elements"} and lacks, text)
    check("(BSI TR-03183-2" in text, f"the clause is not said once and whole:\n{text}")
    product.environment.pop("SOURCE_DATE_EPOCH")
    (product.directory / "build/device").unlink()
    product.build(expected=None)
    text = product.souptrace("check", "build", "--documents", "--json", expected=1)
    check('"the document"' in text, f"that the document itself has no time is not said of it:\n{text}")


def main():
    parser = argparse.ArgumentParser()
    for name in ("souptrace", "launcher", "work"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    failures = 0
    for function in CASES:
        if options.cases and function.__name__ not in options.cases:
            continue
        try:
            function(Product(options, function.__name__))
            print(f"ok    {function.__name__}", flush=True)
        except AssertionError as error:
            failures += 1
            print(f"FAILED {function.__name__}\n{error}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

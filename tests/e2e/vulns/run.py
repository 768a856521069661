# SPDX-License-Identifier: Apache-2.0
"""souptrace vulns against a server that follows the documentation of api.osv.dev, also when that server, the network or a dump misbehaves.

usage: run.py --souptrace PROGRAM --work DIRECTORY [CASE...]
"""
import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.parse
import zipfile

import device
import osv_server as osv
from records import INFLATE_INTRODUCED, RECORDS

CASES = []
PROXY_VARIABLES = {name for lower in ("http_proxy", "https_proxy", "all_proxy", "no_proxy") for name in (lower, lower.upper())}


class Failed(Exception):
    """A claim that does not hold."""


def check(condition, text):
    if not condition:
        raise Failed(text)


def case(function):
    CASES.append(function)
    return function


def matches(query, record):
    """What the service knows: of commits it has the history."""
    for entry in record["affected"]:
        package = entry.get("package", {})
        asked = query.get("package", {})
        if query.get("commit") == device.OTHER_COMMIT and entry["ranges"][0]["type"] == "GIT":
            return True
        if asked.get("ecosystem") == "GIT" and query["version"] in entry.get("versions", []):
            return True
        if "purl" in asked and package.get("purl") == asked["purl"]:
            return True
        if asked.get("name") and (package.get("ecosystem"), package.get("name")) == (asked["ecosystem"], asked["name"]):
            fixed = entry["ranges"][0]["events"][-1].get("fixed", "9")
            return fixed != "1:1.2.11.dfsg-4.1"
    return False


class Bench:
    def __init__(self, options, name):
        self.program = options.souptrace
        self.directory = pathlib.Path(options.work) / name
        shutil.rmtree(self.directory, ignore_errors=True)
        self.trace = device.build(self.directory / "build")

    def vulns(self, *arguments, expect=0, environment=None, timeout=60):
        variables = {name: value for name, value in os.environ.items() if name not in PROXY_VARIABLES} | {"SOURCE_DATE_EPOCH": "1790000000"}
        done = subprocess.run([self.program, "vulns", str(self.trace), "--root", str(self.trace.parent), *map(str, arguments)], capture_output=True,
                              text=True, timeout=timeout, env=variables | (environment or {}), check=False)
        check(done.returncode == expect, f"exit code {done.returncode}, expected {expect}\n{done.stdout}{done.stderr}")
        return done

    def report(self, *arguments, expect=0, **options):
        return json.loads(self.vulns("--json", *arguments, expect=expect, **options).stdout)

    def dump(self, records=None):
        directory = self.directory / "dump"
        for record in RECORDS if records is None else records:
            folder = directory / "some"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / (record["id"] + ".json")).write_text(json.dumps(record))
        return directory

    def zip(self, name="all.zip", records=None, method=zipfile.ZIP_DEFLATED):
        path = self.directory / name
        with zipfile.ZipFile(path, "w", method) as archive:
            for record in RECORDS if records is None else records:
                archive.writestr(record["id"] + ".json", json.dumps(record))
        return path


def found(report, component):
    result = next(one for one in report["components"] if one["component"] == component)
    return {one["id"]: one for one in result["vulnerabilities"]}


def codes(report):
    return {(finding["code"], finding.get("subject", "")) for finding in report["findings"]}


@case
def a_service_is_asked_page_by_page_and_each_record_once(bench):
    with osv.Service(RECORDS, matches, page=1) as service:
        report = bench.report("--osv", service.url)
        fetched = [path for method, path, _, _ in service.requests if method == "GET"]
        batches = [json.loads(body)["queries"] for method, _, body, _ in service.requests if method == "POST"]
    check(len(fetched) == len(set(fetched)), f"fetched twice: {fetched}")
    check(sum("page_token" in query for batch in batches for query in batch) == 3, f"pages were not followed: {batches}")
    zlib = found(report, "deb:zlib1g-dev")
    check(set(zlib) == {"CVE-2023-45853", "GHSA-test-0000-0001", "TEST-2026-2"}, f"found {set(zlib)}")
    check(report["withdrawn"] == ["TEST-2026-3"], "the withdrawn record is not said")
    check(set(found(report, "git:zlib@" + device.OTHER_COMMIT)) == {"CVE-2022-37434"}, "a commit is not found by its history")
    check(report["database"]["kind"] == "service" and report["database"]["date"] == report["evaluated"], "when it was asked is not said")
    check(("osv-not-asked", "declared:nameless@1") in codes(report), "what was not asked is not said")


@case
def a_dump_says_what_the_service_says_but_for_commits(bench):
    directory = bench.dump()
    report = bench.report("--osv-dump", directory)
    zlib = found(report, "deb:zlib1g-dev")
    check(set(zlib) == {"CVE-2023-45853", "GHSA-test-0000-0001", "TEST-2026-2"}, f"found {set(zlib)}")
    conan = found(report, "conan:zlib@1.2.11")
    check(conan["TEST-2026-4"]["state"] == "affected", f"Conan's: {conan}")
    ring = found(report, "declared:ringbuffer@r8")
    check(ring["TEST-2026-5"]["state"] == "not-told" and ("osv-not-told", "declared:ringbuffer@r8") in codes(report), "an order is guessed")
    git = found(report, "git:zlib@" + device.OTHER_COMMIT)
    check(git["CVE-2022-37434"]["state"] == "affected", "the tag is not found in the list of versions")
    lines = "".join(f"{device.sha256(path)}  {path.relative_to(directory)}\n" for path in sorted(directory.rglob("*.json")))
    check(report["database"]["sha256"] == hashlib.sha256(lines.encode()).hexdigest(), "the digest is not that of sha256sum's lines")
    check(report["database"]["date"] == "2026-11-01T00:00:00Z", "the date is not that of the newest record")


@case
def zips_hold_the_same_whatever_their_method(bench):
    from_directory = bench.report("--osv-dump", bench.dump())
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        path = bench.zip(method=method)
        report = bench.report("--osv-dump", path)
        check(report["database"]["sha256"] == device.sha256(path), "the digest is not the zip's")
        check(report["components"] == from_directory["components"], "the zip says something else")


@case
def a_cut_zip_is_never_a_pass(bench):
    whole = bench.zip().read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        cut = bench.directory / "cut.zip"
        cut.write_bytes(whole[:size])
        done = bench.vulns("--osv-dump", cut, "--output", bench.directory / "out.json", expect=3)
        check("zip" in done.stderr.lower() and not (bench.directory / "out.json").exists(), f"cut at {size}: {done.stderr}")


@case
def a_damaged_record_is_named_and_no_pass(bench):
    directory = bench.dump()
    (directory / "some" / "BROKEN.json").write_text('{"id": "X", "modified": 7}')
    path = bench.zip()
    damaged = bytearray(path.read_bytes())
    damaged[60] ^= 0xFF
    path.write_bytes(damaged)
    for dump in (directory, path):
        report = bench.report("--osv-dump", dump, expect=3)
        check(any(finding["code"] == "osv-record-damaged" for finding in report["findings"]), f"{dump}: {report['findings']}")
    bench.vulns("--osv-dump", bench.directory / "none", expect=3)
    (bench.directory / "empty").mkdir()
    bench.vulns("--osv-dump", bench.directory / "empty", expect=3)


@case
def an_ecosystem_that_the_dump_lacks_is_said(bench):
    report = bench.report("--osv-dump", bench.dump([record for record in RECORDS if record["id"].startswith("DEBIAN")]))
    check(("osv-not-covered", "conan:zlib@1.2.11") in codes(report), f"{codes(report)}")


@case
def what_the_linker_left_out_is_proposed_for_this_binary_only(bench):
    report = bench.report("--osv-dump", bench.dump())
    zlib = found(report, "deb:zlib1g-dev")
    left_out = zlib["GHSA-test-0000-0001"]["evidence"][0]
    check(left_out["proposal"] == "code_not_present" and left_out["sha256"] == device.sha256(bench.trace.parent / "device"), f"{left_out}")
    linked = zlib["TEST-2026-2"]["evidence"][0]
    check("proposal" not in linked and {code["state"] for code in linked["code"]} == {"linked"}, f"{linked}")
    # Other bytes than those that were traced prove nothing.
    (bench.trace.parent / "libz.a").write_bytes(b"!<arch>\n")
    left_out = found(bench.report("--osv-dump", bench.dump()), "deb:zlib1g-dev")["GHSA-test-0000-0001"]["evidence"][0]
    check("proposal" not in left_out and left_out["code"][0]["state"] == "unknown", f"{left_out}")


@case
def vex_documents_are_bound_to_the_binary(bench):
    vex, cyclonedx = bench.directory / "openvex.json", bench.directory / "vex.cdx.json"
    bench.vulns("--osv-dump", bench.dump(), "--openvex", vex, "--cyclonedx-vex", cyclonedx)
    digest = device.sha256(bench.trace.parent / "device")
    statements = json.loads(vex.read_text())["statements"]
    check(statements and all(one["products"][0]["hashes"]["sha-256"] == digest for one in statements), "OpenVEX is not bound")
    check({one["status"] for one in statements} == {"under_investigation"}, "a judgement that nobody made")
    document = json.loads(cyclonedx.read_text())
    refs = {part["bom-ref"] for binary in document["components"] for part in binary["components"]}
    check(all(affected["ref"] in refs for one in document["vulnerabilities"] for affected in one["affects"]), "dangling refs")
    check(document["components"][0]["hashes"] == [{"alg": "SHA-256", "content": digest}], "CycloneDX is not bound")
    again = bench.directory / "again.json"
    bench.vulns("--osv-dump", bench.dump(), "--openvex", again)
    check(again.read_bytes() == vex.read_bytes(), "two runs differ")


@case
def the_vex_leads_to_the_sbom_beside_the_trace(bench):
    sbom, vex = bench.trace.parent / "device.cdx.json", bench.directory / "vex.cdx.json"
    subprocess.run([bench.program, "sbom", str(bench.trace), "--output", str(sbom)], check=True, capture_output=True, env=os.environ | {"SOURCE_DATE_EPOCH": "1780000000"})
    bom = json.loads(sbom.read_text())
    parts = {component["bom-ref"]: component for component in bom["components"]}

    def links():
        bench.vulns("--osv-dump", bench.dump(), "--cyclonedx-vex", vex)
        document = json.loads(vex.read_text())
        return document, [affected["ref"] for one in document["vulnerabilities"] for affected in one["affects"]]
    document, refs = links()
    start = bom["serialNumber"].replace("urn:uuid:", "urn:cdx:") + "/1#"
    check(refs and all(ref.startswith(start) for ref in refs), f"{refs}")
    for one in document["vulnerabilities"]:
        part = parts[urllib.parse.unquote(one["affects"][0]["ref"][len(start):])]
        check(one["bom-ref"].endswith(part["bom-ref"].removeprefix("component:")), f"{one['bom-ref']} leads to {part['bom-ref']}")
    reference = document["components"][0]["externalReferences"][0]
    check(reference["hashes"][0]["content"] == device.sha256(sbom), f"{reference}")
    # One that somebody has changed is not the trace's.
    sbom.write_text(sbom.read_text().replace('"zlib1g-dev"', '"zlib1g-dew"'))
    _, refs = links()
    check(refs and not any(ref.startswith("urn:cdx:") for ref in refs), f"{refs}")


@case
def what_the_register_says_goes_into_the_vex_of_that_binary_and_no_other(bench):
    soup = bench.directory / "soup"
    subprocess.run([bench.program, "register", "init", str(bench.trace), "--output", str(soup)], check=True, capture_output=True)
    path = next(path for path in (soup / "items").iterdir() if "pkg:deb/debian/zlib1g-dev" in json.loads(path.read_text())["match"]["packages"])
    item = json.loads(path.read_text())
    binary = device.sha256(bench.trace.parent / "device")

    def statement(binds_to, justification):
        item["vulnerabilities"] = [{"vulnerability": "CVE-2023-45853", "status": "not_affected", "justification": justification, "impact": "never called",
                                    "by": "evaluator", "date": "2026-11-01", "binds_to": binds_to}]
        path.write_text(json.dumps(item))
        vex = bench.directory / "vex.json"
        bench.vulns("--osv-dump", bench.dump(), "--register", soup / "register.json", "--openvex", vex)
        return next(one for one in json.loads(vex.read_text())["statements"] if one["vulnerability"]["name"] == "CVE-2023-45853")
    for binds_to, justification in (("sha256:" + binary, "code_not_present"), (item["facts"]["digest"], "code_not_reachable")):
        said = statement(binds_to, justification)
        check(said["status"] == "not_affected" and binary in json.dumps(said["products"]), f"{binds_to}: {said}")
    for binds_to, justification in (("sha256:" + "0" * 64, "code_not_present"), (item["facts"]["digest"], "code_not_present")):
        check(statement(binds_to, justification)["status"] == "under_investigation", f"{binds_to} holds for another binary")


@case
def hostile_texts_do_not_reach_the_terminal(bench):
    text = bench.vulns("--osv-dump", bench.dump()).stdout
    check("\x1b" not in text and "hostile" in text, "terminal escapes of a record are printed")


@case
def exploited_ones_are_marked_by_their_cve(bench):
    kev = bench.directory / "kev.json"
    entry = {"cveID": "CVE-2023-45853", "dateAdded": "2026-01-02", "dueDate": "2026-01-23", "requiredAction": "Update.", "knownRansomwareCampaignUse": "Known"}
    kev.write_text(json.dumps({"catalogVersion": "2026.11.20", "dateReleased": "2026-11-20T00:00:00Z", "count": 1, "vulnerabilities": [entry]}))
    report = bench.report("--osv-dump", bench.dump(), "--kev", kev, "--fail-on", "exploited", expect=1)
    marked = [one for one in report["vulnerabilities"] if "knownExploited" in one]
    check([one["id"] for one in marked] == ["CVE-2023-45853"] and marked[0]["knownExploited"]["ransomware"], f"{marked}")
    kev.write_text(kev.read_text().replace('"count": 1', '"count": 1000'))
    bench.vulns("--osv-dump", bench.dump(), "--kev", kev, expect=3)


@case
def it_waits_as_long_as_the_service_asks(bench):
    faults = [("/v1/querybatch", osv.status(429, headers=[("Retry-After", "2")])), ("/v1/vulns", osv.status(503)), ("/v1/vulns", osv.hang_up)]
    with osv.Service(RECORDS, matches, faults=faults) as service:
        start = time.monotonic()
        report = bench.report("--osv", service.url)
        check(time.monotonic() - start >= 2, "it did not wait")
        check(not service.faults, "not every fault was met")
    check(len(found(report, "deb:zlib1g-dev")) == 3, "records were lost")


@case
def it_waits_until_the_time_that_the_service_names(bench):
    # The server's clock is another one than ours.
    headers = [("Retry-After", "Mon, 07 Jan 2030 10:00:02 GMT"), ("Date", "Mon, 07 Jan 2030 10:00:00 GMT")]
    with osv.Service(RECORDS, matches, faults=[("/v1/querybatch", osv.status(429, headers=headers, own_date=False))]) as service:
        start = time.monotonic()
        bench.report("--osv", service.url)
        check(time.monotonic() - start >= 2 and not service.faults, "it did not wait")


@case
def a_service_that_stays_broken_is_no_pass(bench):
    faults = {"500": osv.status(500), "cut": osv.cut, "nonsense": osv.nonsense, "hang up": osv.hang_up}
    for name, fault in faults.items():
        with osv.Service(RECORDS, matches, faults=[("/v1/querybatch", fault)] * 50) as service:
            done = bench.vulns("--osv", service.url, "--timeout", 3, expect=3)
            check(2 <= len(service.requests) <= 6, f"{name}: {len(service.requests)} requests\n{done.stderr}")
            check("tried" in done.stderr and not done.stdout, f"{name}: {done.stderr}")


@case
def a_wait_that_is_longer_than_the_time_ends_at_once(bench):
    with osv.Service(RECORDS, matches, faults=[("/v1/querybatch", osv.status(429, headers=[("Retry-After", "3600")]))]) as service:
        start = time.monotonic()
        bench.vulns("--osv", service.url, expect=3)
        check(time.monotonic() - start < 10, "it waited nevertheless")


@case
def slow_answers_end_with_the_time(bench):
    for fault in (osv.slow(8), osv.drip):
        with osv.Service(RECORDS, matches, faults=[("/v1/querybatch", fault)]) as service:
            start = time.monotonic()
            bench.vulns("--osv", service.url, "--timeout", 2, expect=3)
            check(time.monotonic() - start < 6, f"took {time.monotonic() - start:.1f} s")


@case
def answers_that_are_not_as_documented_are_refused(bench):
    wrong = {
        "no JSON": osv.body(b'{"results": [{}'), "a list": osv.body([]), "too few results": osv.body({"results": []}),
        "no id": osv.body({"results": [{"vulns": [{"modified": "x"}]}] * 5}),
        "a path as id": osv.body({"results": [{"vulns": [{"id": "../../etc/passwd"}]}] * 5}),
        "pages without end": osv.body({"results": [{"next_page_token": "MQ=="}] + [{}] * 4}),
        "too large": osv.endless, "deep": osv.body(b'{"results": ' + b"[" * 20_000_000),
    }
    for name, fault in wrong.items():
        further = [("/v1/querybatch", osv.body({"results": [{"next_page_token": "MQ=="}]}))] if name == "pages without end" else []
        with osv.Service(RECORDS, matches, faults=[("/v1/querybatch", fault)] + further) as service:
            done = bench.vulns("--osv", service.url, "--timeout", 20, expect=3)
            check(not done.stdout, f"{name}: {done.stdout}")
            check(not any(method == "GET" for method, *_ in service.requests), f"{name}: went on")
    for name, fault in {"another record": osv.body(RECORDS[0]), "damaged": osv.body({"id": "TEST-2026-1"}), "gone": osv.status(404)}.items():
        with osv.Service(RECORDS, matches, faults=[("/v1/vulns/TEST-2026-1", fault)]) as service:
            bench.vulns("--osv", service.url, expect=3)


@case
def a_query_that_is_refused_is_told_with_the_service_s_words(bench):
    with osv.Service(RECORDS, matches, faults=[("/v1/querybatch", osv.status(400, {"code": 3, "message": "Invalid\x1b[2J query."}))]) as service:
        done = bench.vulns("--osv", service.url, expect=3)
        check("Invalid" in done.stderr and "\x1b" not in done.stderr and len(service.requests) == 1, done.stderr)


@case
def redirects_are_not_followed(bench):
    with osv.Service(RECORDS, matches) as other:
        moved = osv.status(302, headers=[("Location", other.url + "/v1/querybatch")])
        with osv.Service(RECORDS, matches, faults=[("/v1/querybatch", moved)]) as service:
            done = bench.vulns("--osv", service.url, expect=3)
        check(not other.requests and other.url in done.stderr, done.stderr)


def certificate(directory, name, alternative):
    """(chain, key) of a server, and the file with the authority that issued it."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=directory, check=True, capture_output=True)
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}-ca.key", "-out", f"{name}-ca.pem",
            "-days", "2", "-subj", f"/CN=test authority {name}")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=osv.test")
    (directory / f"{name}.ext").write_text(f"subjectAltName={alternative}\n")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{name}-ca.pem", "-CAkey", f"{name}-ca.key", "-CAcreateserial", "-days", "2",
            "-out", f"{name}.pem", "-extfile", f"{name}.ext")
    return (directory / f"{name}.pem", directory / f"{name}.key"), directory / f"{name}-ca.pem"


@case
def only_a_server_with_a_trusted_certificate_is_asked(bench):
    chain, authority = certificate(bench.directory, "good", "IP:127.0.0.1")
    _, other_authority = certificate(bench.directory, "other", "IP:127.0.0.1")
    with osv.Service(RECORDS, matches, certificate=chain) as service:
        report = bench.report("--osv", service.url, "--ca-file", authority)
        check(len(found(report, "deb:zlib1g-dev")) == 3, "nothing was found over TLS")
        asked = len(service.requests)
        for arguments in ([], ["--ca-file", other_authority]):
            done = bench.vulns("--osv", service.url, *arguments, expect=3)
            check("certificate" in done.stderr, done.stderr)
        check(len(service.requests) == asked, "it asked a server that it does not trust")
    chain, authority = certificate(bench.directory, "wrong-host", "IP:127.0.0.9,DNS:example.org")
    with osv.Service(RECORDS, matches, certificate=chain) as service:
        done = bench.vulns("--osv", service.url, "--ca-file", authority, expect=3)
        check(not service.requests and "certificate" in done.stderr, done.stderr)


@case
def a_proxy_is_used_and_excepted(bench):
    chain, authority = certificate(bench.directory, "good", "IP:127.0.0.1")
    with osv.Service(RECORDS, matches, certificate=chain) as service:
        for credentials in (None, "user:p@ss word"):
            with osv.Proxy(credentials) as proxy:
                login = "" if credentials is None else "user:p%40ss%20word@"
                bench.report("--osv", service.url, "--ca-file", authority, environment={"HTTPS_PROXY": f"http://{login}{proxy.address}"})
                check(proxy.connects, "the proxy was not used")
                used = len(proxy.connects)
                bench.report("--osv", service.url, "--ca-file", authority, environment={"HTTPS_PROXY": f"http://{proxy.address}", "NO_PROXY": "example.org, 127.0.0.1"})
                check(len(proxy.connects) == used, "NO_PROXY was not heeded")
        with osv.Proxy("user:secret") as proxy:
            done = bench.vulns("--osv", service.url, "--ca-file", authority, expect=3, environment={"https_proxy": f"http://user:wrong@{proxy.address}"})
            check("wrong" not in done.stderr, "the password is shown")


@case
def nothing_is_asked_of_nobody(bench):
    done = bench.vulns("--osv", "http://127.0.0.1:9", "--timeout", 1, expect=3)
    check("no connection" in done.stderr, done.stderr)
    bench.vulns("--osv", "ftp://example.org", expect=2)
    bench.vulns("--osv", "http://127.0.0.1:9", "--osv-dump", bench.dump(), expect=2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--souptrace", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    options.souptrace = os.path.abspath(options.souptrace)
    failures = 0
    for function in CASES:
        if options.cases and function.__name__ not in options.cases:
            continue
        start = time.monotonic()
        try:
            function(Bench(options, function.__name__))
            print(f"ok      {function.__name__} ({time.monotonic() - start:.1f} s)", flush=True)
        except (Failed, OSError, subprocess.SubprocessError, KeyError, StopIteration, ValueError) as error:
            failures += 1
            print(f"FAILED  {function.__name__}: {type(error).__name__}: {error}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

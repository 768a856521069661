# SPDX-License-Identifier: Apache-2.0
"""Attestations, verification and bundles of a real build: openssl verifies what souptrace signs and the other way round, and no change of a
binary, an envelope, a bundle or an artifact passes.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --work DIRECTORY [CASE...]
"""
import argparse
import base64
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
CASES = []
TYPE = "application/vnd.in-toto+json"
MEBIBYTE = 1024 * 1024

SOURCES = {
    "CMakeLists.txt": """cmake_minimum_required(VERSION 3.22)
project(device VERSION 1.0 LANGUAGES C)
include(SoupTrace)
souptrace(PRODUCT "Test Device" VERSION 1.0)
add_library(util STATIC util.c other.c)
add_executable(app main.c)
target_link_libraries(app PRIVATE util)
target_link_options(app PRIVATE -Wl,--build-id)
set_target_properties(app PROPERTIES INSTALL_RPATH /opt/device/lib)
install(TARGETS app)
""",
    "util.h": "int util(void);\n",
    "util.c": '#include "util.h"\nint util(void) { return 1; }\n',
    "other.c": "int other(void) { return 2; }\n",
    "main.c": '#include "util.h"\nint main(void) { return util() - 1; }\n',
}


class Failed(Exception):
    """A claim that does not hold."""


def check(condition, text):
    if not condition:
        raise Failed(text)


def case(function):
    CASES.append(function)
    return function


def pae(payload_type, payload):
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def openssl(*arguments, **options):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, **options)
    check(done.returncode == 0, done.stderr.decode(errors="replace"))
    return done.stdout


class Keys:
    """One key pair: Ed25519 or ECDSA P-256."""

    def __init__(self, directory, name, algorithm="ed25519"):
        self.algorithm = algorithm
        self.secret = directory / f"{name}.pem"
        self.public = directory / f"{name}.pub.pem"
        options = ["-pkeyopt", "ec_paramgen_curve:P-256"] if algorithm == "ec" else []
        openssl("genpkey", "-algorithm", algorithm, *options, "-out", self.secret)
        self.secret.chmod(0o600)
        openssl("pkey", "-in", self.secret, "-pubout", "-out", self.public)
        der = openssl("pkey", "-in", self.secret, "-pubout", "-outform", "DER")
        self.keyid = openssl("dgst", "-sha256", "-r", input=der).split()[0].decode()

    def sign(self, directory, message):
        (directory / "message").write_bytes(message)
        if self.algorithm == "ec":
            return openssl("dgst", "-sha256", "-sign", self.secret, directory / "message")
        return openssl("pkeyutl", "-sign", "-rawin", "-inkey", self.secret, "-in", directory / "message")

    def verifies(self, directory, message, signature):
        (directory / "message").write_bytes(message)
        (directory / "signature").write_bytes(signature)
        if self.algorithm == "ec":
            openssl("dgst", "-sha256", "-verify", self.public, "-signature", directory / "signature", directory / "message")
        else:
            openssl("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", self.public, "-in", directory / "message", "-sigfile",
                    directory / "signature")


class Release:
    """A product that was built, with its documents."""

    def __init__(self, tools, directory):
        self.tools = tools
        shutil.rmtree(directory, ignore_errors=True)
        self.work = directory
        self.source = directory / "source"
        self.build = directory / "build"
        self.docs = self.build / "souptrace"
        self.app = self.build / "app"
        self.attestation = self.docs / "app.intoto.jsonl"
        self.source.mkdir(parents=True)
        for name, text in SOURCES.items():
            (self.source / name).write_text(text)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
        for command in (["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                         f"-DCMAKE_MODULE_PATH={REPOSITORY}/CMakeModules", f"-DSOUPTRACE_EXECUTABLE={tools.souptrace}",
                         f"-DSOUPTRACE_LINK={tools.launcher}"], ["cmake", "--build", self.build]):
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment)
            check(done.returncode == 0, done.stdout + done.stderr)
        self.keys = Keys(directory, "release")

    def run(self, *arguments, expect=None, mention=()):
        done = subprocess.run([self.tools.souptrace, *map(str, arguments)], capture_output=True, text=True, errors="replace",
                              env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})
        text = done.stdout + done.stderr
        check(expect is None or done.returncode == expect, f"{arguments}: exit code {done.returncode}, expected {expect}\n{text}")
        for part in [mention] if isinstance(mention, str) else mention:
            check(part in text, f"{arguments}: '{part}' is not in:\n{text}")
        return done

    def attested(self, keys=None):
        self.run("attest", self.build, "--key", (keys or self.keys).secret, expect=0)
        return self

    def verify(self, subject, *arguments, **options):
        return self.run("verify", subject, *arguments, "--key", self.keys.public, **options)

    def envelopes(self):
        return [json.loads(line) for line in self.attestation.read_text().splitlines()]

    def write(self, name, *envelopes):
        path = self.work / name
        path.write_text("".join(json.dumps(one) + "\n" for one in envelopes))
        return path


def changed(envelope, **members):
    return {**envelope, **members}


def sampled(size, count):
    """Positions spread over a file, both ends among them."""
    return sorted({*range(min(size, 40)), *range(max(0, size - 40), size), *range(0, size, max(1, size // count))})


def flip(path, position):
    data = bytearray(path.read_bytes())
    data[position] ^= 1 << (position % 8)
    path.write_bytes(data)


def every_flip_is_noticed(release, path, subject, *arguments, count):
    original = path.read_bytes()
    for position in sampled(len(original), count):
        flip(path, position)
        done = release.verify(subject, *arguments)
        check(done.returncode in (1, 3), f"{path.name}, byte {position}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        check("\nverified\n" not in done.stdout, f"{path.name}, byte {position}: {done.stdout}")
        path.write_bytes(original)
    release.verify(subject, *arguments, expect=0)


@case
def openssl_verifies_what_souptrace_signs(tools, work):
    release = Release(tools, work)
    for algorithm in ("ed25519", "ec"):
        keys = Keys(work, algorithm, algorithm)
        release.attested(keys)
        kinds = []
        for envelope in release.envelopes():
            payload = base64.b64decode(envelope["payload"], validate=True)
            check(envelope["payloadType"] == TYPE, envelope["payloadType"])
            signature, = envelope["signatures"]
            check(signature["keyid"] == keys.keyid, signature["keyid"])
            keys.verifies(work, pae(TYPE, payload), base64.b64decode(signature["sig"], validate=True))
            statement = json.loads(payload)
            kinds.append(statement["predicateType"])
            subject, = statement["subject"]
            check(subject["digest"]["sha256"] in openssl("dgst", "-sha256", release.app).decode(), str(subject))
            check(subject["digest"]["sha512"] in openssl("dgst", "-sha512", release.app).decode(), str(subject))
        check({"https://cyclonedx.org/bom", "https://slsa.dev/provenance/v1"} <= set(kinds), str(kinds))


@case
def souptrace_verifies_what_openssl_signs(tools, work):
    release = Release(tools, work).attested()
    for algorithm in ("ed25519", "ec"):
        keys = Keys(work, algorithm, algorithm)
        payload = base64.b64decode(release.envelopes()[0]["payload"])
        signature = base64.b64encode(keys.sign(work, pae(TYPE, payload))).decode()
        envelope = {"payload": base64.urlsafe_b64encode(payload).decode(), "payloadType": TYPE, "signatures": [{"sig": signature}]}
        path = release.write("foreign.intoto.jsonl", envelope)
        release.run("verify", release.app, "--against", path, "--key", keys.public, expect=0, mention=["document: intact", "\nverified\n"])
        release.verify(release.app, "--against", path, expect=1, mention="NOT signed with a given key")


@case
def the_provenance_names_every_link_input_with_its_digest(tools, work):
    release = Release(tools, work).attested()
    statements = [json.loads(base64.b64decode(one["payload"])) for one in release.envelopes()]
    provenance, = [one["predicate"] for one in statements if one["predicateType"].startswith("https://slsa.dev/")]
    trace = json.loads((release.docs / "trace.json").read_text())
    digests = {one["digest"]["sha256"] for one in provenance["buildDefinition"]["resolvedDependencies"]}
    files = {one["id"]: one["sha256"] for one in trace["files"]}
    check({files[one["file"]] for one in trace["binaries"][0]["inputs"]} == digests, "the link's inputs are not the dependencies")
    check(provenance["buildDefinition"]["externalParameters"]["product"] == "Test Device", str(provenance)[:500])
    check("l1" in provenance["runDetails"]["builder"]["id"], str(provenance["runDetails"]))


@case
def a_program_signs_instead_of_a_key_file(tools, work):
    release = Release(tools, work)
    program = work / "hsm sign.sh"
    program.write_text('#!/bin/sh\nset -e\n[ "$1" = "--slot" ] && [ "$2" = "a b; exit 1" ]\ncat > "$0.message"\n'
                       f'exec openssl pkeyutl -sign -rawin -inkey "{release.keys.secret}" -in "$0.message"\n')
    program.chmod(0o755)
    call = ["attest", release.build, "--sign-command", program, "--sign-argument=--slot", "--sign-argument=a b; exit 1"]
    release.run(*call, "--public-key", release.keys.public, expect=0)
    release.verify(release.app, "--against", release.attestation, expect=0, mention="\nverified\n")
    other = Keys(work, "other")
    release.run(*call, "--public-key", other.public, expect=3, mention="does not confirm")
    release.run(*call, expect=2, mention="--public-key")


@case
def a_key_that_others_may_read_is_refused_and_never_shown(tools, work):
    release = Release(tools, work)
    release.keys.secret.chmod(0o640)
    done = release.run("attest", release.build, "--key", release.keys.secret, expect=3, mention=f"chmod 600 {release.keys.secret}")
    body = release.keys.secret.read_text().splitlines()[1]
    check(body not in done.stdout + done.stderr, "key material in a message")
    check(not release.attestation.exists(), "something was signed")
    rsa = work / "rsa.pem"
    openssl("genpkey", "-algorithm", "RSA", "-out", rsa)
    rsa.chmod(0o600)
    release.run("attest", release.build, "--key", rsa, expect=3, mention=["RSA", "Ed25519"])
    release.run("verify", release.app, "--key", release.keys.secret, expect=2, mention="is a private key")
    release.keys.secret.chmod(0o600)
    release.attested()
    for path in [*release.docs.iterdir()]:
        check(body.encode() not in path.read_bytes(), f"key material in {path}")


@case
def the_same_build_elsewhere_gives_the_same_attestations_and_bundle(tools, work):
    first = Release(tools, work / "one")
    second = Release(tools, work / "a longer name/two")
    for release in (first, second):
        release.attested(first.keys)
        release.run("bundle", release.build, "--key", first.keys.secret, "--output", release.work / "b.tar", expect=0)
    check(first.attestation.read_bytes() == second.attestation.read_bytes(), "the attestations differ")
    check((first.work / "b.tar").read_bytes() == (second.work / "b.tar").read_bytes(), "the bundles differ")


@case
def no_changed_bit_of_the_binary_the_envelope_or_the_bundle_passes(tools, work):
    release = Release(tools, work).attested()
    release.verify(release.app, "--against", release.attestation, expect=0, mention="\nverified\n")
    every_flip_is_noticed(release, release.app, release.app, "--against", release.attestation, count=60)
    every_flip_is_noticed(release, release.attestation, release.app, "--against", release.attestation, count=200)
    bundle = release.work / "b.tar"
    release.run("bundle", release.build, "--key", release.keys.secret, "--output", bundle, expect=0)
    every_flip_is_noticed(release, bundle, bundle, count=300)
    every_flip_is_noticed(release, release.docs / "trace.json", release.app, "--against", release.build, count=60)


@case
def every_key_given_must_have_signed_and_a_bad_signature_spoils(tools, work):
    release = Release(tools, work).attested()
    other = Keys(work, "other")
    envelope = release.envelopes()[0]
    payload = base64.b64decode(envelope["payload"])
    good = {"keyid": other.keyid, "sig": base64.b64encode(other.sign(work, pae(TYPE, payload))).decode()}
    bad = {"keyid": other.keyid, "sig": base64.b64encode(other.sign(work, pae(TYPE, payload + b" "))).decode()}
    both = ["--key", other.public]
    for name, signatures, arguments, expected in (("two good", [good], both, 0), ("one missing", [], both, 1), ("one bad", [bad], both, 1),
                                                  ("of an unknown key", [bad], [], 0)):
        path = release.write("x.intoto.jsonl", changed(envelope, signatures=envelope["signatures"] + signatures))
        done = release.verify(release.app, "--against", path, *arguments)
        check(done.returncode == expected, f"{name}: exit code {done.returncode}\n{done.stdout}")
        check(name != "of an unknown key" or "not checked" in done.stdout, done.stdout)
    release.run("verify", release.app, "--against", release.attestation, "--key", other.public, expect=1,
                mention=["NOT signed with a given key", "without a signature of the given key"])


@case
def wrong_types_damage_and_newer_versions_get_a_verdict_of_their_own(tools, work):
    release = Release(tools, work).attested()
    payload = base64.b64decode(release.envelopes()[0]["payload"])

    def signed(payload, kind=TYPE):
        signature = base64.b64encode(release.keys.sign(work, pae(kind, payload))).decode()
        return release.write("x.intoto.jsonl", {"payload": base64.b64encode(payload).decode(), "payloadType": kind,
                                                "signatures": [{"keyid": release.keys.keyid, "sig": signature}]})

    release.verify(release.app, "--against", signed(payload), expect=0)
    release.verify(release.app, "--against", signed(payload, "application/json"), expect=1, mention="payload type")
    release.verify(release.app, "--against", signed(payload.replace(b"Statement/v1", b"Statement/v2")), expect=3, mention="Statement/v2")
    release.verify(release.app, "--against", signed(b"{}"), expect=3)
    trace = (release.docs / "trace.json").read_text()
    newer = work / "newer.json"
    newer.write_text(trace.replace('"format": 1', '"format": 2', 1))
    release.run("verify", release.app, "--against", newer, expect=3, mention="newer")
    for text in ("", "{", trace[:len(trace) // 2], "\0" * 100, "[]", "{}"):
        newer.write_text(text)
        release.run("verify", release.app, "--against", newer, expect=3)
        release.verify(release.app, "--against", newer, expect=3)


@case
def a_document_of_100_megabytes_is_judged_in_bounded_memory(tools, work):
    release = Release(tools, work).attested()
    size = 100 * MEBIBYTE
    documents = {  # beginning, what is repeated, end
        "deep.json": ("", "[", ""),
        "cyclonedx.json": ('{"bomFormat":"CycloneDX","specVersion":"1.7","components":[', "{},", "{}]}"),
        "spdx.json": ('{"spdxVersion":"SPDX-2.3","packages":[', "{},", "{}]}"),
        "envelope.json": ('{"payload":"', "QUFB", f'","payloadType":"{TYPE}","signatures":[{{"sig":"QUFB"}}]}}'),
        "trace.json": ('{"$schema":"urn:souptrace:trace:1","format":1,"files":[', '{"id":"f1"},', "{}]}"),
    }
    for name, (beginning, repeated, end) in documents.items():
        path = work / name
        with open(path, "w", encoding="ascii") as file:  # in pieces: a child's peak of memory counts what its parent had at the fork
            file.write(beginning)
            for _ in range(100):
                file.write(repeated * (MEBIBYTE // len(repeated)))
            file.write(end)
        process = subprocess.Popen([release.tools.souptrace, "verify", release.app, "--against", path, "--key", release.keys.public],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = process.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        check(process.returncode in (1, 3), f"{name}: exit code {process.returncode}\n{output}")
        print(f"    {name}: exit code {process.returncode}, {usage.ru_maxrss // 1024} MiB")
        check(usage.ru_maxrss * 1024 < 5 * size, f"{name}: {usage.ru_maxrss // 1024} MiB")
        path.unlink()


@case
def a_build_tree_is_compared_file_by_file(tools, work):
    release = Release(tools, work).attested()
    release.verify(release.build, expect=0, mention=["build:app: same", "\nverified\n"])
    release.run("verify", release.docs / "trace.json", expect=0, mention=["the digests agree", "no signature was checked"])
    (release.source / "util.h").write_text("int util(void);  \n")
    release.verify(release.build, expect=1, mention="source:util.h: TAMPERED")
    (release.source / "util.h").unlink()
    release.verify(release.build, expect=1, mention="source:util.h: missing")
    (release.source / "util.h").write_text(SOURCES["util.h"])
    report = json.loads(release.verify(release.build, "--json", expect=0).stdout)
    check(report["verdict"] == "good" and report["signaturesChecked"], str(report)[:500])
    check(report["artifacts"]["same"] > 5, str(report["artifacts"]))


@case
def a_binary_that_was_changed_by_no_recorded_step_is_tampered_and_its_sections_are_named(tools, work):
    release = Release(tools, work).attested()
    shipped = work / "shipped"
    shutil.copyfile(release.app, shipped)
    release.run("verify", shipped, "--against", release.build, expect=0, mention="same")
    subprocess.run(["strip", shipped], check=True)
    release.run("verify", shipped, "--against", release.build, expect=1, mention=["TAMPERED", "same build-id", ".symtab removed"])
    code = release.app.read_bytes().replace(b"GCC: (", b"GCC! (")
    shipped.write_bytes(code)
    release.run("verify", shipped, "--against", release.build, expect=1, mention=[".comment changed"])


@case
def an_sbom_of_any_format_knows_the_linked_and_the_installed_file_and_no_changed_one(tools, work):
    release = Release(tools, work)
    prefix = work / "prefix"
    for options in ([], ["--strip"]):
        done = subprocess.run(["cmake", "--install", release.build, "--prefix", prefix, *options], capture_output=True, text=True)
        check(done.returncode == 0, done.stdout + done.stderr)
        shipped = prefix / "bin/app"
        check(shipped.read_bytes() != release.app.read_bytes(), "the installation changed nothing")
        away = work / "away"
        for name in ("cyclonedx-1.7", "cyclonedx-1.6", "spdx-3.0.1", "spdx-2.3"):
            document = away / f"{name}.json"
            release.run("sbom", release.build, "--format", name, "--output", document, expect=0)
            for file in (release.app, shipped):
                release.run("verify", file, "--against", document, expect=0, mention=": same")
                changed_file = away / "app"
                changed_file.write_bytes(file.read_bytes())
                for position in sampled(changed_file.stat().st_size, 5)[::9]:
                    flip(changed_file, position)
                    release.run("verify", changed_file, "--against", document, expect=1, mention="TAMPERED")
                    flip(changed_file, position)


@case
def what_the_readme_says_works(tools, work):
    release = Release(tools, work)
    section = (REPOSITORY / "README.md").read_text().split("## Sign and verify")[1]
    commands = section.split("```sh")[1].split("```")[0].replace("pump", "app")
    (work / "bin").mkdir()
    (work / "bin/souptrace").symlink_to(release.tools.souptrace.resolve())
    done = subprocess.run(["sh", "-e", "-c", commands], cwd=work, capture_output=True, text=True, errors="replace",
                          env={**os.environ, "PATH": f"{work}/bin:{os.environ['PATH']}", "SOURCE_DATE_EPOCH": "1700000000"})
    check(done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}")
    check(done.stdout.count("\nverified\n") == 3, done.stdout)


@case
def signatures_of_a_former_trace_do_not_stay(tools, work):
    release = Release(tools, work).attested()
    signed = sorted(release.docs.glob("*.intoto.jsonl"))
    check(len(signed) == 2, f"{signed}")
    release.run("trace", release.build, expect=0)
    check(sorted(release.docs.glob("*.intoto.jsonl")) == signed, "the same trace written again took its signatures away")
    (release.source / "util.h").write_text("int util(void);  // another\n")
    done = subprocess.run(["cmake", "--build", release.build], capture_output=True, text=True, errors="replace")
    check(done.returncode == 0, done.stdout + done.stderr)
    check(not list(release.docs.glob("*.intoto.jsonl")), "signatures of the former trace are left")


@case
def documents_alone_are_enough(tools, work):
    release = Release(tools, work).attested()
    away = work / "away"
    away.mkdir()
    for path in [release.app, *release.docs.iterdir()]:
        shutil.copy(path, away)
    release.build.rename(work / "gone")
    app = away / "app"
    for document in ("trace.json", "app.cdx.json", "app.intoto.jsonl", "trace.json.intoto.jsonl"):
        release.run("verify", app, "--against", away / document, expect=0, mention="same")
    release.run("verify", app, "--key", release.keys.public, expect=0, mention="\nverified\n")
    release.run("verify", app, "--against", away / "app.cdx.json", "--key", release.keys.public, expect=1, mention="NOT signed")
    release.run("verify", away / "trace.json", expect=3, mention="--root build=DIRECTORY")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--souptrace", type=pathlib.Path, required=True)
    parser.add_argument("--launcher", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("cases", nargs="*")
    arguments = parser.parse_args()
    failed = 0
    for function in CASES:
        if arguments.cases and function.__name__ not in arguments.cases:
            continue
        try:
            function(arguments, arguments.work / "release")
            print(f"ok    {function.__name__}", flush=True)
        except Failed as error:
            failed += 1
            print(f"FAIL  {function.__name__}: {error}", flush=True)
    shutil.rmtree(arguments.work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""OSV records in the shapes in which the databases write them, with public ids and versions and in our own words; those that begin with TEST-
are made up."""

ZLIB = "https://github.com/madler/zlib"
INFLATE_INTRODUCED = "cf5fc6c5e7a2d2e1b3ed1f3e7a8d0c6e5b4a3f21"
INFLATE_FIXED = "eff308af425b67093bab25f80f1ae950166bece1"  # the commit that fixes CVE-2022-37434


def debian(name, version, ranges, versions=(), **extra):
    entry = {"package": {"name": name, "ecosystem": version, "purl": f"pkg:deb/debian/{name}?arch=source"},
             "ranges": [{"type": "ECOSYSTEM", "events": [dict([event]) for event in ranges]}]}
    if versions:
        entry["versions"] = list(versions)
    return {**entry, **extra}


def record(identity, **members):
    return {"schema_version": "1.7.3", "id": identity, "modified": "2026-03-09T01:23:33.375630Z", "published": "2022-08-05T07:15:00Z", **members}


RECORDS = [
    record("CVE-2022-37434", summary="Heap buffer over-read or overflow in inflate through a large gzip header extra field",
           severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
           database_specific={"cwe_ids": ["CWE-787"]},
           references=[{"type": "WEB", "url": "http://www.openwall.com/lists/oss-security/2022/08/05/2"},
                       {"type": "ADVISORY", "url": "https://nvd.nist.gov/vuln/detail/CVE-2022-37434"}],
           affected=[{"ranges": [{"type": "GIT", "repo": ZLIB, "events": [{"introduced": INFLATE_INTRODUCED}, {"fixed": INFLATE_FIXED}]}],
                      "versions": ["v1.2.11", "v1.2.12"]}]),
    record("DSA-5218-1", summary="zlib - security update", upstream=["CVE-2022-37434", "DEBIAN-CVE-2022-37434"],
           affected=[debian("zlib", "Debian:11", [("introduced", "0"), ("fixed", "1:1.2.11.dfsg-2+deb11u2")])]),
    record("DEBIAN-CVE-2022-37434", upstream=["CVE-2022-37434"],
           affected=[debian("zlib", "Debian:11", [("introduced", "0"), ("fixed", "1:1.2.11.dfsg-2+deb11u2")]),
                     debian("zlib", "Debian:12", [("introduced", "0"), ("fixed", "1:1.2.11.dfsg-4.1")])]),
    record("DEBIAN-CVE-2023-45853", upstream=["CVE-2023-45853"], modified="2026-11-01T00:00:00Z",
           affected=[debian("zlib", "Debian:12", [("introduced", "0")], ["1:1.2.13.dfsg-1"], ecosystem_specific={"urgency": "not yet assigned"})]),
    record("TEST-2026-1", aliases=["GHSA-test-0000-0001"], summary="made up: in code that the linker left out",
           affected=[debian("zlib", "Debian:12", [("introduced", "0"), ("fixed", "1:1.3.1-1")],
                            ecosystem_specific={"functions": ["gz_open"], "files": ["gzlib.c"]})]),
    record("TEST-2026-2", summary="made up: in code that is linked",
           affected=[debian("zlib", "Debian:12", [("introduced", "0")], ecosystem_specific={"imports": [{"path": "inflate.c", "symbols": ["inflate"]}]})]),
    record("TEST-2026-3", withdrawn="2026-05-05T00:00:00Z", affected=[debian("zlib", "Debian:12", [("introduced", "0")])]),
    record("TEST-2026-4", summary="made up: \u001b[31mhostile\u001b[0m <script>",
           affected=[{"package": {"ecosystem": "ConanCenter", "name": "zlib", "purl": "pkg:conan/zlib"},
                      "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.2.0"}, {"last_affected": "1.2.12"}]}]}]),
    record("TEST-2026-5", summary="made up: versions that nobody can order",
           affected=[{"package": {"ecosystem": "OSS-Fuzz", "name": "ringbuffer", "purl": "pkg:generic/ringbuffer"},
                      "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "r7"}, {"fixed": "r9"}]}]}]),
]

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""owners_by_rpm.py OWNERS_OF: owners of the files of real rpm packages by SoupTrace, compared with what rpm itself answers.

Packages are built from a spec, installed into a sysroot, and files of it are then changed. rpm -qf, rpm -V and rpm -q are the truth.
Ends with 77 (skipped) where there is no rpm, unless SOUPTRACE_REQUIRE_ALL=1.
"""

import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from owners_program import check, failures, owners, run, without_tool  # noqa: E402

SPEC = """
Name: pump
Version: 2.1
Release: 3
Epoch: 1
Summary: A library
License: MIT AND Zlib
Vendor: ACME Medical
URL: https://example.org/pump
BuildArch: noarch
%define debug_package %{nil}
%define __os_install_post %{nil}
%define _build_id_links none
%description
A library.
%package devel
Summary: Its headers
License: Free as in beer
%description devel
Headers.
%package other
Summary: Files of the same names elsewhere
%description other
Others.
%install
mkdir -p %{buildroot}
cd %{buildroot}
mkdir -p usr/include/pump usr/include/other usr/lib64/ lib etc
echo 'int pump(void);' > usr/include/pump/version.h
echo 'int other(void);' > usr/include/other/version.h
echo 'archive' > usr/lib64/libpump.a
echo 'shared' > usr/lib64/libpump.so.2.1
ln -s libpump.so.2.1 usr/lib64/libpump.so
echo 'loader' > lib/libearly.so
echo 'setting' > etc/pump.ld
echo 'same' > usr/include/shared.h
%files
/usr/lib64/libpump.so.2.1
/lib/libearly.so
%verify(not filedigest size mtime) /etc/pump.ld
/usr/include/shared.h
%files devel
/usr/include/pump
/usr/lib64/libpump.a
/usr/lib64/libpump.so
/usr/include/shared.h
%files other
/usr/include/other
"""
PATHS = ["/usr/include/pump/version.h", "/usr/include/other/version.h", "/usr/lib64/libpump.a", "/usr/lib64/libpump.so.2.1",
         "/lib/libearly.so", "/etc/pump.ld", "/usr/include/shared.h"]


def build_packages(directory):
    os.makedirs(directory)
    with open(f"{directory}/pump.spec", "w", encoding="utf-8") as file:
        file.write(SPEC)
    packages = {}
    for name, algorithm in (("md5", 1), ("sha256", 8)):
        run("rpmbuild", "-bb", "--define", f"_topdir {directory}/{name}", "--define", f"_binary_filedigest_algorithm {algorithm}",
            f"{directory}/pump.spec")
        packages[name] = sorted(os.path.join(base, one) for base, _, names in os.walk(f"{directory}/{name}/RPMS") for one in names)
    return packages


class Sysroot:
    """A system of these packages alone, and the questions that rpm and SoupTrace are asked about it."""

    def __init__(self, program, root, packages):
        self.program, self.root = program, root
        os.makedirs(f"{root}/usr/lib")
        os.symlink("usr/lib", f"{root}/lib")
        os.makedirs(f"{root}/etc")
        with open(f"{root}/etc/os-release", "w", encoding="utf-8") as file:
            file.write('ID=fedora\nVERSION_ID=39\n')
        self.rpm("-i", "--nodeps", *packages)

    def rpm(self, *arguments, good=True):
        return run("rpm", "--root", self.root, "--dbpath", "/var/lib/rpm", *arguments, good=good)

    def owners(self, paths, sysroot=True):
        return owners(self.program, paths, self.root if sysroot else "")

    def ids_by_rpm(self, path):
        form = "rpm:%{NAME}@%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}:%{ARCH}\\n"
        return set(self.rpm("-qf", "--qf", form, path).split())

    def changed_by_rpm(self):
        text = self.rpm("-Va", "--nodeps", good=False)
        return {line.split()[-1] for line in text.splitlines() if line[2:3] == "5"}

    def compare(self, where):
        real = {path: os.path.realpath(self.root + path) for path in PATHS}
        found, findings = self.owners([self.root + path for path in PATHS])
        changed = self.changed_by_rpm()
        for path in PATHS:
            tier, ids = found[real[path]]
            check(ids == self.ids_by_rpm(path), f"{where}: {path}: rpm says {self.ids_by_rpm(path)}, SoupTrace {ids}")
            # What the packager exempts from verification is not compared.
            wanted = "package-db-mismatch" if path in changed else \
                "package-db-listed" if path == "/etc/pump.ld" else "package-db-verified"
            check(tier == wanted, f"{where}: {path} is {tier}, rpm -V gives {wanted}")
        mismatches = {subject for code, subject, _ in findings if code == "package-db-mismatch"}
        check(mismatches == {real[path] for path in changed}, f"{where}: {findings}")
        return changed


def compare_kind(program, directory, kind, packages):
    sysroot = Sysroot(program, f"{directory}/root-{kind}", packages)
    check(sysroot.compare(f"{kind}, fresh") == set(), f"{kind}: rpm -V finds nothing changed")
    for path in ("/usr/include/pump/version.h", "/etc/pump.ld", "/lib/libearly.so"):
        with open(sysroot.root + path, "a", encoding="utf-8") as file:
            file.write("patched\n")
    changed = sysroot.compare(f"{kind}, changed")
    check(changed == {"/usr/include/pump/version.h", "/lib/libearly.so"}, f"{kind}: rpm -V: {changed}")

    sysroot.rpm("-e", "--nodeps", "pump-other")
    os.makedirs(f"{sysroot.root}/usr/include/other", exist_ok=True)
    orphan = f"{sysroot.root}/usr/include/other/version.h"
    with open(orphan, "w", encoding="utf-8") as file:
        file.write("nobody's\n")
    found, findings = sysroot.owners([orphan])
    check(found[orphan] == ("unknown", set()), f"{kind}: a file of a removed package: {found[orphan]}")
    check([one[0] for one in findings] == ["owner-unknown"], f"{kind}: {findings}")
    # Asked as the host's file, it is none of the sysroot's database's.
    library = f"{sysroot.root}/usr/lib64/libpump.a"
    found, _ = sysroot.owners([library], sysroot=False)
    check(found[library][0] == "unknown", f"{kind}: the host's databases know {found[library]}")
    return sysroot


def break_database(sysroot):
    database = f"{sysroot.root}/var/lib/rpm/rpmdb.sqlite"
    library = f"{sysroot.root}/usr/lib64/libpump.a"
    with open(database, "rb") as file:
        whole = file.read()
    for where, content in (("cut", whole[:len(whole) // 2]), ("no database", b"rubbish" * 100), ("empty", b"")):
        with open(database, "wb") as file:
            file.write(content)
        found, findings = sysroot.owners([library])
        check(found[library][0] == "unknown", f"{where}: {found[library]}")
        check(("database-broken", database) in [one[:2] for one in findings], f"{where}: {findings}")
    os.rename(database, f"{sysroot.root}/var/lib/rpm/Packages")
    _, findings = sysroot.owners([library])
    check(("database-broken", f"{sysroot.root}/var/lib/rpm/Packages") in [one[:2] for one in findings], f"older kind: {findings}")


if shutil.which("rpmbuild") is None:
    without_tool("rpm")
with tempfile.TemporaryDirectory() as name:
    scratch = os.path.realpath(name)
    built = build_packages(f"{scratch}/build")
    for digest in ("md5", "sha256"):
        last = compare_kind(sys.argv[1], scratch, digest, built[digest])
    break_database(last)
print(f"{len(PATHS)} files of {len(built['sha256'])} packages, with MD5 and SHA-256")
sys.exit(1 if failures else 0)

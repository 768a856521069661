#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""owners_by_pacman.py OWNERS_OF: owners of the files of real pacman packages by SoupTrace, compared with what pacman itself answers.

Packages are made as makepkg makes them, installed into a sysroot, and files of it are then changed. pacman -Qo, -Qkk and -Qi are the truth.
Ends with 77 (skipped) where there is no pacman or bsdtar, unless SOUPTRACE_REQUIRE_ALL=1.
"""
import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from owners_program import check, failures, owners, run, without_tool  # noqa: E402

INFO = """pkgname = {name}
pkgbase = pump
pkgver = 1:2.1-3
pkgdesc = A library
url = https://example.org/pump
builddate = 1700000000
packager = ACME Medical <pump@example.org>
size = 1000
arch = any
license = MIT
"""
# What each package has; the value of a link begins with "->".
PACKAGES = {
    "pump": {"usr/lib/libpump.so.2.1": "shared", "usr/share/with space/a b.h": "spaced", "usr/include/ümlaut.h": "bytes"},
    "pump-devel": {"usr/include/pump/version.h": "int pump(void);", "usr/lib/libpump.a": "archive", "usr/lib/libpump.so": "->libpump.so.2.1"},
    "pump-other": {"usr/include/other/version.h": "int other(void);"},
}
PATHS = sorted(path for files in PACKAGES.values() for path in files)
MTREE = "--options=!all,use-set,type,uid,gid,mode,time,size,md5,sha256,link"  # as makepkg has it


def make_package(directory, name, files):
    """The package file, with .PKGINFO and .MTREE in front."""
    stage = f"{directory}/{name}"
    for path, content in files.items():
        os.makedirs(os.path.dirname(f"{stage}/{path}"), exist_ok=True)
        if content.startswith("->"):
            os.symlink(content[2:], f"{stage}/{path}")
        else:
            pathlib.Path(stage, path).write_text(content + "\n")
    pathlib.Path(stage, ".PKGINFO").write_text(INFO.format(name=name))
    run("bsdtar", "-czf", ".MTREE", "--format=mtree", MTREE, ".PKGINFO", "usr", cwd=stage)
    package = f"{directory}/{name}.pkg.tar.gz"
    run("bsdtar", "-czf", package, ".MTREE", ".PKGINFO", "usr", cwd=stage)
    return package


class Sysroot:
    def __init__(self, program, root):
        self.program, self.root = program, root
        for directory in ("usr/lib", "etc", "var/lib/pacman", "var/cache"):
            os.makedirs(f"{root}/{directory}")
        os.symlink("usr/lib", f"{root}/lib")
        pathlib.Path(root, "etc/os-release").write_text("ID=arch\n")
        self.config = f"{root}/etc/pacman.conf"
        pathlib.Path(self.config).write_text("[options]\nSigLevel = Never\nArchitecture = auto\n")

    def pacman(self, *arguments, **options):
        as_root = [] if os.geteuid() == 0 else ["fakeroot"]
        return run(*as_root, "pacman", "--root", self.root, "--dbpath", f"{self.root}/var/lib/pacman", "--cachedir", f"{self.root}/var/cache",
                   "--config", self.config, "--logfile", "/dev/null", "--noconfirm", *arguments, **options)

    def owner_by_pacman(self, path):
        name = self.pacman("-Qqo", f"{self.root}/{path}").strip()
        version = self.pacman("-Q", name).split()[1]
        return f"pacman:{name}@{version}:any"

    def changed_by_pacman(self):
        """Paths whose content is not what was installed, by pacman -Qkk; links apart, which it compares by themselves."""
        text = self.pacman("-Qkk", good=False, errors=True)
        prefix = f"{self.root}/"
        return {line.partition(prefix)[2].rpartition(" (")[0] for line in text.splitlines()
                if prefix in line and ("checksum mismatch" in line or "Size mismatch" in line)}

    def compare(self, where):
        real = {path: os.path.realpath(f"{self.root}/{path}") for path in PATHS}
        found, findings = owners(self.program, [f"{self.root}/{path}" for path in PATHS], self.root)
        changed = self.changed_by_pacman()
        for path in PATHS:
            tier, ids = found[real[path]]
            truth = {self.owner_by_pacman(path), self.owner_by_pacman(os.path.relpath(real[path], self.root))}
            named = {self.owner_by_pacman(other) for other in PATHS if real[other] == real[path]}
            check(truth <= ids <= truth | named, f"{where}: {path}: pacman says {truth}, SoupTrace {ids}")
            wanted = "package-db-mismatch" if os.path.relpath(real[path], self.root) in changed else "package-db-verified"
            check(tier == wanted, f"{where}: {path} is {tier}, pacman -Qkk gives {wanted}")
        mismatches = {subject for code, subject, _ in findings if code == "package-db-mismatch"}
        check(mismatches == {real[path] for path in changed}, f"{where}: {findings}")
        return changed


def main(program, scratch):
    os.makedirs(f"{scratch}/packages")
    sysroot = Sysroot(program, f"{scratch}/system")
    sysroot.pacman("-U", *(make_package(f"{scratch}/packages", name, files) for name, files in PACKAGES.items()))
    check(sysroot.compare("fresh") == set(), "pacman -Qkk finds nothing changed")

    for path in ("usr/include/pump/version.h", "usr/share/with space/a b.h"):
        with open(f"{sysroot.root}/{path}", "a", encoding="utf-8") as file:
            file.write("patched\n")
    changed = sysroot.compare("changed")
    check(changed == {"usr/include/pump/version.h", "usr/share/with space/a b.h"}, f"pacman -Qkk: {changed}")

    sysroot.pacman("-R", "pump-other")
    orphan = f"{sysroot.root}/usr/include/other/version.h"
    os.makedirs(os.path.dirname(orphan), exist_ok=True)
    pathlib.Path(orphan).write_text("nobody's\n")
    found, findings = owners(program, [orphan], sysroot.root)
    check(found[orphan] == ("unknown", set()) and [one[0] for one in findings] == ["owner-unknown"], f"removed: {found} {findings}")
    library = f"{sysroot.root}/usr/lib/libpump.a"
    found, _ = owners(program, [library])
    check(found[library][0] == "unknown", f"the host's databases know {found[library]}")

    local = next(pathlib.Path(sysroot.root, "var/lib/pacman/local").glob("pump-devel-*"))
    whole = (local / "mtree").read_bytes()
    (local / "mtree").write_bytes(whole[:len(whole) // 2])
    found, findings = owners(program, [library], sysroot.root)
    check(found[library][0] == "package-db-listed", f"cut mtree: {found[library]}")
    check(("database-broken", str(local / "mtree")) in [one[:2] for one in findings], f"cut mtree: {findings}")


if shutil.which("pacman") is None or shutil.which("bsdtar") is None:
    without_tool("pacman or bsdtar")
with tempfile.TemporaryDirectory() as name:
    main(sys.argv[1], os.path.realpath(name))
print(f"{len(PATHS)} files of {len(PACKAGES)} packages")
sys.exit(1 if failures else 0)

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A product built with CMAKE_SYSROOT, whose sysroot is a system of rpm packages: the trace's owners of the sysroot's files, compared with
what rpm says, and never the packages of the machine that builds, which has files of the same names.

  sysroot_product.py --souptrace PROGRAM --launcher PROGRAM --module CMAKE-MODULES --work DIRECTORY

Ends with 77 (skipped) where there is no rpm, unless SOUPTRACE_REQUIRE_ALL=1.
"""
import argparse
import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from owners_program import check, failures, run, without_tool  # noqa: E402
from trace_document import TraceDocument  # noqa: E402

MAIN = '#include <stdio.h>\n#include <zlib.h>\nint main(void) { return puts(zlibVersion()) < 0; }\n'
PRODUCT = """cmake_minimum_required(VERSION 3.22)
project(pump VERSION 1.0 LANGUAGES C)
include(SoupTrace)
add_executable(pump main.c)
target_link_libraries(pump PRIVATE libz.a)
"""
SPEC = """
Name: {name}
Version: {version}
Release: 1
Summary: From another system
License: {license}
Vendor: ACME Linux
BuildArch: noarch
AutoReqProv: no
%define debug_package %{{nil}}
%define __os_install_post %{{nil}}
%define _build_id_links none
%define _binary_payload w0.ufdio
%define _binaries_in_noarch_packages_terminate_build 0
%description
Files of another system.
%install
mkdir -p %{{buildroot}}
cp -a {stage}/. %{{buildroot}}
%files
{files}
"""


def needed_files(work):
    """What the compiler and the linker take from the system for the product, {path as the system has it: file to copy}."""
    source = work / "probe.c"
    source.write_text(MAIN)
    headers = run("cc", "-M", str(source)).replace("\\\n", " ").split()[2:]
    linked = run("cc", str(source), "-o", str(work / "probe"), "-l:libz.a", "-Wl,--trace").split()
    paths = {os.path.normpath(one) for one in [*headers, *linked] if one.startswith("/")}
    # What the linker opens without a word: the scripts that libc and libgcc_s are, and what those name.
    folders = {os.path.dirname(one) for one in paths if os.path.basename(one) in ("crt1.o", "Scrt1.o", "crti.o")}
    for folder in folders:
        paths |= {str(one) for name in ("libc.so", "libc.so.6", "libc_nonshared.a", "libgcc_s.so.1", "libgcc_s.so", "crt1.o", "Scrt1.o",
                                        "ld-linux*.so.*", "crtn.o") for one in pathlib.Path(folder).glob(name)}
    loader = [line for line in run("readelf", "-l", str(work / "probe")).splitlines() if "interpreter:" in line][0]
    paths.add(loader.rpartition(" ")[2].rstrip("]"))
    return sorted(one for one in paths if one.startswith(("/usr/", "/lib")) and "/gcc/" not in one)


def stage(directory, paths):
    """Copies files, links as what they lead to, to where a system with a merged /usr has them. Returns the paths."""
    out = []
    for path in paths:
        inner = path if path.startswith("/usr/") else "/usr" + path
        os.makedirs(os.path.dirname(f"{directory}{inner}"), exist_ok=True)
        shutil.copyfile(path, f"{directory}{inner}")
        os.chmod(f"{directory}{inner}", 0o755)
        out.append(inner)
    return sorted(set(out))


def build_package(work, name, version, license_, paths):
    staged = stage(f"{work}/stage-{name}", paths)
    spec = work / f"{name}.spec"
    spec.write_text(SPEC.format(name=name, version=version, license=license_, stage=f"{work}/stage-{name}", files="\n".join(staged)))
    run("rpmbuild", "-bb", "--define", f"_topdir {work}/rpm", str(spec))
    return str(next((work / "rpm/RPMS").rglob(f"{name}-*.rpm")))


def make_sysroot(work):
    root = work / "sysroot"
    (root / "usr").mkdir(parents=True)
    for name in ("lib", "lib64", "bin"):
        (root / "usr" / name).mkdir()
        (root / name).symlink_to(f"usr/{name}")
    (root / "etc").mkdir()
    (root / "etc/os-release").write_text("ID=acme\nVERSION_ID=7\n")
    paths = needed_files(work)
    zlib = [one for one in paths if os.path.basename(one) in ("zlib.h", "zconf.h", "libz.a")]
    check(len(zlib) == 3, f"zlib's files: {zlib}")
    packages = [build_package(work, "acme-zlib", "1.9", "Zlib", zlib),
                build_package(work, "acme-libc", "3.1", "LGPL-2.1-or-later", [one for one in paths if one not in zlib])]
    run("rpm", "--root", str(root), "--dbpath", "/var/lib/rpm", "-i", "--nodeps", "--ignorearch", *packages)
    return root


def build(options, root):
    source, tree = options.work / "source", options.work / "build"
    source.mkdir()
    (source / "CMakeLists.txt").write_text(PRODUCT)
    (source / "main.c").write_text(MAIN)
    run("cmake", "-S", str(source), "-B", str(tree), "-G", "Ninja", f"-DCMAKE_SYSROOT={root}", f"-DCMAKE_MODULE_PATH={options.module}",
        f"-DSOUPTRACE_EXECUTABLE={options.souptrace}", f"-DSOUPTRACE_LINK={options.launcher}")
    run("cmake", "--build", str(tree))
    return TraceDocument(tree / "souptrace/trace.json", str(source), str(tree), str(root))


def compare(document, root):
    of_sysroot, of_host = 0, 0
    for file, entry in document.file_entries.items():
        component, tier = document.owner(file)
        place, _, inner = entry["path"].partition(":")
        every = {entry["owner"]["chosen"].get("component", ""), *(one["component"] for one in entry["owner"].get("losing", []))}
        if place == "system":
            of_sysroot += 1
            form = "rpm:%{NAME}@%{VERSION}-%{RELEASE}:%{ARCH}\\n"
            truth = set(run("rpm", "--root", str(root), "--dbpath", "/var/lib/rpm", "-qf", "--qf", form, "/" + inner).split())
            check({component["id"]} == truth and tier == "package-db-verified", f"{inner}: {component and component['id']} {tier}, rpm {truth}")
            check(not any(one.startswith("deb:") for one in every), f"{inner}: {every}")
        elif place == "host":
            of_host += 1
            check(not any(one.startswith("rpm:") for one in every), f"{inner} of the host: {every}")
    check(of_sysroot > 20 and of_host > 0, f"{of_sysroot} files of the sysroot, {of_host} of the host")
    zlib = document.components["rpm:acme-zlib@1.9-1:noarch"]
    check(zlib["purl"] == "pkg:rpm/acme/acme-zlib@1.9-1?arch=noarch&distro=acme-7&upstream=acme-zlib-1.9-1.src.rpm", zlib["purl"])
    check(zlib["license"]["expression"] == "Zlib" and zlib["supplier"] == "ACME Linux", f"{zlib}")
    bad = [one for one in document.json["findings"] if one["code"] in ("database-broken", "package-db-mismatch", "owner-unknown")]
    check(not bad, f"{bad}")
    return of_sysroot, of_host


def main():
    parser = argparse.ArgumentParser()
    for name in ("souptrace", "launcher", "module", "work"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    options = parser.parse_args()
    if shutil.which("rpmbuild") is None:
        without_tool("rpm")
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    options.work = options.work.resolve()
    root = make_sysroot(options.work)
    counts = compare(build(options, root), root)
    print(f"{counts[0]} files of the sysroot as rpm says, {counts[1]} of the machine that builds")
    sys.exit(1 if failures else 0)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the places from which this example takes its libraries, in one directory, and the product's git work tree among them:

  prepare.py DIRECTORY

    source/             the product, a git work tree with a submodule (modules/tones) and a vendor's delivery (vendor/oximeter)
    upstream/           the git repositories that FetchContent and the submodule clone
    conan/, generators/ a Conan home with the package `median`, and what `conan install` generates for CMake
    vcpkg_installed/    a tree as vcpkg installs it, with the port `units`
    arguments           CMake's arguments for the product, one a line

Conan is $SOUPTRACE_CONAN, the one in PATH, or one from the Python package index in an environment of its own. vcpkg itself is not needed:
its tree is written here, in its own layout. A directory that is complete is left as it is.
"""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
TRIPLET = "x64-linux"
GIT_IDENTITY = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
                for key, value in (("NAME", "Example"), ("EMAIL", "git@median.example"), ("DATE", "2026-01-05T08:00:00Z"))}


def run(*command, **variables):
    done = subprocess.run([str(part) for part in command], env={**os.environ, **GIT_IDENTITY, **variables}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"prepare.py: this failed: {' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def git_repository(directory, tag=None):
    run("git", "-c", "init.defaultBranch=main", "init", "-q", directory)
    run("git", "-C", directory, "add", "-A")
    run("git", "-C", directory, "commit", "-q", "-m", "Everything")
    if tag:
        run("git", "-C", directory, "tag", tag)


def upstream(work):
    for part, tag in (("csvline", "v0.4.0"), ("tones", "v1.0.2")):
        shutil.copytree(HERE / "parts" / part, work / "upstream" / part)
        git_repository(work / "upstream" / part, tag)


def vendor(directory):
    """What the vendor of the oximeter delivers: header, archive, SBOM."""
    part = HERE / "parts" / "oximeter"
    shutil.copytree(part / "include", directory / "include")
    (directory / "lib").mkdir()
    run("cc", "-O2", "-c", part / "oximeter.c", "-I", part / "include", "-o", directory / "oximeter.o")
    run("ar", "rcsD", directory / "lib" / "liboximeter.a", directory / "oximeter.o")
    (directory / "oximeter.o").unlink()
    files = [{"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": sha256(directory / name)}]}
             for name in ("include/oximeter.h", "lib/liboximeter.a")]
    component = {"type": "library", "name": "oximeter", "version": "5.0.1", "supplier": {"name": "Oximeter Works (fictional)"},
                 "licenses": [{"expression": "LicenseRef-Oximeter"}], "purl": "pkg:generic/oximeter@5.0.1"}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": component}, "components": files}
    (directory / "oximeter.cdx.json").write_text(json.dumps(document, indent=2) + "\n")


def product(work):
    source = work / "source"
    source.mkdir()
    shutil.copy(HERE / "CMakeLists.txt", source)
    shutil.copytree(HERE / "src", source / "src")
    vendor(source / "vendor" / "oximeter")
    git_repository(source)
    run("git", "-C", source, "-c", "protocol.file.allow=always", "submodule", "-q", "add", work / "upstream" / "tones", "modules/tones")
    run("git", "-C", source, "commit", "-q", "-m", "The alarm tones")


def conan_program(work):
    if found := os.environ.get("SOUPTRACE_CONAN") or shutil.which("conan"):
        return found
    venv.create(work / "conan-program", with_pip=True)
    run(work / "conan-program/bin/pip", "install", "--quiet", "--disable-pip-version-check", "conan>=2.4,<3")
    return work / "conan-program/bin/conan"


def conan(work):
    program, home = conan_program(work), {"CONAN_HOME": str(work / "conan")}
    run(program, "profile", "detect", **home)  # of this machine's compiler
    run(program, "create", HERE / "parts" / "median", "--no-remote", **home)
    run(program, "install", "--no-remote", "--requires=median/2.1.0", "--generator=CMakeDeps", "--output-folder", work / "generators", **home)


def vcpkg(work):
    """A tree as `vcpkg install units` leaves it."""
    build, tree = work / "units-build", work / "vcpkg_installed"
    prefix = tree / TRIPLET
    run("cmake", "-S", HERE / "parts" / "units", "-B", build, "-DCMAKE_BUILD_TYPE=Release")
    run("cmake", "--build", build)
    run("cmake", "--install", build, "--prefix", prefix)
    shutil.rmtree(build)
    share = prefix / "share" / "units"
    (share / "copyright").write_text("BSD 2-Clause, of the units example library.\n")
    abi_info = f"cmake 3.30.1\nfeatures core\ntriplet {TRIPLET}\n"
    (share / "vcpkg_abi_info.txt").write_text(abi_info)
    abi = hashlib.sha256(abi_info.encode()).hexdigest()
    (share / "vcpkg.spdx.json").write_text(json.dumps(units_spdx(prefix, abi), indent=2) + "\n")
    listed = [path.relative_to(tree).as_posix() + ("/" if path.is_dir() else "") for path in [prefix, *prefix.rglob("*")]]
    (tree / "vcpkg" / "info").mkdir(parents=True)
    (tree / "vcpkg" / "info" / f"units_3.0.0_{TRIPLET}.list").write_text("".join(line + "\n" for line in sorted(listed)))
    (tree / "vcpkg" / "status").write_text(
        f"Package: units\nVersion: 3.0.0\nPort-Version: 1\nArchitecture: {TRIPLET}\nMulti-Arch: same\nAbi: {abi}\n"
        "Description: units of temperature\nStatus: install ok installed\n")


def units_spdx(prefix, abi):
    files, contains = [], []
    for number, path in enumerate(sorted(path for path in prefix.rglob("*") if path.is_file())):
        reference = f"SPDXRef-binary-file-{number}"
        files.append({"fileName": "./" + path.relative_to(prefix).as_posix(), "SPDXID": reference, "licenseConcluded": "NOASSERTION",
                      "checksums": [{"algorithm": "SHA256", "checksumValue": sha256(path)}]})
        contains.append({"spdxElementId": "SPDXRef-binary", "relationshipType": "CONTAINS", "relatedSpdxElement": reference})
    port = {"name": "units", "SPDXID": "SPDXRef-port", "versionInfo": "3.0.0#1", "homepage": "https://units.example",
            "downloadLocation": "NOASSERTION", "licenseConcluded": "BSD-2-Clause", "licenseDeclared": "NOASSERTION"}
    binary = {"name": f"units:{TRIPLET}", "SPDXID": "SPDXRef-binary", "versionInfo": abi, "downloadLocation": "NONE",
              "licenseConcluded": "BSD-2-Clause", "licenseDeclared": "NOASSERTION"}
    return {"spdxVersion": "SPDX-2.2", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"units:{TRIPLET}@3.0.0#1 {abi}",
            "packages": [port, binary], "files": files, "relationships": contains}


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    work = Path(sys.argv[1]).resolve()
    if (work / "arguments").exists():
        return
    if work.exists() and any(work.iterdir()) and not (work / "unfinished").exists():
        sys.exit(f"prepare.py: {work} has other things in it; name a new directory")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (work / "unfinished").touch()
    upstream(work)
    product(work)
    conan(work)
    vcpkg(work)
    (work / "arguments").write_text(f"-DWARD_UPSTREAM={work}/upstream\n-DCMAKE_PREFIX_PATH={work}/generators;{work}/vcpkg_installed/{TRIPLET}\n")
    (work / "unfinished").unlink()


if __name__ == "__main__":
    main()

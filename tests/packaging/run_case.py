#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Installs, packages and uses what this build has made. Exit code 0: passed, 1: failed, 77: skipped because something is not installed."""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
FILES = {
    "bin/souptrace", "libexec/souptrace/souptrace-link", "libexec/souptrace/souptrace-linker-plugin.so",
    "share/souptrace/schema/trace.schema.json", "share/souptrace/schema/vulnerabilities.schema.json", "share/souptrace/schema/release_diff.schema.json", "share/souptrace/schema/register.schema.json", "share/souptrace/schema/soup-item.schema.json",
    "share/doc/souptrace/README.md", "share/doc/souptrace/CHANGELOG.md",
    "share/doc/souptrace/LICENSE", "lib/cmake/SoupTrace/SoupTrace.cmake", "lib/cmake/SoupTrace/SoupTraceConfig.cmake",
    "lib/cmake/SoupTrace/SoupTraceConfigVersion.cmake", "lib/cmake/SoupTrace/SoupTraceTools.cmake",
} | {f"lib/cmake/SoupTrace/internal/{file.name}" for file in (CHECKOUT / "CMakeModules" / "internal").iterdir()}


class Failed(Exception):
    pass


class Missing(Exception):
    pass


def check(condition, text):
    if not condition:
        raise Failed(text)


def run(*command, cwd=None, **variables):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CMAKE_", "SOUPTRACE_")) and key != "DESTDIR"}
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env=environment | variables, cwd=cwd)
    check(done.returncode == 0, f"failed: {' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Missing(f"{program} is missing: apt-get install dpkg-dev")


def files_below(directory):
    return {str(file.relative_to(directory)) for file in Path(directory).rglob("*") if not file.is_dir()}


def check_files(found):
    check(found == FILES, f"files too many: {sorted(found - FILES)}, missing: {sorted(FILES - found)}")


def check_product(options, *arguments, **environment):
    """A product, built by what `arguments` point to, has a trace of its binary with the right digest."""
    build = options.work / "product"
    run(options.cmake, "-S", HERE / "product", "-B", build, "-G", "Ninja", *arguments, **environment)
    run(options.cmake, "--build", build)
    trace = json.loads((build / "souptrace" / "trace.json").read_text())
    (binary,) = trace["binaries"]
    check(binary["target"] == "program", f"the traced target is {binary['target']}")
    digest = hashlib.sha256((build / "program").read_bytes()).hexdigest()
    check(digest in json.dumps(binary), "the binary's SHA-256 is not in its trace")
    check("libpart.a" in json.dumps(trace["files"]), "the linked archive is not in the trace")
    check((build / "souptrace" / "program.cdx.json").exists(), "there is no CycloneDX document")
    check("no work to do" in run(options.cmake, "--build", build), "the second build does something")


def installed_tree_works_where_it_is_moved(options):
    run(options.cmake, "--install", options.build, "--prefix", options.work / "installed", "--component", "souptrace")
    prefix = options.work / "moved to here"
    shutil.move(options.work / "installed", prefix)
    check_files(files_below(prefix))
    for file in files_below(prefix / "lib"):
        text = (prefix / "lib" / file).read_text()
        check(str(options.work) not in text and str(CHECKOUT) not in text, f"{file} names a directory of this machine")
    check_product(options, f"-DCMAKE_PREFIX_PATH={prefix}")


def archive_has_the_installed_tree(options):
    run("cpack", "-G", "TGZ", "--config", options.build / "CPackConfig.cmake", "-B", options.work)
    (archive,) = options.work.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {member.name.partition("/")[2] for member in tar.getmembers() if not member.isdir()}
    check_files(names)


def debian_package_works_unpacked(options):
    need("dpkg-deb", "dpkg-shlibdeps")
    run("cpack", "-G", "DEB", "--config", options.build / "CPackConfig.cmake", "-B", options.work)
    (package,) = options.work.glob("souptrace_*.deb")
    fields = {name: run("dpkg-deb", "-f", package, name).strip() for name in ("Package", "Version", "Depends", "Maintainer")}
    check(fields["Package"] == "souptrace" and fields["Version"] == options.version, f"package and version: {fields}")
    for library in ("libc6", "libstdc++6", "libssl3"):
        check(library in fields["Depends"], f"{library} is not among the dependencies: {fields['Depends']}")
    run("dpkg-deb", "-x", package, options.work / "unpacked")
    check_files(files_below(options.work / "unpacked" / "usr"))
    check_product(options, f"-DSoupTrace_DIR={options.work}/unpacked/usr/lib/cmake/SoupTrace")


def checkout_builds_its_programs(options):
    """With the options that tests/run.sh compiles the programs with, so that its compiler cache has them; without a cache unoptimized."""
    compiler = options.work / "unhurried" / "c++"  # the one that CMake looks for first
    compiler.parent.mkdir()
    real, cache = shutil.which("c++"), shutil.which("ccache")
    # CMake leaves LC_ALL and LC_MESSAGES behind, empty; the cache takes them for another language of the messages.
    compiler.write_text(f"""#!/bin/sh
unset LC_ALL LC_MESSAGES
for word do
  shift
  case $word in
    -O3) set -- "$@" -O1 ;;
    -DNDEBUG) ;;
    -fstack-protector-strong) set -- "$@" -Werror "$word" ;;
    *) set -- "$@" "$word" ;;
  esac
done
exec {cache} {real} "$@"
""" if cache else f'#!/bin/sh\nexec {real} "$@" -O0 -U_FORTIFY_SOURCE\n')
    compiler.chmod(0o755)
    check_product(options, f"-DFROM_CHECKOUT={CHECKOUT}", f"-DSOUPTRACE_TOOLS_DIR={options.build}/checkout-tools",
                  PATH=f"{compiler.parent}{os.pathsep}{os.environ['PATH']}")


def presets_are_valid(options):
    names = [preset["name"] for preset in json.loads((CHECKOUT / "CMakePresets.json").read_text())["configurePresets"]]
    for kind in ("configure", "build", "test"):
        text = run(options.cmake, f"--list-presets={kind}", cwd=CHECKOUT)
        check(all(f'"{name}"' in text for name in names), f"{kind} presets:\n{text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--build", type=Path, required=True, help="the build directory of SoupTrace")
    parser.add_argument("--version", required=True)
    parser.add_argument("--work", type=Path, required=True, help="a directory that the case may delete and fill")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    try:
        globals()[options.case](options)
    except Missing as missing:
        print(f"SKIPPED: {missing}")
        return 1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else 77
    except Failed as failure:
        print(f"FAILED: {failure}")
        return 1
    shutil.rmtree(options.work)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""owners.py OWNERS_OF: owners of this machine's files by SoupTrace, compared with what dpkg itself answers.

Two systems are asked about: the running one (dpkg -S, dpkg --verify, dpkg-query), and a small sysroot made of some of its packages, in which files are
then changed, removed from the lists, diverted and cut. Ends with 77 (skipped) where there is no dpkg, unless SOUPTRACE_REQUIRE_ALL=1.
"""

import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile

INFO = "/var/lib/dpkg/info"
ENVIRONMENT = {**os.environ, "LC_ALL": "C"}
ENDINGS = (".a", ".o", ".h", ".hpp", ".so", ".ld")
SAMPLE = 700

failures = []


def check(condition, text):
    if not condition:
        failures.append(text)
        print("FAILED:", text)


def owners_of(program, paths, *arguments):
    """({real path: (tier, component, [losing])}, [(code, subject, text)]) by SoupTrace."""
    text = subprocess.run([program, *arguments], input="\n".join(paths) + "\n", capture_output=True, text=True, check=True).stdout
    owners, findings = {}, []
    for line in text.splitlines():
        if line.startswith("!"):
            findings.append(tuple(line[1:].split("\t", 2)))
            continue
        path, tier, component, losing = line.split("\t")
        owners[path] = (tier, component, [one for one in losing.split(",") if one])
    return owners, findings


def sample_paths():
    """Files and links that a linker or a compiler would open, spread over all packages; the seed is fixed."""
    chosen = random.Random(20260101)
    by_package = {}
    for name in sorted(os.listdir(INFO)):
        if not name.endswith(".list"):
            continue
        with open(f"{INFO}/{name}", encoding="utf-8") as file:
            paths = [path for path in file.read().splitlines()
                     if path.endswith(ENDINGS) or ".so." in path or path.startswith("/usr/include/")]
        paths = [path for path in paths if os.path.isfile(path) and not set("*?[\\") & set(path)]
        if paths:
            by_package[name] = chosen.sample(paths, min(len(paths), 6))
    everything = [path for name in by_package for path in by_package[name]]
    return sorted(chosen.sample(everything, min(len(everything), SAMPLE)))


def diversions():
    """{path: package} of what dpkg-divert lists: the diverting package at the original, any other at the place that it was moved to."""
    text = subprocess.run(["dpkg-divert", "--list"], capture_output=True, text=True, env=ENVIRONMENT).stdout
    return {word for line in text.splitlines() for word in line.split() if word.startswith("/")}


def spellings(path):
    yield path
    for top in ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"):
        if path.startswith(f"/usr{top}/"):
            yield path[4:]
        elif path.startswith(f"{top}/"):
            yield "/usr" + path


def dpkg_search(paths):
    """{path: {package names}} by dpkg -S, in both spellings of merged directories."""
    names = {spelling: path for path in paths for spelling in spellings(path)}
    owners = {}
    wanted = sorted(names)
    for start in range(0, len(wanted), 400):
        text = subprocess.run(["dpkg-query", "-S", *wanted[start:start + 400]], capture_output=True, text=True, env=ENVIRONMENT).stdout
        for line in text.splitlines():
            packages, _, path = line.partition(": ")
            if path in names and not packages.startswith(("diversion", "local diversion")):
                owners.setdefault(names[path], set()).update(one.strip() for one in packages.split(","))
    return owners


def component_ids():
    """{package as dpkg -S names it: SoupTrace's component id} by dpkg-query."""
    text = subprocess.run(["dpkg-query", "-W", "-f", "${binary:Package}\t${Package}\t${Version}\t${Architecture}\n"],
                          capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout
    ids = {}
    for line in text.splitlines():
        binary, package, version, architecture = line.split("\t")
        for name in (binary, f"{package}:{architecture}", package):
            ids.setdefault(name, f"deb:{package}@{version}:{architecture}")
    return ids


def changed_files(packages):
    """Paths whose digest dpkg --verify finds to be another one."""
    text = subprocess.run(["dpkg", "--verify", *sorted(packages)], capture_output=True, text=True, env=ENVIRONMENT).stdout
    return {line.split()[-1] for line in text.splitlines() if line[2:3] == "5"}


def has_md5(packages, path):
    for package in packages:
        for name in (package, package.split(":")[0]):
            try:
                with open(f"{INFO}/{name}.md5sums", encoding="utf-8", errors="surrogateescape") as file:
                    listed = {line[34:].rstrip("\n") for line in file}
            except FileNotFoundError:
                continue
            if any(spelling[1:] in listed for spelling in spellings(path)):
                return True
    return False


def compare_with_this_machine(program):
    diverted = diversions()
    sample = [path for path in sample_paths() if path not in diverted]
    real = sorted({os.path.realpath(path) for path in sample})
    owners, findings = owners_of(program, sample)
    check(sorted(owners) == real, "every file of the sample is answered")
    truth = dpkg_search(real)
    ids = component_ids()
    changed = changed_files({package for packages in truth.values() for package in packages})
    tiers = {}
    for path in real:
        tier, component, losing = owners[path]
        tiers[tier] = tiers.get(tier, 0) + 1
        expected = {ids[package] for package in truth.get(path, ())}
        if not expected:
            check(tier == "unknown" and not component, f"{path}: dpkg knows no owner, SoupTrace says {component}")
            continue
        check(component in expected, f"{path}: dpkg says {sorted(expected)}, SoupTrace {component}")
        check(expected <= {component, *losing}, f"{path}: of {sorted(expected)} only {component} and {losing} are kept")
        is_changed = any(spelling in changed for spelling in spellings(path))
        wanted = "package-db-mismatch" if is_changed else \
            "package-db-verified" if has_md5(truth[path], path) else "package-db-listed"
        check(tier == wanted, f"{path}: {tier}, where dpkg's digests give {wanted}")
    check(not [one for one in findings if one[0] == "database-broken"], f"this machine's database is read without complaint: {findings[:3]}")
    check(len(real) >= 300, f"only {len(real)} files to compare")
    print(f"this machine: {len(sample)} names, {len(real)} files, tiers {dict(sorted(tiers.items()))}")


def compare_diversions(program):
    existing = sorted(path for path in diversions() if os.path.isfile(path) and not os.path.islink(path))
    owners, _ = owners_of(program, existing)
    for path in existing:
        package = subprocess.run(["dpkg-divert", "--truename", path], capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()
        tier, component, _ = owners[os.path.realpath(path)]
        # --truename leads from a diverted path to where the others' file is: the diverting package alone has the path itself.
        if package != path:
            lister = subprocess.run(["dpkg-divert", "--listpackage", path], capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()
            check(component.startswith(f"deb:{lister}@"), f"{path} is diverted by {lister}, SoupTrace says {component}")
        check(tier in ("package-db-verified", "package-db-listed"), f"{path}: {tier}")
    print(f"diversions: {len(existing)} files")


def copy_package(root, package):
    """Puts the package's regular files and its part of the database below `root`."""
    stem = package if os.path.exists(f"{INFO}/{package}.list") else f"{package}:{ARCHITECTURE}"
    os.makedirs(root + INFO, exist_ok=True)
    for ending in (".list", ".md5sums"):
        if os.path.exists(f"{INFO}/{stem}{ending}"):
            shutil.copy(f"{INFO}/{stem}{ending}", f"{root}{INFO}/")
    with open(f"{INFO}/{stem}.list", encoding="utf-8") as file:
        for path in file.read().splitlines():
            if os.path.isfile(path) and not os.path.islink(path):
                os.makedirs(os.path.dirname(root + path), exist_ok=True)
                shutil.copy(path, root + path)
    stanza = subprocess.run(["dpkg-query", "-s", stem], capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout
    with open(f"{root}/var/lib/dpkg/status", "a", encoding="utf-8") as file:
        file.write(stanza.rstrip("\n") + "\n\n")
    return stem


def edit(path, change):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(change(text))


def compare_sysroot(program):
    """A sysroot of libc6-dev and linux-libc-dev, then the same with faults."""
    with tempfile.TemporaryDirectory() as directory:
        root = os.path.realpath(directory) + "/sysroot"
        stem = copy_package(root, "libc6-dev")
        copy_package(root, "linux-libc-dev")
        header = root + "/usr/include/stdio.h"
        kernel = root + "/usr/include/linux/errno.h"
        host_header = "/usr/include/stdio.h"
        owners, findings = owners_of(program, [header, kernel, host_header], root)
        check(owners[header][0] == "package-db-verified", f"sysroot: {owners[header]}")
        check(owners[header][1].startswith("deb:libc6-dev@"), f"sysroot: {owners[header]}")
        check(owners[kernel][1].startswith("deb:linux-libc-dev@"), f"sysroot: {owners[kernel]}")
        check(owners[host_header][0] == "package-db-verified", f"the host's own file: {owners[host_header]}")
        check(not findings, f"a sound sysroot has no findings: {findings}")

        with open(header, "a", encoding="utf-8") as file:
            file.write("// patched\n")
        owners, findings = owners_of(program, [header, host_header], root)
        check(owners[header][0] == "package-db-mismatch", "a changed file is a mismatch")
        check(owners[host_header][0] == "package-db-verified", "and the host's file of that name is not")
        check([one[:2] for one in findings] == [("package-db-mismatch", header)], f"{findings}")
        with open(header, "rb") as file:
            check(hashlib.md5(file.read()).hexdigest() in findings[0][2], "the finding names the file's MD5")

        faults = {
            f"{INFO}/{stem}.list": lambda text: text[:len(text) // 2 + 1].rstrip("\n"),
            f"{INFO}/{stem}.md5sums": lambda text: text[:len(text) // 2 + 1].rstrip("\n"),
            "/var/lib/dpkg/status": lambda text: text.replace("Package: libc6-dev", "Package: gone"),
        }
        for place, change in faults.items():
            shutil.copy(root + place, root + "/saved")
            edit(root + place, change)
            _, findings = owners_of(program, [header, kernel], root)
            check(("database-broken", root + place) in [one[:2] for one in findings], f"{place} with a fault: {findings}")
            shutil.move(root + "/saved", root + place)
        print(f"sysroot: {len(faults)} faults found")


def unowned(program):
    with tempfile.NamedTemporaryFile(suffix=".a") as file:
        owners, findings = owners_of(program, [file.name])
        tier, component, _ = owners[os.path.realpath(file.name)]
        check((tier, component) == ("unknown", ""), f"a new file: {tier} {component}")
        check([one[0] for one in findings] == ["owner-unknown"], f"{findings}")


if shutil.which("dpkg-query") is None or not os.path.isdir(INFO):
    print("no dpkg here")
    sys.exit(1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else 77)
ARCHITECTURE = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
compare_with_this_machine(sys.argv[1])
compare_diversions(sys.argv[1])
compare_sysroot(sys.argv[1])
unowned(sys.argv[1])
sys.exit(1 if failures else 0)

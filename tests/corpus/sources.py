# SPDX-License-Identifier: Apache-2.0
"""Fetches Debian's source packages with an apt configuration of its own, and installs binary packages."""

import glob
import os
import re
import shutil
import subprocess


class Unobtainable(Exception):
    pass


def _run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise Unobtainable(f"{' '.join(command)}: {(done.stderr or done.stdout)[-800:].strip()}")
    return done.stdout


def install(packages):
    """Installs those of `packages` that are missing; as root, or with sudo."""
    status = subprocess.run(["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *packages], capture_output=True, text=True).stdout
    missing = sorted(set(packages) - {line.split()[0] for line in status.splitlines() if line.endswith(" installed")})
    if not missing:
        return
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    _run([*sudo, "apt-get", "update", "-qq"])
    _run([*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing])


def _sources_only(text, deb822):
    """A list of package sources that names source packages alone."""
    if deb822:
        return re.sub(r"^Types:.*$", "Types: deb-src", text, flags=re.M)
    lines = [re.sub(r"^deb(-src)?(\s)", r"deb-src\2", line) for line in text.splitlines() if re.match(r"^deb(-src)?\s", line)]
    return "\n".join(lines) + "\n"


def _apt_configuration(directory):
    """The machine's own package sources, asked for source packages, in a configuration that belongs to this corpus."""
    parts = os.path.join(directory, "parts")
    shutil.rmtree(directory, ignore_errors=True)
    for path in (parts, os.path.join(directory, "lists", "partial"), os.path.join(directory, "cache", "archives", "partial")):
        os.makedirs(path)
    for path in glob.glob("/etc/apt/sources.list.d/*.sources") + ["/etc/apt/sources.list"] + glob.glob("/etc/apt/sources.list.d/*.list"):
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                text = _sources_only(file.read(), path.endswith(".sources"))
            name = os.path.basename(path)
            with open(os.path.join(parts, name if "." in name[1:] else name + ".list"), "w", encoding="utf-8") as file:
                file.write(text)
    configuration = os.path.join(directory, "apt.conf")
    with open(configuration, "w", encoding="utf-8") as file:
        file.write(f'Dir::Etc::sourcelist "/dev/null";\nDir::Etc::sourceparts "{parts}";\nDir::State::lists "{directory}/lists";\n'
                   f'Dir::Cache "{directory}/cache";\nAPT::Sandbox::User "";\n')
    return configuration


def _unpacked(directory, package):
    """The directory of the unpacked source package; None before it is fetched."""
    trees = [os.path.dirname(path) for path in sorted(glob.glob(f"{glob.escape(directory)}/{glob.escape(package)}-*/CMakeLists.txt"))]
    return trees[-1] if trees else None


def version(source):
    """The version of the unpacked source package, as its Debian changelog says."""
    with open(os.path.join(source, "debian", "changelog"), encoding="utf-8") as file:
        return re.match(r"^\S+ \((\S+)\)", file.readline()).group(1)


def fetch(packages, work):
    """{package: its source directory}; what is not in work/src already is fetched there."""
    directory = os.path.join(work, "src")
    os.makedirs(directory, exist_ok=True)
    wanted = [one for one in packages if _unpacked(directory, one) is None]
    if wanted:
        environment = {**os.environ, "APT_CONFIG": _apt_configuration(os.path.join(work, "apt"))}
        _run(["apt-get", "update", "-qq"], env=environment)
        for package in wanted:
            _run(["apt-get", "source", "-qq", package], env=environment, cwd=directory)
    trees = {one: _unpacked(directory, one) for one in packages}
    for package, tree in trees.items():
        if tree is None:
            raise Unobtainable(f"the source package {package} has no CMakeLists.txt at its top")
    return trees

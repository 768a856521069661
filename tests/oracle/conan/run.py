#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes packages with Conan, links them into products, and compares each trace with what Conan itself says: owner, revisions, licence and
content of every file. Then packages are edited, the cache's database is taken away, and packages are deployed without a cache.

  run.py --souptrace PROGRAM --launcher PROGRAM --module CMAKE-MODULES --work DIRECTORY

Conan is $SOUPTRACE_CONAN or the one in PATH. Ends with 77 (skipped) where there is none, unless SOUPTRACE_REQUIRE_ALL=1.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import recipes


def write(directory, files):
    for name, content in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(content)
    return directory


class Trace:
    """A product's trace.json, with paths made absolute. `folders`: Conan's package folders by the names that places have for them."""

    def __init__(self, source, build, folders):
        document = json.loads((build / "souptrace/trace.json").read_text())
        self.components = {one["id"]: one for one in document["components"]}
        self.findings = document["findings"]
        self.files = {}
        roots = {"source": source, "outside": source, "build": build, "system": Path("/")}
        for one in document["files"]:
            root, _, path = one["path"].partition(":")
            if root == "package":
                name = max((name for name in folders if path.startswith(name + "/")), key=len)
                self.files[folders[name] + path[len(name):]] = one
            else:
                self.files[os.path.normpath(roots[root] / path)] = one

    def owner(self, path):
        return self.files[str(path)]["owner"]["chosen"]

    def component(self, name):
        found = [one for one in self.components.values() if one["name"] == name]
        assert len(found) == 1, (name, sorted(self.components))
        return found[0]

    def codes(self, text=""):
        return sorted(one["code"] for one in self.findings if text in one["subject"] + one["text"])


class Case:
    def __init__(self, options, conan, work, home):
        self.options = options
        self.conan_program = conan
        self.work = work
        self.environment = dict(os.environ, CONAN_HOME=str(home))
        self.folders = {}  # {product: {name in places: package folder}}

    def run(self, *command, good=True):
        done = subprocess.run([str(one) for one in command], env=self.environment, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        if good and done.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        return done

    def conan(self, *arguments, good=True):
        return self.run(self.conan_program, *arguments, good=good)

    def install(self, product, *arguments):
        """Conan's own graph: nodes by package name."""
        done = self.conan("install", product, "-of", product / "generated", "--format=json", *arguments, good=False)
        if done.returncode != 0:
            return None
        nodes = json.loads(done.stdout)["graph"]["nodes"].values()
        nodes = {one["name"]: one for one in nodes if one["ref"] != "conanfile"}
        self.folders[product] = {"conan/" + one["ref"].partition("#")[0]: one["package_folder"] for one in nodes.values()}
        return nodes

    def configure(self, product):
        build = product / "build"
        shutil.rmtree(build, ignore_errors=True)
        self.run("cmake", "-S", product, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                 f"-DCMAKE_TOOLCHAIN_FILE={product}/generated/conan_toolchain.cmake",
                 f"-DCMAKE_MODULE_PATH={self.options.module}",
                 f"-DSOUPTRACE_EXECUTABLE={self.options.souptrace}", f"-DSOUPTRACE_LINK={self.options.launcher}")
        return build

    def trace(self, product, configure=False):
        build = self.configure(product) if configure else product / "build"
        shutil.rmtree(build / "souptrace", ignore_errors=True)
        self.run("cmake", "--build", build)
        return Trace(product, build, self.folders[product])


def create(case):
    """The packages of the static product, built into the case's cache."""
    case.conan("profile", "detect")
    for name, recipe in (("tinyz", recipes.TINYZ), ("headers", recipes.HEADERS), ("mid", recipes.MID)):
        case.conan("create", write(case.work / name, recipe))


def full_reference(node):
    return f"{node['ref']}:{node['package_id']}#{node['prev']}"


def owned_by(trace, node):
    """Every traced file in a package's folder belongs to what Conan calls the package; how many there are."""
    count = 0
    for path, one in trace.files.items():
        if path.startswith(node["package_folder"] + "/"):
            chosen = one["owner"]["chosen"]
            assert chosen["component"] == "conan:" + full_reference(node), (path, chosen)
            assert chosen["tier"] == "package-db-verified", (path, chosen)
            count += 1
    return count


def static_product(case):
    product = write(case.work / "static", recipes.STATIC_PRODUCT)
    nodes = case.install(product, "-g", "CMakeDeps")
    trace = case.trace(product, configure=True)
    assert {name: owned_by(trace, nodes[name]) for name in ("tinyz", "mid", "hdr-only")} == {
        "tinyz": 1, "mid": 2, "hdr-only": 1}, sorted(trace.files)
    for name in ("tinyz", "mid", "hdr-only"):
        component, node = trace.component(name), nodes[name]
        rrev = node["ref"].partition("#")[2]
        assert component["purl"] == f"pkg:conan/{name}@{node['version']}?prev={node['prev']}&rrev={rrev}", component
        assert component["version"] == node["version"] and component["properties"]["binary"] == "built locally"
        assert component.get("supplier", "") == (node["author"] or ""), component
    tinyz, mid, headers = (trace.component(name) for name in ("tinyz", "mid", "hdr-only"))
    assert tinyz["license"]["expression"] == nodes["tinyz"]["license"] == "Zlib"
    assert len(tinyz["license"]["textSha256"]) == 64 and tinyz["url"] == nodes["tinyz"]["homepage"]
    assert mid["license"]["expression"] == "NOASSERTION" and mid["properties"]["license-stated"] == "MIT, BSD-3-Clause"
    assert "url" not in mid, "an f-string was read"
    assert headers["properties"]["license-stated"] == nodes["hdr-only"]["license"]
    edi = trace.component("edi")
    assert (edi["id"], edi["license"]["expression"], edi["supplier"]) == ("conan:edi/3.1:editable", "Apache-2.0", "Edi & Co")
    for name in ("include/edi.h", "out/libedi.a"):
        assert trace.owner(case.work / "edi" / name)["component"] == edi["id"]
    assert trace.codes("conan:") == ["source-unpinned"] and not trace.codes("/home/p/"), trace.findings
    return product, nodes


def shared_product(case):
    product = write(case.work / "shared", recipes.SHARED_PRODUCT)
    switch = ["-c", "tools.cmake.cmakedeps:new=will_break_next"]
    nodes = case.install(product, "-g", "CMakeConfigDeps") or case.install(product, "-g", "CMakeConfigDeps", *switch)
    assert nodes, "conan install with CMakeConfigDeps"
    trace = case.trace(product, configure=True)
    assert owned_by(trace, nodes["tinyz"]) == 2, sorted(trace.files)
    purl = trace.component("tinyz")["purl"]
    assert purl.startswith("pkg:conan/tinyz@1.2.3?channel=stable&prev=") and purl.endswith("&user=acme"), purl
    assert "shared=True" in trace.component("tinyz")["properties"]["conan-options"]
    link = Path(nodes["tinyz"]["package_folder"], "lib/libtinyz.so.1")
    link.unlink()
    link.symlink_to("./libtinyz.so.1.2")
    assert "package-db-mismatch" in case.trace(product).codes("libtinyz.so.1"), "a link that was changed"


def documents(product):
    folder = product / "build/souptrace"
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def other_home(case):
    """The same packages in another cache, where Conan gives other folders to what it builds, at another distance from the product."""
    other = Case(case.options, case.conan_program, case.work / "other/place", case.work / "other/home/of/conan")
    other.work.mkdir(parents=True)
    create(other)
    written, folders = [], set()
    for one in (case, other):
        product = write(one.work / "cached", recipes.CACHED_PRODUCT)
        nodes = one.install(product, "-g", "CMakeDeps")
        assert owned_by(one.trace(product, configure=True), nodes["mid"]) == 2
        written.append(documents(product))
        assert folders.isdisjoint(one.folders[product].values()), "the folders are the same"
        folders.update(one.folders[product].values())
        for name, content in written[-1].items():
            for word in (one.environment["CONAN_HOME"], Path(nodes["mid"]["package_folder"]).parent.name):
                assert os.fsencode(word) not in content, f"{word} is in {name}"
    assert written[0].keys() == written[1].keys() and written[0], [sorted(one) for one in written]
    for name, content in written[0].items():
        assert content == written[1][name], f"{name} depends on where Conan's cache lies"


def broken_database(case, product, nodes):
    database = case.work / "home/p/cache.sqlite3"
    content = database.read_bytes()
    for broken in (None, content[:len(content) // 2]):
        database.unlink()
        if broken is not None:
            database.write_bytes(broken)
        trace = case.trace(product)
        assert trace.codes("cache.sqlite3").count("database-broken") == 1, trace.findings
        for name in ("tinyz", "mid", "hdr-only"):
            component = trace.component(name)
            assert "purl" not in component and component["version"] == nodes[name]["version"], component
            assert component["properties"]["package-id"] == nodes[name]["package_id"]
            assert component["properties"]["package-revision"] == nodes[name]["prev"]
        database.write_bytes(content)


def deployed(case, nodes):
    product = write(case.work / "deployed", recipes.STATIC_PRODUCT)
    case.install(product, "-g", "CMakeDeps", "--deployer=full_deploy", "--deployer-folder", product)
    trace = case.trace(product, configure=True)
    library = product / "full_deploy/host/mid/2.0/Release"
    owners = {one["owner"]["chosen"]["tier"] for path, one in trace.files.items() if path.startswith(str(library))}
    assert owners == {"package-db-verified"}, owners
    assert trace.component("mid")["properties"]["package-revision"] == nodes["mid"]["prev"]


def edited(case, product, nodes):
    assert case.conan("cache", "check-integrity", "mid/*", good=False).returncode == 0
    header = Path(nodes["mid"]["package_folder"], "include/mid.h")
    header.write_text(header.read_text() + "/* edited */\n")
    assert case.conan("cache", "check-integrity", "mid/*", good=False).returncode != 0
    trace = case.trace(product)
    assert trace.owner(header)["tier"] == "package-db-mismatch"
    assert trace.codes("include/mid.h") == ["package-db-mismatch"], trace.findings
    assert trace.owner(Path(nodes["mid"]["package_folder"], "lib/libmid.a"))["tier"] == "package-db-verified"


def main():
    parser = argparse.ArgumentParser()
    for name in ("--souptrace", "--launcher", "--module", "--work"):
        parser.add_argument(name, type=Path, required=True)
    options = parser.parse_args()
    conan = os.environ.get("SOUPTRACE_CONAN") or shutil.which("conan")
    if not conan:
        print("there is no conan here: set SOUPTRACE_CONAN, or install it with pip")
        sys.exit(1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else 77)
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    options.work = options.work.resolve()
    case = Case(options, conan, options.work, options.work / "home")
    edi = write(options.work / "edi", recipes.EDITABLE)
    (edi / "out").mkdir()
    case.run("cc", "-c", edi / "edi.c", "-o", edi / "out/edi.o")
    case.run("ar", "rcs", edi / "out/libedi.a", edi / "out/edi.o")
    create(case)
    case.conan("editable", "add", edi)
    case.conan("create", options.work / "tinyz", "-o", "shared=True", "--user=acme", "--channel=stable")
    product, nodes = static_product(case)
    other_home(case)
    shared_product(case)
    broken_database(case, product, nodes)
    deployed(case, nodes)
    edited(case, product, nodes)
    print(f"good with {case.conan('--version').stdout.strip()}")


main()

# SPDX-License-Identifier: Apache-2.0
"""Writes package managers' records of many packages, as large as real ones, for resolvers.py.

Each file's content is its own path, so that a record's digest is known without writing the file. A few files of every STRIDE-th package are
written; those are the ones that a product links or includes.
"""
import base64
import gzip
import hashlib
import json
import os
import sqlite3
import struct

FILES_OF_A_PACKAGE = 100
ASKED_PACKAGES = 100
ASKED_FILES = 5


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def digest(algorithm, path):
    return hashlib.new(algorithm, path.encode()).hexdigest()


class Package:
    """A library of `count` files: most of them headers in a folder of its own, one of a name that all have; some in folders of all."""

    def __init__(self, number, count=FILES_OF_A_PACKAGE, include="usr/include", library="usr/lib"):
        self.name, self.version = f"libpart{number:04}-dev", f"1.{number}.0-2"
        own = f"{include}/part{number:04}"
        some = [f"{library}/libpart{number:04}.a", f"{library}/libpart{number:04}.so.1", f"usr/share/doc/{self.name}/copyright",
                f"{own}/version.h"]
        self.files = sorted(some + [f"{own}/module{part // 20}/part{number:04}_{part:03}.h" for part in range(count - len(some))])

    def asked(self):
        """The files that the product uses: an archive and some headers."""
        return [one for one in self.files if one.endswith((".a", "version.h"))] + \
            [one for one in self.files if "/module" in one][:ASKED_FILES - 2]

    def directories(self):
        return sorted({parent for file in self.files for parent in parents(file)})


def parents(path):
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def packages(count, **layout):
    return [Package(number, **layout) for number in range(count)]


def write_asked(root, all_packages):
    """The files in question, at both roots: {path below the root}."""
    stride = max(1, len(all_packages) // ASKED_PACKAGES)
    asked = sorted({file for package in all_packages[::stride] for file in package.asked()})
    for file in asked:
        write(f"{root}/{file}", file)
    write(f"{root}/etc/os-release", "ID=bench\nVERSION_ID=1\n")
    return asked


def dpkg(root, count):
    everything, status = packages(count), []
    for package in everything:
        info = f"{root}/var/lib/dpkg/info/{package.name}:amd64"
        write(f"{info}.list", "".join(f"/{one}\n" for one in ["."] + package.directories() + package.files))
        write(f"{info}.md5sums", "".join(f"{digest('md5', one)}  {one}\n" for one in package.files))
        status.append(f"Package: {package.name}\nStatus: install ok installed\nPriority: optional\nSection: libdevel\nInstalled-Size: 640\n"
                      f"Maintainer: A Person <person@example.org>\nArchitecture: amd64\nMulti-Arch: same\nVersion: {package.version}\n"
                      f"Depends: {', '.join(f'libother{n} (>= 1.{n})' for n in range(12))}\nDescription: a library\n"
                      + " Words that describe it, as long as descriptions are.\n" * 8 + "Homepage: https://example.org/\n\n")
    write(f"{root}/var/lib/dpkg/status", "".join(status))
    return everything


def opkg(root, count):
    everything, status = packages(count), []
    for package in everything:
        info = f"{root}/usr/lib/opkg/info/{package.name}"
        write(f"{info}.list", "".join(f"/{one}\n" for one in package.files))
        write(f"{info}.md5sums", "".join(f"{digest('md5', one)}  {one}\n" for one in package.files))
        stanza = f"Package: {package.name}\nVersion: {package.version}\nArchitecture: aarch64\nLicense: MIT\n"
        write(f"{info}.control", stanza)
        status.append(stanza + "Status: install ok installed\n\n")
    write(f"{root}/usr/lib/opkg/status", "".join(status))
    return everything


def apk(root, count):
    everything, out = packages(count), []
    for package in everything:
        out.append(f"C:Q1{base64.b64encode(bytes(20)).decode()}\nP:{package.name}\nV:{package.version}\nA:x86_64\nS:1000\nI:2000\n"
                   f"T:a library\nU:https://example.org/\nL:MIT\no:{package.name}\nm:A Person <person@example.org>\nt:1700000000\n"
                   f"c:{'0' * 40}\nD:so:libc.musl-x86_64.so.1\np:so:lib{package.name}.so.1=1\n")
        folder = None
        for file in package.files:
            directory, _, name = file.rpartition("/")
            if directory != folder:
                out.append(f"F:{directory}\n")
                folder = directory
            sha1 = base64.b64encode(hashlib.sha1(file.encode()).digest()).decode()
            out.append(f"R:{name}\na:0:0:644\nZ:Q1{sha1}\n")
        out.append("\n")
    write(f"{root}/lib/apk/db/installed", "".join(out))
    return everything


def pacman(root, count):
    everything = packages(count)
    write(f"{root}/var/lib/pacman/local/ALPM_DB_VERSION", "9\n")
    for package in everything:
        folder = f"{root}/var/lib/pacman/local/{package.name}-{package.version}"
        write(f"{folder}/desc", f"%NAME%\n{package.name}\n\n%VERSION%\n{package.version}\n\n%ARCH%\nx86_64\n\n%LICENSE%\nMIT\n\n"
                                "%DEPENDS%\nglibc\n\n")
        names = sorted([one + "/" for one in package.directories()] + package.files)
        write(f"{folder}/files", "%FILES%\n" + "\n".join(names) + "\n\n")
        mtree = "#mtree\n/set type=file uid=0 gid=0 mode=644\n" + "".join(
            f"./{one} time=1700000000.0 size={len(one)} sha256digest={digest('sha256', one)}\n" for one in package.files)
        write(f"{folder}/mtree", gzip.compress(mtree.encode(), 6, mtime=0))
    return everything


RPM_TABLES = ("Name", "Basenames", "Providename", "Requirename", "Dirnames")
# What a header holds besides files: change log, dependencies and scripts make some 35 kB in a Fedora database.
RPM_CHANGES = ["- Rebuilt for another reason, which is told at some length here\n"] * 500


def rpm_header(package):
    """A header as rpm keeps it: index entries (tag, type, offset, count), then the data. Tags: rpmtag.h."""
    index, data = [], b""

    def add(tag, kind, count, bytes_):
        nonlocal data
        data += bytes(-len(data) % 4) if kind == 4 else b""
        index.append(struct.pack(">IIiI", tag, kind, len(data), count))
        data += bytes_

    def texts(tag, values, kind=8):
        add(tag, kind, len(values), b"".join(one.encode() + b"\0" for one in values))

    def numbers(tag, values):
        add(tag, 4, len(values), struct.pack(f">{len(values)}I", *values))

    version, release = package.version.split("-")
    folders = sorted({one.rpartition("/")[0] for one in package.files})
    for tag, value in ((1000, package.name), (1001, version), (1002, release), (1011, "Example"), (1014, "MIT"),
                       (1020, "https://example.org/"), (1022, "x86_64"), (1044, f"{package.name}-{package.version}.src.rpm")):
        texts(tag, [value], kind=6)
    texts(1035, [digest("sha256", one) for one in package.files])
    texts(1082, RPM_CHANGES)
    numbers(1116, [folders.index(one.rpartition("/")[0]) for one in package.files])
    texts(1117, [one.rpartition("/")[2] for one in package.files])
    texts(1118, [f"/{one}/" for one in folders])
    numbers(5011, [8])
    return struct.pack(">II", len(index), len(data)) + b"".join(index) + data, folders


def rpm(root, count):
    everything, place = packages(count), f"{root}/var/lib/rpm/rpmdb.sqlite"
    os.makedirs(os.path.dirname(place))
    database = sqlite3.connect(place)
    database.execute("PRAGMA journal_mode = WAL")  # as rpm does: the file's header says so for good
    database.execute("CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
    for table in RPM_TABLES:
        database.execute(f"CREATE TABLE '{table}' (key 'TEXT' NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL, "
                         "FOREIGN KEY (hnum) REFERENCES 'Packages'(hnum))")
        database.execute(f"CREATE INDEX '{table}_key_idx' ON '{table}'(key ASC)")
    for number, package in enumerate(everything, 1):
        blob, folders = rpm_header(package)
        database.execute("INSERT INTO Packages VALUES (?, ?)", (number, blob))
        for table, keys in (("Name", [package.name]), ("Basenames", [one.rpartition("/")[2] for one in package.files]),
                            ("Dirnames", [f"/{one}/" for one in folders])):
            database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", [(key, number, at) for at, key in enumerate(keys)])
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return everything


def vcpkg(root, count):
    """A manifest's tree in the product's build directory."""
    tree = "product/build/vcpkg_installed"
    everything = packages(count, include=f"{tree}/x64-linux/include", library=f"{tree}/x64-linux/lib")
    status = []
    for number, port in enumerate(everything):
        name, version = f"part{number}", f"1.{number}.0"
        files = [one[len(tree) + 1:] for one in port.files if one.startswith(tree)] + [f"x64-linux/share/{name}/vcpkg.spdx.json"]
        folders = {parent + "/" for file in files for parent in parents(file)}
        write(f"{root}/{tree}/vcpkg/info/{name}_{version}_x64-linux.list", "\n".join(sorted(files + list(folders))) + "\n")
        status.append(f"Package: {name}\nVersion: {version}\nArchitecture: x64-linux\nMulti-Arch: same\nAbi: {'0' * 64}\n"
                      "Description: a port\nStatus: install ok installed\n")
        entries = [{"fileName": "./" + one.partition("/")[2], "SPDXID": f"SPDXRef-binary-file-{at}", "licenseConcluded": "NOASSERTION",
                    "checksums": [{"algorithm": "SHA256", "checksumValue": digest("sha256", f"{tree}/{one}")}]}
                   for at, one in enumerate(files[:-1])]
        contained = [{"spdxElementId": "SPDXRef-binary", "relationshipType": "CONTAINS", "relatedSpdxElement": one["SPDXID"]}
                     for one in entries]
        write(f"{root}/{tree}/{files[-1]}", json.dumps({
            "spdxVersion": "SPDX-2.2", "SPDXID": "SPDXRef-DOCUMENT", "files": entries, "relationships": contained,
            "packages": [{"name": name, "SPDXID": "SPDXRef-port", "versionInfo": version, "licenseConcluded": "MIT"},
                         {"name": f"{name}:x64-linux", "SPDXID": "SPDXRef-binary", "versionInfo": "0" * 64}]}, indent=2))
    write(f"{root}/{tree}/vcpkg/status", "\n".join(status))
    return everything


def conan_manifest(folder, files):
    """Writes files and their manifest; the revision is the MD5 of the manifest's lines in order (conan.internal.model.manifest)."""
    for name, content in files.items():
        write(f"{folder}/{name}", content)
    lines = "".join(f"{name}: {hashlib.md5(content.encode()).hexdigest()}\n" for name, content in sorted(files.items()))
    write(f"{folder}/conanmanifest.txt", "1700000000\n" + lines)
    return hashlib.md5(lines.encode()).hexdigest()


CONAN_TABLES = """
CREATE TABLE recipes (reference text NOT NULL, rrev text NOT NULL, path text NOT NULL, timestamp real NOT NULL, lru integer NOT NULL,
                      UNIQUE(reference, rrev));
CREATE TABLE packages (reference text NOT NULL, rrev text NOT NULL, pkgid text, prev text, path text NOT NULL UNIQUE,
                       timestamp real NOT NULL, build_id text, lru integer NOT NULL, UNIQUE(reference, rrev, pkgid, prev));
"""
CONAN_RECIPE = """from conan import ConanFile

class Part(ConanFile):
    name = "part{number}"
    version = "1.0"
    license = "MIT"
    homepage = "https://example.org/"
    settings = "os", "compiler", "build_type", "arch"
"""


def conan(root, count):
    """A graph in Conan's cache, and the files of CMakeDeps in the product's build directory."""
    cache = "home/p"
    everything = []
    os.makedirs(f"{root}/{cache}")
    database = sqlite3.connect(f"{root}/{cache}/cache.sqlite3")
    database.executescript(CONAN_TABLES)
    for number in range(count):
        recipe, place = f"part{number:04}0e", f"part{number:04}p"
        package = Package(number, include=f"{cache}/{place}/p/include", library=f"{cache}/{place}/p/lib")
        package.files = [one for one in package.files if one.startswith(cache)]
        everything.append(package)
        rrev = conan_manifest(f"{root}/{cache}/{recipe}/e", {"conanfile.py": CONAN_RECIPE.format(number=number) + "    # more\n" * 200})
        files = {one[len(f"{cache}/{place}/p/"):]: one for one in package.files}
        files |= {"conaninfo.txt": f"[settings]\narch=x86_64\nos=Linux\n[options]\nn={number}\n", "licenses/LICENSE": "text\n" * 200}
        prev = conan_manifest(f"{root}/{cache}/{place}/p", files)
        identity = hashlib.sha1(files["conaninfo.txt"].encode()).hexdigest()
        database.execute("INSERT INTO recipes VALUES (?,?,?,0,0)", (f"part{number}/1.0", rrev, recipe))
        database.execute("INSERT INTO packages VALUES (?,?,?,?,?,0,NULL,0)", (f"part{number}/1.0", rrev, identity, prev, place))
        cmake = f"{root}/product/build/generators/part{number}"
        write(f"{cmake}-release-x86_64-data.cmake",
              f'set(part{number}_PACKAGE_FOLDER_RELEASE "{root}/{cache}/{place}/p")\n'
              f'set(part{number}_INCLUDE_DIRS_RELEASE "${{part{number}_PACKAGE_FOLDER_RELEASE}}/include")\n' + "set(more \"\")\n" * 60)
        write(f"{cmake}-config-version.cmake", 'set(PACKAGE_VERSION "1.0")\n')
    database.commit()
    database.close()
    return everything

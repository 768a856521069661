#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the build tree of a large product as CMake, ninja, the linker and SoupTrace's launcher would have left it, compiling next to nothing.

    tree.py OUTPUT --program souptrace --launcher souptrace-link --module DIRECTORY [--targets N --objects N …]

The parts are those of a small build (template.py). Static libraries hold objects of their own; every link takes most members of some of the
libraries, so that `linked` objects in all are linked by some binary, and the others are compiled for nothing. Prints what it made as JSON.
"""
import argparse
import json
import os
import random
import shutil
import struct
import subprocess
import time

import template as small
from links import LinkForms, archive, stat_numbers

MAIN_OBJECTS = 3          # of each link, on its command line
SYSTEM_HEADERS = 0.5      # of the objects include many of the system's headers, the others few
LIBRARIES_INCLUDED = 4    # whose headers an object includes, besides its own library's
SOURCE, HEADER, OBJECT = 8192, 5120, 16384  # bytes, on average


def make(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def link_key(output):
    """FNV-1a, 64 bits (formats/link_log.hpp)."""
    value = 14695981039346656037
    for byte in output.encode():
        value = (value ^ byte) * 1099511628211 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


class Object:
    """One translation unit. `name` is that of its source, which lies in `directory`; paths are relative to the build directory."""

    def __init__(self, target, directory, name, headers):
        self.source, self.headers = f"{directory}/{name}", headers
        self.path = f"{directory}/CMakeFiles/{target}.dir/{name}.o"
        self.name = f"{name}.o"


class Library:
    def __init__(self, number):
        self.number, self.target, self.archive = number, f"part{number:05}", f"lib/libpart{number:05}.a"
        self.is_foreign = number % 10 == 9
        self.directory = f"third_party/part{number:05}" if self.is_foreign else self.target
        self.objects, self.members, self.headers, self.size = [], [], [], 0


class Tree(LinkForms):
    def __init__(self, options):
        self.options, self.random = options, random.Random(1)
        self.source, self.build = f"{options.output}/product", f"{options.output}/product/build"
        self.template = small.Template(options.output, options.program, options.launcher, options.module, options.maps)
        self.state = f"{self.build}/CMakeFiles/souptrace-state"
        self.filler = self.random.randbytes(1 << 20)
        self.words = ("int scale(int value); // words as long as those of a source are\n" * 1024).encode()
        self.files, self.reports, self.linked = set(), 0, 0
        self.libraries, self.links = self._plan()

    def size(self, mean):
        return int(min(self.random.lognormvariate(0, 1) * mean * 0.6, 20 * mean))

    def _plan(self):
        o = self.options
        count = max(1, o.targets * 4 // 5)
        libraries = [Library(n) for n in range(count)]
        for n in range(o.headers):
            owner = libraries[n % count]
            owner.headers.append(f"{owner.directory}/include/h{n:06}.h")
        links = [{"number": n, "is_shared": n % 5 == 0} for n in range(max(2, o.targets - count))]
        mains = len(links) * MAIN_OBJECTS
        for n in range(o.objects - mains):
            owner = libraries[n % count]
            headers = list(owner.headers)
            for k in range(LIBRARIES_INCLUDED):
                headers += libraries[(owner.number + 1 + k * k) % count].headers[:o.headers_of_others]
            system = self.template.system_headers["many" if self.random.random() < SYSTEM_HEADERS else "few"]
            owner.objects.append(Object(owner.target, owner.directory, f"u{n + 1:07}.cpp", (sorted(set(headers)), system)))
        return libraries, links

    # The files that the compiler and the archiver read and made.

    def write_sources(self):
        for library in self.libraries:
            for header in library.headers:
                make(f"{self.source}/{header}", f"// {header}\n".encode() + self.words[:self.size(HEADER)])
        for one in self.all_objects():
            make(f"{self.source}/{one.source}", f"// {one.source}\n".encode() + self.words[:self.size(SOURCE)])

    def all_objects(self):
        for library in self.libraries[:self.options.linked_libraries or None]:
            yield from library.objects
        for link in self.links:
            yield from link["objects"]

    def write_library(self, library, content):
        members = []
        for one in library.objects:
            name = small.unit(int(one.name[1:8])).encode()
            symbols = [b"_ZN14" + name + b"3f%02dEi" % k for k in range(small.SYMBOLS)]
            start = self.random.randrange(len(self.filler) // 2)
            bytes_ = content.replace(small.unit(small.PLACEHOLDER).encode(), name) + self.filler[start:start + self.size(OBJECT)]
            make(f"{self.build}/{one.path}", bytes_)
            members.append((one.name, symbols, bytes_))
        bytes_, starts = archive(members)
        make(f"{self.build}/{library.archive}", bytes_)
        library.size = len(bytes_)
        library.members = [(one, start, len(content)) for (one, _, content), start in zip(members, starts)]

    def write_libraries(self):
        content = self.template.bytes("part00000/CMakeFiles/part00000.dir/u0000000.cpp.o")
        for library in self.libraries[:self.options.linked_libraries or None]:
            self.write_library(library, content)
        self._compare_archive(self.libraries[0])

    def _compare_archive(self, library):
        """The archiver itself makes the same of the same objects."""
        real = f"{self.options.output}/real.a"
        subprocess.run(["ar", "qcsD", real, *(f"{self.build}/{one.path}" for one in library.objects)], check=True)
        with open(real, "rb") as a, open(f"{self.build}/{library.archive}", "rb") as b:
            assert a.read() == b.read(), "an archive is not as ar makes it"
        os.remove(real)

    # The links.

    def plan_links(self):
        usable = self.libraries[:self.options.linked_libraries or None]
        for link in self.links:
            number = link["number"]
            kind = "shared" if link["is_shared"] else "app"
            target = f"{kind}{number:05}"
            link["target"], link["kind"] = target, kind
            link["output"] = f"lib/lib{target}.so" if link["is_shared"] else f"bin/{target}"
            system = self.template.system_headers["many"]
            link["objects"] = [Object(target, target, f"m{number:05}{k}.cpp", ([], system)) for k in range(MAIN_OBJECTS)]
            step = max(1, len(usable) // len(self.links))
            chosen = {(number * step + k) % len(usable) for k in range(min(self.options.libraries_of_link, len(usable)))}
            link["libraries"] = [usable[k] for k in sorted(chosen)]
            link["shared"] = f"{number // 5 * 5:05}"

    def write_links(self):
        for kind in ("shared", "app"):  # one links the other
            for link in self.links:
                if link["kind"] == kind:
                    self.write_link(link)
        make(f"{self.state}/links/changed", "")

    def write_link(self, link):
        source = self.template.bytes(f"{link['kind']}00000/CMakeFiles/{link['kind']}00000.dir/m000.cpp.o")
        for one in link["objects"]:
            start = self.random.randrange(len(self.filler) // 2)
            make(f"{self.build}/{one.path}", source + one.path.encode() + self.filler[start:start + self.size(OBJECT)])
        old = f"lib/lib{link['kind']}00000.so" if link["is_shared"] else "bin/app00000"
        binary = self.template.bytes(old).replace(b"libshared00000.so", f"libshared{link['shared']}.so".encode())
        folder = self.template.links[os.path.basename(old)]
        record = self.template.text(f"{folder}/record")
        build_id = next(one for one in record.splitlines() if one.startswith("build-id ")).partition(" ")[2]
        new_id = f"{link['number']:040x}"
        binary = binary.replace(bytes.fromhex(build_id), bytes.fromhex(new_id)) + self.filler[:len(link["libraries"]) * 30000]
        started = time.time_ns()
        make(f"{self.build}/{link['output']}", binary)
        os.chmod(f"{self.build}/{link['output']}", 0o755)
        to = f"{self.state}/links/{link_key(self.build + '/' + link['output'])}"
        sizes = {}
        for name in os.listdir(folder):
            if name != "record":
                content = self.multiply(name, self.template.text(f"{folder}/{name}"), link)
                make(f"{to}/{name}", content)
                sizes[name] = len(content.encode())
        content = self.record(record.replace(build_id, new_id), link, started, sizes)
        make(f"{to}/record", content)
        self.reports += sum(sizes.values()) + len(content)

    # What CMake and ninja wrote.

    def write_deps_log(self):
        ids, records = {}, [b"# ninjadeps\n" + struct.pack("<I", 4)]

        def number(path):
            if path not in ids:
                bytes_ = path.encode()
                bytes_ += b"\0" * (-len(bytes_) % 4)
                records.append(struct.pack("<I", len(bytes_) + 4) + bytes_ + struct.pack("<I", ~len(ids) & 0xFFFFFFFF))
                ids[path] = len(ids)
            return ids[path]

        everything = [one for library in self.libraries for one in library.objects] + [one for link in self.links for one in link["objects"]]
        now = time.time_ns()
        for one in everything:
            output, source = number(one.path), number(f"{self.source}/{one.source}")
            own, system = one.headers
            inputs = [source, *(number(f"{self.source}/{header}") for header in own), *(number(header) for header in system)]
            records.append(struct.pack(f"<IIQ{len(inputs)}I", 0x80000000 | 12 + 4 * len(inputs), output, now, *inputs))
        make(f"{self.build}/.ninja_deps", b"".join(records))

    def write_replies(self):
        reply = f"{self.build}/.cmake/api/v1/reply"
        shutil.copytree(f"{self.template.build}/.cmake", f"{self.build}/.cmake")
        for name in os.listdir(reply):
            if name.startswith("target-"):
                os.remove(f"{reply}/{name}")
        codemodel_name, codemodel = self.template.reply("codemodel")
        configuration = codemodel["configurations"][0]
        pattern, directory = configuration["targets"][0], configuration["directories"][0]
        configuration["targets"], configuration["directories"] = [], []
        for kind, parts in (("part", self.libraries), ("link", self.links)):
            for part in parts:
                index = len(configuration["targets"])
                entry, target = self._target(kind, part, pattern, index)
                configuration["targets"].append(entry)
                configuration["directories"].append(directory | {"build": target["paths"]["build"], "source": target["paths"]["source"],
                                                                 "targetIndexes": [index]})
                make(f"{reply}/{entry['jsonFile']}", to_json(target))
        codemodel["paths"] = {"build": self.build, "source": self.source}
        make(f"{reply}/{codemodel_name}", to_json(codemodel))
        name, files = self.template.reply("cmakeFiles")
        files["paths"] = codemodel["paths"]
        make(f"{reply}/{name}", to_json(files))

    def _target(self, kind, part, pattern, index):
        is_library = kind == "part"
        old = "part00000" if is_library else f"{part['kind']}00000"
        name, objects = (part.target, part.objects) if is_library else (part["target"], part["objects"])
        target = json.loads(json.dumps(self.template.reply(f"target-{old}")[1]).replace(old, name).replace(self.template.source, self.source))
        directory = part.directory if is_library else name
        target["paths"] = {"build": directory, "source": directory}
        target["id"] = f"{name}::@{index:020x}"
        group = target["compileGroups"][0]
        group["sourceIndexes"] = list(range(len(objects)))
        others = self.libraries[part.number:part.number + LIBRARIES_INCLUDED] if is_library else part["libraries"]
        group["includes"] = [{"backtrace": 2, "path": f"{self.source}/{one.directory}/include"} for one in others]
        target["sources"] = [target["sources"][0] | {"path": one.source} for one in objects]
        target["sourceGroups"][0]["sourceIndexes"] = group["sourceIndexes"]
        return pattern | {"directoryIndex": index, "id": target["id"], "jsonFile": f"target-{name}-{index:020x}.json", "name": name}, target

    def write_project(self):
        project = json.loads(self.template.text(f"{self.template.state}/project.json").replace(self.template.build, self.build)
                             .replace(self.template.source, self.source))
        project["targets"] = sorted(one["target"] for one in self.links)
        component, = project["components"]
        project["components"] = [component | {"name": one.target, "paths": [f"{self.source}/{one.directory}"]}
                                 for one in self.libraries if one.is_foreign]
        make(f"{self.state}/project.json", json.dumps(project))

    def write(self):
        self.plan_links()
        self.write_sources()
        self.write_libraries()
        self.write_links()
        self.write_deps_log()
        self.write_replies()
        self.write_project()
        return self.summary()

    def summary(self):
        used, system = set(), set()
        members = 0
        for link in self.links:
            used.update(one.path for one in link["objects"])
            used.update(one.source for one in link["objects"])
            for library in link["libraries"]:
                taken = len(self.taken(library))
                members += taken
                used.add(library.archive)
                for one in library.objects[:taken]:
                    used.update([one.path, one.source])
                    used.update(one.headers[0])
                    system.update(one.headers[1])
            system.update(self.template.system_headers["many"])
        # A shared library is a file of its own only where it is linked; an executable is no file of the trace but a binary.
        used.update(f"lib/libshared{link['shared']}.so" for link in self.links if not link["is_shared"])
        return {"build": self.build, "targets": len(self.libraries) + len(self.links), "binaries": len(self.links),
                "objects": sum(len(one.objects) for one in self.libraries) + len(self.links) * MAIN_OBJECTS,
                "own_files": len(used), "system_headers": len({os.path.realpath(one) for one in system}), "members": members,
                "report_bytes": self.reports, "deps_log_bytes": os.path.getsize(f"{self.build}/.ninja_deps")}


def to_json(value):
    return json.dumps(value, indent="\t", separators=(",", " : "))


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=os.path.realpath)
    for name in ("program", "launcher", "module"):
        parser.add_argument(f"--{name}", required=True, type=os.path.realpath)
    parser.add_argument("--targets", type=int, default=100)
    parser.add_argument("--objects", type=int, default=2500, help="in the deps log and the File API's reply")
    parser.add_argument("--headers", type=int, default=870, help="of the product, over all libraries")
    parser.add_argument("--headers-of-others", type=int, default=5, help="of each other library that an object includes")
    parser.add_argument("--libraries-of-link", type=int, default=28)
    parser.add_argument("--linked-libraries", type=int, default=0, help="0: all; the others have no files, only records")
    parser.add_argument("--maps", action="store_true", help="LINK_MAP ON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    print(json.dumps(Tree(parse()).write(), indent=1))

# SPDX-License-Identifier: Apache-2.0
"""The form of archives, and of what the linker and the launcher say of a link: template.py's, with other names put in."""
import os
import struct
import time

import template as small

TAKEN = 0.8  # of a library's members, by every link that has the library


def stat_numbers(path):
    one = os.stat(path)
    return f"{one.st_dev} {one.st_ino} {one.st_size} {one.st_mtime_ns} {one.st_ctime_ns}"


def archive(members):
    """An archive as GNU ar makes it, of (name, symbols, bytes) each, and where the bytes of each member begin."""
    names = b"".join(symbol + b"\0" for _, symbols, _ in members for symbol in symbols)
    count = sum(len(symbols) for _, symbols, _ in members)
    index_size = 4 + 4 * count + len(names)
    at = 8 + 60 + index_size + index_size % 2
    headers, body, starts = [], [], []
    for name, symbols, content in members:
        headers += [at] * len(symbols)
        starts.append(at + 60)
        body += [f"{name + '/':16}0           0     0     644     {len(content):<10}`\n".encode(), content, b"\n" * (len(content) % 2)]
        at += 60 + len(content) + len(content) % 2
    index = struct.pack(f">I{count}I", count, *headers) + names
    head = f"{'/':16}{0:<12}{0:<6}{0:<6}{0:<8}{len(index):<10}`\n".encode()
    return b"!<arch>\n" + head + index + b"\0" * (len(index) % 2) + b"".join(body), starts


class LinkForms:
    """Needs `template`, and `build`, the build directory."""

    def taken(self, library):
        return library.members[:max(1, int(len(library.members) * TAKEN))]

    def renamed(self, text, link):
        """`text` with the names of this link's own files."""
        kind = link["kind"]
        if not link["is_shared"]:
            text = text.replace("libshared00000.so", f"libshared{link['shared']}.so")
        return text.replace(f"{kind}00000", link["target"])

    def multiply(self, name, text, link):
        own, library = f"{link['kind']}00000/CMakeFiles/{link['kind']}00000.dir/m000.cpp.o", "lib/libpart00000.a"
        member = {"trace.txt": f"({library})u0000000.cpp.o", "map.txt": f"{library}(u0000000.cpp.o)"}.get(name, "(no member)")
        out, chunks = [], {"dependencies.d": rules, "trace.txt": lines, "map.txt": map_chunks, "plugin.txt": entries}[name](text)
        for chunk in chunks:
            if own in chunk and member not in chunk:
                out += [self.renamed(chunk.replace(own, one.path), link) for one in link["objects"]]
            elif name == "plugin.txt" and library in chunk:
                if chunk.startswith("0\t"):
                    for one in link["libraries"]:
                        out.append(f"0\t{one.size}\t{one.archive}\0")
                        out += [f"{start}\t{size}\t{one.archive}\0" for _, start, size in self.taken(one)]
            elif name == "trace.txt" and library in chunk:
                if member not in chunk:
                    for one in link["libraries"]:
                        out.append(one.archive + "\n")
                        out += [f"({one.archive}){member_name}\n" for member_name, _, _ in self.taken(one)]
            elif member in chunk:
                chunk = self.renamed(chunk.replace(own, link["objects"][0].path), link)
                for one in link["libraries"]:
                    of_library = chunk.replace(library, one.archive)
                    out += [of_library.replace("u0000000.cpp.o", member_name).replace(small.unit(small.PLACEHOLDER), "scale_0" + member_name[1:8])
                            for member_name, _, _ in self.taken(one)]
            elif library in chunk:
                out += [chunk.replace(library, one.archive) for one in link["libraries"]]
            else:
                out.append(self.renamed(chunk, link))
        return "".join(out)

    def record(self, text, link, started, sizes):
        own, library = f"{link['kind']}00000/CMakeFiles/{link['kind']}00000.dir/m000.cpp.o", "lib/libpart00000.a"
        out, inputs = [], []
        for line in text.splitlines():
            key, _, value = line.partition(" ")
            if key == "input":
                path = line.split(" ", 6)[6]
                if path.startswith(self.template.build):
                    path = f"{self.build}/{path[len(self.template.build) + 1:]}"
                    inputs += [f"{self.build}/{one}" for one in self._own_inputs(path, own, library, link)]
                else:
                    inputs.append(path)
                continue
            if key == "report" and inputs:
                out += [f"input {stat_numbers(one)} {one}" for one in sorted(inputs)]
                inputs = []
            if key == "report":
                kind, file, *size = value.split(" ")
                line = f"report {kind} {file}" + (f" {sizes[file]}" if size else "")
            elif key == "started":
                line = f"started {started}"
            elif key == "finished":
                line = f"finished {time.time_ns()}"
            elif key == "output-file":
                line = f"output-file {stat_numbers(self.build + '/' + link['output'])} {self.build}/{link['output']}"
            elif key == "argument" and own in value:
                out += [f"argument {one.path}" for one in link["objects"]]
                continue
            elif key == "argument" and value == library:
                out += [f"argument {one.archive}" for one in link["libraries"]]
                continue
            out.append(self.renamed(line.replace(self.template.build, self.build), link))
        return "\n".join(out) + "\n"

    def _own_inputs(self, path, own, library, link):
        if path.endswith(own):
            return [one.path for one in link["objects"]]
        if path.endswith(library):
            return [one.archive for one in link["libraries"]]
        return [f"lib/libshared{link['shared']}.so"]


def lines(text):
    return text.splitlines(keepends=True)


def rules(text):
    """The lines of a dependency file; those that are rules of their own with the empty line in front."""
    first, *others = text.rstrip("\n").split("\n\n")
    return lines(first + "\n") + [f"\n{one}\n" for one in others]


def entries(text):
    return [one + "\0" for one in text.split("\0")[:-1]]


def map_chunks(text):
    """The lines of a map; those of one input section of the library's member, with its symbols, as one."""
    out = []
    in_member = False
    for line in lines(text):
        is_member = "lib/libpart00000.a(" in line
        stripped = line.rstrip("\n")
        is_symbol = in_member and line.startswith(" " * 16 + "0x") and small.unit(small.PLACEHOLDER) in line
        continues = out and (is_symbol or is_member and line.startswith(" " * 16) and out[-1].startswith(" .") and out[-1].count(" ") == 1
                             or out[-1].startswith("lib/libpart00000.a(") and out[-1].count("\n") == 1 and stripped.startswith(" " * 30))
        if continues:
            out[-1] += line
        else:
            out.append(line)
        in_member = is_member or is_symbol
    return out

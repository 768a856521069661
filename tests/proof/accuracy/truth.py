# SPDX-License-Identifier: Apache-2.0
"""The truth about a build, established without SoupTrace's code, trace or reports: what strace, the linkers' own reports in a second and
untraced run of each link, readelf, ldd, preprocessors under strace and dpkg say.

It is a value of JSON:

    {"binaries": {path: {"opened": [path], "members": [[archive, name, offset]], "ambiguous": [[archive, name]], "needed": [path],
                         "dropped": [path], "loaded": [path], "objects": [[path]], "sha256": text, "sameBytes": bool}},
     "compilations": {object: [path]}, "owners": {path: [package]}}

An entry of `objects` has several paths when objects of the build have the same bytes: which of them became the member cannot be told.
"ambiguous" are members of which the linker's report names an archive that has the name more than once.
"""

import concurrent.futures
import hashlib
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "oracle"))
import link_oracle
import member_truth
import strace_log
import system_truth

ASSEMBLED = (".S", ".s", ".asm", ".sx")
PRODUCT = "the product"


class OracleFailed(Exception):
    """Nothing can be said about the tracer."""


def _compiler_again(words, output):
    """The command of a compilation as one that only reads what it would compile, and writes nothing but `output`."""
    # nasm's -MD has the name of the file with it.
    with_value = {"-MF", "-MT", "-MQ", "-o"} | ({"-MD"} if link_oracle.ASSEMBLER.match(os.path.basename(words[0])) else set())
    out, at = [], 0
    while at < len(words):
        if words[at] in with_value:
            at += 2
            continue
        if words[at] not in ("-MD", "-MMD"):
            out.append(words[at])
        at += 1
    # What an assembler includes by itself (.incbin, nasm's %include) is seen only when it runs.
    return out + ([] if any(word.endswith(ASSEMBLED) for word in words) else ["-E"]) + ["-o", output]


def _entered(preprocessed, directory):
    """Real paths of the files whose text the preprocessor went into, as the line markers of its output say: __has_include opens a file, too."""
    with open(preprocessed, encoding="utf-8", errors="surrogateescape") as file:
        names = re.findall(r'^# \d+ "((?:[^"\\]|\\.)*)"', file.read(), re.M)
    return {os.path.realpath(os.path.join(directory, re.sub(r"\\(.)", r"\1", one))) for one in set(names)}


class Compilations:
    """What each object of one build tree was compiled from, each established once."""

    def __init__(self, build, scratch, jobs):
        self._build, self._scratch, self._jobs = build, scratch, jobs
        self.files = {}
        self._precompiled = {}

    def establish(self, objects, commands):
        wanted = sorted(set(objects) - set(self.files))
        headers = sorted({one for path in wanted for one in self._precompiled_headers(commands[path], commands)} - set(self._precompiled))
        for kept, paths in ((self._precompiled, headers), (self.files, wanted)):
            with concurrent.futures.ThreadPoolExecutor(self._jobs) as pool:
                for path, files in zip(paths, pool.map(lambda one: self._files_of(one[1], commands[one[1]], one[0]), enumerate(paths))):
                    kept[path] = files
        for path in wanted:
            # The preprocessor reads the headers anew; the compiler took them out of the precompiled one, and that was compiled from more than them.
            more = [one for header in self._precompiled_headers(commands[path], commands) for one in self._precompiled[header]]
            self.files[path] = sorted({*self.files[path], *more})

    def _precompiled_headers(self, words, commands):
        """The precompiled headers of the build that this command takes: gcc names the header, clang the precompiled one."""
        named = [os.path.normpath(os.path.join(self._build, after)) for word, after in zip(words, words[1:]) if word in ("-include", "-include-pch", "-Xclang")]
        return [one + ending for one in named for ending in ("", ".gch", ".pch") if one + ending in commands]

    def _files_of(self, path, words, number):
        output = os.path.join(self._scratch, f"compiled-{number}")
        log = output + ".strace"
        done = strace_log.run(_compiler_again(words, output), log, cwd=self._build, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise OracleFailed(f"{path} cannot be compiled again: {done.stderr[-600:]}")
        unit = link_oracle.compilations(strace_log.read(log)).get(output)
        if unit is None:
            raise OracleFailed(f"strace saw no compiler for {path}: {' '.join(words)}")
        files = unit.files
        if "-E" in unit.command:
            files = files & _entered(output, self._build)
        for one in (output, log):
            os.unlink(one)
        return sorted(files)


class Objects:
    """The objects of the build by their bytes."""

    def __init__(self, commands):
        self.paths = {os.path.realpath(path) for path in commands if path.endswith(".o") and os.path.isfile(path)}
        self._by_digest, self._archives = {}, {}
        for path in sorted(self.paths):
            self._by_digest.setdefault(system_truth.sha256(path), []).append(path)

    def of_member(self, archive, name, offset):
        """The objects that have the bytes of this member; [] for a member that the build did not compile."""
        if archive not in self._archives:
            with open(archive, "rb") as file:
                content = file.read()
            self._archives[archive] = {start: hashlib.sha256(content[start:start + size]).hexdigest()
                                       for _, start, size in member_truth.archive_members(archive)}
        paths = self._by_digest.get(self._archives[archive].get(offset, ""), [])
        named = [one for one in paths if os.path.basename(one) == name]
        return named or paths


def _loaded(path):
    """Real paths of what the loader would bring in, by ldd, which asks the loader."""
    text = subprocess.run(["ldd", path], capture_output=True, text=True).stdout
    # "name => path (address)", or the path alone; a name and a path may have blanks.
    return {os.path.realpath(one) for one in re.findall(r"^\t(?:.* => )?(/.*) \(0x[0-9a-f]+\)$", text, re.M)}


def _is_same_without_souptrace(link, scratch):
    """Whether the untraced link of the oracle wrote the same bytes. Where it did not, it is linked once more at the very place: an
    executable with a version script has the name of its output in it."""
    with open(link.output, "rb") as file:
        traced = file.read()
    with open(os.path.join(scratch, os.path.basename(link.output)), "rb") as file:
        if file.read() == traced:
            return True
    aside = link.output + ".traced"
    os.rename(link.output, aside)
    try:
        subprocess.run(link.driver, cwd=link.directory, check=True, capture_output=True)
        with open(link.output, "rb") as file:
            return file.read() == traced
    finally:
        os.replace(aside, link.output)


def _binary(link, commands, objects, scratch):
    link.driver = commands[link.output]
    members, ambiguous = member_truth.located(member_truth.named_members(link, scratch))
    needed, dropped = link_oracle.shared_libraries(link, link.output)
    linked = [[one] for one in sorted(set(link.inputs) & objects.paths)]
    linked += [paths for one in sorted(members) if one[1] and (paths := objects.of_member(*one))]
    linked += [[path] for path, name, _ in sorted(members) if not name and path in objects.paths]
    return {"opened": sorted(link.inputs), "members": sorted(map(list, members)), "ambiguous": sorted(map(list, ambiguous)),
            "needed": sorted(needed), "dropped": sorted(dropped), "loaded": sorted(_loaded(link.output)), "objects": linked,
            "sha256": system_truth.sha256(link.output), "sameBytes": _is_same_without_souptrace(link, scratch)}


def _owners(files, tree):
    """{path: its packages}; a file below the product's source or build directory is the product's."""
    own = {one for one in files if one.startswith((tree.source + "/", tree.build + "/"))}
    packages = system_truth.dpkg_owners(files - own)
    out = {path: sorted({one.split(":")[0] for one in packages.get(path, set())}) for path in files - own}
    return {**out, **{path: [PRODUCT] for path in own}}


def establish(tree, compilations, scratch):
    """Links the compiled `tree` under strace, with SoupTrace as it is configured, and gives the truth about it."""
    os.makedirs(scratch, exist_ok=True)
    for path in tree.linked():
        if os.path.lexists(path):
            os.unlink(path)
    log = os.path.join(scratch, "strace")
    tree.make_watched(log)
    commands = tree.commands()
    links = {output: link for output, link in link_oracle.links(strace_log.read(log)).items()
             if link.exit_code == 0 and output in commands and os.path.isfile(output)}
    if not links:
        raise OracleFailed(f"{tree.build}: strace saw no link")
    objects = Objects(commands)
    binaries = {output: _binary(link, commands, objects, scratch) for output, link in sorted(links.items())}
    linked = {path for one in binaries.values() for paths in one["objects"] for path in paths}
    compilations.establish(linked, commands)
    files = {path for one in binaries.values() for kind in ("opened", "loaded") for path in one[kind]}
    files |= {path for one in linked for path in compilations.files[one]}
    return {"binaries": binaries, "compilations": {one: compilations.files[one] for one in sorted(linked)}, "owners": _owners(files, tree)}

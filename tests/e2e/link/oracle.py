# SPDX-License-Identifier: Apache-2.0
"""What a linker really opened, from strace; and what archives really hold, read apart from the code under test."""
import os
import re
import subprocess

CALLS = "openat,open,openat2,execve,clone,clone3,fork,vfork"
OPEN = re.compile(r'^(?:open|openat|openat2)\((?:AT_FDCWD(?:<[^>]*>)?, )?"((?:[^"\\]|\\.)*)", (.*?)\) += \d+<(.*)>$')
OPEN_FLAGS = re.compile(r"O_(WRONLY|RDWR|DIRECTORY)")
EXEC = re.compile(r'^execve\("((?:[^"\\]|\\.)*)", \[(.*)\].*\) += 0$')
FORK = re.compile(r"^(?:clone|clone3|fork|vfork)\(.*\) += (\d+)")
LINKER = re.compile(r"(^|[-/])(ld(\.bfd|\.gold|\.lld(-\d+)?|\.mold)?|lld|ld64\.lld|mold)$")
# Read by the linker's process without being inputs: its environment, and what it wrote itself.
NOISE = re.compile(r"^/(proc|dev|sys)/|/locale/|/gconv/|ld\.so\.cache$|\.gmo$|souptrace-linker-plugin\.so$"
                   r"|\.ltrans\d*\.|\.lto\.|/lto-llvm-|/cc\w{6}(\.res|\.args)?$|/response-\w+\.txt$|/openssl\.cnf$|^pipe:")


def joined(log):
    """strace's lines with "<unfinished ...>" and "resumed" put together, as (pid, text)."""
    pending = {}
    for line in log.splitlines():
        pid, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            pending[pid] = text[: -len("<unfinished ...>")]
        elif text.startswith("<... "):
            yield pid, pending.pop(pid, "") + text[text.index(">") + 1:]
        else:
            yield pid, text


def opens_of_linker(log):
    """Paths (without symbolic links) that linker processes opened to read, in order, one list for each program start."""
    lines = list(joined(log))
    # Known before anything else is looked at: a thread may open files before the call that made it has returned.
    parent = {found[1]: pid for pid, text in lines if (found := FORK.match(text))}
    runs, run_of = [], {}
    for pid, text in lines:
        if found := EXEC.match(text):
            run_of[pid] = None
            if LINKER.search(found[1]):
                runs.append({"program": found[1], "version": '"--version"' in found[2], "paths": []})
                run_of[pid] = runs[-1]
        elif found := OPEN.match(text):
            while pid not in run_of and pid in parent:
                pid = parent[pid]
            run = run_of.get(pid)
            if run is not None and not OPEN_FLAGS.search(found[2]) and not found[3].endswith("(deleted)"):
                run["paths"].append(found[3])
    return runs


def strace(command, cwd, log):
    done = subprocess.run(["strace", "-f", "--seccomp-bpf", "-y", "-s", "4096", "-e", f"trace={CALLS}", "-o", log, *command], cwd=cwd,
                          capture_output=True, text=True)
    with open(log, encoding="utf-8", errors="surrogateescape") as file:
        return done, opens_of_linker(file.read())


_baselines = {}


def baseline(program, scratch):
    """What the linker's own loader opens."""
    if program not in _baselines:
        _, runs = strace([program, "--version"], scratch, f"{scratch}/baseline.strace")
        _baselines[program] = [path for run in runs for path in run["paths"]]
    return _baselines[program]


def loaded_with(plugin):
    """What the loader opens with a plugin."""
    text = subprocess.run(["ldd", plugin], capture_output=True, text=True).stdout
    return [real(path) for path in re.findall(r"=> (/\S+)", text)]


def opened_inputs(runs, scratch, output):
    """The set of files that the link read as inputs."""
    opened = set()
    for run in runs:
        if run["version"]:
            continue
        paths = list(run["paths"])
        own = baseline(run["program"], scratch)
        plugins = [path for path in paths if path.endswith("/LLVMgold.so")]
        # Each once: libc.so.6 is opened by the loader and as an input.
        for path in own + [one for plugin in plugins for one in loaded_with(plugin) if one not in own]:
            if path in paths:
                paths.remove(path)
        opened |= {path for path in paths if not NOISE.search(path) and path != output}
    return opened


def archive_members(path):
    """(name, offset, size) of every member of an ordinary archive: ar(5) in the System V form."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"!<arch>\n", path
    members, names, at = [], b"", 8
    while at + 60 <= len(data):
        name, size = data[at:at + 16].rstrip(), int(data[at + 48:at + 58])
        start = at + 60
        if name == b"//":
            names = data[start:start + size]
        elif name not in (b"/", b"/SYM64/"):
            if name[:1] == b"/" and name[1:].isdigit():
                entry = int(name[1:])
                name = names[entry:names.index(b"/\n", entry)]
            members.append((name.rstrip(b"/").decode(), start, size))
        at = start + size + size % 2
    return members


def member_at(path, offset):
    return next(name for name, start, _ in archive_members(path) if start == offset)


def members_that_linker_names(linker, command, cwd, scratch):
    """(real path of the archive, member) as the linker prints them without any help of ours; nothing for mold."""
    output = f"{scratch}/plain.out"
    command = [output if command[i - 1] == "-o" else word for i, word in enumerate(command)]
    if linker in ("bfd", "gold"):
        subprocess.run([*command, f"-Wl,-Map={output}.map"], cwd=cwd, check=True, capture_output=True)
        with open(f"{output}.map", encoding="utf-8") as file:
            block = file.read().split("Archive member included")[1].split("\n\n")[1]
        names = re.findall(r"^(\S+\.a)\((.*?)\)", block, re.MULTILINE)
    elif linker.startswith("lld"):
        done = subprocess.run([*command, "-Wl,-t"], cwd=cwd, check=True, capture_output=True, text=True)
        names = re.findall(r"^(.*\.a)\((.*)\)$", done.stdout, re.MULTILINE)
    else:
        return None
    return {(real(os.path.join(cwd, path)), member) for path, member in names}


def needed(path):
    text = subprocess.run(["readelf", "-d", path], capture_output=True, text=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.*)\]", text)


def real(path):
    return os.path.realpath(path)

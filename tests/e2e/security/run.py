# SPDX-License-Identifier: Apache-2.0
"""What an attacker or a careless build hands in: secrets, symbolic links, archives and documents that are made to explode.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --plugin FILE --work DIRECTORY [--sanitized]
"""
import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
from product import REPOSITORY, Failed, Product, check, checked, run  # noqa: E402

CASES = []
SECRET = "hunter22c0ffee"  # in every secret that is planted
TOKEN = "ghp_" + SECRET + "0123456789abcdef"
MORE = f"""
target_compile_definitions(app PRIVATE API_KEY="{SECRET}1" SERVICE="https://user:{SECRET}2@host/a?access_token={SECRET}3" USE_TOKEN=1)
target_compile_options(app PRIVATE "-DUPLOAD=\\"{TOKEN}\\"")
target_link_options(app PRIVATE -Wl,-rpath,/opt/x?token={SECRET}4)
souptrace_component(NAME pinned VERSION 2 LICENSE MIT URL "https://deploy:{SECRET}5@host/pinned.git"
  PURL "pkg:generic/pinned@2?download_url=https://deploy:{SECRET}6%40host/pinned.tar.gz" PATHS pinned)
target_sources(app PRIVATE pinned/pinned.c)
add_custom_command(TARGET app POST_BUILD COMMAND ${{CMAKE_COMMAND}} -E copy app app.signed)
souptrace_post_link(TARGET app OUTPUT ${{CMAKE_BINARY_DIR}}/app.signed ACTION sign TOOL "signer --passphrase={SECRET}7")
"""


def case(function):
    CASES.append(function)
    return function


def everything_below(directory):
    return {path: path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def with_secrets(tools, work):
    """The product with secrets where builds have them, not built yet."""
    def plant(product):
        (product.source / "pinned").mkdir()
        (product.source / "pinned/pinned.c").write_text("int pinned(void) { return 9; }\n")
        with open(product.source / "CMakeLists.txt", "a", encoding="utf-8") as lists:
            lists.write(MORE)

    return Product(tools, work / "product", before=plant)


@case
def secrets_of_a_build_are_in_no_document_and_no_message(tools, work):
    product = with_secrets(tools, work)
    product.git("remote", "add", "origin", f"https://user:{SECRET}8@github.com/example/device.git")
    said = {"the build": product.ninja(env={**os.environ, "RELEASE_TOKEN": SECRET + "9"})}
    check(said["the build"].returncode == 0, said["the build"].stdout)
    trace = product.output / "trace.json"
    documents = work / "documents"
    documents.mkdir(exist_ok=True)
    commands = [["show"], ["explain", "app"], ["report", "--output", documents / "report.html"], ["register", "init", "--output", documents / "soup"],
                ["diff", trace, trace], ["sbom", "--binary", "app", "--format", "spdx-2.3", "--output", documents / "app.spdx-2.3.json"],
                ["bundle", "--output", documents / "release.tar"],
                ["vulns", "--osv", f"http://user:{SECRET}a@127.0.0.1:1", "--output", documents / "vulnerabilities.json"],
                ["vulns", "--osv", f"ftp://user:{SECRET}b@127.0.0.1", "--output", documents / "vulnerabilities.json"]]
    for words in commands:
        given = [words[0], *words[1:]] if words[0] == "diff" else [words[0], trace, *words[1:]]
        if words[0] == "explain":
            given = ["explain", "app", "--trace", trace]
        if words[0] == "register":
            given = ["register", "init", trace, *words[2:]]
        said[" ".join(map(str, words))] = run([tools.souptrace, *given])
    for what, done in said.items():
        # The build itself may print its commands; SoupTrace's own lines are what counts.
        own = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if what != "the build" or "souptrace" in line and " -- " not in line)
        check(SECRET not in own, f"{what} says a secret:\n{own}")
        check(done.returncode in (0, 1, 2, 3), f"{what}: {done.returncode}")
    for directory in (product.output, documents):
        for path, content in everything_below(directory).items():
            check(SECRET.encode() not in content, f"a secret is in {path}: {content[max(0, content.find(SECRET.encode()) - 80):][:120]}")
    found = json.loads(trace.read_text())
    what = " ".join(one["subject"] + ": " + one["text"] for one in found["findings"] if one["code"] == "secret-withheld")
    for words in ("API_KEY", "access_token", "token", "declared:pinned@2"):
        check(words in what, f"no finding says that {words} was withheld: {what}")
    words = [word for flags in found["compileFlags"] for word in flags["words"]]
    check("-DUSE_TOKEN=1" in words and any(word.startswith("-DAPI_KEY=(withheld)") for word in words), words)
    # What is kept in the build tree beside build.ninja is as it is there; nothing else of the state may hold it.
    for path, content in everything_below(product.state).items():
        check(SECRET.encode() not in content or path.name in ("record", "project.json", "installed-Release", "installed"), f"a secret is in {path}")


def written(log):
    """Every path that was opened for writing, made, renamed, removed or changed: (path, line)."""
    for line in log.read_text(errors="replace").splitlines():
        if " = -1 " in line or "resumed>" in line:
            continue
        call = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if not call:
            continue
        if call.group(1) == "openat" and not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", line):
            continue
        for path in re.findall(r'"((?:[^"\\]|\\.)*)"', line):
            yield path, line


@case
def the_trace_step_runs_no_shell_and_writes_only_in_its_two_directories(tools, work):
    product = Product(tools, work / "product")
    check(product.ninja().returncode == 0, "the build fails")
    log = work / "strace.log"
    shutil.rmtree(product.output)
    done = run(["strace", "-f", "-qq", "-s", "300", "-o", log, "-e",
                "trace=execve,openat,creat,rename,renameat2,unlink,unlinkat,mkdir,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,utimensat",
                tools.souptrace, "trace", product.build])
    check(done.returncode == 0, done.stderr)
    programs = {re.search(r'execve\("([^"]*)"', line).group(1) for line in log.read_text().splitlines() if "execve(" in line and "= 0" in line}
    check({pathlib.Path(one).name for one in programs} <= {tools.souptrace.name, "git"}, f"it runs {programs}")
    own = (str(product.output) + os.sep, str(product.state) + os.sep, str(product.output), str(product.state))
    for path, line in written(log):
        if "execve(" in line or path == "/dev/null" or (tools.instrumented and path.endswith(".gcda")):
            continue
        check(path in own[2:] or path.startswith(own[:2]), f"it writes elsewhere: {line}")


@case
def the_launcher_runs_the_link_without_a_shell(tools, work):
    product = Product(tools, work / "product", git=False)
    check(product.ninja().returncode == 0, "the build fails")
    log = work / "strace.log"
    command = [tools.launcher, f"--state={product.state}", "--", "/usr/bin/cc", "CMakeFiles/app.dir/main.c.o", "-o", "app", "libutil.a", "libtinycrc.a",
               "libhelper.so"]
    done = run(["strace", "-f", "-qq", "-o", log, "-e", "trace=execve", *command], cwd=product.build)
    check(done.returncode == 0, done.stderr)
    programs = {pathlib.Path(found).name for found in re.findall(r'execve\("([^"]*)"[^\n]* = 0', log.read_text())}
    check(not programs & {"sh", "dash", "bash"} and {"souptrace-link", "cc"} <= programs, f"it runs {programs}")


@case
def no_source_calls_a_shell(tools, work):
    del tools, work
    asked = re.compile(r"\b(std::)?system\s*\(\s*[\"a-z]|\bpopen\s*\(|\"/bin/sh\"|\"sh\",\s*\"-c\"|wordexp\s*\(|\bexeclp?\s*\(")
    for path in sorted((REPOSITORY / "tracer").rglob("*.[ch]pp")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            check(not asked.search(line.split("//")[0]), f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()}")


@case
def symbolic_links_in_the_place_of_documents_and_memories_are_replaced_and_not_followed(tools, work):
    product = Product(tools, work / "product", git=False)
    check(product.ninja().returncode == 0, "the build fails")
    victims = work / "victims"
    victims.mkdir()
    names = [product.output / name for name in product.documents()]
    names += [path for path in product.state.iterdir() if path.is_file() and path.name.split("-")[0] in ("digests", "traced", "compiled", "output", "installed")]
    for path in names:
        victim = victims / path.name
        victim.write_bytes(b"mine")
        path.unlink()
        path.symlink_to(victim)
    done = product.trace()
    check(done.returncode in (0, 3), done.stderr)
    for victim in victims.iterdir():
        check(victim.read_bytes() == b"mine", f"written through a symbolic link: {victim.name}")
    for path in (path for path in names if path.suffix == ".json" and path.is_symlink()):
        check(done.returncode == 3, f"{path.name} is a symbolic link still")


@case
def names_in_a_former_trace_remove_nothing_outside_of_the_output_directory(tools, work):
    product = Product(tools, work / "product", git=False)
    check(product.ninja().returncode == 0, "the build fails")
    victim = product.build / "mine.cdx.json"
    victim.write_text("mine")
    trace = product.output / "trace.json"
    trace.write_text(trace.read_text().replace('"name": "app"', '"name": "../mine"', 1))
    check(product.trace().returncode == 0, "the next trace fails")
    check(victim.read_text() == "mine", "a file outside of the output directory was written or removed")


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


@case
def documents_made_to_explode_are_refused_in_little_memory_and_time(tools, work):
    work.mkdir(parents=True, exist_ok=True)
    huge = 8 << 20
    bombs = {"nested.json": b"[" * huge, "objects.json": b'{"a":' * (huge // 5), "deep.json": b'{"binaries":' + b"[" * huge,
             "string.json": b'{"a":"' + b"\\u0000" * (huge // 6), "numbers.json": b"[" + b"1e999999999," * (huge // 12),
             "keys.json": b"{" + b",".join(b'"k%d":0' % number for number in range(300_000)) + b"}"}
    for name, content in bombs.items():
        (work / name).write_bytes(content)
        for words in (["show", work / name], ["diff", work / name, work / name], ["verify", work / name], ["check", work / name, "--register", work / name]):
            done = run([tools.souptrace, *words], preexec_fn=None if tools.instrumented else limited)
            check(done.returncode in (1, 2, 3), f"{words[0]} {name}: {done.returncode}\n{done.stderr[:500]}")
            check("souptrace: error: " in done.stderr and "not enough memory" not in done.stderr, f"{words[0]} {name}: {done.stderr[:500]}")


@case
def programs_are_hardened(tools, work):
    del work
    for program in (tools.souptrace, tools.launcher, tools.plugin):
        text = checked(["readelf", "-lWd", program]).stdout
        stack = re.search(r"GNU_STACK.* (R\w*)\s+0x", text)
        check(stack is not None and "E" not in stack.group(1), f"{program.name}: its stack may be executed")
        check(not re.search(r"LOAD.* RWE ", text), f"{program.name}: a segment is writable and executable")
        if tools.instrumented:
            continue
        check("GNU_RELRO" in text, f"{program.name}: no RELRO")
        is_static = "There is no dynamic section" in text
        check(is_static or re.search(r"\bBIND_NOW|Flags: NOW", text), f"{program.name}: its relocations stay writable")
        check(program != tools.souptrace or "Elf file type is DYN" in text, f"{program.name}: not position-independent")
        symbols = checked(["readelf", "-sW", program]).stdout
        check(program == tools.plugin or "__stack_chk_fail" in symbols, f"{program.name}: no stack protector")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("souptrace", "launcher", "plugin", "work"):
        parser.add_argument("--" + name, required=True, type=pathlib.Path)
    parser.add_argument("--instrumented", action="store_true")
    parser.add_argument("cases", nargs="*")
    tools = parser.parse_args()
    failed = 0
    chosen = [one for one in CASES if not tools.cases or one.__name__ in tools.cases]
    if not chosen or len(chosen) < len(set(tools.cases)):
        parser.error("the cases are " + ", ".join(one.__name__ for one in CASES))
    for one in chosen:
        try:
            work = tools.work.resolve() / one.__name__[:40]
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(parents=True)
            one(tools, work)
            print(f"ok      {one.__name__}", flush=True)
        except (Failed, OSError, ValueError, KeyError, subprocess.SubprocessError) as problem:
            failed += 1
            print(f"FAILED  {one.__name__}: {problem}", flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

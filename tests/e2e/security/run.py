# SPDX-License-Identifier: Apache-2.0
"""What an attacker or a careless build hands in: secrets, symbolic links, archives and documents that are made to explode.

usage: run.py --souptrace PROGRAM --launcher PROGRAM --plugin FILE --build DIRECTORY --work DIRECTORY [--instrumented] [CASE...]
--build: what was built, to be installed. Exit code 77: a case needs what this machine lacks (a failure when SOUPTRACE_REQUIRE_ALL=1).
"""
import argparse
import gzip
import json
import os
import pathlib
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import zipfile

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
souptrace_post_link(TARGET app OUTPUT ${{CMAKE_BINARY_DIR}}/app.signed ACTION sign TOOL "signer --passphrase={SECRET}7 --token {SECRET}c -passin pass:{SECRET}d")
souptrace_post_link(TARGET app OUTPUT ${{CMAKE_BINARY_DIR}}/gone.bin ACTION "sign --password {SECRET}e" TOOL "x token={SECRET}f")
souptrace_post_link(TARGET app OUTPUT ${{CMAKE_BINARY_DIR}}/other.bin ACTION objcopy TOOL "objcopy --token {SECRET}g")
file(WRITE ${{CMAKE_BINARY_DIR}}/other.bin "other")
souptrace_component(NAME "twin?token={SECRET}h" VERSION 1 LICENSE "LicenseRef-ghp_{SECRET}hunter22ii" CPE "cpe:2.3:a:x:token={SECRET}j:1:*:*:*:*:*:*:*"
  PATHS twin/a)
souptrace_component(NAME "twin?token={SECRET}k" VERSION 1 LICENSE MIT PATHS twin/b)
target_sources(app PRIVATE twin/a/a.c twin/b/b.c third/sub/sub.c)
"""


class Lacking(Exception):
    """This machine lacks what the case needs."""


def need(program):
    if not shutil.which(program):
        raise Lacking(program + " is not installed")


def case(function):
    CASES.append(function)
    return function


def everything_below(directory):
    return {path: path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def add_submodule(product, url):
    """third/sub as a submodule that was cloned from `url`, as git leaves it."""
    sub = product.source / "third/sub"
    sub.mkdir(parents=True)
    (sub / "sub.c").write_text("int sub(void) { return 9; }\n")
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "sub"], ["remote", "add", "origin", url]):
        checked(["git", "-C", sub, *who, *words])
    (product.source / ".gitmodules").write_text(f'[submodule "sub"]\n\tpath = third/sub\n\turl = {url}\n')


def with_secrets(tools, work):
    """The product with secrets where builds have them, not built yet."""
    def plant(product):
        add_submodule(product, f"https://x-access-token:{SECRET}l@host/sub.git")
        (product.source / "pinned").mkdir()
        (product.source / "pinned/pinned.c").write_text("int pinned(void) { return 9; }\n")
        for name in "ab":
            (product.source / "twin" / name).mkdir(parents=True)
            (product.source / "twin" / name / (name + ".c")).write_text(f"int twin_{name}(void) {{ return 9; }}\n")
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
    what = " ".join(one.get("subject", "") + ": " + one["text"] for one in found["findings"] if one["code"] == "secret-withheld")
    for words in ("API_KEY", "access_token", "token", "declared:pinned@2"):
        check(words in what, f"no finding says that {words} was withheld: {what}")
    check(any(one.get("url") == "https://host/sub.git" for one in found["components"]), f"the submodule: {[one.get('url') for one in found['components']]}")
    ids = [one["id"] for one in found["components"] if "twin" in one["id"]]
    check(len(ids) == 2 and len(set(ids)) == 2, f"two components that differ in a secret alone are {ids}")
    check(not any("withheld" in one.get("cpe", "") or "withheld" in json.dumps(one.get("license", {}).get("expression", "")) for one in found["components"]),
          "a name or an expression of a standard form is none any more")
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
    need("strace")
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
    need("strace")
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


def bounded(tools, words, **options):
    """The program in 1 GiB of addresses and 20 s of the processor."""
    return run([tools.souptrace, *words], preexec_fn=None if tools.instrumented else limited, **options)


def big_records():
    """Records of an OSV dump that are refused, or cost more than they are worth: name → content."""
    deep = b"[" * (16 << 20)
    values = b'{"id":"X-1","modified":"2026-01-01T00:00:00Z","affected":[' + b"0," * (8 << 20) + b"0]}"
    named = values.replace(b'"affected":[', b'"affected":[{"package":{"ecosystem":"Debian:12","name":"glibc"}},')
    return {"deep.json": deep, "values.json": values, "named.json": named}


@case
def zips_made_to_explode_are_refused_with_their_name_and_the_limit(tools, work):
    product = Product(tools, work / "product", git=False)
    check(product.ninja().returncode == 0, "the build fails")
    trace = product.output / "trace.json"

    def vulns(name, members, expect=3):
        with zipfile.ZipFile(work / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        done = bounded(tools, ["vulns", trace, "--osv-dump", work / name, "--output", work / (name + ".out")])
        check(done.returncode == expect and "not enough memory" not in done.stderr, f"{name}: {done.returncode}\n{done.stderr[:600]}")
        return done.stderr + ((work / (name + ".out")).read_text() if (work / (name + ".out")).exists() else "")

    zeros = bytes(200 << 20)
    said = vulns("large.zip", {"bomb.json": zeros})
    check("large.zip" in said and re.search(r"unfold into more than \d+ bytes", said), said[:600])
    said = vulns("many.zip", {f"bomb{number}.json": zeros[:20 << 20] for number in range(40)})
    check("many.zip" in said and re.search(r"unfold into more than \d+ bytes", said), said[:600])
    said = vulns("one.zip", {"bomb.json": zeros[:30 << 20]})
    check("bomb.json has 31457280 bytes, more than 25165824" in said, said[:600])
    for name, content in big_records().items():
        said = vulns(name + ".zip", {name: content}, 0 if name == "values.json" else 3)  # whose packages nobody asks about is not read on
        check(name != "named.json" or "named.json: the record has more than 3000000 values" in said, said[:600])
        check(name == "values.json" or name in said, said[:600])


def bare_sysroot(product, work):
    """A sysroot of package databases alone, with a header that the product includes."""
    sysroot = work / "sysroot"
    header = sysroot / "usr/include/vendor.h"
    header.parent.mkdir(parents=True)
    header.write_text("int vendor(void);\n")
    with open(product.source / "CMakeLists.txt", "a", encoding="utf-8") as lists:
        lists.write(f'target_include_directories(app SYSTEM PRIVATE "{header.parent}")\ntarget_compile_options(app PRIVATE "SHELL:-include vendor.h")\n')
    return sysroot


def retraced(tools, product, sysroot, expect):
    """The trace of the built product as one with this sysroot, within the bounds; gives it."""
    project = product.state / "project.json"
    facts = json.loads(project.read_text())
    project.write_text(json.dumps({**facts, "sysroot": str(sysroot)}))
    shutil.rmtree(product.output, ignore_errors=True)
    done = bounded(tools, ["trace", product.build])
    check(done.returncode in expect and "not enough memory" not in done.stderr, f"{done.returncode}\n{done.stderr[:600]}")
    return json.loads(next(path for path in product.output.iterdir() if path.name in ("trace.json", "trace.incomplete.json")).read_text())


@case
def package_databases_made_to_explode_are_told_with_their_name_and_the_limit(tools, work):
    before = {}
    product = Product(tools, work / "product", git=False, before=lambda one: before.update(sysroot=bare_sysroot(one, work)))
    sysroot = before["sysroot"]
    check(product.ninja().returncode == 0, "the build fails")
    package = sysroot / "var/lib/pacman/local/vendor-1-1"
    package.mkdir(parents=True)
    (package / "desc").write_text("%NAME%\nvendor\n\n%VERSION%\n1-1\n\n%ARCH%\nx86_64\n\n")
    (package / "files").write_text("%FILES%\nusr/include/vendor.h\n\n")
    (package / "mtree").write_bytes(gzip.compress(bytes(600 << 20), 1))
    rpm = sysroot / "var/lib/rpm"
    rpm.mkdir(parents=True)
    numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    for what, view in (("bytes", "SELECT '/usr/include/' AS key, x AS hnum FROM n"), ("steps", "SELECT 'none' || x AS key, x AS hnum FROM n")):
        with sqlite3.connect(rpm / "rpmdb.sqlite") as database:
            for name in ("Basenames", "Dirnames", "Name", "Packages"):
                database.execute(f"DROP VIEW IF EXISTS {name}")
            database.execute("CREATE VIEW Dirnames AS " + numbers + view)
            database.execute("CREATE VIEW Basenames AS SELECT 'vendor.h' AS key, 1 AS hnum")
            database.execute("CREATE VIEW Name AS SELECT 'a' AS key, 1 AS hnum")
            database.execute("CREATE VIEW Packages AS " + numbers + "SELECT x AS hnum, zeroblob(1000000) AS blob FROM n")
        database.close()
        findings = retraced(tools, product, sysroot, (0, 3))["findings"]
        told = [one["subject"] + " " + one["text"] for one in findings if one["code"] == "database-broken"]
        check(any("pacman/local/vendor-1-1/mtree" in one and "more than 67108864 bytes" in one for one in told), f"the mtree: {told}")
        check(any("rpmdb.sqlite" in one and re.search(r"more than \d+ " + what, one) for one in told), f"the database, {what}: {told}")


@case
def archives_made_to_explode_are_bounded(tools, work):
    def header(name, size):
        return f"{name:<16}{0:<12}{0:<6}{0:<6}{644:<8}{size:<10}`\n".encode()

    long_name = b"a" * 4000 + b"/\n"
    many = b"".join(header("/0", 0) for _ in range(150_000))
    bombs = {
        "names.a": b"!<arch>\n" + header("//", len(long_name)) + long_name + many,  # 150 000 members with one name of 4 000 bytes
        "thin.a": b"!<thin>\n" + header("//", len(long_name)) + long_name + many,
        "empty.a": b"!<arch>\n" + b"".join(header("a/", 0) for _ in range(150_000)),
    }
    for name, content in bombs.items():
        product = Product(tools, work / "product", git=False)
        with open(product.source / "CMakeLists.txt", "a", encoding="utf-8") as lists:
            lists.write(f'target_link_libraries(app PRIVATE "{work / name}")\n')
        archive = work / name
        archive.write_bytes(b"!<arch>\n")
        check(product.ninja().returncode == 0, f"{name}: the build fails")
        archive.write_bytes(content)  # what the linker makes of it is not asked
        done = bounded(tools, ["trace", product.build])
        check(done.returncode == 3 and "not enough memory" not in done.stderr, f"{name}: {done.returncode}\n{done.stderr[:600]}")
        check(name in done.stderr, f"{name} is not named: {done.stderr[:600]}")


@case
def bundles_and_envelopes_made_to_explode_are_refused(tools, work):
    def tar_header(name, size):
        fields = name.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size + b"00000000000\0"
        text = fields + b" " * 8 + b"0" + bytes(100) + b"ustar\x0000" + bytes(512 - 265)
        return text[:148] + b"%06o\0 " % sum(text) + text[156:512]

    bombs = {"huge.tar": tar_header("a", (8 << 30) - 1), "many.tar": b"".join(tar_header(f"a{number}", 0) for number in range(110_000)),
             "sigs.jsonl": b'{"payloadType":"a","payload":"","signatures":[' + b'{"sig":""},' * 700_000 + b'{"sig":""}]}',
             "lines.jsonl": b'{"payloadType":"a","payload":"AA==","signatures":[{"sig":"AA=="}]}\n' * 100_000}
    for name, content in bombs.items():
        (work / name).write_bytes(content)
        done = bounded(tools, ["verify", work / name])
        check(done.returncode in (1, 2, 3) and "not enough memory" not in done.stderr, f"{name}: {done.returncode}\n{done.stderr[:600]}")
        check(name in done.stderr + done.stdout, f"{name} is not named: {done.stderr[:300]} {done.stdout[:300]}")


def marked(program):
    """What a program's notes say that it enforces: IBT and SHSTK of x86."""
    return {one for one in ("IBT", "SHSTK") if re.search(rf"x86 feature: .*\b{one}\b", checked(["readelf", "-nW", program]).stdout)}


def check_hardened(tools, program, marks):
    text = checked(["readelf", "-lWd", program]).stdout
    stack = re.search(r"GNU_STACK.* (R\w*)\s+0x", text)
    check(stack is not None and "E" not in stack.group(1), f"{program.name}: its stack may be executed")
    check(not re.search(r"LOAD.* RWE ", text), f"{program.name}: a segment is writable and executable")
    if tools.instrumented:
        return
    check("GNU_RELRO" in text, f"{program.name}: no RELRO")
    check("There is no dynamic section" in text or re.search(r"\bBIND_NOW|Flags: NOW", text), f"{program.name}: its relocations stay writable")
    # The launcher is linked statically to a fixed address: to be moved would cost each link of a build a fifth more of its start.
    is_fixed = program.name == tools.launcher.name and "There is no dynamic section" in text
    check(is_fixed or "Elf file type is DYN" in text, f"{program.name}: not position-independent")
    check(not re.search(r"\(TEXTREL\)|\((RPATH|RUNPATH)\)", text), f"{program.name}: it has text relocations or a run path")
    check(marks <= marked(program), f"{program.name}: lacks {marks - marked(program)}, which the compiler gives every program here")


@case
def programs_are_hardened(tools, work):
    """Those that were built, which have symbols, and those that are installed."""
    empty = work / "empty"
    checked(["cc", "-x", "c", "-", "-o", empty], input="int main(void) { return 0; }\n", stdin=None)
    marks = marked(empty)
    prefix = work / "prefix"
    checked(["cmake", "--install", tools.build, "--prefix", prefix, "--component", "souptrace", "--config", "Release"])
    installed = {path.name: path for path in prefix.rglob("*") if path.is_file() and path.read_bytes()[:4] == b"\x7fELF"}
    check(set(installed) == {tools.souptrace.name, tools.launcher.name, tools.plugin.name}, f"installed are {sorted(installed)}")
    for program in (tools.souptrace, tools.launcher, tools.plugin, *installed.values()):
        check_hardened(tools, program, marks)
    if tools.instrumented:
        return
    for program in (tools.souptrace, tools.launcher, tools.plugin):
        symbols = checked(["readelf", "-sW", program]).stdout
        check(program == tools.plugin or "__stack_chk_fail" in symbols, f"{program.name}: no stack protector")
    # Of what is installed only what other libraries give has a name.
    names = checked(["readelf", "--dyn-syms", "-W", installed[tools.souptrace.name]]).stdout
    check("__stack_chk_fail" in names, "the installed souptrace has no stack protector")
    check(re.search(r"__(read|mem\w+|fread|snprintf|vsnprintf|pread|readlink|realpath)_chk", names), "the installed souptrace is not fortified")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("souptrace", "launcher", "plugin", "build", "work"):
        parser.add_argument("--" + name, required=True, type=pathlib.Path)
    parser.add_argument("--instrumented", action="store_true")
    parser.add_argument("cases", nargs="*")
    tools = parser.parse_args()
    failed = skipped = 0
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
        except Lacking as problem:
            skipped += 1
            print(f"skipped {one.__name__}: {problem}", flush=True)
        except (Failed, OSError, ValueError, KeyError, StopIteration, sqlite3.Error, subprocess.SubprocessError) as problem:
            failed += 1
            print(f"FAILED  {one.__name__}: {problem}", flush=True)
    print(f"{len(chosen) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or (skipped and os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1") else 77 if skipped else 0


if __name__ == "__main__":
    sys.exit(main())

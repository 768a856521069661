# SPDX-License-Identifier: Apache-2.0
"""The input set of the link matrix: built from scratch for one compiler and LTO mode, with the truth known by construction.

Every way in which a file can be at a link without being in the output has one case here, and so has every way in which one can be
in the output without being obvious. TAKEN and NOT_TAKEN say which archive members a correct linker takes, and why.
"""
import os
import shutil
import subprocess

# source file (without .cpp): text
SOURCES = {
    "main": """
#include <cmath>
#include <cstdio>
int foo1(); int thin_foo(); int dup_a(); int dup_c(); int gone(); int exact(); int via_script(); int needed();
const char* text(); int direct();
extern "C" __attribute__((weak)) int weak_only();
extern "C" __attribute__((used)) int referrer_of_gone() { return gone(); }
int main(int argc, char**) {
  int sum = foo1() + thin_foo() + dup_a() + dup_c() + exact() + via_script() + needed() + direct();
  if (weak_only) sum += weak_only();
  std::printf("%d %s %f\\n", sum, text(), std::sqrt(static_cast<double>(argc)));
}
""",
    "direct": "int direct() { return 1; }",
    "collected": "int nobody_calls_this() { return 2; }",  # a direct object, all of whose sections are collected
    "empty": "",
    "foo1": "int foo2(); int foo1() { return foo2(); }",
    "foo2": "int foo2() { return 3; }",
    "foo3": "int foo3() { return 4; }",
    "tfoo": "int thin_foo() { return 5; }",
    "tunused": "int thin_unused() { return 6; }",
    "gcm": "int gone() { return 7; }",
    "weak": 'extern "C" int weak_only() { return 8; }',
    "exact": "int exact() { return 9; }",
    "never": "int never() { return 10; }",
    "whole1": "int whole1() { return 11; }",
    "whole2": "int whole2() { return 12; }",
    "text": 'const char* text() { return "a text that only this member has"; }',
    "script_impl": "int via_script() { return 13; }",
    "indirect": "int indirect() { return 14; }",
    "needed": "int indirect(); int needed() { return indirect(); }",
    "dropped": "int dropped() { return 15; }",
    "kept": "int kept() { return 16; }",
}
# C, for its common symbols: bfd looks into libcommon.a for a definition that the one of common_user.o could give way to, shows the member to
# plugins, and leaves it.
C_SOURCES = {
    "common_user": "int common_variable; int common_user(void) { return common_variable; }",
    "common": "int common_variable; int common(void) { return common_variable; }",
}
# four members of one name, of which the first and the third are wanted; the last is empty, as an #ifdef leaves one, and never code for link-time
# optimization in the mode "mixed": then nothing but that it defines no symbol says that it was not taken
DUPLICATES = {"a": "int dup_a() { return 17; }", "b": "int dup_b() { return 18; }", "c": "int dup_c() { return 19; }", "e": ""}

# archive: (members, thin); a duplicate is "dup_<x>/same"
ARCHIVES = {
    "libfoo.a": (["foo1", "foo2", "foo3"], False),
    "libthin.a": (["tfoo", "tunused"], True),
    "libdup.a": (["dup_a/same", "dup_b/same", "dup_c/same", "dup_e/same"], False),
    "libgcm.a": (["gcm"], False),
    "libweak.a": (["weak"], False),
    "libexact.a": (["exact"], False),
    "libnever.a": (["never"], False),
    "libcommon.a": (["common"], False),
    "libwhole.a": (["whole1", "whole2"], False),
    "libtext.a": (["text"], False),
}
TAKEN = {
    ("libfoo.a", 0): "main calls foo1",
    ("libfoo.a", 1): "foo1 calls foo2",
    ("libthin.a", 0): "main calls thin_foo",
    ("libdup.a", 0): "main calls dup_a",
    ("libdup.a", 2): "main calls dup_c",
    ("libgcm.a", 0): "referenced, then its section may be collected",
    ("libexact.a", 0): "-l:libexact.a",
    ("libwhole.a", 0): "--whole-archive",
    ("libwhole.a", 1): "--whole-archive",
    ("libtext.a", 0): "its string is in the output",
}
SHARED = {  # soname or file name: use in the output
    "libneeded.so.1": "needed",
    "libscript_impl.so": "needed",
    "libkept.so": "needed",      # --no-as-needed
    "libdropped.so": "dropped",  # --as-needed and nobody refers to it
    "libindirect.so": "dropped",  # opened only because libneeded.so needs it (bfd)
}


class InputSet:
    def __init__(self, root, compiler, flags, mixed=False):
        self.root, self.compiler, self.flags = root, compiler, flags
        # The compiler's own archiver knows the code that it makes for link-time optimization.
        own = {"g++": "gcc-ar", "clang++": "llvm-ar"}.get(compiler, compiler.replace("clang++", "llvm-ar"))
        self.archiver = own if shutil.which(own) else "ar"
        self.mixed = mixed  # every second object is compiled without `flags`

    def run(self, *command, cwd=None):
        done = subprocess.run(command, cwd=cwd or self.root, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return done

    def compile(self, name, text, flags, extension="cpp"):
        source, output = f"{self.root}/src/{name}.{extension}", f"{self.root}/obj/{name}.o"
        os.makedirs(os.path.dirname(source), exist_ok=True)
        os.makedirs(os.path.dirname(output), exist_ok=True)
        with open(source, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        self.run(self.compiler, *flags, "-c", source, "-o", output)

    def build(self):
        for directory in ("src", "obj", "lib", "out"):
            os.makedirs(f"{self.root}/{directory}", exist_ok=True)
        common = ["-O1", "-fPIC", "-ffunction-sections", "-fdata-sections", *self.flags]
        plain = [flag for flag in common if flag not in self.flags]
        for number, (name, text) in enumerate(SOURCES.items()):
            shared = name in ("script_impl", "indirect", "needed", "dropped", "kept")
            self.compile(name, text, plain if shared or (self.mixed and number % 2 == 1) else common)
        for name, text in C_SOURCES.items():
            self.compile(name, text, ["-x", "c", "-fcommon", *common], "c")
        for name, text in DUPLICATES.items():
            self.compile(f"dup_{name}/same", text, plain if self.mixed and name in ("a", "e") else common)
        self.archives()
        self.shared_libraries()
        with open(f"{self.root}/version.map", "w", encoding="utf-8") as file:
            file.write("V1 { global: main; local: *; };\n")
        with open(f"{self.root}/dynamic.list", "w", encoding="utf-8") as file:
            file.write("{ direct; };\n")
        with open(f"{self.root}/keep.symbols", "w", encoding="utf-8") as file:
            file.write("main\n")
        with open(f"{self.root}/blob.bin", "wb") as file:
            file.write(b"a blob of bytes\n" * 10)
        return self

    def archives(self):
        for archive, (members, thin) in ARCHIVES.items():
            objects = [f"../obj/{member}.o" for member in members]
            self.run(self.archiver, "qcsT" if thin else "qcs", archive, *objects, cwd=f"{self.root}/lib")

    def has_symbol_table(self, archive, symbol):
        """Whether the archive's first member is a symbol table (ar(5)) that names `symbol`."""
        with open(f"{self.root}/lib/{archive}", "rb") as file:
            data = file.read()
        return data[8:10] == b"/ " and symbol in data[68:68 + int(data[56:66])]

    def shared_libraries(self):
        lib = f"{self.root}/lib"

        def shared(output, objects, *more):
            self.run(self.compiler, "-shared", "-o", f"{lib}/{output}", *[f"{self.root}/obj/{o}.o" for o in objects], *more)
        shared("libindirect.so", ["indirect"])
        shared("libneeded.so.1.2", ["needed"], "-Wl,-soname,libneeded.so.1", f"-L{lib}", "-Wl,--no-as-needed", "-lindirect")
        for link, target in (("libneeded.so.1", "libneeded.so.1.2"), ("libneeded.so", "libneeded.so.1")):
            if not os.path.islink(f"{lib}/{link}"):
                os.symlink(target, f"{lib}/{link}")
        shared("libdropped.so", ["dropped"])
        shared("libkept.so", ["kept"])
        shared("libscript_impl.so", ["script_impl"])
        with open(f"{lib}/libviascr.so", "w", encoding="utf-8") as file:
            file.write("/* GNU ld script */\nINPUT(-lscript_impl)\n")

    def link_arguments(self):
        return ["obj/main.o", "obj/direct.o", "obj/collected.o", "obj/empty.o", "obj/common_user.o", "-Llib", "-Wl,--gc-sections",
                "-lfoo", "-lthin", "-ldup", "-lgcm", "-lweak", "-lviascr", "-l:libexact.a", "-lnever", "-lcommon", "-ltext",
                "-Wl,--whole-archive", "-lwhole", "-Wl,--no-whole-archive",
                "-Wl,--as-needed", "-ldropped", "-lneeded", "-Wl,--no-as-needed", "-lkept",
                "-Wl,--dynamic-list=dynamic.list", "-Wl,-rpath-link,lib", "-lm"]

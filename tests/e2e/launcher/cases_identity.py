# SPDX-License-Identifier: Apache-2.0
"""A link through the launcher gives the same bytes, the same exit code and the same messages as the link itself."""
import shutil

from harness import COMPILERS, LINK_LINE, LINKERS, Case, digest, make_inputs, run

# LTO modes by compiler; what a pair of compiler and linker cannot link fails with and without the launcher alike.
MODES = {"gcc": {"plain": [], "lto": ["-flto"]}, "clang": {"plain": [], "lto": ["-flto"], "thin": ["-flto=thin"]}}
STATIC = "obj/main.o lib/libfoo.a lib/libdup.a lib/libthin.a lib/libtext.a obj/needed.o obj/scr.o".split()
KINDS = {
    "exe": ["-o", "ex", *LINK_LINE],
    "gc": ["-o", "ex", *LINK_LINE, "-Wl,--gc-sections"],
    "versioned-exe": ["-o", "ex", *LINK_LINE, "-Wl,--version-script=version.map"],
    "shared": ["-shared", "-o", "libx.so", "obj/needed.o", "obj/scr.o", "-Llib", "-ldropped"],
    "versioned-shared": ["-shared", "-o", "libx.so", "obj/needed.o", "-Wl,-soname,libx.so.1", "-Wl,--version-script,version.map"],
    "static": ["-static", "-o", "ex", *STATIC],
    "static-pie": ["-static-pie", "-o", "ex", *STATIC],
    # gcc names the sections of relocatable code for link-time optimization at random without a seed.
    "relocatable": ["-r", "-nostdlib", "-frandom-seed=1", "-o", "all.o", "obj/f1.o", "lib/libfoo.a", "lib/libdup.a"],
}
# Kinds that must link, so that a test of two equal failures is not taken for one of two equal binaries.
ALWAYS_LINKS = ("exe", "gc", "shared", "static")


class Identity(Case):
    def link_both(self, name, inputs, command, options=()):
        output = inputs / command[command.index("-o") + 1]
        output.unlink(missing_ok=True)
        plain = run(command, inputs)
        expected = digest(output)
        output.unlink(missing_ok=True)
        traced = self.launch(*command, cwd=inputs, options=options)
        self.assertEqual(traced.returncode, plain.returncode, f"{name}: {traced.stderr.decode()}")
        self.assertEqual(digest(output), expected, name)
        if plain.returncode == 0:
            self.assertEqual((traced.stdout, traced.stderr), (plain.stdout, plain.stderr), name)
            self.assertEqual(self.record().values["incomplete"], self.expected_gap(command), name)
        else:
            self.assertEqual(self.records(), [], name)
        self.assert_no_leftovers()
        shutil.rmtree(self.state)
        return plain.returncode == 0

    @staticmethod
    def expected_gap(command):
        clang_lto = "clang" in command[0] and any(word.startswith("-flto") for word in command)
        if not clang_lto or "-fuse-ld=mold" not in command:
            return ""
        words = run(["clang", command[1], "-fuse-ld=mold", "-v", "-Wl,--version"], "/").stderr.decode().replace('"', "").split()
        return f"mold does not tell which archive members the linker plugin {words[words.index('-plugin') + 1]} took"

    def check_all(self, compiler, mode, options=()):
        flags = MODES[compiler][mode]
        inputs = self.directory / "inputs"
        make_inputs(inputs, compiler, flags)
        for linker in LINKERS:
            if mode != "plain" and compiler == "gcc" and linker == "lld":
                continue  # lld reads no gcc code
            for kind, arguments in KINDS.items():
                name = f"{compiler} {mode} {linker} {kind}"
                linked = self.link_both(name, inputs, [compiler, *flags, f"-fuse-ld={linker}", *arguments], options)
                if kind in ALWAYS_LINKS and mode == "plain":
                    self.assertTrue(linked, name + " must link")


def add_tests():
    for compiler in COMPILERS:
        for mode in MODES[compiler]:
            def test(self, compiler=compiler, mode=mode):
                self.check_all(compiler, mode)
            setattr(Identity, f"test_{compiler}_{mode}", test)

    def test_map(self):
        self.check_all("gcc", "plain", options=["--map"])
    setattr(Identity, "test_gcc_with_map", test_map)


add_tests()

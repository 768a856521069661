# SPDX-License-Identifier: Apache-2.0
"""What the reports of a link say: the right members, at the right offsets, and the state of every file."""
import os
import re
import shutil

from harness import DUPLICATES_TAKEN, LINK_LINE, LINKERS, MEMBERS, Case, checked, make_inputs, need, run

GNU = ("bfd", "gold")


def member_offsets(inputs, archive):
    """Name and data offset of each member, as ar prints them."""
    lines = checked([need("ar"), "tO", f"lib/{archive}"], inputs).stdout.decode().splitlines()
    return [(name, int(offset, 16)) for name, offset in (line.rsplit(" ", 1) for line in lines)]


class Reports(Case):
    def link(self, linker, *more, compiler="gcc", flags=(), options=()):
        inputs = self.directory / "inputs"
        if not inputs.exists():
            make_inputs(inputs, compiler, flags)
        shutil.rmtree(self.state, ignore_errors=True)
        done = self.launch(compiler, *flags, f"-fuse-ld={linker}", "-o", "ex", *LINK_LINE, "-Wl,--gc-sections", *more, cwd=inputs,
                           options=options)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        record = self.record()
        self.assertEqual(record.values["incomplete"], "")
        self.assertEqual(record.values["linker"], linker)
        return record

    def expected_offsets(self):
        """(archive, offset) of every member that is taken from an ordinary archive."""
        inputs = self.directory / "inputs"
        offsets = {(archive, offset) for archive in {name for name, _ in MEMBERS}
                   for member, offset in member_offsets(inputs, archive) if (archive, member) in MEMBERS}
        duplicates = member_offsets(inputs, "libdup.a")  # dup3, dup1, dup2 in this order
        return offsets | {("libdup.a", duplicates[1][1]), ("libdup.a", duplicates[2][1])}

    def plugin_entries(self, record):
        entries = [entry.split("\t") for entry in record.report("linker-plugin").split("\0")[:-1]]
        return [(int(offset), int(size), path) for offset, size, path in entries]

    def test_plugin_gives_the_offsets_of_ar(self):
        for linker in GNU:
            entries = self.plugin_entries(self.link(linker))
            members = {(os.path.basename(path), offset) for offset, _, path in entries if offset != 0}
            self.assertEqual(members, self.expected_offsets(), linker)
            paths = [os.path.normpath(path) for offset, _, path in entries if offset == 0]
            self.assertIn("obj/main.o", paths)
            self.assertIn("obj/t1.o", paths, "a member of a thin archive is a file of its own")
            self.assertNotIn("obj/t2.o", paths)

    def test_trace_names_the_same_members(self):
        for linker, pattern in (("bfd", r"^\(lib/(\w+\.a)\)(.+)$"), ("gold", r"^lib/(\w+\.a)\((.+)\)$")):
            found = re.findall(pattern, self.link(linker).report("trace"), re.M)
            own = [(archive, member) for archive, member in found if archive not in ("libdup.a", "libthin.a")]
            self.assertEqual(set(own), MEMBERS, linker)
            self.assertEqual(found.count(("libdup.a", "same.o")), len(DUPLICATES_TAKEN), linker)

    def test_gcc_resolution_gives_the_offsets_of_ar(self):
        for linker in ("bfd", "gold", "mold"):
            text = self.link(linker, flags=["-flto"]).report("resolution")
            members = {(os.path.basename(path), int(offset, 16)) for path, offset in re.findall(r"^(.+)@0x(\w+) \d+$", text, re.M)}
            self.assertEqual(members, self.expected_offsets(), linker)

    def test_bfd_offers_members_that_it_leaves_and_the_trace_tells(self):
        # To learn whether a common symbol is defined there, bfd opens members that it then does not take.
        for name, text in (("m", "int x; int main(void) { return x; }"), ("c", "int x; int c(void) { return 1; }"), ("d", "int x = 3;")):
            (self.directory / f"{name}.c").write_text(text + "\n")
            checked(["gcc", "-fcommon", "-c", f"{name}.c"], self.directory)
        checked(["ar", "rcs", "libc1.a", "c.o"], self.directory)
        checked(["ar", "rcs", "libd1.a", "d.o"], self.directory)
        command = ["gcc", "-fuse-ld=bfd", "m.o", "libc1.a", "libd1.a", "-o", "ex"]
        checked(command, self.directory)
        expected = (self.directory / "ex").read_bytes()
        self.assertEqual(self.launch(*command).returncode, 0)
        self.assertEqual((self.directory / "ex").read_bytes(), expected)
        offered = {path for offset, _, path in self.plugin_entries(self.record()) if offset != 0}
        self.assertEqual(offered, {"libc1.a", "libd1.a"})
        self.assertEqual(re.findall(r"^\((.+)\)(.+)$", self.record().report("trace"), re.M), [("libd1.a", "d.o")])

    def test_lld_reports(self):
        record = self.link("lld")
        rows = [line.split("\t") for line in record.report("why-extract").splitlines()[1:]]
        lazily = {(archive, member) for archive, member in MEMBERS if archive != "libwhole.a"}
        found = [re.fullmatch(r"lib/(\w+\.a)\((.+)\)", row[1]).groups() for row in rows]
        self.assertEqual({one for one in found if one[0] not in ("libdup.a", "libthin.a")}, lazily)
        self.assertEqual(found.count(("libdup.a", "same.o")), 2)
        self.assertNotIn("libwhole.a", record.report("archive-stats"))
        self.assertIn("2\t1\tlib/libthin.a", record.report("archive-stats"))

    def test_mold_reports_hold_every_member_between_them(self):
        record = self.link("mold")
        found = set(re.findall(r"lib/(\w+\.a)\((.+)\):\(", record.report("map") + record.report("gc-sections")))
        self.assertEqual({one for one in found if one[0] not in ("libdup.a", "libthin.a")}, MEMBERS)
        self.assertIn("same1", record.report("map"))

    def test_clang_lto_with_gold_has_the_map_because_its_plugin_takes_the_code_first(self):
        # gold does not name such members there, but the archive and the symbol that each was taken for.
        text = self.link("gold", compiler="clang", flags=["-flto"]).report("map")
        found = set(re.findall(r"^lib/(lib\w+\.a) +\S+ \((\w+)\)$", text, re.M))
        self.assertEqual(found, {("libfoo.a", "f1"), ("libfoo.a", "f2"), ("libdup.a", "same1"), ("libdup.a", "same2"),
                                 ("libgcm.a", "gcm"), ("libtext.a", "msg")})

    def test_inputs_are_recorded_as_they_were(self):
        for linker in LINKERS:
            record = self.link(linker)
            files = record.inputs()
            inputs = self.directory / "inputs"
            for name in ("obj/main.o", "obj/empty.o", "lib/libfoo.a", "lib/libneeded.so", "lib/libdropped.so", "lib/libviascript.so",
                         "lib/libscr.so", "lib/libthin.a", "lib/libweak.a"):
                stat = os.stat(inputs / name)
                expected = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
                self.assertEqual(files[str(inputs / name)], expected, f"{linker} {name}")
            self.assertEqual({os.path.basename(path) for path in record.inputs("thin-member")}, {"t1.o", "t2.o"}, linker)
            self.assertTrue(all(numbers[1] != 0 for numbers in files.values()), "every input is still there")
            begun = int(record.values["started"])
            self.assertTrue(all(numbers[4] <= begun for numbers in files.values()), "none was changed after the link began")
            self.assertLess(begun, os.stat(inputs / "ex").st_mtime_ns + 1)

    def test_the_output_is_recorded_with_its_build_id(self):
        for linker in LINKERS:
            record = self.link(linker, "-Wl,--build-id=sha1")
            stat = os.stat(self.directory / "inputs/ex")
            self.assertTrue(record.values["output-file"].startswith(f"{stat.st_dev} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} "))
            notes = checked([need("readelf"), "-n", "ex"], self.directory / "inputs").stdout.decode()
            self.assertEqual(record.values["build-id"], re.search(r"Build ID: (\w+)", notes).group(1), linker)

    def test_temporary_objects_of_lto_are_recorded_as_gone_and_never_printed(self):
        record = self.link("bfd", flags=["-flto"])
        gone = [path for path, numbers in record.inputs().items() if numbers == (0, 0, 0, 0, 0)]
        self.assertEqual(len(gone), 1)
        self.assertIn("ltrans", gone[0])

    def test_map_on_demand(self):
        for linker in LINKERS:
            self.assertIn("map", self.link(linker, options=["--map"]).reports, linker)
        for linker in ("bfd", "gold", "lld"):
            self.assertNotIn("map", self.link(linker).reports, linker)

    def test_relocatable_links_are_recorded(self):
        inputs = self.directory / "inputs"
        make_inputs(inputs, "gcc")
        for linker in LINKERS:
            shutil.rmtree(self.state, ignore_errors=True)
            done = self.launch("gcc", f"-fuse-ld={linker}", "-r", "-nostdlib", "-o", "all.o", "obj/f1.o", "lib/libfoo.a", cwd=inputs)
            self.assertEqual(done.returncode, 0, done.stderr)
            record = self.record()
            self.assertEqual(record.values["incomplete"], "", linker)
            self.assertIn(str(inputs / "obj/f1.o"), record.inputs(), linker)
            self.assertIn(str(inputs / "lib/libfoo.a"), record.inputs(), linker)

    def test_relocatable_links_of_mold_beside_a_dependency_file_of_the_build(self):
        # CMake asks mold for one; mold writes none for such a link.
        inputs = self.directory / "inputs"
        make_inputs(inputs, "gcc")
        done = self.launch("gcc", "-fuse-ld=mold", "-r", "-nostdlib", "-o", "all.o", "obj/f1.o", "-Wl,--dependency-file=own.d", cwd=inputs)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(self.record().values["incomplete"], "")
        self.assertIn(str(inputs / "obj/f1.o"), self.record().inputs())

    def test_other_targets_of_bfd(self):
        (self.directory / "m.c").write_text("int f(void); int main(void) { return f(); }\nvoid _exit(int c) { for (;;) (void)c; }\n")
        (self.directory / "f.c").write_text("int f(void) { return 0; }\n")
        os.environ["SOURCE_DATE_EPOCH"] = "1"  # PE files hold a time
        self.addCleanup(os.environ.pop, "SOURCE_DATE_EPOCH")
        tested = 0
        for prefix, more, output in (("x86_64-w64-mingw32", [], "ex.exe"), ("arm-none-eabi", ["--specs=nosys.specs"], "ex")):
            if shutil.which(prefix + "-gcc") is None:
                continue
            tested += 1
            shutil.rmtree(self.state, ignore_errors=True)
            checked([prefix + "-gcc", "-c", "m.c", "f.c"], self.directory)
            (self.directory / "libf.a").unlink(missing_ok=True)
            checked([prefix + "-ar", "rcs", "libf.a", "f.o"], self.directory)
            command = [prefix + "-gcc", *more, "m.o", "libf.a", "-o", "ex"]
            plain = run(command, self.directory)
            expected = (self.directory / output).read_bytes()
            traced = self.launch(*command)
            self.assertEqual((traced.returncode, traced.stdout, traced.stderr), (plain.returncode, plain.stdout, plain.stderr))
            self.assertEqual((self.directory / output).read_bytes(), expected)
            record = self.record()
            self.assertEqual((record.values["linker"], record.values["incomplete"]), ("bfd", ""))
            self.assertEqual(record.values["output"], str(self.directory / output))
            self.assertIn("(libf.a)f.o", record.report("trace"))
            self.assertIn("libf.a", {path for offset, _, path in self.plugin_entries(record) if offset != 0})
        if tested == 0:
            self.skipTest("neither x86_64-w64-mingw32-gcc nor arm-none-eabi-gcc is installed")

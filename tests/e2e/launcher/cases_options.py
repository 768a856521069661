# SPDX-License-Identifier: Apache-2.0
"""What a build asks of its linker itself stays as it is: its own reports, response files, launchers in front, linkers without a driver."""
import os
import shutil

from harness import LINKERS, LINK_LINE, Case, Record, checked, digest, make_inputs, need, run


class Options(Case):
    def setUp(self):
        super().setUp()
        self.inputs = self.directory / "inputs"
        make_inputs(self.inputs, "gcc")

    def command(self, linker, *more):
        return ["gcc", f"-fuse-ld={linker}", "-o", "ex", *LINK_LINE, *more]

    def link(self, command, returncode=0, options=()):
        shutil.rmtree(self.state, ignore_errors=True)
        done = self.launch(*command, cwd=self.inputs, options=options)
        self.assertEqual(done.returncode, returncode, done.stderr)
        return done

    def test_a_dependency_file_of_the_build_is_left_alone_and_copied(self):
        spellings = (["-Wl,--dependency-file=own.d"], ["-Wl,--dependency-file,own.d"],
                     ["-Xlinker", "--dependency-file=own.d"], ["-Xlinker", "--dependency-file", "-Xlinker", "own.d"])
        for linker in LINKERS:
            for words in spellings if linker == "bfd" else spellings[:1]:
                (self.inputs / "own.d").unlink(missing_ok=True)
                self.link(self.command(linker, *words))
                record = self.record()
                self.assertEqual(record.values["incomplete"], "")
                self.assertEqual(record.report("dependency-file"), (self.inputs / "own.d").read_text(), f"{linker} {words}")
                self.assertIn(str(self.inputs / "lib/libfoo.a"), record.inputs())

    def test_a_map_of_the_build_is_left_alone_and_copied_where_one_is_wanted(self):
        for linker in LINKERS:
            for word in ("-Wl,-Map=own.map", "-Wl,-Map,own.map"):
                (self.inputs / "own.map").unlink(missing_ok=True)
                self.link(self.command(linker, word), options=["--map"])
                self.assertEqual(self.record().report("map"), (self.inputs / "own.map").read_text(), linker)

    def test_what_the_build_lets_the_linker_print_is_printed(self):
        for linker, word in (("bfd", "-Wl,-M"), ("gold", "-Wl,-M"), ("lld", "-Wl,-M"), ("mold", "-Wl,-M"), ("lld", "-Wl,-t"),
                             ("bfd", "-Wl,-t"), ("bfd", "-Wl,-t,-t"), ("bfd", "-Wl,-Map=-"), ("gold", "-Wl,-Map=-"), ("lld", "-Wl,-Map=-"),
                             ("gold", "-Wl,--trace"), ("mold", "-Wl,--print-gc-sections"), ("bfd", "-Wl,--print-memory-usage"),
                             ("bfd", "-Wl,--verbose"), ("gold", "-Wl,--print-gc-sections"), ("mold", "-Wl,--trace")):
            command = self.command(linker, word, "-Wl,--gc-sections")
            plain = run(command, self.inputs)
            done = self.link(command)
            # mold does some of its printing in several threads: the order of its lines is no one's.
            lines = sorted if linker == "mold" else list
            self.assertEqual(lines(done.stdout.splitlines()), lines(plain.stdout.splitlines()), f"{linker} {word}")
            self.assertEqual(done.stderr, plain.stderr)
            self.assertEqual(self.record().values["incomplete"], "", f"{linker} {word}")

    def test_a_trace_of_the_build_is_printed_and_recorded(self):
        for words in (["-Wl,-t"], ["-t"]):
            done = self.link(self.command("bfd", *words))
            self.assertIn(b"obj/main.o\n", done.stdout)
            self.assertIn("(lib/libfoo.a)f1.o", self.record().report("trace"))

    def test_the_map_on_standard_output_serves_as_report(self):
        for linker in ("bfd", "gold", "mold"):
            done = self.link(self.command(linker, "-Wl,-M"))
            self.assertEqual(self.record().report("map").splitlines(), done.stdout.decode().splitlines(), linker)
            self.assertIn("lib/libfoo.a(f1.o)", self.record().report("map"))

    def test_gcc_without_its_plugin_is_not_given_the_plugins_options(self):
        for linker in ("bfd", "gold", "mold"):
            for word in ("-fno-lto", "-fno-use-linker-plugin"):
                done = self.link(self.command(linker, word))
                self.assertEqual(done.stderr, b"", f"{linker} {word}")
                record = self.record()
                self.assertEqual((record.values["lto-plugin"], record.values["incomplete"]), ("", ""), f"{linker} {word}")

    def test_response_files_are_read_before_they_vanish(self):
        (self.inputs / "inner.rsp").write_text("-o 'ex' obj/main.o \"obj/discarded.o\"\n\tobj/em\\pty.o")
        (self.inputs / "outer.rsp").write_text("@inner.rsp " + " ".join(LINK_LINE[3:]))
        self.link(["gcc", "@outer.rsp"])
        record = self.record()
        self.assertEqual(record.lists["argument"], ["gcc", "-o", "ex", *LINK_LINE])
        self.assertEqual(record.values["output"], str(self.inputs / "ex"))

    def test_every_spelling_of_the_output(self):
        for words, name in ((["-o", "x1"], "x1"), (["-ox2"], "x2"), (["--output=x3"], "x3"), (["--output", "x4"], "x4"), ([], "a.out")):
            self.link(["gcc", *words, *LINK_LINE])
            self.assertEqual(self.record().values["output"], str(self.inputs / name))

    def test_ccache_in_front(self):
        command = [need("ccache"), *self.command("bfd")]
        self.link(command)
        self.assertEqual(self.record().values["driver"], shutil.which("gcc"))
        self.assertEqual(self.record().lists["argument"][:2], ["gcc", "-fuse-ld=bfd"], "launchers are no part of the link line")
        self.assertEqual(self.record().values["linker"], "bfd")

    def test_ccache_under_the_compilers_name(self):
        directory = self.directory / "masquerade"
        directory.mkdir()
        os.symlink(shutil.which(need("ccache")), directory / "gcc")
        self.link([str(directory / "gcc"), *self.command("gold")[1:]])
        self.assertEqual(self.record().values["linker"], "gold")
        self.assertEqual(os.listdir(self.state), ["links"], "what such a driver runs may change unseen: not kept")

    def test_an_unknown_launcher_in_front(self):
        wrapper = self.program("wrap.sh", '#!/bin/sh\nshift\nexec "$@"\n')
        self.link([wrapper, "--option", *self.command("lld")])
        self.assertEqual(self.record().values["linker"], "lld")

    def test_an_unknown_linker_is_left_alone(self):
        driver = self.program("strange", '#!/bin/sh\nprintf x > ex\nprintf "%s\\n" "$@" > arguments\necho said; exit 0\n')
        done = self.link([driver, "-o", "ex", "a.o"])
        self.assertEqual(done.stdout, b"said\n")
        self.assertEqual((self.inputs / "arguments").read_text(), "-o\nex\na.o\n")
        self.assertIn("is not known", self.record().values["incomplete"])

    def test_a_linker_that_is_too_old_is_left_alone(self):
        driver = self.program("gcc", '#!/bin/sh\ncase "$*" in *--version*) echo "GNU ld (GNU Binutils) 2.34";; *) exec gcc "$@";; esac\n')
        self.link([driver, *self.command("bfd")[1:]])
        self.assertIn("cannot report", self.record().values["incomplete"])

    def test_compiling_is_none_of_our_business(self):
        self.link(["gcc", "-c", "src/f1.c", "-o", "f1.o"])
        self.assertFalse(self.state.exists())

    def test_the_linker_is_asked_once_and_again_when_the_driver_changes(self):
        count = self.directory / "count"
        text = f'#!/bin/sh\ncase "$*" in *--version*) echo x >> {count};; esac\nexec gcc "$@"\n'
        driver = self.program("gcc", text)
        command = [driver, *self.command("bfd")[1:]]
        for _ in range(3):
            self.launch(*command, cwd=self.inputs)
        self.assertEqual(count.read_text(), "x\n")
        self.launch(driver, *self.command("gold")[1:], cwd=self.inputs)
        self.assertEqual(count.read_text(), "x\nx\n")
        self.program("gcc", text + "\n")
        self.launch(*command, cwd=self.inputs)
        self.assertEqual(count.read_text(), "x\nx\nx\n")

    def test_linkers_without_a_driver(self):
        for linker in LINKERS:
            command = [need(f"ld.{linker}"), "-r", "-o", "all.o", "obj/f1.o", "lib/libfoo.a"]
            checked(command, self.inputs)
            expected = digest(self.inputs / "all.o")
            done = self.link(command)
            self.assertEqual((done.stdout, done.stderr), (b"", b""))
            self.assertEqual(digest(self.inputs / "all.o"), expected)
            record = self.record()
            self.assertEqual((record.values["linker"], record.values["incomplete"]), (linker, ""))
            self.assertIn(str(self.inputs / "obj/f1.o"), record.inputs(), linker)

    def test_a_relinked_output_replaces_its_record(self):
        self.link(self.command("bfd"))
        first = self.record().values["finished"]
        self.assertEqual(self.launch(*self.command("lld"), cwd=self.inputs).returncode, 0)
        self.assertEqual(self.record().values["linker"], "lld")
        self.assertNotEqual(self.record().values["finished"], first)
        self.assertNotIn("trace.txt", os.listdir(Record(self.record().directory).directory))
        self.assert_no_leftovers()

    def test_each_link_touches_the_file_that_the_build_watches(self):
        self.link(self.command("bfd"))
        changed = self.state / "links" / "changed"
        os.utime(changed, (1, 1))
        self.launch(*self.command("bfd"), cwd=self.inputs)
        self.assertGreater(os.stat(changed).st_mtime, 1000)

    def test_a_build_directory_behind_a_symbolic_link_keeps_its_spelling(self):
        real = self.directory / "real"
        real.mkdir()
        os.symlink(real, self.directory / "build")
        shutil.copytree(self.inputs, real / "inputs", symlinks=True)
        done = self.launch(*self.command("bfd"), cwd=self.directory / "build" / "inputs")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.record().values["output"], str(self.directory / "build/inputs/ex"))

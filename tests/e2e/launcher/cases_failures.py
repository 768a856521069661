# SPDX-License-Identifier: Apache-2.0
"""Failing links fail as they would by themselves; a failing recorder never makes a link fail."""
import os
import shutil

from harness import LINKERS, LINK_LINE, Case, digest, make_inputs, run


class Failures(Case):
    def setUp(self):
        super().setUp()
        self.inputs = self.directory / "inputs"
        make_inputs(self.inputs, "gcc")

    def command(self, linker, *more):
        return ["gcc", f"-fuse-ld={linker}", "-o", "ex", *LINK_LINE, *more]

    def counting_driver(self, text='exec gcc "$@"'):
        """A driver that counts how often it was asked to link."""
        path = self.directory / "links-done"
        program = self.program("gcc", f'#!/bin/sh\ncase "$*" in *--version*) ;; *) echo x >> {path};; esac\n{text}\n')
        return program, lambda: len(path.read_text().split()) if path.exists() else 0

    def test_failing_links_keep_their_exit_code_and_messages_and_leave_no_record(self):
        for linker in LINKERS:
            for name, more in (("undefined", ["-Wl,--undefined=nowhere", "-Wl,--require-defined=nowhere"]), ("missing", ["obj/absent.o"]),
                               ("option", ["-Wl,--no-such-option-anywhere"]), ("library", ["-labsent"])):
                command = self.command(linker, *more)
                plain = run(command, self.inputs)
                if plain.returncode == 0:
                    continue  # gold and lld let an undefined symbol of this kind pass
                self.assertEqual(self.launch(*self.command(linker), cwd=self.inputs).returncode, 0)
                self.assertEqual(len(self.records()), 1)
                done = self.launch(*command, cwd=self.inputs)
                self.assertEqual((done.returncode, done.stdout), (plain.returncode, plain.stdout), f"{linker} {name}")
                self.assertEqual(sorted(done.stderr.splitlines()), sorted(plain.stderr.splitlines()), f"{linker} {name}")
                self.assertEqual(self.records(), [], "the record of the earlier link is gone")
                self.assert_no_leftovers()

    def test_undefined_symbols_fail_once_only_where_the_linker_shows_that_our_options_were_fine(self):
        (self.inputs / "bad.c").write_text("int absent(void); int bad(void) { return absent(); }\n")
        run(["gcc", "-c", "bad.c", "-o", "bad.o"], self.inputs)
        for linker in LINKERS:
            driver, links = self.counting_driver()
            before = links()
            done = self.launch(driver, *self.command(linker, "bad.o", "-Wl,-u,bad")[1:], cwd=self.inputs)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"absent", done.stderr)
            self.assertEqual(links() - before, 2 if linker == "mold" else 1, linker)

    def test_a_linker_that_rejects_our_options_links_without_them(self):
        text = ('for a in "$@"; do case "$a" in --why-extract=*|--dependency-file=*|--trace) echo "unknown option $a" >&2; exit 1;;'
                ' esac; done; exec gcc "$@"')
        for linker in LINKERS:
            shutil.rmtree(self.state, ignore_errors=True)
            driver, links = self.counting_driver(text)
            (self.inputs / "ex").unlink(missing_ok=True)
            before = links()
            done = self.launch(driver, *self.command(linker)[1:], cwd=self.inputs)
            self.assertEqual(done.returncode, 0)
            self.assertEqual(done.stderr.count(b"souptrace-link: "), 1)
            self.assertEqual(links() - before, 2)
            self.assertTrue((self.inputs / "ex").exists())
            self.assertIn("fails when the linker is asked", self.record().values["incomplete"])
            self.assertTrue(self.record().values["output-file"])

    def test_a_plugin_that_cannot_be_loaded_costs_the_record_not_the_link(self):
        (self.directory / "plugin.so").write_text("this is no shared library")
        for linker in ("bfd", "gold"):
            run(self.command(linker), self.inputs)
            expected = digest(self.inputs / "ex")
            done = self.launch(*self.command(linker), cwd=self.inputs, options=[f"--plugin={self.directory}/plugin.so"])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(digest(self.inputs / "ex"), expected)
            self.assertIn("fails when the linker is asked", self.record().values["incomplete"])

    def test_without_the_plugin_the_trace_still_stands(self):
        for linker in ("bfd", "gold"):
            done = self.launch(*self.command(linker), cwd=self.inputs, options=["--plugin=/absent/plugin.so"])
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            record = self.record()
            self.assertEqual(sorted(record.reports), ["dependency-file", "resolution", "trace"] if "resolution" in record.reports
                             else ["dependency-file", "trace"])
            self.assertEqual(record.values["incomplete"], "")

    def test_a_state_directory_that_cannot_be_written(self):
        (self.directory / "file").write_text("")
        for linker in LINKERS:
            run(self.command(linker), self.inputs)
            expected = digest(self.inputs / "ex")
            done = self.launch(*self.command(linker), cwd=self.inputs, state=f"{self.directory}/file/state")
            self.assertEqual((done.returncode, done.stdout), (0, b""))
            self.assertEqual(done.stderr.count(b"\n"), 1)
            self.assertIn(b"is not recorded", done.stderr)
            self.assertEqual(digest(self.inputs / "ex"), expected)

    def test_a_full_disk_under_the_state_directory(self):
        small = self.directory / "small"
        small.mkdir()
        if run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", small], "/").returncode != 0:
            self.skipTest("a small file system cannot be mounted here")
        self.addCleanup(run, ["umount", small], "/")
        for linker in LINKERS:
            run(self.command(linker), self.inputs)
            expected = digest(self.inputs / "ex")
            for room in (32, 24, 16, 12, 8, 4, 0):
                state = small / "CMakeFiles/state"
                shutil.rmtree(small / "CMakeFiles", ignore_errors=True)
                with open(small / "ballast", "wb", buffering=0) as ballast:
                    try:
                        while True:
                            ballast.write(b"x" * 4096)
                    except OSError:
                        pass
                    ballast.truncate(max(0, os.fstat(ballast.fileno()).st_size - room * 1024))
                    os.ftruncate(ballast.fileno(), max(0, 32 * 1024 - room * 1024))
                (self.inputs / "ex").unlink()
                done = self.launch(*self.command(linker), cwd=self.inputs, state=state)
                self.assertEqual(done.returncode, 0, f"{linker} {room}: {done.stderr.decode()}")
                self.assertEqual(done.stdout, b"", f"{linker} {room}")
                self.assertEqual(digest(self.inputs / "ex"), expected, f"{linker} {room}")
                for record in self.records(state):  # whole, and either complete or saying that it is not
                    if record.values["incomplete"] == "":
                        self.assertIn(str(self.inputs / "lib/libfoo.a"), record.inputs())

    def test_a_driver_that_does_not_exist(self):
        done = self.launch("no-such-compiler", "-o", "ex", "a.o", cwd=self.inputs)
        self.assertEqual(done.returncode, 127)
        self.assertFalse(self.state.exists())

    def test_wrong_calls_say_how_to_call(self):
        for words in ([], ["--"], ["--state=relative", "--", "gcc"], ["--state=/x"], ["--nonsense", "--", "gcc"], ["gcc", "a.o"]):
            done = run([self.launcher("x")[0], *words], self.directory)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(b"usage: souptrace-link", done.stderr)

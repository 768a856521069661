# SPDX-License-Identifier: Apache-2.0
"""Paths with every awkward character, of the inputs, the output and the state directory at once."""
import os
import shutil

from harness import LINKERS, Case, checked, digest, run

# lld turns a backslash in a path into a slash in its dependency file, so that is tried with the others only.
NAMES = ["a b", "a,b", "it's", 'say "x"', "$HOME", "a#b", "a$$b", "a:b", "a%b", "a(b)", "(a)b", "ä€", "a+b=c", "a;b", "a&b", "a\tb", "-o", "a*?"]
BACKSLASH = "a\\b"


class Paths(Case):
    def make(self, name, flags=(), thin=True):
        directory = self.directory / name
        (directory / "obj").mkdir(parents=True)
        (directory / "m.c").write_text("int f(void); int g(void); int main(void) { return f() + g(); }\n")
        (directory / "f.c").write_text("int f(void) { return 0; }\n")
        (directory / "g.c").write_text("int g(void) { return 0; }\n")
        for source in "mfg":
            checked(["gcc", "-O1", *flags, "-c", f"{source}.c", "-o", f"obj/{source} {name}.o"], directory)
        archive = f"./lib{name}.a"
        checked(["gcc-ar", "rcs", archive, f"obj/f {name}.o"], directory)
        # Thin archives can hold neither a backslash nor a newline in a member's path.
        checked(["gcc-ar", "rcsT" if thin else "rcs", f"./thin{name}.a", f"obj/g {name}.o"], directory)
        return directory, [f"obj/m {name}.o", archive, f"./thin{name}.a"]

    def check(self, name, linkers, flags=(), thin=True):
        directory, inputs = self.make(name, flags, thin)
        state = directory / "CMakeFiles" / "souptrace-state"
        output = directory / f"ex {name}"
        for linker in linkers:
            shutil.rmtree(state, ignore_errors=True)
            command = ["gcc", *flags, f"-fuse-ld={linker}", "-o", f"./{output.name}", *inputs]
            plain = run(command, directory)
            self.assertEqual(plain.returncode, 0, plain.stderr)
            expected = digest(output)
            output.unlink()
            done = self.launch(*command, cwd=directory, state=state, options=["--map"])
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""), f"{linker} {name}")
            self.assertEqual(digest(output), expected, f"{linker} {name}")
            record = self.record(state)
            self.assertEqual(record.values["incomplete"], "", f"{linker} {name}")
            self.assertEqual(record.values["output"], str(output))
            self.assertEqual(record.lists["argument"], command)
            files = record.inputs()
            for written in inputs:
                path = os.path.normpath(directory / written)
                self.assertIn(path, files, f"{linker} {name}")
                self.assertEqual(files[path][1], os.stat(path).st_ino, f"{linker} {name}")
            self.assertEqual(set(record.inputs("thin-member")), {str(directory / f"obj/g {name}.o")} if thin else set())
            self.assertIn("map", record.reports, f"{linker} {name}")

    def test_every_linker(self):
        for name in NAMES:
            self.check(name, LINKERS)

    def test_backslash(self):
        self.check(BACKSLASH, [linker for linker in LINKERS if linker != "lld"], thin=False)

    def test_link_time_optimization(self):
        for name in ("a b", "a,b", "it's", "a#$b", "ä€"):
            self.check(name, ("bfd", "gold", "mold"), ["-flto"])

    def test_a_newline_in_a_path_is_escaped_in_the_record(self):
        directory, inputs = self.make("new\nline", thin=False)
        done = self.launch("gcc", "-o", "ex", *inputs, cwd=directory)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.record().lists["argument"], ["gcc", "-o", "ex", *inputs])

    def test_a_path_that_is_not_utf8(self):
        directory = os.fsencode(self.directory)
        name = b"m\xff.o"
        (self.directory / "m.c").write_text("int main(void) { return 0; }\n")
        checked(["gcc", "-c", "m.c", "-o", os.fsdecode(name)], self.directory)
        for linker in LINKERS:
            done = self.launch("gcc", f"-fuse-ld={linker}", "-o", "ex", os.fsdecode(name))
            self.assertEqual((done.returncode, done.stderr), (0, b""), linker)
            self.assertIn(os.fsdecode(directory + b"/" + name), self.record().inputs(), linker)

    def test_symbolic_links_in_the_state_directory_lead_no_write_and_no_removal_elsewhere(self):
        directory, inputs = self.make("a")
        links = self.state / "links"
        command = ["gcc", "-o", "ex", *inputs]
        self.assertEqual(self.launch(*command, cwd=directory).returncode, 0)
        key = self.record().directory.name
        victim = self.directory / "victim"
        victim.mkdir()
        (victim / "record").write_text("mine")
        (victim / "changed").write_text("mine")
        before = os.stat(victim / "changed").st_mtime_ns
        shutil.rmtree(links / key)
        os.symlink(victim, links / key)
        os.symlink(victim, links / f"{key}.old-4194303")
        os.symlink(victim, links / f"{key}.tmp-4194302")
        self.assertEqual(self.launch(*command, cwd=directory).returncode, 0)
        self.assertFalse(self.record().directory.is_symlink())
        self.assert_no_leftovers()
        (links / "changed").unlink()
        os.symlink(victim / "changed", links / "changed")
        self.assertEqual(self.launch(*command, cwd=directory).returncode, 0)
        self.assertEqual(sorted(os.listdir(victim)), ["changed", "record"])
        self.assertEqual((victim / "record").read_text(), "mine")
        self.assertEqual(os.stat(victim / "changed").st_mtime_ns, before)

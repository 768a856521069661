# SPDX-License-Identifier: Apache-2.0
"""Signals, kills and links that run at the same time."""
import os
import signal
import subprocess
import time

from harness import LINKERS, LINK_LINE, Case, make_inputs, run

SLOW_DRIVER = """#!/bin/sh
case "$*" in *--version*) exec gcc "$@";; esac
gcc "$@" || exit 1
echo linked > {flag}
while [ -e {flag} ]; do sleep 0.02; done
exit {code}
"""


class Processes(Case):
    def setUp(self):
        super().setUp()
        self.inputs = self.directory / "inputs"
        make_inputs(self.inputs, "gcc")
        self.flag = self.directory / "waiting"

    def command(self, linker="bfd", output="ex"):
        return ["gcc", f"-fuse-ld={linker}", "-o", output, *LINK_LINE]

    def start_slow(self, code=0, text=SLOW_DRIVER):
        """Starts a link whose driver does not end before its flag is removed."""
        driver = self.program("gcc", text.format(flag=self.flag, code=code))
        process = subprocess.Popen(self.launcher(driver, *self.command("lld")[1:]), cwd=self.inputs, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        self.addCleanup(self.stop, process)
        deadline = time.monotonic() + 60
        while not self.flag.exists():
            self.assertLess(time.monotonic(), deadline, "the link did not start")
            time.sleep(0.01)
        return process

    def stop(self, process):
        self.flag.unlink(missing_ok=True)
        process.communicate(timeout=60)

    def test_killed_in_the_middle_it_leaves_no_record_and_the_next_link_tidies_up(self):
        self.assertEqual(self.launch(*self.command(), cwd=self.inputs).returncode, 0)
        self.assertEqual(len(self.records()), 1)
        process = self.start_slow()
        process.kill()
        process.wait(timeout=60)
        # The new binary may have the same bytes, and others of its inputs: the old record could pass for its own.
        self.assertEqual(self.records(), [])
        self.assertTrue([name for name in os.listdir(self.state / "links") if ".tmp-" in name])
        self.flag.unlink()
        self.assertEqual(self.launch(*self.command("gold"), cwd=self.inputs).returncode, 0)
        self.assertEqual(self.record().values["linker"], "gold")
        self.assert_no_leftovers()

    def test_stop_signals_reach_the_link_and_end_the_launcher_alike(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.start_slow()
            process.send_signal(number)
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, -number)
            self.assertEqual(self.records(), [])
            self.assert_no_leftovers()
            self.flag.unlink(missing_ok=True)

    def test_a_link_that_outlives_the_signal_is_recorded_as_it_ended(self):
        text = SLOW_DRIVER.replace("#!/bin/sh\n", "#!/bin/sh\ntrap '' TERM\n")
        process = self.start_slow(text=text)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        self.flag.unlink()
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(self.record().values["incomplete"], "")

    def test_an_ignored_signal_stays_ignored(self):
        driver = self.program("gcc", '#!/bin/sh\ncase "$*" in *--version*) ;; *) kill -INT $PPID; kill -INT $$;; esac\nexec gcc "$@"\n')
        done = run(["sh", "-c", 'trap "" INT; exec "$@"', "sh", *self.launcher(driver, *self.command()[1:])], self.inputs)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(len(self.records()), 1)

    def test_a_parent_that_ignores_the_end_of_its_children(self):
        # That is inherited, and leaves nothing to wait for.
        done = run(self.launcher(*self.command()), self.inputs,
                   preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(len(self.records()), 1)

    def test_the_exit_code_of_a_driver_is_passed_on(self):
        for code in (1, 4, 42, 255):
            driver = self.program("gcc", f'#!/bin/sh\ncase "$*" in *--version*) exec gcc "$@";; esac\nexit {code}\n')
            self.assertEqual(self.launch(driver, *self.command()[1:], cwd=self.inputs).returncode, code)

    def test_a_driver_killed_by_a_signal(self):
        for number in (signal.SIGKILL, signal.SIGSEGV):
            driver = self.program("gcc", f'#!/bin/sh\ncase "$*" in *--version*) exec gcc "$@";; esac\nkill -{int(number)} $$\n')
            self.assertEqual(self.launch(driver, *self.command()[1:], cwd=self.inputs).returncode, -number)
            self.assert_no_leftovers()

    def test_a_process_that_the_linker_leaves_behind_is_not_waited_for(self):
        driver = self.program("gcc", '#!/bin/sh\ncase "$*" in *--version*) exec gcc "$@";; esac\n'
                              f'(touch {self.flag}; while [ -e {self.flag} ]; do sleep 0.05; done) 2>/dev/null </dev/null &\nexec gcc "$@"\n')
        process = subprocess.Popen(self.launcher(driver, *self.command("gold")[1:]), cwd=self.inputs, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.stop, process)
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertTrue(self.flag.exists(), "it ended while the process was still there")

    def test_many_links_at_once(self):
        commands = [self.command(linker, f"ex-{linker}-{number}") for linker in LINKERS for number in range(3)]
        processes = [subprocess.Popen(self.launcher(*command), cwd=self.inputs, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
                     for command in commands]
        for process in processes:
            self.assertEqual((process.communicate()[1], process.returncode), (b"", 0))
        records = self.records()
        self.assertEqual(len(records), len(commands))
        self.assertEqual({record.values["incomplete"] for record in records}, {""})
        self.assert_no_leftovers()

    def test_the_same_link_at_once_leaves_one_whole_record(self):
        for _ in range(3):
            processes = [subprocess.Popen(self.launcher(*self.command(linker)), cwd=self.inputs, stdin=subprocess.DEVNULL,
                                          stderr=subprocess.DEVNULL) for linker in ("gold", "lld") * 3]
            codes = [process.wait(timeout=300) for process in processes]
            # Linkers that write one file at once may trip over each other: that is the build's affair. The record must still be whole.
            if 0 in codes:
                record = self.record()
                for name in record.reports.values():
                    self.assertTrue((record.directory / name).exists())
            self.assert_no_leftovers()

import os
import signal
import threading
import time
import unittest

from . import driver

SECONDS = 6
"""How long a session is fired at."""


class Interrupts(unittest.TestCase):
    def setUp(self):
        self.session = driver.Session()
        self.addCleanup(self.session.close)

    def interrupt(self):
        os.kill(self.session.pid, signal.SIGINT)

    def test_during_a_cell_it_is_a_keyboard_interrupt_and_the_state_stays(self):
        self.session.run("x = 5")
        result = self.session.run_interrupted("while True: pass").result
        self.assertEqual(result["name"], "KeyboardInterrupt")
        self.assertNotIn("pymcp_guest", result["traceback"])
        self.assertEqual(self.session.run("x").value, "5")

    def test_a_program_that_it_started_is_interrupted_as_in_a_terminal_by_nobody_but_the_cell(self):
        code = "import subprocess\nsubprocess.run(['sleep', '100'])"
        self.assertEqual(self.session.run_interrupted(code).result["name"], "KeyboardInterrupt")

    def test_between_cells_it_does_nothing(self):
        for code in ("1", "2", "3"):
            self.interrupt()
            time.sleep(0.05)
            self.assertEqual(self.session.run(code).value, code)

    def test_before_the_first_cell_too(self):
        self.interrupt()
        time.sleep(0.05)
        self.assertEqual(self.session.run("1").value, "1")

    def test_a_cell_that_was_sent_is_interrupted_though_it_has_not_begun(self):
        os.kill(self.session.pid, signal.SIGSTOP)
        self.session.begin("import time\ntime.sleep(100)")
        self.interrupt()
        os.kill(self.session.pid, signal.SIGCONT)
        self.assertEqual(self.session.end().result["name"], "KeyboardInterrupt")

    def test_what_the_guest_has_set_holds_in_its_cells_alone(self):
        self.session.run("import signal, time\nsignal.signal(signal.SIGINT, lambda *_: print('mine'))")
        self.interrupt()
        time.sleep(0.05)
        self.assertEqual(self.session.run_interrupted("time.sleep(0.5)").stdout, "mine\n")
        self.session.run("signal.signal(signal.SIGINT, signal.SIG_IGN)")
        self.assertEqual(self.session.run_interrupted("time.sleep(0.4)\n5").value, "5")
        self.session.run("signal.signal(signal.SIGINT, signal.SIG_DFL)")
        self.interrupt()
        time.sleep(0.05)
        code = "signal.getsignal(signal.SIGINT) is signal.SIG_DFL"
        self.assertEqual(self.session.run(code).value, "True")

    def test_in_its_cells_the_handler_looks_as_ever(self):
        code = "import signal\nsignal.getsignal(signal.SIGINT) is signal.default_int_handler"
        for _ in range(2):
            self.assertEqual(self.session.run(code).value, "True")

    def test_programs_of_a_cell_do_not_inherit_that_it_is_ignored(self):
        code = (
            "import subprocess\nsubprocess.run(['grep', 'SigIgn', '/proc/self/status'], text=True, "
            "capture_output=True).stdout.split()[1]"
        )
        self.assertEqual(int(self.session.run(code).value.strip("'"), 16) & 1 << signal.SIGINT - 1, 0)

    def test_an_alarm_between_cells_breaks_no_session_and_comes_in_the_next(self):
        self.session.run("""
import signal
def ring(*_): raise TimeoutError('ring')
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.05)""")
        time.sleep(0.15)
        self.assertEqual(self.session.run("x = 1").result["name"], "TimeoutError")
        self.assertEqual(self.session.run("2").value, "2")
        result = self.session.run("signal.setitimer(signal.ITIMER_REAL, 0.05)\nwhile True: pass").result
        self.assertEqual(result["name"], "TimeoutError")

    def test_nothing_is_blocked_in_a_cell(self):
        code = "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [])"
        for _ in range(2):
            self.assertEqual(self.session.run(code).value, "set()")

    def test_at_any_moment_it_is_a_cell_s_or_nobody_s(self):
        """No session ends, no answer is lost or torn, each cell completes or was interrupted."""
        self.session.run("import asyncio")
        stop = threading.Event()

        def fire():
            wait = 0.0
            while not stop.is_set():
                self.interrupt()
                # Drifts over every moment of a cell.
                wait = (wait + 0.000_013) % 0.000_9
                time.sleep(wait)

        gun = threading.Thread(target=fire)
        gun.start()
        self.addCleanup(gun.join)
        self.addCleanup(stop.set)
        seen = {"completed": 0, "KeyboardInterrupt": 0}
        cells = (
            "1 + 1",
            "for _ in range(9000): pass",
            "print('x')",
            "await asyncio.sleep(0)",
            "open('a', 'w');",
        )
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for code in cells:
                result = self.session.run(code).result
                name = result["name"] if result["status"] == "raised" else "completed"
                self.assertIn(name, seen, result)
                seen[name] += 1
        stop.set()
        gun.join()
        # The last one may not have been handled yet, where the session has not run since: this cell has it, or nobody.
        self.session.run("1 + 1")
        self.assertEqual(self.session.run("1 + 1").value, "2")
        self.assertGreater(min(seen.values()), 50, seen)

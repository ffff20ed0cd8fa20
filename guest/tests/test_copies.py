import os
import socket
import time
import unittest

from . import driver


class Copies(unittest.TestCase):
    def setUp(self):
        self.session = driver.Session()
        self.addCleanup(self.session.close)

    def fork(self, name="copy", of=None):
        copy = (of or self.session).fork(name)
        self.addCleanup(copy.close)
        return copy

    def test_one_has_all_that_the_original_had_and_goes_its_own_way(self):
        self.session.run("x = [1]\ndef f(): return 1 / 0\n42")
        copy = self.fork()
        self.assertEqual(copy.run("_").value, "42")
        copy.run("x.append(2)")
        self.session.run("x.append(3)")
        self.assertEqual((self.session.run("x").value, copy.run("x").value), ("[1, 3]", "[1, 2]"))
        self.assertIn("def f(): return 1 / 0", copy.run("f()").result["traceback"])

    def test_arrays_and_tables_are_there(self):
        self.session.run("import numpy, pandas\na = numpy.arange(1_000_000)\nt = pandas.DataFrame({'a': a})")
        copy = self.fork()
        self.session.run("a[:] = 0\nt['a'] = 0")
        self.assertEqual(copy.run("int(a.sum()), int(t['a'].sum())").value, "(499999500000, 499999500000)")
        self.assertEqual(
            copy.run("float((numpy.ones((300, 300)) @ numpy.ones((300, 300))).sum())").value, "27000000.0"
        )

    def test_it_leads_a_session_of_its_own_and_is_nobody_s_child_here(self):
        self.session.run("import os")
        copy = self.fork()
        parent, leader, pid = eval(copy.run("os.getppid(), os.getsid(0), os.getpid()").value)
        self.assertEqual((leader, pid), (copy.pid, copy.pid))
        self.assertNotEqual(parent, self.session.pid)

    def test_it_is_ready_when_it_is_handed_over_and_not_before(self):
        self.session.run(
            "import os, sys, time\nc = sys.modules['pymcp_guest.copies']\nleave = c._exit\n"
            "def leave_slowly(code):\n    time.sleep(0.2)\n    leave(code)\nc._exit = leave_slowly\n"
            "f = sys.modules['pymcp_guest.frames']\nsend = f.send_frame\nparents = []\n"
            "def send_frame(*a):\n    parents.append(os.getppid())\n    send(*a)\nf.send_frame = send_frame"
        )
        self.assertEqual(self.fork().run("parents[-1] == os.getppid()").value, "True")

    def test_neither_holds_a_connection_of_the_other(self):
        # A duplicate that the guest has made leads to the copy's own, too.
        self.session.run("import os\nsaved = os.dup(1)\nother = os.dup(2)")
        copy = self.fork()
        ours, theirs = (inodes(pid) for pid in (self.session.pid, copy.pid))
        self.assertEqual(ours & theirs, set())
        self.assertEqual(copy.run("os.write(saved, b'to the copy');").stdout, "to the copy")
        self.assertEqual(copy.run("os.write(other, b'to the copy');").stderr, "to the copy")
        self.assertEqual(self.session.run("os.write(saved, b'to it');").stdout, "to it")

    def test_each_lives_on_when_the_other_ends(self):
        first = self.fork("first")
        second = self.fork("second")
        first.close()
        wait_for_end(first.pid)
        self.assertEqual((second.run("1").value, self.session.run("2").value), ("1", "2"))
        self.session.run("import os")
        self.session.begin("os._exit(0)")
        with self.assertRaises(AssertionError):
            self.session.end()
        self.assertEqual(
            second.run("import subprocess\nsubprocess.run(['echo', 'alive']).returncode").value, "0"
        )

    def test_output_of_programs_goes_to_its_own_stream(self):
        copy = self.fork()
        cell = copy.run("import subprocess\nprint('python')\nsubprocess.run(['echo', 'program']);")
        self.assertEqual(cell.stdout, "python\nprogram\n")

    def test_home_is_a_copy_and_what_named_the_original_s_names_it(self):
        self.session.run("""
import os, sys
os.makedirs('d/e')
open('d/e/data', 'w').write('one')
os.mkfifo('fifo')
os.symlink('d', 'link')
os.chdir('d')""")
        copy = self.fork()
        code = "os.getcwd(), os.environ['PWD'], os.environ['HOME'], os.path.expanduser('~'), sys.path[0]"
        home = copy.home
        self.assertEqual(eval(copy.run(code).value), (f"{home}/d", f"{home}/d", home, home, home))
        copy.run("open('e/data', 'w').write('two')")
        self.assertEqual(self.session.run("open('e/data').read()").value, "'one'")
        self.assertEqual(copy.run("sorted(os.listdir('..'))").value, "['d', 'link']")

    def test_files_that_were_known_are_known_to_it(self):
        self.session.run("open('a', 'w').write('x')", {"b": b"y"})
        copy = self.fork()
        self.assertEqual(copy.run("1").files, {})
        self.assertEqual(copy.run("open('b', 'w').write('z')").files, {"b": b"z"})
        self.assertEqual(self.session.run("1").files, {})

    def test_a_copy_can_be_copied(self):
        self.session.run("x = 1\nopen('a', 'w').write('x')")
        first = self.fork("first")
        first.run("x += 1")
        second = self.fork("second", of=first)
        self.assertEqual(second.run("x += 1\nx, open('a').read()").value, "(3, 'x')")
        self.assertEqual((first.run("x").value, self.session.run("x").value), ("2", "1"))
        self.assertEqual(second.ask("list")["files"], [{"path": "a", "size": 1}])

    def test_random_numbers_are_its_own(self):
        self.session.run("import random, tempfile\nrandom.random(), next(tempfile._get_candidate_names())")
        copy = self.fork()
        code = "random.random(), next(tempfile._get_candidate_names())"
        for ours, theirs in zip(eval(self.session.run(code).value), eval(copy.run(code).value)):
            self.assertNotEqual(ours, theirs)

    def test_await_works_in_both(self):
        self.session.run(
            "import asyncio\ntask = asyncio.create_task(asyncio.sleep(0.2, 5))\nawait asyncio.sleep(0)"
        )
        copy = self.fork()
        self.assertEqual(copy.run("await asyncio.sleep(0.01, 6)").value, "6")
        loop = "await asyncio.sleep(0)\nid(asyncio.get_running_loop())"
        self.assertNotEqual(copy.run(loop).value, self.session.run(loop).value)
        copy.run("import gc\ngc.collect()")
        copy.close()
        self.assertEqual(self.session.run("await task").value, "5")

    def test_an_interrupt_reaches_the_one_that_it_is_for(self):
        copy = self.fork()
        self.assertEqual(
            copy.run_interrupted("import time\ntime.sleep(100)").result["name"], "KeyboardInterrupt"
        )
        self.assertEqual((copy.run("1").value, self.session.run("2").value), ("1", "2"))

    def test_figures_and_children_belong_to_it(self):
        self.session.run("import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt")
        copy = self.fork()
        self.assertEqual(len(copy.run("plt.plot([1])\nplt.show()").images), 1)
        code = "import os\npid = os.fork()\nif pid: os.waitpid(pid, 0)\npid > 0"
        self.assertEqual(copy.run(code).value, "True")

    def test_threads_of_the_original_are_no_hindrance(self):
        self.session.run(
            "import threading\nstop = threading.Event()\nt = threading.Thread(target=stop.wait)\nt.start()"
        )
        copy = self.fork()
        self.assertEqual(copy.run("t.is_alive(), threading.active_count()").value, "(False, 1)")
        self.session.run("stop.set()")

    def test_a_guest_that_waits_for_any_child_is_no_hindrance(self):
        self.session.run("import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)")
        self.assertEqual(self.fork().run("1").value, "1")

    def test_replaced_functions_of_modules_are_none(self):
        self.session.run(
            "import os, time, socket\nos.fork = os.waitpid = time.sleep = socket.recv_fds = None"
        )
        self.assertEqual(self.fork().run("1").value, "1")


class Failing(unittest.TestCase):
    def setUp(self):
        self.session = driver.Session()
        self.addCleanup(self.session.close)

    def assert_fails(self, name, reason):
        with self.assertRaisesRegex(AssertionError, reason):
            self.session.fork(name)
        self.assertEqual(self.session.run("1 + 1").value, "2")

    def test_a_name_that_is_there_or_leads_elsewhere_is_refused(self):
        self.session.fork("copy").close()
        self.assert_fails("copy", "File exists")
        for name in ("../x", "a/b", "", ".."):
            self.assert_fails(name, "no name of a copy")

    def test_where_no_process_can_be_made_the_reason_is_told_and_no_folder_stays(self):
        self.session.run("import os\nopen('a', 'w').write('x')\nhome = os.getcwd()")
        # Root has no limit of processes; the call itself fails in the same way.
        self.session.run(
            "import sys\nc = sys.modules['pymcp_guest.copies']\nreal = c.fork\n"
            "def fail(): raise BlockingIOError(11, 'Resource temporarily unavailable')\nc.fork = fail"
        )
        self.assert_fails("copy", "Resource temporarily unavailable")
        self.session.run("c.fork = real\nlinux = sys.modules['pymcp_guest.linux']\nlinux.fork_quietly = fail")
        self.assert_fails("copy", "no process could be made")
        self.assertEqual(os.listdir(f"{self.session.home}/.copies"), [])

    def test_a_session_that_adopts_orphans_is_copied_all_the_same_and_adopts_them_afterwards(self):
        adopt = "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.prctl(36, 1, 0, 0, 0)"
        self.session.run(adopt)
        copy = self.session.fork("copy")
        self.assertNotEqual(copy.run("import os\nos.getppid()").value, str(self.session.pid))
        copy.close()
        asked = "flag = ctypes.c_int()\nlibc.prctl(37, ctypes.byref(flag), 0, 0, 0)\nflag.value"
        self.assertEqual(self.session.run(asked).value, "1")

    def test_files_that_find_no_room_are_told_and_leave_none(self):
        self.session.run(
            "open('a', 'w').write('x' * 5000)\nimport resource\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
        )
        self.assert_fails("copy", "File too large")
        self.assertEqual(os.listdir(f"{self.session.home}/.copies"), [])

    def test_what_comes_instead_of_four_descriptors_is_closed(self):
        before = inodes(self.session.pid)
        one, other = socket.socketpair()
        socket.send_fds(self.session._gift, [b"."], [one.fileno()])
        one.close()
        answer = self.session.ask("fork", name="copy")
        self.assertEqual(answer, {"type": "failed", "reason": "1 descriptors came instead of 4"})
        self.assertEqual(inodes(self.session.pid), before)
        other.close()


def inodes(pid):
    """Of the sockets that a process has."""
    links = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
    return {link for link in links if link.startswith("socket:")}


def wait_for_end(pid):
    for _ in range(500):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return
        except FileNotFoundError:
            return
        time.sleep(0.01)
    raise AssertionError("it does not end")

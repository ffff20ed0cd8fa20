import fcntl
import os
import select
import signal
import socket
import time
import unittest

from pymcp_guest import init_line, linux, reaper

from . import child

_LINE = 6


def high_pipe():
    """Where `start` puts nothing else."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in ends]
    for end in ends:
        os.close(end)
    return high


class Reaper(unittest.TestCase):
    """Without a pid namespace: that what is left over dies with pid 1 is the kernel's part (tests/jail)."""

    def start(self, agent, others=0, lingers=False):
        """A reaper in a child of ours, with an agent and others that end before it."""
        self.line, theirs = init_line.pair()
        self.addCleanup(os.close, self.line)

        def work():
            # In a sandbox 0 to 5 are open when the reaper begins: three streams and three sockets.
            os.close(self.line)
            for fd in range(_LINE + 1):
                os.dup2(theirs, fd)
            gate_read, gate_write = os.pipe()
            # As pid 1 does, it becomes the parent of orphans.
            linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
            for _ in range(others):
                child.fork(lambda: os._exit(1))

            def wait_for_others():
                os.close(gate_write)
                os.read(gate_read, 1)
                agent()

            pid = child.fork(wait_for_others)
            os.close(gate_write)
            reaper.reap_until(pid, _LINE, lingers)

        self.pid = child.fork(work)
        os.close(theirs)

    def record(self):
        """The next record, None at the end of the line."""
        ready, _, _ = select.select([self.line], [], [], child.SECONDS)
        self.assertTrue(ready, "the reaper says nothing")
        return init_line.read(self.line)

    def records(self):
        return list(iter(self.record, None))

    def order(self, kind, pid=0):
        init_line.tell(self.line, kind, pid)

    def exit_code(self):
        return child.wait(self.pid)

    def test_the_exit_code_of_the_agent_is_told(self):
        self.start(lambda: os._exit(7))
        self.assertEqual(self.records(), [(init_line.AGENT, 0, 7 << 8)])
        self.assertEqual(self.exit_code(), 0)

    def test_the_signal_that_ended_the_agent_is_told(self):
        self.start(lambda: os.kill(os.getpid(), signal.SIGKILL))
        self.assertEqual(self.records(), [(init_line.AGENT, 0, signal.SIGKILL)])
        self.assertEqual(self.exit_code(), 0)

    def test_other_children_are_reaped_and_not_told_of(self):
        self.start(lambda: os._exit(5), others=3)
        self.assertEqual(self.records(), [(init_line.AGENT, 0, 5 << 8)])

    def test_it_stays_until_its_line_ends_where_it_is_to_linger(self):
        self.start(lambda: os._exit(5), others=2, lingers=True)
        self.assertEqual(self.record(), (init_line.AGENT, 0, 5 << 8))
        # An order to one that has gone is none, and it answers.
        self.order(init_line.INTERRUPT)
        self.assertEqual(self.record(), (init_line.INTERRUPTED, 0, 0))
        self.assertEqual(os.waitpid(self.pid, os.WNOHANG), (0, 0))
        with socket.socket(fileno=os.dup(self.line)) as line:
            line.shutdown(socket.SHUT_RDWR)
        self.assertEqual(self.exit_code(), 1)

    def test_the_agent_is_interrupted_when_the_template_says_so(self):
        read_end, write_end = high_pipe()

        def sleep():
            signal.signal(signal.SIGINT, signal.default_int_handler)
            try:
                os.write(write_end, b".")
                time.sleep(child.SECONDS)
            except KeyboardInterrupt:
                os._exit(42)

        self.start(sleep)
        self.assertEqual(os.read(read_end, 1), b".")
        self.order(init_line.INTERRUPT)
        self.assertEqual(self.record(), (init_line.INTERRUPTED, 0, 0))
        self.assertEqual(self.record(), (init_line.AGENT, 0, 42 << 8))
        os.close(read_end)
        os.close(write_end)

    def test_no_stranger_is_interrupted_ended_or_watched(self):
        """A pid in an order is the guest's word: here one of a process that is no child of the reaper."""
        stranger = child.fork(lambda: time.sleep(child.SECONDS))
        self.start(lambda: time.sleep(child.SECONDS))
        self.order(init_line.INTERRUPT, stranger)
        self.assertEqual(self.record(), (init_line.INTERRUPTED, stranger, 0))
        self.order(init_line.END, stranger)
        self.order(init_line.WATCH, stranger)
        self.assertEqual(self.record(), (init_line.COPY, stranger, init_line.UNKNOWN))
        self.assertEqual(os.waitpid(stranger, os.WNOHANG), (0, 0))
        os.kill(stranger, signal.SIGKILL)
        os.waitpid(stranger, 0)
        self.order(init_line.END)
        self.assertEqual(self.record(), (init_line.AGENT, 0, signal.SIGKILL))

    def test_it_stays_for_a_copy_when_it_is_told_to_and_tells_of_its_end(self):
        read_end, write_end = high_pipe()
        gate_read, gate_write = high_pipe()

        reaper_pid = 0

        def copy():
            # Only a child of pid 1 is watched.
            while os.getppid() != reaper_pid:
                time.sleep(0.001)
            os.write(write_end, os.getpid().to_bytes(4, "little"))
            os.read(gate_read, 1)
            os._exit(3)

        def fork_twice():
            nonlocal reaper_pid
            reaper_pid = os.getppid()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            # So that the copy's parent ends and pid 1 becomes it.
            child.wait(child.fork(lambda: (child.fork(copy), os._exit(0))))
            time.sleep(child.SECONDS)

        self.start(fork_twice)
        pid = int.from_bytes(os.read(read_end, 4), "little")
        self.order(init_line.KEEP)
        self.order(init_line.WATCH, pid)
        self.order(init_line.INTERRUPT)
        self.assertEqual(self.record(), (init_line.INTERRUPTED, 0, 0))
        self.assertEqual(self.record(), (init_line.AGENT, 0, signal.SIGINT))
        os.write(gate_write, b".")
        self.assertEqual(self.records(), [(init_line.COPY, pid, 3 << 8)])
        self.assertEqual(self.exit_code(), 0)
        for fd in (read_end, write_end, gate_read, gate_write):
            os.close(fd)

    def test_it_ends_with_the_template(self):
        self.start(lambda: time.sleep(child.SECONDS))
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, self.line)
        os.close(null)
        self.assertEqual(self.exit_code(), 1)

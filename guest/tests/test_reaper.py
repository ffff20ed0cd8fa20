import os
import signal
import unittest

from pymcp_guest import reaper, status_pipe

from . import child

_STATUS = 6


class Reaper(unittest.TestCase):
    """Without a pid namespace: that what is left over dies with pid 1 is the kernel's part (tests/jail)."""

    def reap(self, agent, others=0):
        """The record that the reaper of `agent` writes, and its own exit code; `others` end before the agent."""
        read_end, write_end = os.pipe()

        def work():
            # In a sandbox 0 to 5 are open when the reaper begins: three streams and three sockets.
            os.close(read_end)
            for fd in range(_STATUS + 1):
                os.dup2(write_end, fd)
            gate_read, gate_write = os.pipe()
            for _ in range(others):
                child.fork(lambda: os._exit(1))

            def wait_for_others():
                os.close(gate_write)
                os.read(gate_read, 1)
                agent()

            pid = child.fork(wait_for_others)
            os.close(gate_write)
            reaper.reap_until(pid, _STATUS)

        pid = child.fork(work)
        os.close(write_end)
        with os.fdopen(read_end, "rb", buffering=0) as records:
            record = status_pipe.read(records.fileno())
            self.assertIsNone(status_pipe.read(records.fileno()))
        return record, child.wait(pid)

    def test_the_exit_code_of_the_agent_is_told(self):
        self.assertEqual(self.reap(lambda: os._exit(7)), ((status_pipe.AGENT, 7 << 8), 0))

    def test_the_signal_that_ended_the_agent_is_told(self):
        killed = self.reap(lambda: os.kill(os.getpid(), signal.SIGKILL))
        self.assertEqual(killed, ((status_pipe.AGENT, signal.SIGKILL), 0))

    def test_other_children_are_reaped_and_not_told_of(self):
        self.assertEqual(self.reap(lambda: os._exit(5), others=3), ((status_pipe.AGENT, 5 << 8), 0))

import contextlib
import os
import signal
import unittest
from unittest import mock

from pymcp_guest import domain, keeper, landlock, linux, privileges
from pymcp_guest.layers import LayerError

from . import child

_SOMEBODY = 70_123_456
_PDEATHSIG = 1


def become_somebody():
    """An unprivileged process, as a sandbox is."""
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    if os.getuid() == 0:
        privileges.become(_SOMEBODY, _SOMEBODY)
        linux.prctl(linux.PR_SET_DUMPABLE, 1)


def beside():
    """Pid of a process that waits, and ends with its parent."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        linux.prctl(_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            for fd in range(3, 256):
                with contextlib.suppress(OSError):
                    os.close(fd)
            signal.pause()
        os._exit(0)
    return pid


def layer_of(work):
    """The layer that `work` says has failed, in a child; None where it passes."""

    def tell():
        try:
            work()
        except LayerError as error:
            return error.layer
        return None

    return child.answer_of(tell)


class Domains(unittest.TestCase):
    def test_one_whose_scope_was_left_out_is_refused(self):
        def enter():
            become_somebody()
            outside = beside()
            with mock.patch.object(landlock, "scope_signals"):
                domain.Domain.enter(domain.LEAST_ABI, outside)

        self.assertEqual(layer_of(enter), "signal-scope")

    def test_a_kernel_without_scopes_is_refused(self):
        for abi in (0, 1, 5):
            with self.assertRaises(LayerError) as caught:
                domain.require(abi)
            self.assertEqual(caught.exception.layer, "signal-scope")
        domain.require(6)

    def test_nobody_to_try_it_on_is_no_proof(self):
        gone = os.fork()
        if gone == 0:
            os._exit(0)
        os.waitpid(gone, 0)
        with self.assertRaises(LayerError):
            domain.check_out_of_reach(gone)

    def test_a_keeper_that_was_killed_has_not_ended_cleanly(self):
        self.assertNotIn(keeper.FAILED, keeper.CLEAN_ENDS)
        self.assertNotIn(9, keeper.CLEAN_ENDS)

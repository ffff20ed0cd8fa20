"""A domain: processes that can send signals to one another and to nobody else (Landlock's scope, Linux 6.12).

jail.once: what a pid namespace does where one is to be had. A process in a domain ends all others in it by one
kill(-1): the kernel holds back every fork while it sends (copy_process() looks for a fatal signal under the lock), so
nothing outruns it. Without the scope the same call would end every process of the user, so a domain exists only after
the kernel has refused a signal to a process outside.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator

from . import landlock
from .layers import LayerError

LEAST_ABI = 6


class Domain:
    """That there is one says that it holds."""

    def __init__(self, outside: int) -> None:
        """Of the calling process. `outside`: a process that it must not reach. Raises LayerError where it can."""
        check_out_of_reach(outside)

    @staticmethod
    def enter(abi: int, outside: int) -> Domain:
        """Irrevocable, for the calling thread and all that it starts."""
        require(abi)
        landlock.scope_signals()
        return Domain(outside)

    def end_all(self) -> Iterator[tuple[int, int]]:
        """End every other process in it and reap them: (pid, wait status). Returns when there is none.

        The caller is a subreaper and all of them are below it, so to have no child is to be alone.
        """
        while True:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(-1, signal.SIGKILL)
            try:
                yield os.waitpid(-1, 0)
            except ChildProcessError:
                return


def require(abi: int) -> None:
    """fail.closed: raise LayerError where the kernel has no scope for signals."""
    if abi < LEAST_ABI:
        have = "none" if abi == 0 else f"version {abi}"
        raise LayerError("signal-scope", f"Landlock version {LEAST_ABI} is needed, the kernel has {have}")


def check_out_of_reach(outside: int) -> None:
    try:
        os.kill(outside, 0)
    except PermissionError:
        return
    except ProcessLookupError:
        raise LayerError("signal-scope", f"process {outside} is gone") from None
    raise LayerError("signal-scope", f"a signal reaches process {outside}, which is outside")

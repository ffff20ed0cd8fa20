"""Pid 1 of a sandbox: reaps orphans, waits for the agent, says how it ended, and takes everything with it."""

from __future__ import annotations

import os
import signal
from typing import NoReturn

from . import linux, status_pipe


def reap_until(agent: int, status: int) -> NoReturn:
    """Wait for `agent`, write its wait status (wait(2)) to `status`, exit.

    When pid 1 ends, the kernel kills whatever is left in the namespace, double-forked daemons too.
    """
    # A handler would make the signal deliverable to pid 1 from inside.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _close_all_but(status)
    while True:
        pid, wait_status = os.waitpid(-1, 0)
        if pid == agent:
            status_pipe.tell(status, status_pipe.AGENT, wait_status)
            os._exit(0)


def _close_all_but(kept: int) -> None:
    linux.close_from(kept + 1)
    for fd in range(kept):
        os.close(fd)

"""The keeper of a sandbox that has no pid namespace: reaps its orphans, obeys the template, ends it whole.

jail.once: it is the subreaper of all that the agent starts, in a domain around the agent's, which cannot reach
it. With the agent, or at an order, or when the template goes, everything in the domain ends before the keeper does.
Its exit code says that it did: ALL_GONE or LEFT_ALONE; any other end of a keeper is one that the template must mend.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from typing import NoReturn

from . import init_line
from .domain import Domain

ALL_GONE, LEFT_ALONE, NOT_BORN = 0, 1, 2
FAILED = 3
CLEAN_ENDS = frozenset((ALL_GONE, LEFT_ALONE, NOT_BORN))


def keep(agent: int, line: int, domain: Domain) -> NoReturn:
    """Until the agent has ended, an order says so, or nobody is left to give one."""
    _Keeper(agent, line, domain).run()


class _Keeper:
    def __init__(self, agent: int, line: int, domain: Domain) -> None:
        self._agent = agent
        self._line = line
        self._domain = domain
        self._agent_lives = True

    def run(self) -> NoReturn:
        code = FAILED
        try:
            code = self._serve(*_wake_up())
        finally:
            # Also where this program fails.
            with contextlib.suppress(OSError):
                for pid, status in self._domain.end_all():
                    self._bury(pid, status)
            os._exit(code)

    def _serve(self, wake: int, poll: select.poll) -> int:
        poll.register(self._line, select.POLLIN)
        # What ended before the handler was there has sent no signal.
        while self._reap():
            ready = {fd for fd, _ in poll.poll()}
            if wake in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(wake, 4096)
            if self._line in ready and not self._obey():
                return LEFT_ALONE
        return ALL_GONE

    def _reap(self) -> bool:
        """Whether the agent lives on."""
        while self._agent_lives:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            self._bury(pid, status)
        return self._agent_lives

    def _bury(self, pid: int, status: int) -> None:
        if pid == self._agent and self._agent_lives:
            self._agent_lives = False
            with contextlib.suppress(OSError):
                init_line.tell(self._line, init_line.AGENT, number=status)

    def _obey(self) -> bool:
        """One order. False: it is the end of the sandbox."""
        order = init_line.read(self._line)
        if order is None or order.kind == init_line.END:
            return False
        if order.kind == init_line.INTERRUPT:
            # Not reaped yet, so the pid is its own.
            if self._agent_lives and order.pid == 0:
                os.kill(self._agent, signal.SIGINT)
            init_line.tell(self._line, init_line.INTERRUPTED, order.pid)
        return True


def _wake_up() -> tuple[int, select.poll]:
    """A descriptor that becomes readable when a child ends, in a poll."""
    wake, wake_end = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(wake_end, False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)
    poll = select.poll()
    poll.register(wake, select.POLLIN)
    return wake, poll

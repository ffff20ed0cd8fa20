"""Pid 1 of a sandbox: reaps orphans, waits for the agent, carries out the template's orders, takes everything with it.

jail.once: when pid 1 ends, the kernel kills whatever is left in the namespace, double-forked daemons too. It ends with
the agent, but where the session was copied: then with the last process.

An interrupt comes from here and not from the host because a child's pid is its own until we have reaped it, so that no
signal ever reaches another process. A pid in an order is the guest's word: a process of this namespace or none.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from typing import NoReturn

from . import init_line, linux
from .processes import end_tree


def reap_until(agent: int, line: int, lingers: bool = False) -> NoReturn:
    """Wait for `agent` and tell its wait status (wait(2)) over `line`; obey what comes the other way; exit.

    `lingers`: exit where the line ends, and no sooner, whatever becomes of the agent.
    """
    # A handler would make the signal deliverable to pid 1 from inside.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _close_all_but(line)
    _Reaper(agent, line, lingers).run()


class _Reaper:
    def __init__(self, agent: int, line: int, lingers: bool) -> None:
        self._agent = agent
        self._line = line
        self._lingers = lingers
        self._agent_lives = True
        self._keeps = False
        self._watched: set[int] = set()

    def run(self) -> NoReturn:
        wake, wake_end = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(wake_end, False)
        # This one handler is deliverable from inside; all that it does is to wake us.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)
        poll = select.poll()
        poll.register(wake, select.POLLIN)
        poll.register(self._line, select.POLLIN)
        # What ended before the handler was there has sent no signal.
        self._reap()
        while True:
            ready = {fd for fd, _ in poll.poll()}
            if wake in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(wake, 4096)
            if self._line in ready:
                self._obey_all()
            self._reap()

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                # Nobody is left: whatever lives in this namespace is a child of ours, or of one.
                if self._lingers:
                    return
                os._exit(0)
            if pid == 0:
                return
            if pid == self._agent and self._agent_lives:
                self._agent_lives = False
                init_line.tell(self._line, init_line.AGENT, number=status)
                if not self._keeps and not self._lingers:
                    os._exit(0)
            elif pid in self._watched:
                self._watched.discard(pid)
                init_line.tell(self._line, init_line.COPY, pid, status)

    def _obey_all(self) -> None:
        """Every order that is there: one to stay must not be read after the death that it came before."""
        while select.select([self._line], [], [], 0)[0]:
            order = init_line.read(self._line)
            if order is None:
                # The template has gone, and the outer jail with it.
                os._exit(1)
            self._obey(order)

    def _obey(self, order: init_line.Record) -> None:
        if order.kind == init_line.KEEP:
            self._keeps = True
        elif order.kind == init_line.WATCH:
            self._watch(order.pid)
        elif order.kind == init_line.INTERRUPT:
            if self._is_child(order.pid):
                os.kill(order.pid or self._agent, signal.SIGINT)
            init_line.tell(self._line, init_line.INTERRUPTED, order.pid)
        elif order.kind == init_line.END and self._is_child(order.pid):
            end_tree(order.pid or self._agent)

    def _watch(self, pid: int) -> None:
        if self._is_child(pid):
            self._watched.add(pid)
        else:
            init_line.tell(self._line, init_line.COPY, pid, init_line.UNKNOWN)

    def _is_child(self, pid: int) -> bool:
        """Ours and not yet reaped, so that the pid is still its own; 0 is the agent."""
        if pid == 0:
            return self._agent_lives
        try:
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return False
        return True


def _close_all_but(kept: int) -> None:
    linux.close_from(kept + 1)
    for fd in range(kept):
        os.close(fd)

"""Whose signals are: during a cell the guest's, between cells ours, so that none ends a session.

SIGINT is KeyboardInterrupt during a cell, or what the guest has set; one that comes between cells is dropped, as
ipykernel has it. Every other handler that the guest has set is put aside too, since it could raise in the middle of a
frame that we send; what comes meanwhile is delivered when the next cell begins.
"""

from __future__ import annotations

import socket

# Without the enumerations that `signal` makes of every number; by name, since a library may replace those of modules.
from _signal import default_int_handler, getsignal, pthread_sigmask, raise_signal, signal
from collections.abc import Callable
from select import select
from signal import SIG_BLOCK, SIG_SETMASK, SIGINT, SIGKILL, SIGSTOP, valid_signals
from types import FrameType
from typing import Any, TypeVar

_Value = TypeVar("_Value")
_ALL = tuple(sorted(int(number) for number in valid_signals() - {SIGKILL, SIGSTOP}))


class Interrupts:
    def __init__(self, control: socket.socket) -> None:
        """Ours from now on."""
        self.has_cell = False
        """Whether a cell was received that has not ended."""
        self._control = control
        self._guests: dict[int, Any] = {SIGINT: default_int_handler}
        self._late: set[int] = set()
        # One object: a method is made anew each time it is looked up.
        self._ours = self._hold
        signal(SIGINT, self._ours)

    def leave_to_program(self) -> None:
        """A program has them from its beginning to the end of the process."""
        self._give()

    def lend(self, work: Callable[[], _Value]) -> tuple[_Value | None, BaseException | None]:
        """Call `work` under the guest's handlers. Returns its value, and what it or a handler raised; raises nothing.

        From 3.11 on CPython runs handlers when a call returns and where a loop goes back, and nowhere else: there is
        neither between what ends `work` and the block that takes the signals back. Earlier ones need the outer blocks.
        """
        value = error = None
        mask = pthread_sigmask(SIG_BLOCK, ())
        try:
            try:
                try:
                    self._give()
                    value = work()
                except BaseException as raised:
                    error = raised
                # From here on only what has come already can raise.
                pthread_sigmask(SIG_BLOCK, _ALL)
                self._take()
            except BaseException as raised:
                error = raised
                pthread_sigmask(SIG_BLOCK, _ALL)
                self._take()
        except BaseException as raised:
            error = raised
            pthread_sigmask(SIG_BLOCK, _ALL)
            self._take()
        pthread_sigmask(SIG_SETMASK, mask)
        try:
            return value, error
        finally:
            # Its traceback has this frame: whatever the cell's own frames hold would stay until a collection.
            del error

    def _give(self) -> None:
        for number, handler in self._guests.items():
            signal(number, handler)
        late, self._late = self._late, set()
        for number in late:
            raise_signal(number)

    def _take(self) -> None:
        """Can be called again where it was interrupted."""
        for number in _ALL:
            handler = getsignal(number)
            if handler is self._ours:
                continue
            # SIGINT also where the guest lets it end the process; None was not set from Python.
            if callable(handler) or (number == SIGINT and handler is not None):
                self._guests[number] = handler
                signal(number, self._ours)
            else:
                self._guests.pop(number, None)

    def _hold(self, number: int, _frame: FrameType | None) -> None:
        """A function and not SIG_IGN, which programs that a cell has started would inherit.

        An interrupt is meant for a cell also where that has been sent and not yet received.
        """
        if number != SIGINT or self.has_cell or select([self._control], [], [], 0)[0]:
            self._late.add(number)

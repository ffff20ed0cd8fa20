"""When SIGINT is the guest's and when it is ours: during a cell it does what the guest has set, KeyboardInterrupt at first;
between two cells it does nothing, so that one that comes late ends no session (as ipykernel has it)."""

from __future__ import annotations

import signal
from typing import Any


def _ignore(_number: int, _frame: Any) -> None:
    """A function and not SIG_IGN, which programs that a cell has started would inherit."""


class Interrupts:
    def __init__(self) -> None:
        self._guest: Any = signal.default_int_handler

    def allow(self) -> None:
        signal.signal(signal.SIGINT, self._guest)

    def hold(self) -> None:
        """May itself be interrupted once: whoever calls it does so again where KeyboardInterrupt comes out."""
        handler = signal.signal(signal.SIGINT, _ignore)
        # None: it was not set from Python.
        if handler is not _ignore and handler is not None:
            self._guest = handler

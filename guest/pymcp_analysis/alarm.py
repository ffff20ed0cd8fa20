"""Ends a call that takes too long, where it runs Python; one that stays inside C is ended from outside, by `child`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymcp_analysis.failure import TooSlow

__all__ = ["TooSlow", "alarm"]


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    def ring(_signal: int, _frame: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

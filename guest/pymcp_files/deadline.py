"""limit.cpu: refuses what takes too long, a hostile pattern among it: `re` looks for signals as it matches."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .refusal import RefusedError

SECONDS = 10.0
"""More than a walk gives itself, and less than the gateway waits."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """In the main thread."""
    before = signal.signal(signal.SIGALRM, _refuse)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _refuse(_number: int, _frame: Any) -> None:
    raise RefusedError(
        "slow", "it takes too long: a pattern here needs more and more time for each character"
    )

"""Does the last things of a program or a cell, whatever the guest has made of them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable
from typing import Any


def finish(steps: Iterable[Callable[[], object]], lets_through: type[BaseException] | tuple[()] = ()) -> None:
    """Take every step; what one raises is told on stderr, as the interpreter does at its end.

    `lets_through`: what ends it at once.
    """
    for step in steps:
        try:
            step()
        except lets_through:
            raise
        except BaseException as error:
            # The hook and the streams are the guest's by now: nothing it did to them may keep the result from leaving.
            with contextlib.suppress(BaseException):
                sys.excepthook(type(error), error, error.__traceback__)


def flush_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)


def _flush(stream: Any) -> None:
    """A program may have closed its streams or put None in their place."""
    if stream is not None and not stream.closed:
        stream.flush()

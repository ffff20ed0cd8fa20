"""Naming the layer that failed, so that the gateway can refuse the run with a reason.

fail.closed: an exception inside `layer(...)` ends the birth of the sandbox; nothing is run with less.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class LayerError(Exception):
    """A layer could not be set up. `layer` is a stable id that the gateway maps to a hint."""

    def __init__(self, layer: str, reason: str) -> None:
        super().__init__(f"{layer}: {reason}")
        self.layer = layer
        self.reason = reason


@contextmanager
def layer(name: str) -> Iterator[None]:
    try:
        yield
    except LayerError:
        raise
    except Exception as error:
        reason = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        raise LayerError(name, reason) from error

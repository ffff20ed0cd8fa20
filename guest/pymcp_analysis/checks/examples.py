"""Small inputs to try: of each kind, smallest first, so that what is found is small; the same each time."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pymcp_analysis.alarm import TooSlow, alarm
from pymcp_analysis.target import Kind, Target

SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16)
OTHER_SIZES = (1, 3, 8)
LONGEST_CALL_S = 0.2


@dataclass(frozen=True)
class Example:
    kind: str
    sizes: tuple[int, ...]
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Raised:
    """What came in place of a result."""

    problem: BaseException


class Examples:
    """Those of one function, within so many seconds for each check that asks for them."""

    def __init__(self, target: Target, seconds: float) -> None:
        self.target, self.seconds = target, seconds

    def __iter__(self) -> Iterator[Example]:
        ends = time.monotonic() + self.seconds
        for sizes in _small_sizes(self.target.arity):
            for kind in self.target.kinds:
                if time.monotonic() > ends:
                    return
                arguments = _make(kind, sizes)
                if arguments is not None:
                    yield Example(kind.name, sizes, arguments)


def _small_sizes(arity: int) -> Iterator[tuple[int, ...]]:
    for size in SIZES:
        if arity == 1:
            yield (size,)
        else:
            yield from ((size, other) for other in OTHER_SIZES)


def _make(kind: Kind, sizes: tuple[int, ...]) -> tuple[Any, ...] | None:
    """Some have no inputs that small."""
    try:
        return kind.make(*sizes)
    except Exception:
        return None


def call_with(call: Any, arguments: tuple[Any, ...]) -> Any:
    """Return the result, the items of an iterator as a list, or what was raised.

    Raises:
        TooSlow: If it takes longer than an example may.
    """
    try:
        with alarm(LONGEST_CALL_S):
            result = call(*arguments)
            return list(result) if hasattr(result, "__next__") else result
    except TooSlow:
        raise
    except Exception as problem:
        return Raised(problem)


def copied(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    try:
        return copy.deepcopy(arguments)
    except Exception:
        return arguments

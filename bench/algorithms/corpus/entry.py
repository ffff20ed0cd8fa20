"""What is declared of a function: its bounds, whose word that is, and how to make inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Arguments = tuple[Any, ...]

# From slow to fast growth. A base or a constant factor makes no other class: 1.618^n is 2^n.
CLASSES = ("1", "log n", "sqrt n", "n", "n log n", "n^2", "n^3", "2^n", "n!")

# Of two sizes n and m.
CLASSES_OF_TWO = ("m log n", "n+m", "n log m", "n*m")


@dataclass(frozen=True)
class Kind:
    """One kind of input and what it costs."""

    name: str
    time: str
    space: str  # the peak of what is allocated, the result included, the arguments not
    make: Callable[..., Arguments]  # takes the sizes; each call makes new arguments, the same each time


@dataclass(frozen=True)
class Entry:
    """One function."""

    name: str
    call: Callable[..., Any]
    backing: str  # "python", "c" where the work that grows is done by C, "both"
    sizes: str  # what n is, or what n and m are
    source: str  # why the bounds are known
    kinds: tuple[Kind, ...]
    agrees: Callable[..., bool]  # whether a result is right: takes it and the arguments as they were before
    arity: int = 1  # how many sizes there are
    changes: bool = False  # whether it changes its arguments

    def cases(self, *sizes: int) -> Iterator[tuple[str, Arguments]]:
        """Yield each kind's name with arguments of these sizes."""
        for kind in self.kinds:
            yield kind.name, kind.make(*sizes)


def always(time: str, space: str, make: Callable[..., Arguments]) -> tuple[Kind, ...]:
    """Return the one kind of a function that costs the same whatever the input."""
    return (Kind("any", time, space, make),)

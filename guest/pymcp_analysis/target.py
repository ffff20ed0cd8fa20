"""What is measured: a function, and the kinds of input it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind of input. `make` takes the sizes and returns new arguments, the same each time."""

    name: str
    make: Callable[..., tuple[Any, ...]]
    declared_time: str | None = None
    declared_space: str | None = None


@dataclass(frozen=True)
class Target:
    """One function."""

    name: str
    call: Callable[..., Any]
    kinds: tuple[Kind, ...]
    arity: int = 1
    how: str = ""  # where its inputs come from, in words
    problem: str | None = None  # those of one problem give the same answers
    forms: tuple[str, ...] = ()  # of its arguments, where they are inferred
    sizes: tuple[int, ...] = ()  # those alone, where the caller gives them


@dataclass(frozen=True)
class Skipped:
    """A function that cannot be measured."""

    name: str
    why: str

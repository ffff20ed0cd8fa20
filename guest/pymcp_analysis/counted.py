"""Numbers and words that show what is done to them: each comparison is a step of the interpreter, also out of C.

So `sorted` of such numbers has as many steps as comparisons, and a copy of a list has none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SHOWN = (
    "lt",
    "le",
    "gt",
    "ge",
    "eq",
    "ne",
    "hash",
    "add",
    "radd",
    "sub",
    "rsub",
    "mul",
    "rmul",
    "mod",
    "rmod",
    "neg",
)


def _show(base: type, name: str) -> Callable[..., Any]:
    plain = getattr(base, name)

    def shown(*arguments: Any) -> Any:
        return plain(*arguments)

    return shown


def _methods(base: type) -> dict[str, Any]:
    names = [f"__{name}__" for name in SHOWN]
    return {name: _show(base, name) for name in names if hasattr(base, name)}


CountedInt = type("CountedInt", (int,), _methods(int))
CountedText = type("CountedText", (str,), _methods(str))
COUNTED = {int: CountedInt, str: CountedText}


def to_counted(arguments: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return the arguments with such values in their lists, or None if there are no lists of numbers or words."""
    changed = tuple(_change(argument) for argument in arguments)
    return changed if any(new is not old for new, old in zip(changed, arguments)) else None


def _change(value: Any) -> Any:
    if type(value) is not list or not value:
        return value
    kinds = {type(item) for item in value}
    if len(kinds) != 1:
        return value
    counted = COUNTED.get(kinds.pop())
    if counted is not None:
        return [counted(item) for item in value]
    changed = [_change(item) for item in value]
    return changed if any(new is not old for new, old in zip(changed, value)) else value

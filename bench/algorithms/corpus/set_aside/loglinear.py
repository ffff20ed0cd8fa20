"""Functions of the standard library that sort."""

from __future__ import annotations

import collections
import functools
import heapq
import statistics
from fractions import Fraction

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers


def sort_by_comparing(values: list[int]) -> list[int]:
    return sorted(values, key=functools.cmp_to_key(lambda one, other: one - other))


def sort_fractions(values: list[Fraction]) -> list[Fraction]:
    return sorted(values)


def heap_sort(values: list[int]) -> list[int]:
    """The recipe of the documentation of heapq."""
    heap: list[int] = []
    for value in values:
        heapq.heappush(heap, value)
    return [heapq.heappop(heap) for _ in range(len(heap))]


def most_common(counts: collections.Counter[int]) -> list[tuple[int, int]]:
    return counts.most_common()


def _is_median(result: float, values: list[int]) -> bool:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return result in (ordered[middle], (ordered[middle - 1] + ordered[middle]) / 2)


ENTRIES = (
    Entry(
        name="sorted by functools.cmp_to_key",
        call=sort_by_comparing,
        backing="both",
        sizes="n is the number of values",
        source="documentation of CPython: Objects/listsort.txt, compares are calls",
        kinds=(
            Kind("random", "n log n", "n", lambda n: (integers(n),)),
            Kind("ascending", "n", "n", lambda n: (list(range(n)),)),
        ),
        agrees=lambda result, values: result == sorted(values),
    ),
    Entry(
        name="sorted of fractions.Fraction",
        call=sort_fractions,
        backing="both",
        sizes="n is the number of values",
        source="documentation of CPython: Objects/listsort.txt, compares are calls",
        kinds=always("n log n", "n", lambda n: ([Fraction(value, 7) for value in integers(n)],)),
        agrees=lambda result, values: all(one <= other for one, other in zip(result, result[1:])),
    ),
    Entry(
        name="heapq.heappush and heappop",
        call=heap_sort,
        backing="c",
        sizes="n is the number of values",
        source="documentation of heapq: a heapsort",
        kinds=always("n log n", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: result == sorted(values),
    ),
    Entry(
        name="statistics.median",
        call=statistics.median,
        backing="c",
        sizes="n is the number of values",
        source="reading: sorts",
        kinds=(
            Kind("random", "n log n", "n", lambda n: (integers(n),)),
            Kind("ascending", "n", "n", lambda n: (list(range(n)),)),
        ),
        agrees=_is_median,
    ),
    Entry(
        name="collections.Counter.most_common",
        call=most_common,
        backing="c",
        sizes="n is the number of different values, whose counts are random",
        source="reading: sorts the items by count",
        kinds=always("n log n", "n", lambda n: (collections.Counter(dict(enumerate(integers(n)))),)),
        agrees=lambda result, counts: [count for _, count in result] == sorted(counts.values(), reverse=True),
    ),
)

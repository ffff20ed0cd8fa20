"""Functions of the standard library that go over pairs, triples, subsets and orders."""

from __future__ import annotations

import bisect
import collections
import difflib
import itertools
import re
from collections.abc import Iterable
from math import factorial

from corpus.entry import Entry, Kind, always


def exhaust(items: Iterable[object]) -> object:
    """The last item, all others taken without a step of the interpreter."""
    return collections.deque(items, maxlen=1).pop()


def pairs(values: list[int]) -> object:
    return exhaust(itertools.combinations(values, 2))


def triples(values: list[int]) -> object:
    return exhaust(itertools.combinations(values, 3))


def choices(n: int) -> object:
    return exhaust(itertools.product((0, 1), repeat=n))


def powerset(values: list[int]) -> list[tuple[int, ...]]:
    """The recipe of the documentation of itertools."""
    every = (itertools.combinations(values, size) for size in range(len(values) + 1))
    return list(itertools.chain.from_iterable(every))


def orders(values: list[int]) -> object:
    return exhaust(itertools.permutations(values))


def insort_all(values: list[int]) -> list[int]:
    result: list[int] = []
    for value in values:
        bisect.insort_left(result, value)
    return result


def similarity(left: list[int], right: list[int]) -> float:
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def search_tail(text: str) -> bool:
    return re.search(r"a*b", text) is not None


def match_three_runs(text: str) -> bool:
    return re.match(r"a*a*a*b", text) is not None


def match_nested_runs(text: str) -> bool:
    return re.match(r"(a+)+b", text) is not None


ENTRIES = (
    Entry(
        name="bisect.insort_left, n times",
        call=insort_all,
        backing="c",
        sizes="n is the number of values",
        source="documentation of bisect: the slow O(n) insertion step",
        kinds=always("n^2", "n", lambda n: (list(range(n, 0, -1)),)),
        agrees=lambda result, values: result == values[::-1],
    ),
    Entry(
        name="itertools.combinations of two",
        call=pairs,
        backing="c",
        sizes="n is the number of values",
        source="documentation of itertools: n! / r! / (n-r)! items",
        kinds=always("n^2", "n", lambda n: (list(range(max(n, 2))),)),
        agrees=lambda result, values: result == tuple(values[-2:]),
    ),
    Entry(
        name="re.search of a run without its end",
        call=search_tail,
        backing="c",
        sizes="n is the length of the text",
        source="textbook: from each start the run is read to its end",
        kinds=(
            Kind("without", "n^2", "1", lambda n: ("a" * n,)),
            Kind("with", "n", "1", lambda n: ("a" * n + "b",)),
        ),
        agrees=lambda result, text: result == text.endswith("b"),
    ),
    Entry(
        name="difflib.SequenceMatcher.ratio",
        call=similarity,
        backing="python",
        sizes="n is the length of both lists",
        source="documentation of difflib: quadratic time for the worst case, best case time is linear",
        kinds=(
            Kind("the same item", "n^2", "n", lambda n: ([7] * n, [7] * n)),
            Kind("nothing in common", "n", "n", lambda n: (list(range(n)), list(range(-n, 0)))),
        ),
        agrees=lambda result, left, right: result == (1 if left == right else 0),
    ),
    Entry(
        name="itertools.combinations of three",
        call=triples,
        backing="c",
        sizes="n is the number of values",
        source="documentation of itertools: n! / r! / (n-r)! items",
        kinds=always("n^3", "n", lambda n: (list(range(max(n, 3))),)),
        agrees=lambda result, values: result == tuple(values[-3:]),
    ),
    Entry(
        name="re.match of three runs",
        call=match_three_runs,
        backing="c",
        sizes="n is the length of the text",
        source="textbook: backtracking over where the runs end",
        kinds=(
            Kind("without an end", "n^3", "1", lambda n: ("a" * n,)),
            Kind("with an end", "n", "1", lambda n: ("a" * n + "b",)),
        ),
        agrees=lambda result, text: result == text.endswith("b"),
    ),
    Entry(
        name="re.match of nested runs",
        call=match_nested_runs,
        backing="c",
        sizes="n is the length of the text",
        source="textbook: catastrophic backtracking",
        kinds=(
            Kind("without an end", "2^n", "n", lambda n: ("a" * n,)),
            Kind("with an end", "n", "1", lambda n: ("a" * n + "b",)),
        ),
        agrees=lambda result, text: result == text.endswith("b"),
    ),
    Entry(
        name="itertools.product of two, n times",
        call=choices,
        backing="c",
        sizes="n is the number of choices",
        source="documentation of itertools: nested loops",
        kinds=always("2^n", "n", lambda n: (n,)),
        agrees=lambda result, n: result == (1,) * n,
    ),
    Entry(
        name="itertools.chain of all combinations",
        call=powerset,
        backing="c",
        sizes="n is the number of values",
        source="documentation of itertools: powerset, 2^n items",
        kinds=always("2^n", "2^n", lambda n: (list(range(n)),)),
        agrees=lambda result, values: len(set(result)) == len(result) == 2 ** len(values),
    ),
    Entry(
        name="itertools.permutations",
        call=orders,
        backing="c",
        sizes="n is the number of values",
        source="documentation of itertools: n! / (n-r)! items",
        kinds=always("n!", "n", lambda n: (list(range(n)),)),
        agrees=lambda result, values: (
            result == tuple(reversed(values))
            and len(set(itertools.permutations(values[:5]))) == factorial(min(len(values), 5))
        ),
    ),
)

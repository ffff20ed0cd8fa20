"""Functions of the standard library that cost more than their input is long, and those of two sizes."""

from __future__ import annotations

import bisect
import collections
import heapq
import ipaddress
import itertools
import json
import math
import operator
import re
import statistics

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers, matrix


def exhaust(values: object) -> int:
    return sum(1 for _ in values)  # type: ignore[attr-defined]


def pairs_of(values: list[int]) -> int:
    return exhaust(itertools.permutations(values, 2))


def triples_of(values: list[int]) -> int:
    return exhaust(itertools.combinations_with_replacement(values, 3))


def match_two_runs(text: str) -> bool:
    return re.match("a*a*b", text) is not None


def match_choices(text: str) -> bool:
    return re.match("(?:a|a)*b", text) is not None


def drain(heap: list[int]) -> list[int]:
    return [heapq.heappop(heap) for _ in range(len(heap))]


def collapse(addresses: list[ipaddress.IPv4Address]) -> list[ipaddress.IPv4Network]:
    return list(ipaddress.collapse_addresses(addresses))


def quartiles(values: list[int]) -> list[float]:
    return statistics.quantiles(values)


def search_all(values: list[int], wanted: list[int]) -> list[int]:
    return [bisect.bisect_left(values, one) for one in wanted]


def chain(left: list[int], right: list[int]) -> list[int]:
    return list(itertools.chain(left, right))


def either(left: collections.Counter[int], right: collections.Counter[int]) -> collections.Counter[int]:
    return left | right


def remove_each(left: list[int], right: list[int]) -> int:
    return sum(operator.countOf(left, value) for value in right)


def _scattered(n: int) -> tuple[list[ipaddress.IPv4Address]]:
    """None beside another."""
    return ([ipaddress.IPv4Address(4 * (value % (1 << 29)) + 1) for value in integers(n)],)


ENTRIES = (
    Entry(
        name="itertools.permutations of two",
        call=pairs_of,
        backing="both",
        sizes="n is the number of values",
        source="documentation of itertools: n! / (n - 2)! of them",
        kinds=always("n^2", "n", lambda n: (list(range(n)),)),
        agrees=lambda result, values: result == len(values) * (len(values) - 1),
    ),
    Entry(
        name="itertools.combinations_with_replacement of three",
        call=triples_of,
        backing="both",
        sizes="n is the number of values",
        source="documentation of itertools: (n + 2)! / 3! / (n - 1)! of them",
        kinds=always("n^3", "n", lambda n: (list(range(n)),)),
        agrees=lambda result, values: result == math.comb(len(values) + 2, 3),
    ),
    Entry(
        name="re.match of two runs",
        call=match_two_runs,
        backing="c",
        sizes="n is the length of the text",
        source="textbook: backtracking, each way to cut a run in two",
        kinds=(
            Kind("without an end", "n^2", "1", lambda n: ("a" * n,)),
            Kind("with an end", "n", "1", lambda n: ("a" * n + "b",)),
        ),
        agrees=lambda result, text: result == text.endswith("b"),
    ),
    Entry(
        name="re.match of a choice, n times",
        call=match_choices,
        backing="c",
        sizes="n is the length of the text",
        source="textbook: backtracking, two ways at each letter",
        kinds=always("2^n", "n", lambda n: ("a" * n,)),
        agrees=lambda result, text: result == text.endswith("b"),
    ),
    Entry(
        name="heapq.heappop, n times",
        call=drain,
        backing="both",
        sizes="n is the number of values",
        source="documentation of heapq: heapsort",
        kinds=always("n log n", "n", lambda n: (list(range(n)),)),
        agrees=lambda result, heap: result == sorted(heap),
        changes=True,
    ),
    Entry(
        name="ipaddress.collapse_addresses",
        call=collapse,
        backing="both",
        sizes="n is the number of addresses",
        source="reading: they are sorted, and compared in Python",
        kinds=always("n log n", "n", _scattered),
        agrees=lambda result, addresses: [network[0] for network in result] == sorted(set(addresses)),
    ),
    Entry(
        name="statistics.quantiles",
        call=quartiles,
        backing="c",
        sizes="n is the number of values",
        source="reading: they are sorted",
        kinds=(
            Kind("random", "n log n", "n", lambda n: (integers(n + 1),)),
            Kind("ascending", "n", "n", lambda n: (list(range(n + 1)),)),
        ),
        agrees=lambda result, values: len(result) == 3 and result[1] == statistics.median(values),
    ),
    Entry(
        name="bisect.bisect_left, m times",
        call=search_all,
        backing="both",
        sizes="n is the number of values, m the number of searches",
        source="documentation of bisect: O(log n)",
        kinds=always("m log n", "m", lambda n, m: (list(range(n)), [value % n for value in integers(m)])),
        agrees=lambda result, values, wanted: result == wanted,
        arity=2,
    ),
    Entry(
        name="itertools.chain",
        call=chain,
        backing="c",
        sizes="n and m are the numbers of values",
        source="documentation of itertools: one after the other",
        kinds=always("n+m", "n+m", lambda n, m: (list(range(n)), list(range(m)))),
        agrees=lambda result, left, right: result == left + right,
        arity=2,
    ),
    Entry(
        name="collections.Counter.__or__",
        call=either,
        backing="python",
        sizes="n and m are the numbers of different values",
        source="reading: one look for each key of both",
        kinds=always(
            "n+m",
            "n+m",
            lambda n, m: (collections.Counter(range(n)), collections.Counter(range(-m, 0))),
        ),
        agrees=lambda result, left, right: result == {**left, **right},
        arity=2,
    ),
    Entry(
        name="operator.countOf, m times",
        call=remove_each,
        backing="both",
        sizes="n is the number of values, m how often they are counted",
        source="reading: each is compared with each",
        kinds=always("n*m", "1", lambda n, m: (list(range(n)), list(range(m)))),
        agrees=lambda result, left, right: result == len(set(left) & set(right)),
        arity=2,
    ),
    Entry(
        name="json.dumps of a table",
        call=json.dumps,
        backing="c",
        sizes="n is the number of rows, m of columns",
        source="reading: each value once",
        kinds=always("n*m", "n*m", lambda n, m: (matrix(n, m),)),
        agrees=lambda result, rows: json.loads(result) == rows,
        arity=2,
    ),
)

"""Functions of the standard library of two sizes."""

from __future__ import annotations

import collections
import copy
import csv
import difflib
import graphlib
import heapq
import itertools

from corpus.entry import Entry, Kind, always
from corpus.inputs import Graph, directed, integers, matrix


def product(left: list[int], right: list[int]) -> object:
    return collections.deque(itertools.product(left, right), maxlen=1).pop()


def find_longest(left: list[int], right: list[int]) -> tuple[int, int, int]:
    return difflib.SequenceMatcher(None, left, right, autojunk=False).find_longest_match()


def sort_graph(graph: dict[int, list[int]]) -> list[int]:
    return list(graphlib.TopologicalSorter(graph).static_order())


def merge(left: list[int], right: list[int]) -> list[int]:
    return list(heapq.merge(left, right))


def read_table(lines: list[str]) -> list[list[str]]:
    return list(csv.reader(lines))


def add_counters(left: collections.Counter[int], right: collections.Counter[int]) -> collections.Counter[int]:
    return left + right


def m_least(m: int, values: list[int]) -> list[int]:
    return heapq.nsmallest(m, values)


def _graph(n: int, m: int) -> tuple[dict[int, list[int]]]:
    graph: Graph = directed(n, m)
    return (dict(enumerate(graph)),)


def _is_topological(result: list[int], graph: dict[int, list[int]]) -> bool:
    place = {vertex: at for at, vertex in enumerate(result)}
    ordered = all(place[before] < place[vertex] for vertex, befores in graph.items() for before in befores)
    return ordered and sorted(result) == sorted(graph)


ENTRIES = (
    Entry(
        name="itertools.product",
        call=product,
        backing="c",
        sizes="n and m are the numbers of values",
        source="documentation of itertools: nested loops; the values are kept",
        kinds=always("n*m", "n+m", lambda n, m: (list(range(n)), list(range(m)))),
        agrees=lambda result, left, right: result == (left[-1], right[-1]),
        arity=2,
    ),
    Entry(
        name="difflib.SequenceMatcher.find_longest_match",
        call=find_longest,
        backing="python",
        sizes="n and m are the lengths of the lists",
        source="documentation of difflib: quadratic time for the worst case, best case time is linear",
        kinds=(
            Kind("the same item", "n*m", "m", lambda n, m: ([7] * n, [7] * m)),
            Kind("nothing in common", "n+m", "m", lambda n, m: (list(range(n)), list(range(-m, 0)))),
        ),
        agrees=lambda result, left, right: (
            result[2] == (min(len(left), len(right)) if left[0] == right[0] else 0)
        ),
        arity=2,
    ),
    Entry(
        name="graphlib.TopologicalSorter.static_order",
        call=sort_graph,
        backing="python",
        sizes="n is the number of vertices, m that of edges",
        source="textbook: Kahn, each vertex and each edge once",
        kinds=always("n+m", "n+m", _graph),
        agrees=_is_topological,
        arity=2,
    ),
    Entry(
        name="heapq.merge of two",
        call=merge,
        backing="python",
        sizes="n and m are the numbers of values",
        source="documentation of heapq: one step an item",
        kinds=always("n+m", "n+m", lambda n, m: (sorted(integers(n, 1)), sorted(integers(m, 2)))),
        agrees=lambda result, left, right: result == sorted(left + right),
        arity=2,
    ),
    Entry(
        name="copy.deepcopy of a matrix",
        call=copy.deepcopy,
        backing="python",
        sizes="n and m are the sides of the matrix",
        source="reading: each item once",
        kinds=always("n*m", "n*m", lambda n, m: (matrix(n, m),)),
        agrees=lambda result, rows: result == rows,
        arity=2,
    ),
    Entry(
        name="csv.reader of a table",
        call=read_table,
        backing="c",
        sizes="n is the number of lines, m that of fields",
        source="reading: one step a letter",
        kinds=always("n*m", "n*m", lambda n, m: ([",".join(map(str, row)) for row in matrix(n, m)],)),
        agrees=lambda result, lines: [",".join(fields) for fields in result] == lines,
        arity=2,
    ),
    Entry(
        name="collections.Counter.__add__",
        call=add_counters,
        backing="python",
        sizes="n and m are the numbers of different values",
        source="reading: one step a value of each",
        kinds=always(
            "n+m",
            "n+m",
            lambda n, m: (collections.Counter(range(n)), collections.Counter(range(n, n + m))),
        ),
        agrees=lambda result, left, right: result == collections.Counter([*left, *right]),
        arity=2,
    ),
    Entry(
        name="heapq.nsmallest",
        call=m_least,
        backing="both",
        sizes="n is the number of values, m that of the least ones, at most n",
        source="reading: each value goes into a heap of m",
        kinds=(
            Kind("descending", "n log m", "m", lambda n, m: (min(n, m), list(range(n, 0, -1)))),
            Kind("ascending", "n+m", "m", lambda n, m: (min(n, m), list(range(n)))),
        ),
        agrees=lambda result, m, values: result == sorted(values)[:m],
        arity=2,
    ),
)

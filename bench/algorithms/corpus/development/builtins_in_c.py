"""Built-ins of Python, whose work no event of the interpreter shows."""

from __future__ import annotations

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers, matrix, words


def look_up(table: dict[int, int], key: int) -> int:
    return table[key]


def contains(values: list[int], wanted: int) -> bool:
    return wanted in values


def prepend_all(values: list[int]) -> list[int]:
    result: list[int] = []
    for value in values:
        result.insert(0, value)
    return result


def distinct(values: list[int]) -> list[int]:
    result: list[int] = []
    for value in values:
        if value not in result:
            result.append(value)
    return result


def reverse(values: list[int]) -> list[int]:
    return values[::-1]


def join(parts: list[str]) -> str:
    return "".join(parts)


def transpose(rows: list[list[int]]) -> list[tuple[int, ...]]:
    return list(zip(*rows))


ENTRIES = (
    Entry(
        name="look_up",
        call=look_up,
        backing="c",
        sizes="n is the number of keys",
        source="documentation of CPython: TimeComplexity, dict, get item, average case",
        kinds=always("1", "1", lambda n: ({key: -key for key in range(n)}, n - 1)),
        agrees=lambda result, table, key: result == -key,
    ),
    Entry(
        name="contains",
        call=contains,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, x in s",
        kinds=(
            Kind("absent", "n", "1", lambda n: (integers(n), -1)),
            Kind("first", "1", "1", lambda n: ([-1, *integers(n)], -1)),
        ),
        agrees=lambda result, values, wanted: result == any(value == wanted for value in values),
    ),
    Entry(
        name="sum",
        call=sum,
        backing="c",
        sizes="n is the number of values",
        source="reading: one addition a value",
        kinds=always("n", "1", lambda n: (integers(n),)),
        agrees=lambda result, values: result - values[0] == sum(values[1:]),
    ),
    Entry(
        name="reverse",
        call=reverse,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, get slice",
        kinds=always("n", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: result == list(reversed(values)),
    ),
    Entry(
        name="join",
        call=join,
        backing="c",
        sizes="n is the number of parts, of eight letters each",
        source="documentation of CPython: str.join is linear in the length of the result",
        kinds=always("n", "n", lambda n: (words(n),)),
        agrees=lambda result, parts: result == "%s" * len(parts) % tuple(parts),
    ),
    Entry(
        name="sorted",
        call=sorted,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: Objects/listsort.txt",
        kinds=(
            Kind("random", "n log n", "n", lambda n: (integers(n),)),
            Kind("ascending", "n", "n", lambda n: (list(range(n)),)),
        ),
        agrees=lambda result, values: all(one <= other for one, other in zip(result, result[1:])),
    ),
    Entry(
        name="prepend_all",
        call=prepend_all,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, insert; n times",
        kinds=always("n^2", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: result == values[::-1],
    ),
    Entry(
        name="distinct",
        call=distinct,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, x in s; n times",
        kinds=(
            Kind("all different", "n^2", "n", lambda n: (list(range(n)),)),
            Kind("all the same", "n", "1", lambda n: ([7] * n,)),
        ),
        agrees=lambda result, values: result == list(dict.fromkeys(values)),
    ),
    Entry(
        name="transpose",
        call=transpose,
        backing="c",
        sizes="n is the side of the matrix",
        source="reading: every item is taken once",
        kinds=always("n^2", "n^2", lambda n: (matrix(n, n),)),
        agrees=lambda result, rows: [list(row) for row in zip(*result)] == rows,
    ),
)

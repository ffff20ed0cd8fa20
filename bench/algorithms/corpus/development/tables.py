"""Tables and matrices: dynamic programming, and loops in loops."""

from __future__ import annotations

from itertools import combinations
from math import comb

from corpus.entry import Entry, Kind, always
from corpus.inputs import directed, integers, matrix


def multiply(left: list[list[int]], right: list[list[int]]) -> list[list[int]]:
    size = len(left)
    result = [[0] * size for _ in range(size)]
    for row in range(size):
        for column in range(size):
            total = 0
            for inner in range(size):
                total += left[row][inner] * right[inner][column]
            result[row][column] = total
    return result


def reachable(edges: list[list[bool]]) -> list[list[bool]]:
    size = len(edges)
    reach = [row[:] for row in edges]
    for middle in range(size):
        for start in range(size):
            for end in range(size):
                if reach[start][middle] and reach[middle][end]:
                    reach[start][end] = True
    return reach


def longest_increasing(values: list[int]) -> int:
    best = [1] * len(values)
    for end in range(len(values)):
        for start in range(end):
            if values[start] < values[end] and best[start] >= best[end]:
                best[end] = best[start] + 1
    return max(best, default=0)


def edit_distance(left: str, right: str) -> int:
    previous = list(range(len(right) + 1))
    for row, one in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            change = previous[column - 1] + (one != other)
            current.append(min(change, previous[column] + 1, current[-1] + 1))
        previous = current
    return previous[-1]


def count_paths(rows: int, columns: int) -> int:
    paths = [1] * columns
    for _ in range(rows - 1):
        for column in range(1, columns):
            paths[column] = (paths[column] + paths[column - 1]) % 1_000_007
    return paths[-1]


def find_naively(text: str, pattern: str) -> int:
    for start in range(len(text) - len(pattern) + 1):
        length = 0
        while length < len(pattern) and text[start + length] == pattern[length]:
            length += 1
        if length == len(pattern):
            return start
    return -1


def _has_increasing(values: list[int], length: int) -> bool:
    return any(list(chosen) == sorted(set(chosen)) for chosen in combinations(values, length))


def _closure(edges: list[list[bool]]) -> list[list[bool]]:
    rows = []
    for start in range(len(edges)):
        found: set[int] = set()
        waiting = [start]
        while waiting:
            vertex = waiting.pop()
            fresh = {end for end, there in enumerate(edges[vertex]) if there} - found
            found |= fresh
            waiting += fresh
        rows.append([end in found for end in range(len(edges))])
    return rows


def _edges(n: int) -> tuple[list[list[bool]]]:
    graph = directed(n, 2 * n)
    return ([[end in graph[start] for end in range(n)] for start in range(n)],)


def _distance(left: str, right: str) -> int:
    if not left or not right:
        return len(left) + len(right)
    if left[0] == right[0]:
        return _distance(left[1:], right[1:])
    shorter = (left[1:], right), (left, right[1:]), (left[1:], right[1:])
    return 1 + min(_distance(*pair) for pair in shorter)


def _letters(n: int, seed: int) -> str:
    return "".join("abcd"[value % 4] for value in integers(n, seed))


ENTRIES = (
    Entry(
        name="multiply",
        call=multiply,
        backing="python",
        sizes="n is the side of the matrices",
        source="textbook",
        kinds=always("n^3", "n^2", lambda n: (matrix(n, n, 1), matrix(n, n, 2))),
        agrees=lambda result, left, right: (
            result == [[sum(map(int.__mul__, row, column)) for column in zip(*right)] for row in left]
        ),
    ),
    Entry(
        name="reachable",
        call=reachable,
        backing="python",
        sizes="n is the number of vertices",
        source="textbook: Warshall",
        kinds=always("n^3", "n^2", _edges),
        agrees=lambda result, edges: result == _closure(edges),
    ),
    Entry(
        name="longest_increasing",
        call=longest_increasing,
        backing="python",
        sizes="n is the number of values",
        source="textbook: each value against all before it",
        kinds=always("n^2", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: (
            _has_increasing(values, result) and not _has_increasing(values, result + 1)
        ),
    ),
    Entry(
        name="edit_distance",
        call=edit_distance,
        backing="python",
        sizes="n and m are the lengths of the texts",
        source="textbook: Wagner and Fischer, two rows",
        kinds=always("n*m", "m", lambda n, m: (_letters(n, 1), _letters(m, 2))),
        agrees=lambda result, left, right: result == _distance(left, right),
        arity=2,
    ),
    Entry(
        name="count_paths",
        call=count_paths,
        backing="python",
        sizes="n and m are the sides of the grid",
        source="textbook: one addition a field, one row is kept",
        kinds=always("n*m", "m", lambda n, m: (n, m)),
        agrees=lambda result, rows, columns: result == comb(rows + columns - 2, rows - 1) % 1_000_007,
        arity=2,
    ),
    Entry(
        name="find_naively",
        call=find_naively,
        backing="python",
        sizes="m is the length of the pattern, and n more that of the text",
        source="textbook: each start is tried to the end of the pattern",
        kinds=(
            Kind("almost everywhere", "n*m", "1", lambda n, m: ("a" * (n + m), "a" * (m - 1) + "b")),
            Kind("at once", "m", "1", lambda n, m: ("a" * (n + m), "a" * m)),
            Kind("no first letter", "n", "1", lambda n, m: ("a" * (n + m), "b" * m)),
        ),
        agrees=lambda result, text, pattern: result == text.find(pattern),
        arity=2,
    ),
)

"""Shortest distances in a directed weighted graph, from one vertex or between all pairs.

A graph is a sequence of adjacency lists: graph[u] holds (v, weight) for each edge from u to v,
and the vertices are 0 to V - 1. E is the number of edges. What cannot be reached is inf away.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from math import inf, isfinite
from time import perf_counter
from typing import Any, Callable

__all__ = ["bellman_ford", "cases", "dijkstra", "floyd_warshall", "repeated_dijkstra"]

Graph = Sequence[Sequence[tuple[int, float]]]
Solver = Callable[..., Any]


def dijkstra(graph: Graph, source: int) -> list[float]:
    """Find the distances from one vertex by settling the nearest open vertex next, from a heap.

    Args:
        graph: The adjacency lists; no weight may be negative.
        source: The vertex to start from.

    Returns:
        The distance of each vertex.

    Raises:
        TypeError: If a vertex is not an int or a weight not a number.
        ValueError: If a vertex does not exist, or a weight is negative or not finite.

    Complexity: time O((V + E) log V), space O(V + E)

    >>> dijkstra([[(1, 4), (2, 1)], [], [(1, 2)], []], 0)
    [0, 3, 1, inf]
    """
    _check(graph, source)
    _refuse_negative_weights(graph)
    return _settle(graph, source)


def bellman_ford(graph: Graph, source: int) -> list[float]:
    """Find the distances from one vertex by relaxing every edge until nothing gets shorter.

    Args:
        graph: The adjacency lists; weights may be negative.
        source: The vertex to start from.

    Returns:
        The distance of each vertex.

    Raises:
        TypeError: If a vertex is not an int or a weight not a number.
        ValueError: If a vertex does not exist, a weight is not finite, or the source reaches a
            cycle of negative length.

    Complexity: time O(V E), space O(V)

    >>> bellman_ford([[(1, 4), (2, 5)], [], [(1, -3)]], 0)
    [0, 2, 5]
    """
    _check(graph, source)
    distances: list[float] = [inf] * len(graph)
    distances[source] = 0
    for _ in graph:
        if not _relax_all(graph, distances):
            return distances
    raise ValueError("the source reaches a cycle of negative length")


def floyd_warshall(graph: Graph) -> list[list[float]]:
    """Find all distances by allowing one more vertex on the way at a time.

    Args:
        graph: The adjacency lists; weights may be negative.

    Returns:
        A row for each vertex, with the distance to each vertex.

    Raises:
        TypeError: If a vertex is not an int or a weight not a number.
        ValueError: If a vertex does not exist, a weight is not finite, or there is a cycle of
            negative length.

    Complexity: time O(V^3), space O(V^2)

    >>> floyd_warshall([[(1, 3)], [(0, -2)]])
    [[0, 3], [-2, 0]]
    """
    _check(graph)
    rows = [_direct_distances(graph, vertex) for vertex in range(len(graph))]
    for middle, onward in enumerate(rows):
        for row in rows:
            start = row[middle]
            for end, length in enumerate(onward):
                if start + length < row[end]:
                    row[end] = start + length
        if any(row[vertex] < 0 for vertex, row in enumerate(rows)):
            raise ValueError("the graph has a cycle of negative length")
    return rows


def repeated_dijkstra(graph: Graph) -> list[list[float]]:
    """Find all distances by running Dijkstra's algorithm from each vertex.

    Args:
        graph: The adjacency lists; no weight may be negative.

    Returns:
        A row for each vertex, with the distance to each vertex.

    Raises:
        TypeError: If a vertex is not an int or a weight not a number.
        ValueError: If a vertex does not exist, or a weight is negative or not finite.

    Complexity: time O(V (V + E) log V), space O(V^2 + E)

    >>> repeated_dijkstra([[(1, 3)], [(0, 2)]])
    [[0, 3], [2, 0]]
    """
    _check(graph)
    _refuse_negative_weights(graph)
    return [_settle(graph, source) for source in range(len(graph))]


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the number of vertices.

    A random graph has 3 n edges. The path runs from the last vertex down, so that Bellman-Ford,
    which relaxes from the first vertex up, gets one edge further in each round: its worst case.

    >>> [(problem, shape) for problem, shape, _ in cases(9)]
    [('distances', 'random'), ('distances', 'path'), ('all_distances', 'random')]
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, but is {n}")
    pick = random.Random(n).randrange
    scattered = [[(pick(n), pick(100)) for _ in range(3)] for _ in range(n)]
    path: list[list[tuple[int, int]]] = [[], *([(vertex, 1)] for vertex in range(n - 1))]
    yield "distances", "random", (scattered, 0)
    yield "distances", "path", (path, n - 1)
    yield "all_distances", "random", (scattered,)


def _check(graph: Graph, source: int = 0) -> None:
    """Raise an error unless the source and the end of every edge exist and weights are finite."""
    if graph or source:
        _require_vertex(source, graph)
    for edges in graph:
        for target, weight in edges:
            _require_vertex(target, graph)
            if not isinstance(weight, (int, float)) or isinstance(weight, bool):
                raise TypeError(f"a weight must be a number, not {type(weight).__name__}")
            if not isfinite(weight):
                raise ValueError(f"a weight must be finite, but one is {weight}")


def _require_vertex(vertex: int, graph: Graph) -> None:
    if not isinstance(vertex, int) or isinstance(vertex, bool):
        raise TypeError(f"a vertex must be an int, not {type(vertex).__name__}")
    if not 0 <= vertex < len(graph):
        raise ValueError(f"vertex {vertex} does not exist: there are {len(graph)}")


def _refuse_negative_weights(graph: Graph) -> None:
    for vertex, edges in enumerate(graph):
        for target, weight in edges:
            if weight < 0:
                raise ValueError(f"the edge from {vertex} to {target} is negative: {weight}")


def _settle(graph: Graph, source: int) -> list[float]:
    """Run Dijkstra's algorithm on a graph that was checked."""
    distances: list[float] = [inf] * len(graph)
    distances[source] = 0
    heap: list[tuple[float, int]] = [(0, source)]
    while heap:
        distance, vertex = heappop(heap)
        if distance > distances[vertex]:
            continue  # a shorter way was found after this entry was made
        for target, weight in graph[vertex]:
            if distance + weight < distances[target]:
                distances[target] = distance + weight
                heappush(heap, (distances[target], target))
    return distances


def _relax_all(graph: Graph, distances: list[float]) -> bool:
    """Shorten distances by each edge once; return whether any got shorter."""
    shorter = False
    for vertex, edges in enumerate(graph):
        for target, weight in edges:
            if distances[vertex] + weight < distances[target]:
                distances[target] = distances[vertex] + weight
                shorter = True
    return shorter


def _direct_distances(graph: Graph, source: int) -> list[float]:
    """Return the distances along no edge or one."""
    distances: list[float] = [inf] * len(graph)
    distances[source] = 0
    for target, weight in graph[source]:
        distances[target] = min(distances[target], weight)
    return distances


SIZES = range(1, 1_001)
DEFAULT_SIZE = 100
FEASIBLE: dict[Solver, int] = {floyd_warshall: 150, repeated_dijkstra: 300}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "distances": (dijkstra, bellman_ford),
    "all_distances": (repeated_dijkstra, floyd_warshall),
}


# The comparison table. These lines are the same in every module, because each has to run alone.


def main(argv: Sequence[str] | None = None) -> int:
    """Print how the solvers compare; return 0 if they agree and 1 if they do not."""
    parser = argparse.ArgumentParser(description="Compare the solvers on inputs of size N.")
    parser.add_argument("n", metavar="N", nargs="?", type=_size, default=DEFAULT_SIZE)
    n = parser.parse_args(argv).n
    agreements = [_print_table(problem, n) for problem in PROBLEMS]
    return 0 if all(agreements) else 1


def _size(text: str) -> int:
    if text.isdecimal() and len(text) < 10 and int(text) in SIZES:
        return int(text)
    raise argparse.ArgumentTypeError(f"a whole number from {SIZES[0]} to {SIZES[-1]} is needed")


def _print_table(problem: str, n: int) -> bool:
    inputs = {shape: args for name, shape, args in cases(n) if name == problem}
    expected: dict[str, Any] = {}
    agreed = True
    _print_row(f"{problem}, n = {n}", [*inputs, "agrees"])
    for solver in PROBLEMS[problem]:
        if n <= FEASIBLE.get(solver, n):
            cells = _run(solver, inputs, expected)
        else:
            cells = ["-" for _ in inputs] + [f"n > {FEASIBLE[solver]}"]
        agreed = agreed and cells[-1] != "NO"
        _print_row(f"  {solver.__name__}", cells)
    return agreed


def _run(solver: Solver, inputs: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Time a solver on each input; whatever ran first sets what is expected."""
    cells = []
    agrees = True
    for shape, args in inputs.items():
        start = perf_counter()
        result = solver(*args)
        cells.append(f"{(perf_counter() - start) * 1e3:.3f} ms")
        agrees = agrees and result == expected.setdefault(shape, result)
    return [*cells, "yes" if agrees else "NO"]


def _print_row(title: str, cells: Sequence[str]) -> None:
    print(f"{title:<30}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    sys.exit(main())

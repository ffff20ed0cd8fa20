"""The minimum spanning forest of an undirected weighted graph, found in four ways.

A graph is a number of vertices, 0 to V - 1, and a sequence of E edges (weight, u, v). The weight
comes first, so that edges compare by weight, then by vertices: the cheapest forest is unique.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from time import perf_counter
from typing import Any, Callable

__all__ = ["boruvka", "cases", "kruskal", "prim_array", "prim_heap"]

Edge = tuple[float, int, int]
Solver = Callable[..., Any]

NO_EDGE: Edge = (math.inf, 0, 0)


def kruskal(vertices: int, edges: Sequence[Edge]) -> list[Edge]:
    """Take the edges from the cheapest up, leaving out each that would close a cycle.

    Args:
        vertices: How many vertices there are.
        edges: The edges as (weight, u, v); loops and parallel edges are allowed.

    Returns:
        The edges of the minimum spanning forest in ascending order, each with u < v.

    Raises:
        TypeError: If a vertex is not an int or a weight not a number.
        ValueError: If a vertex does not exist or a weight is not finite.

    Complexity: time O(E log E), space O(V + E)

    >>> kruskal(3, [(5, 0, 1), (1, 1, 2), (2, 2, 0)])
    [(1, 1, 2), (2, 0, 2)]
    """
    ascending = sorted(_checked(vertices, edges))
    parents = list(range(vertices))
    return [edge for edge in ascending if _join(parents, edge)]


def prim_heap(vertices: int, edges: Sequence[Edge]) -> list[Edge]:
    """Grow a tree from each unreached vertex by its cheapest outgoing edge, kept in a heap.

    Args:
        vertices: How many vertices there are.
        edges: The edges as (weight, u, v); loops and parallel edges are allowed.

    Returns:
        The edges of the minimum spanning forest in ascending order, each with u < v.

    Raises:
        TypeError: If a vertex is not an int or a weight not a number.
        ValueError: If a vertex does not exist or a weight is not finite.

    Complexity: time O(E log E), space O(V + E)

    >>> prim_heap(3, [(5, 0, 1), (1, 1, 2), (2, 2, 0)])
    [(1, 1, 2), (2, 0, 2)]
    """
    incident = _incident(vertices, _checked(vertices, edges))
    reached = [False] * vertices
    forest = []
    for root in range(vertices):
        heap = [(NO_EDGE, root)]
        while heap:
            edge, vertex = heappop(heap)
            if reached[vertex]:
                continue
            reached[vertex] = True
            if edge != NO_EDGE:
                forest.append(edge)
            for way in incident[vertex]:
                heappush(heap, (way, _other_end(way, vertex)))
    return sorted(forest)


def prim_array(vertices: int, edges: Sequence[Edge]) -> list[Edge]:
    """Grow a tree by its cheapest outgoing edge, looked for among all unreached vertices.

    Args:
        vertices: How many vertices there are.
        edges: The edges as (weight, u, v); loops and parallel edges are allowed.

    Returns:
        The edges of the minimum spanning forest in ascending order, each with u < v.

    Raises:
        TypeError: If a vertex is not an int or a weight not a number.
        ValueError: If a vertex does not exist or a weight is not finite.

    Complexity: time O(V^2 + E), space O(V + E)

    >>> prim_array(3, [(5, 0, 1), (1, 1, 2), (2, 2, 0)])
    [(1, 1, 2), (2, 0, 2)]
    """
    incident = _incident(vertices, _checked(vertices, edges))
    cheapest = [NO_EDGE] * vertices
    unreached = set(range(vertices))
    while unreached:
        vertex = min(unreached, key=cheapest.__getitem__)
        unreached.remove(vertex)
        for way in incident[vertex]:
            other = _other_end(way, vertex)
            if other in unreached:
                cheapest[other] = min(cheapest[other], way)
    return sorted(edge for edge in cheapest if edge != NO_EDGE)


def boruvka(vertices: int, edges: Sequence[Edge]) -> list[Edge]:
    """Join every tree to its nearest neighbour at once, until nothing is left to join.

    Args:
        vertices: How many vertices there are.
        edges: The edges as (weight, u, v); loops and parallel edges are allowed.

    Returns:
        The edges of the minimum spanning forest in ascending order, each with u < v.

    Raises:
        TypeError: If a vertex is not an int or a weight not a number.
        ValueError: If a vertex does not exist or a weight is not finite.

    Complexity: time O(E log V), space O(V + E)

    >>> boruvka(3, [(5, 0, 1), (1, 1, 2), (2, 2, 0)])
    [(1, 1, 2), (2, 0, 2)]
    """
    remaining = _checked(vertices, edges)
    parents = list(range(vertices))
    forest: list[Edge] = []
    while remaining:
        cheapest: dict[int, Edge] = {}
        for edge in remaining:
            for root in (_root(parents, edge[1]), _root(parents, edge[2])):
                cheapest[root] = min(cheapest.get(root, edge), edge)
        forest.extend(edge for edge in cheapest.values() if _join(parents, edge))
        remaining = [e for e in remaining if _root(parents, e[1]) != _root(parents, e[2])]
    return sorted(forest)


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the number of vertices.

    A sparse graph has 4 n edges; a dense one n sqrt(n), so that size stays the one variable.

    >>> [(shape, vertices, len(edges)) for _, shape, (vertices, edges) in cases(9)]
    [('sparse', 9, 36), ('dense', 9, 27)]
    """
    _require_whole(n, "n")
    if n < 1:
        raise ValueError(f"n must be at least 1, but is {n}")
    generator = random.Random(n)
    yield "spanning_forest", "sparse", (n, _random_edges(generator, n, 4 * n))
    yield "spanning_forest", "dense", (n, _random_edges(generator, n, n * math.isqrt(n)))


def _random_edges(generator: random.Random, vertices: int, count: int) -> list[Edge]:
    pick = generator.randrange
    return [(pick(1, 1000), pick(vertices), pick(vertices)) for _ in range(count)]


def _require_whole(value: int, name: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")


def _checked(vertices: int, edges: Sequence[Edge]) -> list[Edge]:
    """Return the edges that are no loops, each with u < v, once all are known to be sound."""
    _require_whole(vertices, "vertices")
    if vertices < 0:
        raise ValueError(f"vertices must not be negative, but is {vertices}")
    for weight, *ends in edges:
        if not isinstance(weight, (int, float)) or isinstance(weight, bool):
            raise TypeError(f"a weight must be a number, not {type(weight).__name__}")
        if not math.isfinite(weight):
            raise ValueError(f"a weight must be finite, but one is {weight}")
        for end in ends:
            _require_whole(end, "a vertex")
            if not 0 <= end < vertices:
                raise ValueError(f"vertex {end} does not exist: there are {vertices}")
    return [(weight, min(u, v), max(u, v)) for weight, u, v in edges if u != v]


def _incident(vertices: int, edges: list[Edge]) -> list[list[Edge]]:
    """Return for each vertex the edges that end in it."""
    incident: list[list[Edge]] = [[] for _ in range(vertices)]
    for edge in edges:
        incident[edge[1]].append(edge)
        incident[edge[2]].append(edge)
    return incident


def _other_end(edge: Edge, vertex: int) -> int:
    return edge[1] + edge[2] - vertex


def _root(parents: list[int], vertex: int) -> int:
    """Return the vertex that stands for the tree, halving the way to it for the next time."""
    while parents[vertex] != vertex:
        parents[vertex] = parents[parents[vertex]]
        vertex = parents[vertex]
    return vertex


def _join(parents: list[int], edge: Edge) -> bool:
    """Join the trees at both ends of the edge; return False if they are one tree already."""
    left, right = _root(parents, edge[1]), _root(parents, edge[2])
    parents[left] = right
    return left != right


SIZES = range(1, 2_001)
DEFAULT_SIZE = 400
FEASIBLE: dict[Solver, int] = {prim_array: 1_000}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "spanning_forest": (kruskal, prim_heap, prim_array, boruvka),
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

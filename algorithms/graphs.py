"""Walks through a directed graph: breadth first and depth first, each in two ways.

A graph is a sequence of adjacency lists: graph[u] holds the vertices that u has an edge to, and
the vertices are 0 to V - 1. E is the number of edges. A graph is never changed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any, Callable

__all__ = ["bfs_by_levels", "bfs_by_queue", "cases", "dfs_iterative", "dfs_recursive"]

Graph = Sequence[Sequence[int]]
Solver = Callable[..., Any]


def bfs_by_queue(graph: Graph, source: int) -> list[int]:
    """Visit what the source reaches, nearest first, with one queue of vertices.

    Args:
        graph: The adjacency lists.
        source: The vertex to start from.

    Returns:
        The vertices in the order of their discovery.

    Raises:
        TypeError: If a vertex is not an int.
        ValueError: If a vertex does not exist.

    Complexity: time O(V + E), space O(V)

    >>> bfs_by_queue([[1, 2], [3], [3], []], 0)
    [0, 1, 2, 3]
    """
    _check(graph, source)
    order = []
    seen = {source}
    queue = deque([source])
    while queue:
        vertex = queue.popleft()
        order.append(vertex)
        for target in graph[vertex]:
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return order


def bfs_by_levels(graph: Graph, source: int) -> list[int]:
    """Visit what the source reaches, one whole level of equally near vertices at a time.

    Args:
        graph: The adjacency lists.
        source: The vertex to start from.

    Returns:
        The vertices in the order of their discovery.

    Raises:
        TypeError: If a vertex is not an int.
        ValueError: If a vertex does not exist.

    Complexity: time O(V + E), space O(V)

    >>> bfs_by_levels([[1, 2], [3], [3], []], 0)
    [0, 1, 2, 3]
    """
    _check(graph, source)
    seen: dict[int, None] = {}  # a dict keeps the order in which it was filled
    level = {source: None}
    while level:
        seen.update(level)
        targets = (target for vertex in level for target in graph[vertex])
        level = {target: None for target in targets if target not in seen}
    return list(seen)


def dfs_recursive(graph: Graph, source: int) -> list[int]:
    """Visit what the source reaches, each branch to its end before the next, by recursion.

    Args:
        graph: The adjacency lists.
        source: The vertex to start from.

    Returns:
        The vertices in the order of their discovery.

    Raises:
        RecursionError: If a branch is about as long as the recursion limit.
        TypeError: If a vertex is not an int.
        ValueError: If a vertex does not exist.

    Complexity: time O(V + E), space O(V)

    >>> dfs_recursive([[1, 2], [3], [3], []], 0)
    [0, 1, 3, 2]
    """
    _check(graph, source)
    seen: dict[int, None] = {}

    def visit(vertex: int) -> None:
        seen[vertex] = None
        for target in graph[vertex]:
            if target not in seen:
                visit(target)

    visit(source)
    return list(seen)


def dfs_iterative(graph: Graph, source: int) -> list[int]:
    """Visit what the source reaches, each branch to its end before the next, with a stack.

    Args:
        graph: The adjacency lists.
        source: The vertex to start from.

    Returns:
        The vertices in the order of their discovery.

    Raises:
        TypeError: If a vertex is not an int.
        ValueError: If a vertex does not exist.

    Complexity: time O(V + E), space O(V + E)

    >>> dfs_iterative([[1, 2], [3], [3], []], 0)
    [0, 1, 3, 2]
    """
    _check(graph, source)
    seen: dict[int, None] = {}
    stack = [source]
    while stack:
        vertex = stack.pop()
        if vertex not in seen:
            seen[vertex] = None
            stack.extend(reversed(graph[vertex]))
    return list(seen)


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the number of vertices.

    A random graph has 3 n edges and may not be connected; a path is as deep as a graph can be.

    >>> [(shape, len(graph)) for problem, shape, (graph, _) in cases(9) if problem == "bfs"]
    [('random', 9), ('path', 9), ('star', 9)]
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, but is {n}")
    generator = random.Random(n)
    graphs = {
        "random": [generator.choices(range(n), k=3) for _ in range(n)],
        "path": [[vertex + 1] for vertex in range(n - 1)] + [[]],
        "star": [list(range(1, n))] + [[] for _ in range(n - 1)],
    }
    for problem in ("bfs", "dfs"):
        for shape, graph in graphs.items():
            yield problem, shape, (graph, 0)


def _check(graph: Graph, source: int) -> None:
    """Raise an error unless the source and every target is a vertex of the graph."""
    _require_vertex(source, graph)
    for targets in graph:
        for target in targets:
            _require_vertex(target, graph)


def _require_vertex(vertex: int, graph: Graph) -> None:
    if not isinstance(vertex, int) or isinstance(vertex, bool):
        raise TypeError(f"a vertex must be an int, not {type(vertex).__name__}")
    if not 0 <= vertex < len(graph):
        raise ValueError(f"vertex {vertex} does not exist: there are {len(graph)}")


SIZES = range(1, 20_001)
DEFAULT_SIZE = 500
FEASIBLE: dict[Solver, int] = {dfs_recursive: 800}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "bfs": (bfs_by_queue, bfs_by_levels),
    "dfs": (dfs_iterative, dfs_recursive),
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

"""The order in a directed graph: its topological order and its strongly connected components.

A graph is a sequence of adjacency lists: graph[u] holds the vertices that u has an edge to, and
the vertices are 0 to V - 1. E is the number of edges. A graph is never changed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import Any, Callable

__all__ = ["cases", "scc_kosaraju", "scc_tarjan", "topological_dfs", "topological_kahn"]

Graph = Sequence[Sequence[int]]
Solver = Callable[..., Any]


def topological_kahn(graph: Graph) -> list[int]:
    """Order the vertices so that edges point forward: always take one nothing left points to.

    Args:
        graph: The adjacency lists.

    Returns:
        The vertices, each before all it has an edge to.

    Raises:
        TypeError: If a vertex is not an int.
        ValueError: If a vertex does not exist, or the graph has a cycle.

    Complexity: time O(V + E), space O(V)

    >>> topological_kahn([[], [0], [1, 0]])
    [2, 1, 0]
    """
    _check(graph)
    incoming = [0] * len(graph)
    for target in (target for targets in graph for target in targets):
        incoming[target] += 1
    order = [vertex for vertex, count in enumerate(incoming) if count == 0]
    for vertex in order:  # grows as vertices become free
        for target in graph[vertex]:
            incoming[target] -= 1
            if incoming[target] == 0:
                order.append(target)
    if len(order) < len(graph):
        raise ValueError("the graph has a cycle, so it has no topological order")
    return order


def topological_dfs(graph: Graph) -> list[int]:
    """Order the vertices so that edges point forward: what a search leaves last comes first.

    Args:
        graph: The adjacency lists.

    Returns:
        The vertices, each before all it has an edge to.

    Raises:
        TypeError: If a vertex is not an int.
        ValueError: If a vertex does not exist, or the graph has a cycle.

    Complexity: time O(V + E), space O(V)

    >>> topological_dfs([[], [0], [1, 0]])
    [2, 1, 0]
    """
    _check(graph)
    order = list(_postorder(graph, range(len(graph)), set()))[::-1]
    position = {vertex: index for index, vertex in enumerate(order)}
    if any(position[u] >= position[v] for u, targets in enumerate(graph) for v in targets):
        raise ValueError("the graph has a cycle, so it has no topological order")
    return order


def scc_tarjan(graph: Graph) -> set[frozenset[int]]:
    """Find the strongly connected components in one recursive search (Tarjan).

    Args:
        graph: The adjacency lists.

    Returns:
        The components: within each, every vertex reaches every other.

    Raises:
        RecursionError: If a branch is about as long as the recursion limit.
        TypeError: If a vertex is not an int.
        ValueError: If a vertex does not exist.

    Complexity: time O(V + E), space O(V)

    >>> scc_tarjan([[1], [0, 2], []]) == {frozenset({0, 1}), frozenset({2})}
    True
    """
    _check(graph)
    number: dict[int, int] = {}  # when each vertex was found
    pending: list[int] = []  # found, but not yet in a component
    components: set[frozenset[int]] = set()

    def visit(vertex: int) -> int:
        """Return the number of the earliest pending vertex that this one leads back to."""
        own = earliest = number[vertex] = len(number)
        height = len(pending)
        pending.append(vertex)
        for target in graph[vertex]:
            earliest = min(earliest, number[target] if target in number else visit(target))
        if earliest == own:
            components.add(frozenset(pending[height:]))
            number.update(dict.fromkeys(pending[height:], len(graph)))
            del pending[height:]
        return earliest

    for vertex in range(len(graph)):
        if vertex not in number:
            visit(vertex)
    return components


def scc_kosaraju(graph: Graph) -> set[frozenset[int]]:
    """Find the strongly connected components by a search forward and one backward (Kosaraju).

    Args:
        graph: The adjacency lists.

    Returns:
        The components: within each, every vertex reaches every other.

    Raises:
        TypeError: If a vertex is not an int.
        ValueError: If a vertex does not exist.

    Complexity: time O(V + E), space O(V + E)

    >>> scc_kosaraju([[1], [0, 2], []]) == {frozenset({0, 1}), frozenset({2})}
    True
    """
    _check(graph)
    reverse: list[list[int]] = [[] for _ in graph]
    for vertex, targets in enumerate(graph):
        for target in targets:
            reverse[target].append(vertex)
    seen: set[int] = set()
    last_left_first = reversed(list(_postorder(graph, range(len(graph)), set())))
    components = (frozenset(_postorder(reverse, [root], seen)) for root in last_left_first)
    return {component for component in components if component}


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the number of vertices.

    Each graph to be ordered holds a path through all its vertices, so just one order is right.

    >>> list(cases(1))[0]
    ('topological_order', 'random', ([[]],))
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, but is {n}")
    generator = random.Random(n)
    path = generator.sample(range(n), n)
    yield "topological_order", "random", (_along(path, generator, 3),)
    yield "topological_order", "path", (_along(path, generator, 1),)
    yield "components", "random", ([generator.choices(range(n), k=2) for _ in range(n)],)
    yield "components", "cycle", ([[(vertex + 1) % n] for vertex in range(n)],)
    yield "components", "path", (_along(path, generator, 1),)


def _along(path: Sequence[int], generator: random.Random, degree: int) -> list[list[int]]:
    """Return a graph with the path and, up to the degree, random edges that keep its direction."""
    graph: list[list[int]] = [[] for _ in path]
    for index, vertex in enumerate(path[:-1]):
        later = [generator.randrange(index + 1, len(path)) for _ in range(degree - 1)]
        graph[vertex] = [path[index + 1]] + [path[target] for target in later]
    return graph


def _check(graph: Graph) -> None:
    """Raise an error unless every target is a vertex of the graph."""
    for targets in graph:
        for target in targets:
            _require_vertex(target, graph)


def _require_vertex(vertex: int, graph: Graph) -> None:
    if not isinstance(vertex, int) or isinstance(vertex, bool):
        raise TypeError(f"a vertex must be an int, not {type(vertex).__name__}")
    if not 0 <= vertex < len(graph):
        raise ValueError(f"vertex {vertex} does not exist: there are {len(graph)}")


def _postorder(graph: Graph, roots: Iterable[int], seen: set[int]) -> Iterator[int]:
    """Yield each vertex as a depth-first search leaves it; what was seen is not entered."""
    for root in roots:
        stack = [] if root in seen else [(root, iter(graph[root]))]
        seen.add(root)
        while stack:
            vertex, targets = stack[-1]
            target = next((target for target in targets if target not in seen), None)
            if target is None:
                stack.pop()
                yield vertex
            else:
                seen.add(target)
                stack.append((target, iter(graph[target])))


SIZES = range(1, 20_001)
DEFAULT_SIZE = 500
FEASIBLE: dict[Solver, int] = {scc_tarjan: 800}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "topological_order": (topological_kahn, topological_dfs),
    "components": (scc_kosaraju, scc_tarjan),
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

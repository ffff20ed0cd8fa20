"""Inputs by size. The same size yields the same input."""

from __future__ import annotations

import random
import string

Graph = list[list[int]]


def integers(n: int, seed: int = 1) -> list[int]:
    """Return n integers that seldom repeat."""
    source = random.Random(f"{seed} {n}")
    return [source.getrandbits(40) for _ in range(n)]


def words(n: int, seed: int = 1) -> list[str]:
    """Return n words of eight letters."""
    source = random.Random(f"{seed} {n}")
    return ["".join(source.choices(string.ascii_lowercase, k=8)) for _ in range(n)]


def matrix(rows: int, columns: int, seed: int = 1) -> list[list[int]]:
    """Return a matrix of small integers."""
    source = random.Random(f"{seed} {rows} {columns}")
    return [[source.randrange(100) for _ in range(columns)] for _ in range(rows)]


def directed(vertices: int, edges: int, seed: int = 1) -> Graph:
    """Return the successors of each vertex of a graph without cycles, whose edges go to higher numbers."""
    source = random.Random(f"{seed} {vertices} {edges}")
    graph: Graph = [[] for _ in range(vertices)]
    for _ in range(edges if vertices > 1 else 0):
        start = source.randrange(vertices - 1)
        graph[start].append(source.randrange(start + 1, vertices))
    return graph


def prime_from(n: int) -> int:
    """Return the least prime that is not below n."""
    while n < 2 or any(n % divisor == 0 for divisor in range(2, int(n**0.5) + 1)):
        n += 1
    return n


def fibonacci_below(n: int) -> tuple[int, int]:
    """Return the two largest neighbours of the Fibonacci sequence that do not exceed n, but at least (1, 2)."""
    low, high = 1, 2
    while low + high <= n:
        low, high = high, low + high
    return low, high

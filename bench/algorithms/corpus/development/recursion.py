"""Functions that call themselves."""

from __future__ import annotations

from math import factorial as known_factorial
from math import inf

from corpus.entry import Entry, always
from corpus.inputs import matrix


def factorial(n: int) -> int:
    return 1 if n < 2 else n * factorial(n - 1) % 1_000_007


def memoised_stairs(n: int) -> int:
    known = {0: 1, 1: 1}

    def ways(k: int) -> int:
        if k not in known:
            known[k] = (ways(k - 1) + ways(k - 2)) % 1_000_007
        return known[k]

    return ways(n)


def naive_stairs(n: int) -> int:
    return 1 if n < 2 else naive_stairs(n - 1) + naive_stairs(n - 2)


def hanoi(n: int, start: str = "a", end: str = "b", spare: str = "c") -> int:
    if n == 0:
        return 0
    return hanoi(n - 1, start, spare, end) + 1 + hanoi(n - 1, spare, end, start)


def subsets(values: list[int]) -> list[list[int]]:
    result: list[list[int]] = [[]]
    for value in values:
        result += [[*subset, value] for subset in result]
    return result


def count_orders(free: list[int]) -> int:
    if not free:
        return 1
    count = 0
    for position in range(len(free)):
        count += count_orders(free[:position] + free[position + 1 :])
    return count


def shortest_tour(distances: list[list[int]]) -> float:
    best = inf

    def visit(town: int, left: list[int], length: int) -> None:
        nonlocal best
        if not left:
            best = min(best, length + distances[town][0])
        for following in left:
            rest = [other for other in left if other != following]
            visit(following, rest, length + distances[town][following])

    visit(0, list(range(1, len(distances))), 0)
    return best


def _stairs(n: int) -> int:
    low, high = 1, 1
    for _ in range(n):
        low, high = high, low + high
    return low


def _tour_by_subsets(distances: list[list[int]]) -> float:
    """Held and Karp."""
    size = len(distances)
    reach = {(frozenset([0]), 0): 0}
    for _ in range(size - 1):
        further: dict[tuple[frozenset[int], int], int] = {}
        for (towns, town), length in reach.items():
            for following in set(range(size)) - towns:
                key = (towns | {following}, following)
                further[key] = min(further.get(key, 10**9), length + distances[town][following])
        reach = further
    return min(length + distances[town][0] for (_, town), length in reach.items())


ENTRIES = (
    Entry(
        name="factorial",
        call=factorial,
        backing="python",
        sizes="n is the number",
        source="reading: one call a number, below a modulus",
        kinds=always("n", "n", lambda n: (n,)),
        agrees=lambda result, n: result == known_factorial(n) % 1_000_007,
    ),
    Entry(
        name="memoised_stairs",
        call=memoised_stairs,
        backing="python",
        sizes="n is the number of stairs",
        source="textbook: each value is found once",
        kinds=always("n", "n", lambda n: (n,)),
        agrees=lambda result, n: result == _stairs(n) % 1_000_007,
    ),
    Entry(
        name="naive_stairs",
        call=naive_stairs,
        backing="python",
        sizes="n is the number of stairs",
        source="textbook: as many calls as the result, 1.618^n",
        kinds=always("2^n", "n", lambda n: (n,)),
        agrees=lambda result, n: result == _stairs(n),
    ),
    Entry(
        name="hanoi",
        call=hanoi,
        backing="python",
        sizes="n is the number of discs",
        source="textbook: 2^n - 1 moves",
        kinds=always("2^n", "n", lambda n: (n,)),
        agrees=lambda result, n: result == 2**n - 1,
    ),
    Entry(
        name="subsets",
        call=subsets,
        backing="python",
        sizes="n is the number of values",
        source="textbook: 2^n lists",
        kinds=always("2^n", "2^n", lambda n: (list(range(n)),)),
        agrees=lambda result, values: len(set(map(tuple, result))) == len(result) == 2 ** len(values),
    ),
    Entry(
        name="count_orders",
        call=count_orders,
        backing="python",
        sizes="n is the number of values",
        source="textbook: n! leaves; each of the n levels holds a list of its own",
        kinds=always("n!", "n^2", lambda n: (list(range(n)),)),
        agrees=lambda result, free: result == known_factorial(len(free)),
    ),
    Entry(
        name="shortest_tour",
        call=shortest_tour,
        backing="python",
        sizes="n is the number of towns besides the first",
        source="textbook: every order of the towns; each of the n levels holds a list of its own",
        kinds=always("n!", "n^2", lambda n: (matrix(n + 1, n + 1),)),
        agrees=lambda result, distances: result == _tour_by_subsets(distances),
    ),
)

"""Sorting integers without comparing them: by counting, or digit by digit.

That is how they get below O(n log n). In the bounds, n is the number of values and k the
difference between the largest and the smallest; digits are bytes, so numbers have O(log k) of them.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import Any, Callable

__all__ = ["cases", "counting_sort", "lsd_radix_sort", "msd_radix_sort"]

Solver = Callable[..., Any]

DIGIT_BITS = 8
LARGEST_SPREAD = 10_000_000  # counting_sort keeps one counter for each number in the spread


def counting_sort(values: Iterable[int]) -> list[int]:
    """Sort by counting how often each number between the smallest and the largest occurs.

    Args:
        values: What to sort.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not an iterable of ints.
        ValueError: If the values are spread over more than LARGEST_SPREAD.

    Complexity: time O(n + k), space O(n + k)

    >>> counting_sort([2, 0, 2, -1])
    [-1, 0, 2, 2]
    """
    items = _integers(values)
    low, spread = _spread(items)
    if spread > LARGEST_SPREAD:
        raise ValueError(f"values are spread over {spread}, more than {LARGEST_SPREAD}")
    counts = [0] * (spread + 1)
    for item in items:
        counts[item - low] += 1
    return [low + offset for offset, count in enumerate(counts) for _ in range(count)]


def lsd_radix_sort(values: Iterable[int]) -> list[int]:
    """Sort by the least significant digit first; each pass keeps the order of the last.

    Args:
        values: What to sort.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not an iterable of ints.

    Complexity: time O(n log k), space O(n)

    >>> lsd_radix_sort([170, 45, -75, 90])
    [-75, 45, 90, 170]
    """
    items = _integers(values)
    low, spread = _spread(items)
    for shift in range(0, spread.bit_length(), DIGIT_BITS):
        items = [item for bucket in _deal(items, low, shift) for item in bucket]
    return items


def msd_radix_sort(values: Iterable[int]) -> list[int]:
    """Sort by the most significant digit first, then each bucket by the next one.

    Args:
        values: What to sort.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not an iterable of ints.

    Complexity: time O(n log k), space O(n + log k)

    >>> msd_radix_sort([170, 45, -75, 90])
    [-75, 45, 90, 170]
    """
    items = _integers(values)
    low, spread = _spread(items)
    digits = -(-spread.bit_length() // DIGIT_BITS)
    return _sort_from_digit(items, low, (digits - 1) * DIGIT_BITS)


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the number of values.

    >>> [(shape, len(values)) for _, shape, (values,) in cases(9)]
    [('narrow', 9), ('wide', 9), ('sorted', 9)]
    """
    if n < 0:
        raise ValueError(f"n must not be negative, but is {n}")
    generator = random.Random(n)
    yield "sort_integers", "narrow", ([generator.randrange(100) for _ in range(n)],)
    yield "sort_integers", "wide", ([generator.randrange(-50_000, 50_000) for _ in range(n)],)
    yield "sort_integers", "sorted", (list(range(n)),)


def _integers(values: Iterable[int]) -> list[int]:
    """Return the values as a list of their own, once each is known to be an int."""
    items = list(values)
    for item in items:
        if not isinstance(item, int) or isinstance(item, bool):
            raise TypeError(f"values must be ints, but one is {item!r}")
    return items


def _spread(items: list[int]) -> tuple[int, int]:
    """Return the smallest item and how far the largest is from it."""
    low = min(items, default=0)
    return low, max(items, default=0) - low


def _deal(items: list[int], low: int, shift: int) -> list[list[int]]:
    """Deal the items into buckets by one digit of their distance from the lowest."""
    buckets: list[list[int]] = [[] for _ in range(1 << DIGIT_BITS)]
    mask = len(buckets) - 1
    for item in items:
        buckets[(item - low) >> shift & mask].append(item)
    return buckets


def _sort_from_digit(items: list[int], low: int, shift: int) -> list[int]:
    if len(items) < 2 or shift < 0:
        return items
    return [
        item
        for bucket in _deal(items, low, shift)
        for item in _sort_from_digit(bucket, low, shift - DIGIT_BITS)
    ]


SIZES = range(100_001)
DEFAULT_SIZE = 5_000
FEASIBLE: dict[Solver, int] = {}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "sort_integers": (sorted, counting_sort, lsd_radix_sort, msd_radix_sort),
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

"""Sorting by comparison, in six ways, next to the built-in sorted.

Every function takes any iterable of values that can be compared with <, leaves it as it was and
returns a new ascending list. A stable sort keeps equal values in the order they came in.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import Any, Callable, TypeVar

__all__ = [
    "cases",
    "heap_sort",
    "insertion_sort",
    "merge_sort",
    "quick_sort",
    "selection_sort",
    "shell_sort",
]

T = TypeVar("T")
Solver = Callable[..., Any]


def insertion_sort(values: Iterable[T]) -> list[T]:
    """Sort by inserting each value into the sorted part before it; stable, O(n) if sorted.

    Args:
        values: What to sort.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not iterable or two values cannot be compared.

    Complexity: time O(n^2), space O(n)

    >>> insertion_sort("sort")
    ['o', 'r', 's', 't']
    """
    return _insert_with_gap(list(values), 1)


def selection_sort(values: Iterable[T]) -> list[T]:
    """Sort by swapping the smallest remaining value to the front, time after time; not stable.

    Args:
        values: What to sort.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not iterable or two values cannot be compared.

    Complexity: time O(n^2), space O(n)

    >>> selection_sort([2, 3, 1])
    [1, 2, 3]
    """
    items: list[Any] = list(values)
    for front in range(len(items)):
        smallest = front
        for index in range(front + 1, len(items)):
            if items[index] < items[smallest]:
                smallest = index
        items[front], items[smallest] = items[smallest], items[front]
    return items


def shell_sort(values: Iterable[T]) -> list[T]:
    """Sort by insertion over ever smaller gaps, so that values travel far early; not stable.

    The gaps 1, 4, 13, 40, ... (Knuth) bound the worst case.

    Args:
        values: What to sort.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not iterable or two values cannot be compared.

    Complexity: time O(n^1.5), space O(n)

    >>> shell_sort([5, 2, 4, 1, 3])
    [1, 2, 3, 4, 5]
    """
    items = list(values)
    gap = 1
    while 3 * gap + 1 < len(items):
        gap = 3 * gap + 1
    while gap:
        _insert_with_gap(items, gap)
        gap //= 3
    return items


def merge_sort(values: Iterable[T]) -> list[T]:
    """Sort each half, then merge them; stable.

    Args:
        values: What to sort.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not iterable or two values cannot be compared.

    Complexity: time O(n log n), space O(n)

    >>> merge_sort([3.5, -1, 2])
    [-1, 2, 3.5]
    """
    items = list(values)
    if len(items) < 2:
        return items
    middle = len(items) // 2
    return _merge(merge_sort(items[:middle]), merge_sort(items[middle:]))


def quick_sort(values: Iterable[T], seed: int = 0) -> list[T]:
    """Sort what is below, equal to and above a random pivot apart; O(n log n) expected; stable.

    Args:
        values: What to sort.
        seed: Where the pivots start; the same seed makes the same choices.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not iterable or two values cannot be compared.

    Complexity: time O(n log n), space O(n)

    >>> quick_sort([2, 1, 2, 0, 2], seed=7)
    [0, 1, 2, 2, 2]
    """
    return _quick_sort(list(values), random.Random(seed))


def heap_sort(values: Iterable[T]) -> list[T]:
    """Sort by building a heap and moving its largest value to the end; not stable.

    Args:
        values: What to sort.

    Returns:
        A new ascending list.

    Raises:
        TypeError: If values is not iterable or two values cannot be compared.

    Complexity: time O(n log n), space O(n)

    >>> heap_sort([3, 1, 2])
    [1, 2, 3]
    """
    items = list(values)
    for root in reversed(range(len(items) // 2)):
        _sift_down(items, root, len(items))
    for end in reversed(range(1, len(items))):
        items[0], items[end] = items[end], items[0]
        _sift_down(items, 0, end)
    return items


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the number of values.

    >>> [(shape, len(values)) for _, shape, (values,) in cases(9)]
    [('random', 9), ('sorted', 9), ('reversed', 9), ('few values', 9)]
    """
    if n < 0:
        raise ValueError(f"n must not be negative, but is {n}")
    generator = random.Random(n)
    yield "sort", "random", ([generator.randrange(10 * n) for _ in range(n)],)
    yield "sort", "sorted", (list(range(n)),)
    yield "sort", "reversed", (list(range(n, 0, -1)),)
    yield "sort", "few values", ([generator.randrange(4) for _ in range(n)],)


def _insert_with_gap(items: list[Any], gap: int) -> list[Any]:
    """Sort, in place, each of the interleaved lists whose items are gap apart."""
    for index in range(gap, len(items)):
        item, hole = items[index], index
        while hole >= gap and item < items[hole - gap]:
            items[hole] = items[hole - gap]
            hole -= gap
        items[hole] = item
    return items


def _merge(left: list[Any], right: list[Any]) -> list[Any]:
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    return merged + left[i:] + right[j:]


def _quick_sort(items: list[Any], generator: random.Random) -> list[Any]:
    if len(items) < 2:
        return items
    pivot = generator.choice(items)
    below = [item for item in items if item < pivot]
    above = [item for item in items if pivot < item]
    equal = [item for item in items if not (item < pivot or pivot < item)]
    return _quick_sort(below, generator) + equal + _quick_sort(above, generator)


def _sift_down(items: list[Any], root: int, end: int) -> None:
    """Let the item at the root sink until it is at least as large as its children."""
    while (child := 2 * root + 1) < end:
        if child + 1 < end and items[child] < items[child + 1]:
            child += 1
        if not items[root] < items[child]:
            return
        items[root], items[child] = items[child], items[root]
        root = child


SIZES = range(20_001)
DEFAULT_SIZE = 500
FEASIBLE: dict[Solver, int] = {insertion_sort: 1_000, selection_sort: 1_000}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "sort": (sorted, insertion_sort, selection_sort, shell_sort, merge_sort, quick_sort, heap_sort),
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

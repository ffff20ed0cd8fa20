"""The n-th Fibonacci number, F(0) = 0 and F(1) = 1, found in six ways.

The bounds count operations on whole numbers. F(n) has about 0.69 n bits, so for large n an
addition costs O(n) and a multiplication more: the linear ways take quadratic time in the end.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from time import perf_counter
from typing import Any, Callable

__all__ = [
    "cases",
    "fast_doubling",
    "generated",
    "iterative",
    "matrix_power",
    "memoised",
    "naive_recursive",
    "sequence",
]

Matrix = tuple[int, int, int]  # (a, b, c) stands for the symmetric matrix [[a, b], [b, c]]
Solver = Callable[..., Any]


def iterative(n: int) -> int:
    """Return F(n) by stepping a pair of neighbours n times.

    Args:
        n: Which number, counted from 0.

    Returns:
        The n-th Fibonacci number.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n), space O(1)

    >>> [iterative(n) for n in range(10)]
    [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    """
    _require_natural(n)
    current, following = 0, 1
    for _ in range(n):
        current, following = following, current + following
    return current


def naive_recursive(n: int) -> int:
    """Return F(n) straight from the definition, which finds the same values again and again.

    Args:
        n: Which number, counted from 0.

    Returns:
        The n-th Fibonacci number.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(1.618^n), space O(n)

    >>> naive_recursive(10)
    55
    """
    _require_natural(n)
    if n < 2:
        return n
    return naive_recursive(n - 1) + naive_recursive(n - 2)


def memoised(n: int) -> int:
    """Return F(n) from the definition, but remember each value once it is found.

    Args:
        n: Which number, counted from 0.

    Returns:
        The n-th Fibonacci number.

    Raises:
        RecursionError: If n comes near the interpreter's recursion limit.
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n), space O(n)

    >>> memoised(90)
    2880067194370816120
    """
    _require_natural(n)
    known = {0: 0, 1: 1}

    def value(k: int) -> int:
        if k not in known:
            known[k] = value(k - 1) + value(k - 2)
        return known[k]

    return value(n)


def sequence() -> Iterator[int]:
    """Yield every Fibonacci number in order, without end.

    Returns:
        An endless iterator: F(0), F(1), F(2) and so on.

    Complexity: time O(1), space O(1)

    >>> list(islice(sequence(), 8))
    [0, 1, 1, 2, 3, 5, 8, 13]
    """
    current, following = 0, 1
    while True:
        yield current
        current, following = following, current + following


def generated(n: int) -> int:
    """Return F(n) by walking the endless sequence up to it.

    Args:
        n: Which number, counted from 0.

    Returns:
        The n-th Fibonacci number.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n), space O(1)

    >>> generated(12)
    144
    """
    _require_natural(n)
    return next(islice(sequence(), n, None))


def matrix_power(n: int) -> int:
    """Return F(n) as an entry of [[1, 1], [1, 0]] to the power n, by repeated squaring.

    Args:
        n: Which number, counted from 0.

    Returns:
        The n-th Fibonacci number.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(log n), space O(1)

    >>> matrix_power(100)
    354224848179261915075
    """
    _require_natural(n)
    power: Matrix = (1, 0, 1)
    square: Matrix = (1, 1, 0)
    while n:
        if n % 2:
            power = _multiply(power, square)
        square = _multiply(square, square)
        n //= 2
    return power[1]


def fast_doubling(n: int) -> int:
    """Return F(n) by doubling the index once for each binary digit of n.

    It rests on F(2k) = F(k) (2 F(k+1) - F(k)) and F(2k+1) = F(k)^2 + F(k+1)^2.

    Args:
        n: Which number, counted from 0.

    Returns:
        The n-th Fibonacci number.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(log n), space O(1)

    >>> fast_doubling(100)
    354224848179261915075
    """
    _require_natural(n)
    current, following = 0, 1
    for digit in f"{n:b}":
        doubled = current * (2 * following - current)
        after = current * current + following * following
        current, following = (after, doubled + after) if digit == "1" else (doubled, after)
    return current


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the index itself.

    >>> list(cases(30))
    [('fibonacci', 'index', (30,))]
    """
    _require_natural(n)
    yield "fibonacci", "index", (n,)


def _require_natural(n: int) -> None:
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"n must be an int, not {type(n).__name__}")
    if n < 0:
        raise ValueError(f"n must not be negative, but is {n}")


def _multiply(left: Matrix, right: Matrix) -> Matrix:
    """Multiply two symmetric matrices that commute, so that the product is symmetric too."""
    a, b, c = left
    d, e, f = right
    return a * d + b * e, a * e + b * f, b * e + c * f


SIZES = range(20_001)
DEFAULT_SIZE = 22
FEASIBLE: dict[Solver, int] = {naive_recursive: 22, memoised: 800}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "fibonacci": (
        iterative,
        generated,
        naive_recursive,
        memoised,
        matrix_power,
        fast_doubling,
    ),
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

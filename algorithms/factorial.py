"""The factorial n! = 1 * 2 * ... * n, found in four ways and by math.factorial.

The bounds count multiplications of whole numbers. n! has O(n log n) bits, so what decides for
large n is the size of the factors: balanced products meet large factors late and seldom.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any, Callable

__all__ = ["cases", "iterative", "prime_swing", "product_tree", "recursive"]

Solver = Callable[..., Any]


def iterative(n: int) -> int:
    """Return n! by multiplying 1 to n, one after the other.

    Args:
        n: The number whose factorial is wanted.

    Returns:
        The factorial of n.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n), space O(1)

    >>> [iterative(n) for n in range(7)]
    [1, 1, 2, 6, 24, 120, 720]
    """
    _require_natural(n)
    product = 1
    for factor in range(2, n + 1):
        product *= factor
    return product


def recursive(n: int) -> int:
    """Return n! as n * (n - 1)!.

    Args:
        n: The number whose factorial is wanted.

    Returns:
        The factorial of n.

    Raises:
        RecursionError: If n comes near the interpreter's recursion limit.
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n), space O(n)

    >>> recursive(10)
    3628800
    """
    _require_natural(n)
    return n * recursive(n - 1) if n else 1


def product_tree(n: int) -> int:
    """Return n! as a balanced product: each half first, then one multiplication.

    Args:
        n: The number whose factorial is wanted.

    Returns:
        The factorial of n.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n), space O(log n)

    >>> product_tree(20)
    2432902008176640000
    """
    _require_natural(n)
    return _product(range(2, n + 1))


def prime_swing(n: int) -> int:
    """Return n! as (n // 2)! squared times the swing of n (Peter Luschny's algorithm).

    The swing n! / (n // 2)!^2 is small and its prime factors can be read off n.

    Args:
        n: The number whose factorial is wanted.

    Returns:
        The factorial of n.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n log log n), space O(n)

    >>> prime_swing(25)
    15511210043330985984000000
    """
    _require_natural(n)
    if n < 2:
        return 1
    return prime_swing(n // 2) ** 2 * _swing(n)


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the number itself.

    >>> list(cases(30))
    [('factorial', 'number', (30,))]
    """
    _require_natural(n)
    yield "factorial", "number", (n,)


def _require_natural(n: int) -> None:
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"n must be an int, not {type(n).__name__}")
    if n < 0:
        raise ValueError(f"n must not be negative, but is {n}")


def _product(factors: Sequence[int]) -> int:
    """Multiply the factors so that both sides of each multiplication are of similar length."""
    if len(factors) <= 8:
        return math.prod(factors)
    middle = len(factors) // 2
    return _product(factors[:middle]) * _product(factors[middle:])


def _swing(n: int) -> int:
    return _product([_swing_part(n, prime) for prime in _primes_up_to(n)])


def _swing_part(n: int, prime: int) -> int:
    """Return the power of a prime in the swing: one factor for each odd n // prime^k."""
    part = 1
    while n:
        n //= prime
        if n % 2:
            part *= prime
    return part


def _primes_up_to(n: int) -> list[int]:
    is_prime = bytearray([0, 0]) + bytearray([1]) * (n - 1)
    for prime in range(2, math.isqrt(n) + 1):
        if is_prime[prime]:
            multiples = range(prime * prime, n + 1, prime)
            is_prime[prime * prime :: prime] = bytes(len(multiples))
    return [number for number in range(n + 1) if is_prime[number]]


SIZES = range(20_001)
DEFAULT_SIZE = 5_000
FEASIBLE: dict[Solver, int] = {recursive: 800}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "factorial": (iterative, recursive, product_tree, prime_swing, math.factorial),
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

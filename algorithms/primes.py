"""Two questions about primes: which numbers up to n are prime, and is this number prime?

The sieves answer the first from the smallest number up; trial division and the Miller-Rabin
test answer the second for one number. Bounds on space count the list that is returned.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from math import isqrt
from time import perf_counter
from typing import Any, Callable

__all__ = [
    "cases",
    "linear_sieve",
    "miller_rabin",
    "segmented_sieve",
    "sieve_of_eratosthenes",
    "trial_division",
    "trial_division_sieve",
]

Solver = Callable[..., Any]

# These bases tell every number below 3.3e24 right (Sorenson and Webster, 2015).
MILLER_RABIN_BASES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def sieve_of_eratosthenes(n: int) -> list[int]:
    """Return the primes up to n by striking out the multiples of each prime.

    Args:
        n: The largest number to consider.

    Returns:
        The primes in ascending order.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n log log n), space O(n)

    >>> sieve_of_eratosthenes(30)
    [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
    """
    _require_natural(n)
    is_prime = bytearray([1]) * (n + 1)
    is_prime[:2] = bytes(min(2, n + 1))
    for number in range(2, isqrt(n) + 1):
        if is_prime[number]:
            _strike(is_prime, number * number, number)
    return [number for number in range(n + 1) if is_prime[number]]


def trial_division_sieve(n: int) -> list[int]:
    """Return the primes up to n by testing each number on its own.

    Args:
        n: The largest number to consider.

    Returns:
        The primes in ascending order.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n^1.5), space O(n)

    >>> trial_division_sieve(20)
    [2, 3, 5, 7, 11, 13, 17, 19]
    """
    _require_natural(n)
    return [number for number in range(n + 1) if trial_division(number)]


def segmented_sieve(n: int) -> list[int]:
    """Return the primes up to n by sieving one stretch of about sqrt(n) numbers at a time.

    Apart from the list of primes it needs memory for one stretch only, O(sqrt(n)).

    Args:
        n: The largest number to consider.

    Returns:
        The primes in ascending order.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n log log n), space O(n)

    >>> segmented_sieve(50)[-3:]
    [41, 43, 47]
    """
    _require_natural(n)
    width = isqrt(n) + 1
    small_primes = sieve_of_eratosthenes(width - 1)
    primes = list(small_primes)
    for low in range(width, n + 1, width):
        is_prime = bytearray([1]) * (min(low + width, n + 1) - low)
        for prime in small_primes:
            _strike(is_prime, max(prime * prime - low, -low % prime), prime)
        primes.extend(low + offset for offset, flag in enumerate(is_prime) if flag)
    return primes


def linear_sieve(n: int) -> list[int]:
    """Return the primes up to n, striking each composite once, by its smallest prime factor.

    Args:
        n: The largest number to consider.

    Returns:
        The primes in ascending order.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(n), space O(n)

    >>> linear_sieve(20)
    [2, 3, 5, 7, 11, 13, 17, 19]
    """
    _require_natural(n)
    is_prime = bytearray([1]) * (n + 1)
    primes: list[int] = []
    for number in range(2, n + 1):
        if is_prime[number]:
            primes.append(number)
        for prime in primes:
            if number * prime > n:
                break
            is_prime[number * prime] = 0
            if number % prime == 0:
                break
    return primes


def trial_division(n: int) -> bool:
    """Tell whether n is prime by trying 2 and every odd divisor up to its square root.

    Args:
        n: The number to test.

    Returns:
        True if n is prime.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative.

    Complexity: time O(sqrt(n)), space O(1)

    >>> trial_division(97), trial_division(91)
    (True, False)
    """
    _require_natural(n)
    if n < 4 or n % 2 == 0:
        return n in (2, 3)
    return all(n % divisor for divisor in range(3, isqrt(n) + 1, 2))


def miller_rabin(n: int) -> bool:
    """Tell whether n is prime by the Miller-Rabin test with bases that never err here.

    Args:
        n: The number to test, below 2^64.

    Returns:
        True if n is prime.

    Raises:
        TypeError: If n is not an int.
        ValueError: If n is negative, or 2^64 or more.

    Complexity: time O(log n), space O(1)

    >>> miller_rabin(2**61 - 1), miller_rabin(2**61 + 1)
    (True, False)
    """
    _require_natural(n)
    if n >= 2**64:
        raise ValueError("n must be below 2**64")
    if n < 2 or any(n % base == 0 for base in MILLER_RABIN_BASES):
        return n in MILLER_RABIN_BASES
    return not any(_is_witness(base, n) for base in MILLER_RABIN_BASES)


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the bound or number.

    The slowest number for a primality test is a prime: the largest up to n is among the cases.

    >>> list(cases(30))[1:]
    [('is_prime', 'number', (30,)), ('is_prime', 'prime', (29,))]
    """
    _require_natural(n)
    yield "primes_up_to", "bound", (n,)
    yield "is_prime", "number", (n,)
    yield "is_prime", "prime", (next(filter(miller_rabin, range(n, 1, -1)), n),)


def _require_natural(n: int) -> None:
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"n must be an int, not {type(n).__name__}")
    if n < 0:
        raise ValueError(f"n must not be negative, but is {n}")


def _strike(flags: bytearray, first: int, step: int) -> None:
    """Clear every step-th flag, beginning with the first."""
    flags[first::step] = bytes(len(range(first, len(flags), step)))


def _is_witness(base: int, n: int) -> bool:
    """Tell whether the base proves that the odd number n is composite."""
    halvings = ((n - 1) & (1 - n)).bit_length() - 1  # how often 2 divides n - 1
    power = pow(base, (n - 1) >> halvings, n)
    if power in (1, n - 1):
        return False
    for _ in range(halvings - 1):
        power = power * power % n
        if power == n - 1:
            return False
    return True


SIZES = range(1_000_001)
DEFAULT_SIZE = 50_000
FEASIBLE: dict[Solver, int] = {trial_division_sieve: 100_000}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "primes_up_to": (
        sieve_of_eratosthenes,
        trial_division_sieve,
        segmented_sieve,
        linear_sieve,
    ),
    "is_prime": (trial_division, miller_rabin),
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

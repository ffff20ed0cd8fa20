"""Arithmetic on one number."""

from __future__ import annotations

from math import gcd

from corpus.entry import Entry, Kind, always
from corpus.inputs import fibonacci_below, prime_from


def triangular(n: int) -> int:
    return n * (n + 1) // 2


def euclid(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def power(base: int, exponent: int, modulus: int) -> int:
    result = 1
    while exponent:
        if exponent % 2:
            result = result * base % modulus
        base = base * base % modulus
        exponent //= 2
    return result


def is_prime(n: int) -> bool:
    if n % 2 == 0:
        return n == 2
    divisor = 3
    while divisor * divisor <= n:
        if n % divisor == 0:
            return False
        divisor += 2
    return n > 1


def count_divisors(n: int) -> int:
    count = 0
    for divisor in range(1, int(n**0.5) + 1):
        if n % divisor == 0:
            count += 1 if divisor * divisor == n else 2
    return count


def fibonacci(n: int) -> int:
    current, following = 0, 1
    for _ in range(n):
        current, following = following, (current + following) % 1_000_007
    return current


def halvings(n: int) -> int:
    count = 0
    for _ in range(n):
        rest = n
        while rest > 1:
            rest //= 2
            count += 1
    return count


def _is_fibonacci(result: int, n: int) -> bool:
    numbers = [0, 1]
    while len(numbers) <= n:
        numbers.append(numbers[-1] + numbers[-2])
    return result == numbers[n] % 1_000_007


ENTRIES = (
    Entry(
        name="triangular",
        call=triangular,
        backing="python",
        sizes="n is the number",
        source="reading: three operations",
        kinds=always("1", "1", lambda n: (n,)),
        agrees=lambda result, n: result == sum(range(n + 1)),
    ),
    Entry(
        name="euclid",
        call=euclid,
        backing="python",
        sizes="n is the larger number",
        source="textbook: Lame's theorem, neighbours of the Fibonacci sequence are the worst",
        kinds=(
            Kind("neighbours", "log n", "1", lambda n: fibonacci_below(n)),
            Kind("multiple", "1", "1", lambda n: (7 * n, n)),
        ),
        agrees=lambda result, a, b: result == gcd(a, b),
    ),
    Entry(
        name="power",
        call=power,
        backing="python",
        sizes="n is the exponent",
        source="textbook: repeated squaring",
        kinds=always("log n", "1", lambda n: (3, n, 1_000_007)),
        agrees=lambda result, base, exponent, modulus: result == pow(base, exponent, modulus),
    ),
    Entry(
        name="is_prime",
        call=is_prime,
        backing="python",
        sizes="n is about the number",
        source="textbook: trial division up to the root",
        kinds=(
            Kind("prime", "sqrt n", "1", lambda n: (prime_from(n),)),
            Kind("even", "1", "1", lambda n: (2 * n + 2,)),
        ),
        agrees=lambda result, n: result == (prime_from(n) == n),
    ),
    Entry(
        name="count_divisors",
        call=count_divisors,
        backing="python",
        sizes="n is the number",
        source="textbook: divisors come in pairs around the root",
        kinds=always("sqrt n", "1", lambda n: (n,)),
        agrees=lambda result, n: result == sum(n % divisor == 0 for divisor in range(1, n + 1)),
    ),
    Entry(
        name="fibonacci",
        call=fibonacci,
        backing="python",
        sizes="n is the index",
        source="reading: one addition a step, below a modulus",
        kinds=always("n", "1", lambda n: (n,)),
        agrees=_is_fibonacci,
    ),
    Entry(
        name="halvings",
        call=halvings,
        backing="python",
        sizes="n is the number",
        source="reading: n times, halved down to 1",
        kinds=always("n log n", "1", lambda n: (n,)),
        agrees=lambda result, n: result == n * (n.bit_length() - 1),
    ),
)

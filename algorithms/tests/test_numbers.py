"""fibonacci, factorial and primes: known answers, edges and errors."""

from __future__ import annotations

import math
import unittest
from itertools import islice
from typing import Any, Callable

import factorial
import fibonacci
import primes

STRONG_PSEUDOPRIMES = (2047, 1373653, 25326001, 3215031751, 3825123056546413051)


class WholeNumbers(unittest.TestCase):
    def test_every_function_refuses_what_is_no_natural_number(self) -> None:
        for module in (fibonacci, factorial, primes):
            for solver in (getattr(module, name) for name in module.__all__):
                if solver is fibonacci.sequence:
                    continue
                with self.subTest(f"{module.__name__}.{solver.__name__}"):
                    self.refuses(solver, -1, ValueError)
                    for wrong in (True, 2.0, "2", None):
                        self.refuses(solver, wrong, TypeError)

    def refuses(self, solver: Callable[..., Any], n: Any, error: type[Exception]) -> None:
        with self.assertRaisesRegex(error, "^n must "):
            list(solver(n))  # cases is a generator: it looks at n when it begins


class Fibonacci(unittest.TestCase):
    def test_solvers_agree_with_the_recurrence(self) -> None:
        expected = [0, 1]
        while len(expected) < 20:
            expected.append(expected[-1] + expected[-2])
        for solver in fibonacci.PROBLEMS["fibonacci"]:
            with self.subTest(solver.__name__):
                self.assertEqual([solver(n) for n in range(20)], expected)

    def test_fast_solvers_agree_far_out(self) -> None:
        for n in (93, 1000, 4096, 20_000):
            expected = next(islice(fibonacci.sequence(), n, None))
            for solver in (fibonacci.iterative, fibonacci.matrix_power, fibonacci.fast_doubling):
                with self.subTest(solver.__name__, n=n):
                    self.assertEqual(solver(n), expected)

    def test_memoised_says_when_it_gets_too_deep(self) -> None:
        with self.assertRaises(RecursionError):
            fibonacci.memoised(100_000)


class Factorial(unittest.TestCase):
    def test_solvers_agree_with_the_standard_library(self) -> None:
        for solver in factorial.PROBLEMS["factorial"]:
            for n in (*range(70), 128, 500):
                with self.subTest(solver.__name__, n=n):
                    self.assertEqual(solver(n), math.factorial(n))


class Primes(unittest.TestCase):
    def test_solvers_find_the_primes_up_to_every_small_bound(self) -> None:
        for bound in range(150):
            expected = [n for n in range(2, bound + 1) if all(n % d for d in range(2, n))]
            for solver in primes.PROBLEMS["primes_up_to"]:
                with self.subTest(solver.__name__, bound=bound):
                    self.assertEqual(solver(bound), expected)

    def test_sieves_count_78498_primes_below_a_million(self) -> None:
        for sieve in (primes.sieve_of_eratosthenes, primes.segmented_sieve, primes.linear_sieve):
            with self.subTest(sieve.__name__):
                self.assertEqual(len(sieve(1_000_000)), 78_498)

    def test_the_tests_for_one_number_agree_with_the_sieve(self) -> None:
        found = set(primes.sieve_of_eratosthenes(5_000))
        for solver in primes.PROBLEMS["is_prime"]:
            with self.subTest(solver.__name__):
                self.assertEqual({n for n in range(5_001) if solver(n)}, found)

    def test_miller_rabin_is_right_where_fewer_bases_err(self) -> None:
        self.assertFalse(any(map(primes.miller_rabin, STRONG_PSEUDOPRIMES)))
        self.assertTrue(primes.miller_rabin(2**64 - 59))

    def test_miller_rabin_refuses_more_than_64_bits(self) -> None:
        with self.assertRaisesRegex(ValueError, "below 2"):
            primes.miller_rabin(2**64)

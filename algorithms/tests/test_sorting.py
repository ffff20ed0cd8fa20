"""sorting and sorting_integers: against sorted, with edges and errors."""

from __future__ import annotations

import random
import unittest

import sorting
import sorting_integers

SOLVERS = sorting.PROBLEMS["sort"]
INTEGER_SOLVERS = sorting_integers.PROBLEMS["sort_integers"]
STABLE = (sorting.insertion_sort, sorting.merge_sort, sorting.quick_sort)


class Numbered:
    """A value that is compared by its key only, so that equal ones can be told apart."""

    def __init__(self, key: int, number: int) -> None:
        self.key = key
        self.number = number

    def __lt__(self, other: Numbered) -> bool:
        return self.key < other.key


class Sorting(unittest.TestCase):
    def test_sorts_random_integers_of_every_small_length(self) -> None:
        generator = random.Random(1)
        for length in range(60):
            values = [generator.randint(-300, 300) for _ in range(length)]
            for solver in {*SOLVERS, *INTEGER_SOLVERS}:
                with self.subTest(solver.__name__, length=length):
                    self.assertEqual(solver(values), sorted(values))

    def test_takes_any_iterable_and_returns_a_new_list(self) -> None:
        for solver in {*SOLVERS, *INTEGER_SOLVERS}:
            with self.subTest(solver.__name__):
                one = [1]
                self.assertIsNot(solver(one), one)
                self.assertEqual(solver(iter((2, 1))), [1, 2])
                self.assertEqual(solver(()), [])

    def test_sorts_by_less_than_alone_and_keeps_equal_values_in_order_if_stable(self) -> None:
        generator = random.Random(2)
        values = [Numbered(generator.randrange(5), number) for number in range(80)]
        for solver in SOLVERS:
            with self.subTest(solver.__name__):
                result = solver(values)
                self.assertEqual([v.key for v in result], sorted(v.key for v in values))
                if solver in STABLE:
                    self.assertEqual(result, sorted(values))

    def test_refuses_what_cannot_be_compared_or_iterated(self) -> None:
        for solver in {*SOLVERS, *INTEGER_SOLVERS}:
            for wrong in ([1, "a"], 5):
                with self.subTest(solver.__name__, wrong=wrong), self.assertRaises(TypeError):
                    solver(wrong)

    def test_quick_sort_is_right_for_any_seed(self) -> None:
        for seed in range(20):
            self.assertEqual(sorting.quick_sort([3, 1, 2, 1], seed), [1, 1, 2, 3])


class SortingIntegers(unittest.TestCase):
    def test_radix_sorts_numbers_of_any_length(self) -> None:
        values = [2**70, -(2**90), 0, 255, 256, -1, 2**70]
        for solver in (sorting_integers.lsd_radix_sort, sorting_integers.msd_radix_sort):
            with self.subTest(solver.__name__):
                self.assertEqual(solver(values), sorted(values))

    def test_refuses_what_is_no_int(self) -> None:
        for solver in INTEGER_SOLVERS[1:]:
            for wrong in ([1, True], [1.0]):
                with self.subTest(wrong=wrong), self.assertRaisesRegex(TypeError, "be ints"):
                    solver(wrong)

    def test_counting_sort_refuses_a_spread_it_has_no_memory_for(self) -> None:
        with self.assertRaisesRegex(ValueError, "spread over"):
            sorting_integers.counting_sort([0, 10**12])

"""Looking for something in a sequence, and walking over one."""

from __future__ import annotations

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers

INFINITY = float("inf")


def binary_search(values: list[int], wanted: int) -> int:
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def linear_search(values: list[int], wanted: int) -> int:
    for position, value in enumerate(values):
        if value == wanted:
            return position
    return -1


def is_palindrome(text: str) -> bool:
    low, high = 0, len(text) - 1
    while low < high:
        if text[low] != text[high]:
            return False
        low, high = low + 1, high - 1
    return True


def largest_sum(values: list[int]) -> int:
    best = running = 0
    for value in values:
        running = max(0, running + value)
        best = max(best, running)
    return best


def two_sum(values: list[int], total: int) -> bool:
    seen = {}
    for position, value in enumerate(values):
        if total - value in seen:
            return True
        seen[value] = position
    return False


def count_inversions(values: list[int]) -> int:
    count = 0
    for position, value in enumerate(values):
        for other in range(position + 1, len(values)):
            if values[other] < value:
                count += 1
    return count


def has_zero_triple(values: list[int]) -> bool:
    size = len(values)
    for first in range(size):
        for second in range(first + 1, size):
            pair = values[first] + values[second]
            for third in range(second + 1, size):
                if pair + values[third] == 0:
                    return True
    return False


def _largest_by_definition(values: list[int]) -> int:
    size = len(values)
    return max(sum(values[low:high]) for low in range(size + 1) for high in range(low, size + 1))


ENTRIES = (
    Entry(
        name="binary_search",
        call=binary_search,
        backing="python",
        sizes="n is the number of values",
        source="textbook: the interval is halved",
        kinds=always("log n", "1", lambda n: (list(range(n)), n)),
        agrees=lambda result, values, wanted: result == sum(value < wanted for value in values),
    ),
    Entry(
        name="linear_search",
        call=linear_search,
        backing="python",
        sizes="n is the number of values",
        source="textbook",
        kinds=(
            Kind("absent", "n", "1", lambda n: (integers(n), -1)),
            Kind("first", "1", "1", lambda n: ([-1, *integers(n)], -1)),
        ),
        agrees=lambda result, values, wanted: (
            result == ([*values, wanted].index(wanted) if wanted in values else -1)
        ),
    ),
    Entry(
        name="is_palindrome",
        call=is_palindrome,
        backing="python",
        sizes="n is the length of the text",
        source="reading: stops at the first difference",
        kinds=(
            Kind("palindrome", "n", "1", lambda n: ("a" * n,)),
            Kind("different ends", "1", "1", lambda n: ("a" * n + "b",)),
        ),
        agrees=lambda result, text: result == (text == text[::-1]),
    ),
    Entry(
        name="largest_sum",
        call=largest_sum,
        backing="python",
        sizes="n is the number of values",
        source="textbook: Kadane",
        kinds=always("n", "1", lambda n: ([value % 200 - 100 for value in integers(n)],)),
        agrees=lambda result, values: result == _largest_by_definition(values),
    ),
    Entry(
        name="two_sum",
        call=two_sum,
        backing="python",
        sizes="n is the number of values",
        source="textbook: one look into a table a value",
        kinds=(
            Kind("absent", "n", "n", lambda n: (integers(n), -1)),
            Kind("first pair", "1", "1", lambda n: ([3, 4, *integers(n)], 7)),
        ),
        agrees=lambda result, values, total: (
            result == any(one + other == total for at, one in enumerate(values) for other in values[at + 1 :])
        ),
    ),
    Entry(
        name="count_inversions",
        call=count_inversions,
        backing="python",
        sizes="n is the number of values",
        source="textbook: every pair",
        kinds=always("n^2", "1", lambda n: (integers(n),)),
        agrees=lambda result, values: (
            result == sum(one > other for at, one in enumerate(values) for other in values[at + 1 :])
        ),
    ),
    Entry(
        name="has_zero_triple",
        call=has_zero_triple,
        backing="python",
        sizes="n is the number of values",
        source="textbook: every triple",
        kinds=always("n^3", "1", lambda n: ([value + 1 for value in integers(n)],)),
        agrees=lambda result, values: result is False,
    ),
)

"""Sorting by comparison, in Python."""

from __future__ import annotations

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers


def merge_sort(values: list[int]) -> list[int]:
    if len(values) < 2:
        return values[:]
    middle = len(values) // 2
    left, right = merge_sort(values[:middle]), merge_sort(values[middle:])
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]


def quick_sort(values: list[int]) -> list[int]:
    """The first value divides. A stack of parts instead of recursion, so depth is no limit."""
    done: list[int] = []
    parts = [values]
    while parts:
        part = parts.pop()
        if len(part) < 2:
            done.extend(part)
            continue
        pivot = part[0]
        low, high = [], []
        for value in part[1:]:
            (low if value < pivot else high).append(value)
        parts += [high, [pivot], low]
    return done


def heap_sort(values: list[int]) -> None:
    size = len(values)
    for root in range(size // 2 - 1, -1, -1):
        _sift(values, root, size)
    for end in range(size - 1, 0, -1):
        values[0], values[end] = values[end], values[0]
        _sift(values, 0, end)


def _sift(values: list[int], root: int, end: int) -> None:
    while (child := 2 * root + 1) < end:
        if child + 1 < end and values[child] < values[child + 1]:
            child += 1
        if values[root] >= values[child]:
            return
        values[root], values[child] = values[child], values[root]
        root = child


def insertion_sort(values: list[int]) -> None:
    for position in range(1, len(values)):
        value = values[position]
        while position and values[position - 1] > value:
            values[position] = values[position - 1]
            position -= 1
        values[position] = value


def bubble_sort(values: list[int]) -> None:
    for end in range(len(values) - 1, 0, -1):
        swapped = False
        for position in range(end):
            if values[position] > values[position + 1]:
                values[position], values[position + 1] = values[position + 1], values[position]
                swapped = True
        if not swapped:
            return


def selection_sort(values: list[int]) -> None:
    size = len(values)
    for position in range(size):
        least = position
        for other in range(position + 1, size):
            if values[other] < values[least]:
                least = other
        values[position], values[least] = values[least], values[position]


def counting_sort(values: list[int]) -> list[int]:
    counts = [0] * (max(values, default=0) + 1)
    for value in values:
        counts[value] += 1
    result: list[int] = []
    for value, count in enumerate(counts):
        for _ in range(count):
            result.append(value)
    return result


def _in_place(call):  # type: ignore[no-untyped-def]
    def sort(values: list[int]) -> list[int]:
        call(values)
        return values

    return sort


def _is_sorted(result: list[int], values: list[int]) -> bool:
    return result == sorted(values)


RANDOM = lambda n: (integers(n),)  # noqa: E731
ASCENDING = lambda n: (list(range(n)),)  # noqa: E731
DESCENDING = lambda n: (list(range(n, 0, -1)),)  # noqa: E731

ENTRIES = (
    Entry(
        name="merge_sort",
        call=merge_sort,
        backing="python",
        sizes="n is the number of values",
        source="textbook",
        kinds=(Kind("random", "n log n", "n", RANDOM), Kind("ascending", "n log n", "n", ASCENDING)),
        agrees=_is_sorted,
    ),
    Entry(
        name="quick_sort",
        call=quick_sort,
        backing="python",
        sizes="n is the number of values",
        source="textbook: the first value divides, so sorted input is the worst",
        kinds=(Kind("random", "n log n", "n", RANDOM), Kind("ascending", "n^2", "n", ASCENDING)),
        agrees=_is_sorted,
    ),
    Entry(
        name="heap_sort",
        call=_in_place(heap_sort),
        backing="python",
        sizes="n is the number of values",
        source="textbook",
        kinds=always("n log n", "1", RANDOM),
        agrees=_is_sorted,
        changes=True,
    ),
    Entry(
        name="insertion_sort",
        call=_in_place(insertion_sort),
        backing="python",
        sizes="n is the number of values",
        source="textbook",
        kinds=(
            Kind("ascending", "n", "1", ASCENDING),
            Kind("random", "n^2", "1", RANDOM),
            Kind("descending", "n^2", "1", DESCENDING),
        ),
        agrees=_is_sorted,
        changes=True,
    ),
    Entry(
        name="bubble_sort",
        call=_in_place(bubble_sort),
        backing="python",
        sizes="n is the number of values",
        source="textbook: ends when nothing was swapped",
        kinds=(Kind("ascending", "n", "1", ASCENDING), Kind("descending", "n^2", "1", DESCENDING)),
        agrees=_is_sorted,
        changes=True,
    ),
    Entry(
        name="selection_sort",
        call=_in_place(selection_sort),
        backing="python",
        sizes="n is the number of values",
        source="textbook",
        kinds=always("n^2", "1", RANDOM),
        agrees=_is_sorted,
        changes=True,
    ),
    Entry(
        name="counting_sort",
        call=counting_sort,
        backing="python",
        sizes="n is the number of values, and they are below n",
        source="textbook",
        kinds=always("n", "n", lambda n: ([value % n for value in integers(n)],)),
        agrees=_is_sorted,
    ),
)

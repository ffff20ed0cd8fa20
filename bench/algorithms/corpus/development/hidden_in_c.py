"""Where C does little for each item, or memory decides: the kinds at which the first rules were weak."""

from __future__ import annotations

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers

PRIME = (1 << 61) - 1


def item_of(values: list[int], position: int) -> int:
    return values[position]


def find_byte(data: bytes, wanted: bytes) -> int:
    return data.find(wanted)


def take_first(values: list[int]) -> list[int]:
    values.pop(0)
    return values


def take_last(values: list[int]) -> list[int]:
    values.pop()
    return values


def forget(table: dict[int, int], key: int) -> dict[int, int]:
    del table[key]
    return table


def position_in(values: tuple[int, ...], wanted: int) -> int:
    return values.index(wanted)


def pop_least(heap: list[int]) -> list[int]:
    last = heap.pop()
    if not heap:
        return heap
    hole, child, size = 0, 1, len(heap)
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= last:
            break
        heap[hole] = heap[child]
        hole, child = child, 2 * child + 1
    heap[hole] = last
    return heap


def place_of(values: list[int], value: int) -> int:
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


def insert_in_order(values: list[int], value: int) -> list[int]:
    values.insert(place_of(values, value), value)
    return values


def sort_by_inserting(values: list[int]) -> list[int]:
    result: list[int] = []
    for value in values:
        result.insert(place_of(result, value), value)
    return result


def power_of_three(n: int) -> int:
    return pow(3, n, PRIME)


def sum_below_root(n: int) -> int:
    return sum(range(int(n**0.5) + 1))


def add_up(parts: int) -> bytes:
    result = b""
    for _ in range(parts):
        result = result + b"x"
    return result


def second_half(values: list[int]) -> list[int]:
    return values[len(values) // 2 :]


def merged(left: dict[int, int], right: dict[int, int]) -> dict[int, int]:
    return {**left, **right}


def common(left: list[int], right: list[int]) -> int:
    return sum(left.count(value) for value in right)


def sink_each(values: list[int], heap: list[int]) -> list[int]:
    for value in values:
        pop_least(heap)
        heap.append(value)
    return heap


def search_sorted(values: list[int], wanted: list[int]) -> list[int]:
    return [place_of(values, one) for one in wanted]


def _is_heap_without(result: list[int], heap: list[int]) -> bool:
    return sorted(result) == sorted(heap)[1:]


ENTRIES = (
    Entry(
        name="item_of",
        call=item_of,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, get item",
        kinds=always("1", "1", lambda n: (integers(n), n // 2)),
        agrees=lambda result, values, position: result == values[position],
    ),
    Entry(
        name="find_byte",
        call=find_byte,
        backing="c",
        sizes="n is the number of bytes",
        source="reading: memchr",
        kinds=(
            Kind("absent", "n", "1", lambda n: (b"a" * n, b"b")),
            Kind("first", "1", "1", lambda n: (b"b" + b"a" * n, b"b")),
        ),
        agrees=lambda result, data, wanted: result == (list(data).index(98) if 98 in data else -1),
    ),
    Entry(
        name="take_first",
        call=take_first,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, pop intermediate",
        kinds=always("n", "1", lambda n: (list(range(n)),)),
        agrees=lambda result, values: result == values[1:],
        changes=True,
    ),
    Entry(
        name="take_last",
        call=take_last,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, pop last",
        kinds=always("1", "1", lambda n: (list(range(n)),)),
        agrees=lambda result, values: result == values[:-1],
        changes=True,
    ),
    Entry(
        name="forget",
        call=forget,
        backing="c",
        sizes="n is the number of keys",
        source="documentation of CPython: TimeComplexity, dict, delete item, average case",
        kinds=always("1", "1", lambda n: (dict.fromkeys(range(n), 0), n // 2)),
        agrees=lambda result, table, key: list(result) == [one for one in table if one != key],
        changes=True,
    ),
    Entry(
        name="position_in",
        call=position_in,
        backing="c",
        sizes="n is the number of values",
        source="reading: one comparison after the other",
        kinds=(
            Kind("middle", "n", "1", lambda n: (tuple(range(n)), n // 2)),
            Kind("first", "1", "1", lambda n: (tuple(range(n)), 0)),
        ),
        agrees=lambda result, values, wanted: values[result] == wanted,
    ),
    Entry(
        name="pop_least",
        call=pop_least,
        backing="python",
        sizes="n is the number of values",
        source="textbook: one way down a heap",
        kinds=always("log n", "1", lambda n: (list(range(n)),)),
        agrees=_is_heap_without,
        changes=True,
    ),
    Entry(
        name="insert_in_order",
        call=insert_in_order,
        backing="both",
        sizes="n is the number of values",
        source="textbook: bisection; documentation of CPython: TimeComplexity, list, insert moves what is behind",
        kinds=(
            Kind("before all", "n", "1", lambda n: (list(range(n)), -1)),
            Kind("after all", "log n", "1", lambda n: (list(range(n)), n)),
        ),
        agrees=lambda result, values, value: result == sorted([*values, value]),
        changes=True,
    ),
    Entry(
        name="sort_by_inserting",
        call=sort_by_inserting,
        backing="both",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, insert moves what is behind",
        kinds=(
            Kind("descending", "n^2", "n", lambda n: (list(range(n, 0, -1)),)),
            Kind("ascending", "n log n", "n", lambda n: (list(range(n)),)),
        ),
        agrees=lambda result, values: result == sorted(values),
    ),
    Entry(
        name="power_of_three",
        call=power_of_three,
        backing="c",
        sizes="n is the exponent",
        source="textbook: repeated squaring",
        kinds=always("log n", "1", lambda n: (n,)),
        agrees=lambda result, n: result == 3**n % PRIME,
    ),
    Entry(
        name="sum_below_root",
        call=sum_below_root,
        backing="c",
        sizes="n is the square of how many numbers are added",
        source="reading: one addition for each",
        kinds=always("sqrt n", "1", lambda n: (n,)),
        agrees=lambda result, n: 2 * result == int(n**0.5) * (int(n**0.5) + 1),
    ),
    Entry(
        name="add_up",
        call=add_up,
        backing="c",
        sizes="n is the number of parts",
        source="documentation of CPython: common sequence operations, repeated concatenation is quadratic",
        kinds=always("n^2", "n", lambda n: (n,)),
        agrees=lambda result, n: result == b"x" * n,
    ),
    Entry(
        name="second_half",
        call=second_half,
        backing="c",
        sizes="n is the number of values",
        source="documentation of CPython: TimeComplexity, list, get slice",
        kinds=always("n", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: values[: len(values) // 2] + result == values,
    ),
    Entry(
        name="merged",
        call=merged,
        backing="c",
        sizes="n and m are the numbers of keys",
        source="reading: each is put into a table",
        kinds=always("n+m", "n+m", lambda n, m: (dict.fromkeys(range(n), 0), dict.fromkeys(range(-m, 0), 1))),
        agrees=lambda result, left, right: (
            result == {**left, **right} and len(result) == len(left) + len(right)
        ),
        arity=2,
    ),
    Entry(
        name="common",
        call=common,
        backing="both",
        sizes="n and m are the numbers of values",
        source="documentation of CPython: TimeComplexity, list, x in s; m times",
        kinds=always("n*m", "1", lambda n, m: (list(range(n)), list(range(m)))),
        agrees=lambda result, left, right: result == len(set(left) & set(right)),
        arity=2,
    ),
    Entry(
        name="sink_each",
        call=sink_each,
        backing="python",
        sizes="n is the number of values, m of those in the heap",
        source="textbook: n times a way down a heap of m",
        kinds=always("n log m", "1", lambda n, m: (list(range(m, m + n)), list(range(m)))),
        agrees=lambda result, values, heap: sorted(result) == sorted([*heap, *values])[len(values) :],
        arity=2,
        changes=True,
    ),
    Entry(
        name="search_sorted",
        call=search_sorted,
        backing="python",
        sizes="n is the number of values, m of searches",
        source="textbook: bisection",
        kinds=always("m log n", "m", lambda n, m: (list(range(n)), [at % n for at in range(m)])),
        agrees=lambda result, values, wanted: result == wanted,
        arity=2,
    ),
)

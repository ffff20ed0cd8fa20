"""Many operations, of which a few are dear: the bound is that of all of them together."""

from __future__ import annotations

from corpus.entry import Entry, always
from corpus.inputs import directed, integers


def push_all(values: list[int]) -> list[int | None]:
    """An array that is copied to one of twice its size when it is full."""
    room: list[int | None] = [None]
    for used, value in enumerate(values):
        if used == len(room):
            larger: list[int | None] = [None] * (2 * used)
            for position in range(used):
                larger[position] = room[position]
            room = larger
        room[used] = value
    return room


def count_up(n: int) -> list[int]:
    bits = [0] * (n.bit_length() + 1)
    for _ in range(n):
        position = 0
        while bits[position]:
            bits[position] = 0
            position += 1
        bits[position] = 1
    return bits


def through_two_stacks(values: list[int]) -> list[int]:
    arriving: list[int] = []
    leaving: list[int] = []
    out = []
    for turn, value in enumerate(values):
        arriving.append(value)
        if turn % 2:
            if not leaving:
                while arriving:
                    leaving.append(arriving.pop())
            out.append(leaving.pop())
    return out


def unite(pairs: list[tuple[int, int]]) -> int:
    """The number of components; by size and with paths halved, so almost constant a pair."""
    size = len(pairs) + 1
    parent, weight = list(range(size)), [1] * size
    count = size
    for pair in pairs:
        roots = []
        for vertex in pair:
            while parent[vertex] != vertex:
                parent[vertex] = parent[parent[vertex]]
                vertex = parent[vertex]
            roots.append(vertex)
        small, large = sorted(roots, key=weight.__getitem__)
        if small != large:
            parent[small] = large
            weight[large] += weight[small]
            count -= 1
    return count


def merge(left: list[int], right: list[int]) -> list[int]:
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]


def breadth_first(graph: list[list[int]]) -> list[int]:
    """Every vertex, from whatever is not found yet."""
    found = [False] * len(graph)
    order: list[int] = []
    for start in range(len(graph)):
        if found[start]:
            continue
        found[start] = True
        at = len(order)
        order.append(start)
        while at < len(order):
            for following in graph[order[at]]:
                if not found[following]:
                    found[following] = True
                    order.append(following)
            at += 1
    return order


def find_with_failures(text: str, pattern: str) -> int:
    failure = [0] * len(pattern)
    length = 0
    for position in range(1, len(pattern)):
        while length and pattern[position] != pattern[length]:
            length = failure[length - 1]
        length += pattern[position] == pattern[length]
        failure[position] = length
    length = 0
    for position, letter in enumerate(text):
        while length and letter != pattern[length]:
            length = failure[length - 1]
        length += letter == pattern[length]
        if length == len(pattern):
            return position - length + 1
    return -1


def locate_all(values: list[int], wanted: list[int]) -> int:
    total = 0
    for value in wanted:
        low, high = 0, len(values)
        while low < high:
            middle = (low + high) // 2
            if values[middle] < value:
                low = middle + 1
            else:
                high = middle
        total += low
    return total


def _pairs(n: int) -> tuple[list[tuple[int, int]]]:
    return ([(one % (n + 1), other % (n + 1)) for one, other in zip(integers(n, 1), integers(n, 2))],)


def _components(pairs: list[tuple[int, int]]) -> int:
    group = list(range(len(pairs) + 1))
    for one, other in pairs:
        old, new = group[one], group[other]
        group = [new if name == old else name for name in group]
    return len(set(group))


def _is_order(order: list[int], graph: list[list[int]]) -> bool:
    """Each vertex once, and those of an earlier start before its successors' other starts."""
    place = {vertex: at for at, vertex in enumerate(order)}
    return sorted(order) == list(range(len(graph))) and len(place) == len(graph)


ENTRIES = (
    Entry(
        name="push_all",
        call=push_all,
        backing="python",
        sizes="n is the number of values",
        source="textbook: copies add up to less than 2n",
        kinds=always("n", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: result[: len(values)] == values and not any(result[len(values) :]),
    ),
    Entry(
        name="count_up",
        call=count_up,
        backing="python",
        sizes="n is the number of increments",
        source="textbook: less than 2n bits change",
        kinds=always("n", "log n", lambda n: (n,)),
        agrees=lambda result, n: sum(bit << place for place, bit in enumerate(result)) == n,
    ),
    Entry(
        name="through_two_stacks",
        call=through_two_stacks,
        backing="python",
        sizes="n is the number of values",
        source="textbook: each value is moved at most twice",
        kinds=always("n", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: result == values[: len(values) // 2],
    ),
    Entry(
        name="unite",
        call=unite,
        backing="python",
        sizes="n is the number of pairs",
        source="textbook: n times the inverse of Ackermann's function, which is below 5",
        kinds=always("n", "n", _pairs),
        agrees=lambda result, pairs: result == _components(pairs),
    ),
    Entry(
        name="merge",
        call=merge,
        backing="python",
        sizes="n and m are the lengths of the lists",
        source="textbook",
        kinds=always("n+m", "n+m", lambda n, m: (sorted(integers(n, 1)), sorted(integers(m, 2)))),
        agrees=lambda result, left, right: result == sorted(left + right),
        arity=2,
    ),
    Entry(
        name="breadth_first",
        call=breadth_first,
        backing="python",
        sizes="n is the number of vertices, m that of edges",
        source="textbook: each vertex and each edge once",
        kinds=always("n+m", "n", lambda n, m: (directed(n, m),)),
        agrees=_is_order,
        arity=2,
    ),
    Entry(
        name="find_with_failures",
        call=find_with_failures,
        backing="python",
        sizes="n is the length of the text, m that of the pattern",
        source="textbook: Knuth, Morris and Pratt",
        kinds=always("n+m", "m", lambda n, m: ("a" * n, "a" * (m - 1) + "b")),
        agrees=lambda result, text, pattern: result == text.find(pattern),
        arity=2,
    ),
    Entry(
        name="locate_all",
        call=locate_all,
        backing="python",
        sizes="n is the number of values, m that of searches",
        source="textbook: m binary searches",
        kinds=always(
            "m log n", "1", lambda n, m: (list(range(n)), [value % (n + 1) for value in integers(m)])
        ),
        agrees=lambda result, values, wanted: result == sum(wanted),
        arity=2,
    ),
)

"""Functions of the standard library whose cost does not depend on the size, or by far less than it."""

from __future__ import annotations

import bisect
import collections
import datetime
import functools
import heapq
import ipaddress
import random
from fractions import Fraction

from corpus.entry import Entry, Kind, always
from corpus.inputs import fibonacci_below


def push_left(queue: collections.deque[int], value: int) -> collections.deque[int]:
    queue.appendleft(value)
    return queue


def has_address(network: ipaddress.IPv4Network, address: ipaddress.IPv4Address) -> bool:
    return address in network


def move_to_end(table: collections.OrderedDict[int, int], key: int) -> collections.OrderedDict[int, int]:
    table.move_to_end(key)
    return table


def choose(values: list[int]) -> int:
    return SOURCE.choice(values)


def pop_heap(heap: list[int]) -> list[int]:
    heapq.heappop(heap)
    return heap


def call_cached(cached: functools._lru_cache_wrapper[int], key: int) -> int:
    return cached(key)


def summarize(first: ipaddress.IPv4Address, last: ipaddress.IPv4Address) -> list[ipaddress.IPv4Network]:
    return list(ipaddress.summarize_address_range(first, last))


SOURCE = random.Random(1)


def _filled(n: int) -> tuple[functools._lru_cache_wrapper[int], int]:
    cached = functools.lru_cache(maxsize=None)(abs)
    for key in range(n):
        cached(key)
    return cached, n - 1


def _network(n: int) -> tuple[ipaddress.IPv4Network, ipaddress.IPv4Address]:
    """A network of the power of two that is not below n, and its last address."""
    network = ipaddress.IPv4Network((10 << 24, 32 - (n - 1).bit_length()))
    return network, network.broadcast_address


def _between_borders(n: int) -> tuple[ipaddress.IPv4Address, ipaddress.IPv4Address]:
    base = 10 << 24
    return ipaddress.IPv4Address(base + 1), ipaddress.IPv4Address(base + max(1, n - 2))


def _whole_network(n: int) -> tuple[ipaddress.IPv4Address, ipaddress.IPv4Address]:
    network = _network(n)[0]
    return network.network_address, network.broadcast_address


def _covers(
    result: list[ipaddress.IPv4Network], first: ipaddress.IPv4Address, last: ipaddress.IPv4Address
) -> bool:
    found = [address for network in result for address in range(int(network[0]), int(network[-1]) + 1)]
    return found == list(range(int(first), int(last) + 1))


def _golden(n: int) -> tuple[Fraction, int]:
    low, high = fibonacci_below(1 << 60)
    return Fraction(high, low), n


def _is_nearest(result: Fraction, value: Fraction, limit: int) -> bool:
    nearest = min(abs(value - Fraction(round(value * below), below)) for below in range(1, limit + 1))
    return result.denominator <= limit and abs(value - result) == nearest


ENTRIES = (
    Entry(
        name="collections.deque.appendleft",
        call=push_left,
        backing="c",
        sizes="n is the length of the queue",
        source="documentation of collections: approximately the same O(1) performance in either direction",
        kinds=always("1", "1", lambda n: (collections.deque(range(n)), -1)),
        agrees=lambda result, queue, value: list(result) == [value, *queue],
        changes=True,
    ),
    Entry(
        name="ipaddress.IPv4Network.__contains__",
        call=has_address,
        backing="python",
        sizes="n is about the number of addresses of the network",
        source="reading: a mask",
        kinds=always("1", "1", _network),
        agrees=lambda result, network, address: result == any(address == one for one in network),
    ),
    Entry(
        name="collections.OrderedDict.move_to_end",
        call=move_to_end,
        backing="c",
        sizes="n is the number of keys",
        source="documentation of collections: an OrderedDict is designed to be good at reordering; linked list",
        kinds=always("1", "1", lambda n: (collections.OrderedDict.fromkeys(range(n), 0), n // 2)),
        agrees=lambda result, table, key: list(result) == [*(one for one in table if one != key), key],
        changes=True,
    ),
    Entry(
        name="datetime.date.fromordinal",
        call=datetime.date.fromordinal,
        backing="c",
        sizes="n is the number of days",
        source="reading: divisions by the lengths of the cycles of leap years",
        kinds=always("1", "1", lambda n: (n % 3_000_000 + 1,)),
        agrees=lambda result, n: (result - datetime.date(1, 1, 1)).days == n - 1,
    ),
    Entry(
        name="random.Random.choice",
        call=choose,
        backing="python",
        sizes="n is the number of values",
        source="reading: one random number, expected",
        kinds=always("1", "1", lambda n: (list(range(n)),)),
        agrees=lambda result, values: result in values,
    ),
    Entry(
        name="functools.lru_cache",
        call=call_cached,
        backing="c",
        sizes="n is the number of results that are kept",
        source="documentation of functools: a dictionary; of TimeComplexity: dict, get item",
        kinds=always("1", "1", _filled),
        agrees=lambda result, cached, key: result == key,
    ),
    Entry(
        name="bisect.bisect_left",
        call=bisect.bisect_left,
        backing="c",
        sizes="n is the number of values",
        source="documentation of bisect: O(log n)",
        kinds=always("log n", "1", lambda n: (list(range(n)), n)),
        agrees=lambda result, values, wanted: result == sum(value < wanted for value in values),
    ),
    Entry(
        name="bisect.bisect_right of fractions",
        call=bisect.bisect_right,
        backing="both",
        sizes="n is the number of values",
        source="documentation of bisect: O(log n)",
        kinds=always("log n", "1", lambda n: ([Fraction(value, 7) for value in range(n)], Fraction(n, 7))),
        agrees=lambda result, values, wanted: result == sum(value <= wanted for value in values),
    ),
    Entry(
        name="heapq.heappop",
        call=pop_heap,
        backing="c",
        sizes="n is the number of values",
        source="documentation of heapq: theory",
        kinds=always("log n", "1", lambda n: (list(range(n)),)),
        agrees=lambda result, heap: sorted(result) == heap[1:],
        changes=True,
    ),
    Entry(
        name="fractions.Fraction.limit_denominator",
        call=Fraction.limit_denominator,
        backing="python",
        sizes="n is the largest denominator",
        source="reading: convergents of a continued fraction, which grow as the Fibonacci numbers at least",
        kinds=always("log n", "1", _golden),
        agrees=_is_nearest,
    ),
    Entry(
        name="ipaddress.summarize_address_range",
        call=summarize,
        backing="python",
        sizes="n is about the number of addresses",
        source="reading: one network for each bit of the borders at most",
        kinds=(
            Kind("between borders", "log n", "log n", _between_borders),
            Kind("one network", "1", "1", _whole_network),
        ),
        agrees=_covers,
    ),
    Entry(
        name="collections.ChainMap.__getitem__",
        call=collections.ChainMap.__getitem__,
        backing="python",
        sizes="n is the number of maps",
        source="documentation of collections: a lookup searches the mappings successively until a key is found",
        kinds=(
            Kind(
                "in the last", "n", "1", lambda n: (collections.ChainMap(*({k: k} for k in range(n))), n - 1)
            ),
            Kind("in the first", "1", "1", lambda n: (collections.ChainMap(*({k: k} for k in range(n))), 0)),
        ),
        agrees=lambda result, chain, key: result == key,
    ),
)

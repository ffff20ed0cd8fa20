"""Functions of the standard library that walk over their input once."""

from __future__ import annotations

import base64
import bisect
import collections
import copy
import csv
import functools
import heapq
import html
import itertools
import json
import operator
import random
import shlex
import statistics
import textwrap
import zlib

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers, words


def heapify(values: list[int]) -> list[int]:
    heapq.heapify(values)
    return values


def insort(values: list[int], value: int) -> list[int]:
    bisect.insort_left(values, value)
    return values


def item_of_deque(queue: collections.deque[int], position: int) -> int:
    return queue[position]


def accumulate(values: list[int]) -> list[int]:
    return list(itertools.accumulate(values))


def add_up(values: list[int]) -> int:
    return functools.reduce(operator.add, values, 0)


def shuffle(values: list[int]) -> list[int]:
    random.Random(1).shuffle(values)
    return values


def ten_least(values: list[int]) -> list[int]:
    return heapq.nsmallest(10, values)


def dump_indented(values: list[int]) -> str:
    return json.dumps(values, indent=1)


def read_csv(lines: list[str]) -> list[list[str]]:
    return list(csv.reader(lines))


def _crc_by_bits(data: bytes) -> int:
    """CRC-32 bit by bit."""
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0xEDB88320 if rest & 1 else 0)
    return rest ^ 0xFFFFFFFF


def _is_wrapped(result: list[str], text: str) -> bool:
    return " ".join(result) == text and all(len(line) <= 70 for line in result)


def _is_base64(result: bytes, data: bytes) -> bool:
    return base64.b64decode(result, validate=True) == data and len(result) % 4 == 0


def _is_heap(result: list[int], values: list[int]) -> bool:
    parents = all(result[(at - 1) // 2] <= result[at] for at in range(1, len(result)))
    return parents and sorted(result) == sorted(values)


ENTRIES = (
    Entry(
        name="heapq.heapify",
        call=heapify,
        backing="c",
        sizes="n is the number of values",
        source="documentation of heapq: in-place, in linear time",
        kinds=always("n", "1", lambda n: (integers(n),)),
        agrees=_is_heap,
        changes=True,
    ),
    Entry(
        name="bisect.insort_left",
        call=insort,
        backing="c",
        sizes="n is the number of values",
        source="documentation of bisect: the O(log n) search is dominated by the slow O(n) insertion step",
        kinds=(
            Kind("before all", "n", "1", lambda n: ([value + 1 for value in range(n)], 0)),
            Kind("after all", "log n", "1", lambda n: (list(range(n)), n)),
        ),
        agrees=lambda result, values, value: result == sorted([*values, value]),
        changes=True,
    ),
    Entry(
        name="collections.deque.__getitem__",
        call=item_of_deque,
        backing="c",
        sizes="n is the length of the queue",
        source="documentation of collections: O(1) at both ends but O(n) in the middle",
        kinds=(
            Kind("middle", "n", "1", lambda n: (collections.deque(range(n)), n // 2)),
            Kind("end", "1", "1", lambda n: (collections.deque(range(n)), -1)),
        ),
        agrees=lambda result, queue, position: result == list(queue)[position],
    ),
    Entry(
        name="itertools.accumulate",
        call=accumulate,
        backing="c",
        sizes="n is the number of values",
        source="documentation of itertools: one result an item",
        kinds=always("n", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: result == [sum(values[: at + 1]) for at in range(len(values))],
    ),
    Entry(
        name="functools.reduce",
        call=add_up,
        backing="c",
        sizes="n is the number of values",
        source="documentation of functools: one call an item",
        kinds=always("n", "1", lambda n: (integers(n),)),
        agrees=lambda result, values: result == sum(values),
    ),
    Entry(
        name="collections.Counter",
        call=collections.Counter,
        backing="c",
        sizes="n is the number of values, all of them different",
        source="reading: one count in a dictionary an item",
        kinds=always("n", "n", lambda n: (list(range(n)),)),
        agrees=lambda result, values: dict(result) == {value: values.count(value) for value in values},
    ),
    Entry(
        name="statistics.mean",
        call=statistics.mean,
        backing="python",
        sizes="n is the number of values",
        source="reading: an exact sum by denominator, one step an item",
        kinds=always("n", "1", lambda n: (integers(n),)),
        agrees=lambda result, values: result == sum(values) / len(values),
    ),
    Entry(
        name="textwrap.wrap",
        call=textwrap.wrap,
        backing="both",
        sizes="n is the number of words, of eight letters each",
        source="reading: each chunk is taken from the end of a list once",
        kinds=always("n", "n", lambda n: (" ".join(words(n)),)),
        agrees=_is_wrapped,
    ),
    Entry(
        name="json.dumps with indent",
        call=dump_indented,
        backing="python",
        sizes="n is the number of values",
        source="reading: the encoder in Python, one piece an item",
        kinds=always("n", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: result == "[\n " + ",\n ".join(map(str, values)) + "\n]",
    ),
    Entry(
        name="json.loads",
        call=json.loads,
        backing="c",
        sizes="n is the number of values",
        source="reading: a parser that never goes back",
        kinds=always("n", "n", lambda n: (str(integers(n)),)),
        agrees=lambda result, text: str(result) == text,
    ),
    Entry(
        name="copy.deepcopy",
        call=copy.deepcopy,
        backing="python",
        sizes="n is the number of lists in a list",
        source="reading: each object once, found again by its identity",
        kinds=always("n", "n", lambda n: ([[value] for value in range(n)],)),
        agrees=lambda result, values: result == values,
    ),
    Entry(
        name="random.Random.shuffle",
        call=shuffle,
        backing="python",
        sizes="n is the number of values",
        source="textbook: Fisher and Yates",
        kinds=always("n", "1", lambda n: (list(range(n)),)),
        agrees=lambda result, values: sorted(result) == values,
        changes=True,
    ),
    Entry(
        name="heapq.nsmallest of ten",
        call=ten_least,
        backing="python",
        sizes="n is the number of values",
        source="reading: a heap of a fixed size",
        kinds=always("n", "1", lambda n: (integers(n),)),
        agrees=lambda result, values: result == sorted(values)[:10],
    ),
    Entry(
        name="shlex.split",
        call=shlex.split,
        backing="python",
        sizes="n is the number of words, of eight letters each",
        source="reading: one step a letter, words are short",
        kinds=always("n", "n", lambda n: (" ".join(words(n)),)),
        agrees=lambda result, text: result == text.split(),
    ),
    Entry(
        name="csv.reader",
        call=read_csv,
        backing="c",
        sizes="n is the number of lines, of three fields each",
        source="reading: one step a letter",
        kinds=always("n", "n", lambda n: ([f"{word},b,c" for word in words(n)],)),
        agrees=lambda result, lines: [",".join(fields) for fields in result] == lines,
    ),
    Entry(
        name="base64.b64encode",
        call=base64.b64encode,
        backing="c",
        sizes="n is the number of bytes",
        source="reading: three bytes become four",
        kinds=always("n", "n", lambda n: (bytes(value % 256 for value in integers(n)),)),
        agrees=_is_base64,
    ),
    Entry(
        name="zlib.crc32",
        call=zlib.crc32,
        backing="c",
        sizes="n is the number of bytes",
        source="textbook: one step of a table a byte",
        kinds=always("n", "1", lambda n: (bytes(value % 256 for value in integers(n)),)),
        agrees=lambda result, data: result == _crc_by_bits(data),
    ),
    Entry(
        name="html.escape",
        call=html.escape,
        backing="c",
        sizes="n is the number of letters",
        source="reading: five replacements",
        kinds=always("n", "n", lambda n: ("a<b" * (n // 3 + 1),)),
        agrees=lambda result, text: result == text.replace("<", "&lt;"),
    ),
)

"""Functions of the standard library that go over their input once, in C."""

from __future__ import annotations

import array
import binascii
import collections
import hashlib
import itertools
import math
import operator
import pickle
import re
import struct
import unicodedata
import xml.etree.ElementTree

from corpus.entry import Entry, Kind, always
from corpus.inputs import integers, words


def find_in_array(values: array.array[int], wanted: int) -> int:
    return values.index(wanted)


def find_in_queue(queue: collections.deque[int], wanted: int) -> int:
    return queue.index(wanted)


def turn(queue: collections.deque[int], steps: int) -> collections.deque[int]:
    queue.rotate(steps)
    return queue


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unpack(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}i", data)


def runs(values: list[int]) -> list[int]:
    return [key for key, _ in itertools.groupby(values)]


def without_vowels(text: str) -> str:
    return re.sub("[aeiou]", "", text)


ENTRIES = (
    Entry(
        name="array.array.index",
        call=find_in_array,
        backing="c",
        sizes="n is the number of values",
        source="reading: one comparison after the other",
        kinds=(
            Kind("last", "n", "1", lambda n: (array.array("q", range(n)), n - 1)),
            Kind("first", "1", "1", lambda n: (array.array("q", range(n)), 0)),
        ),
        agrees=lambda result, values, wanted: result == list(values).index(wanted),
    ),
    Entry(
        name="collections.deque.index",
        call=find_in_queue,
        backing="c",
        sizes="n is the length of the queue",
        source="reading: one comparison after the other",
        kinds=always("n", "1", lambda n: (collections.deque(range(n)), n - 1)),
        agrees=lambda result, queue, wanted: result == list(queue).index(wanted),
    ),
    Entry(
        name="collections.deque.rotate",
        call=turn,
        backing="c",
        sizes="n is the length of the queue, which is turned by half",
        source="reading: pointers are moved, block after block; documentation of CPython: rotate is O(k)",
        kinds=always("n", "1", lambda n: (collections.deque(range(n)), n // 2)),
        agrees=lambda result, queue, steps: (
            list(result) == [*list(queue)[len(queue) - steps :], *list(queue)[: len(queue) - steps]]
        ),
        changes=True,
    ),
    Entry(
        name="hashlib.sha256",
        call=digest,
        backing="c",
        sizes="n is the number of bytes",
        source="reading: one block after the other",
        kinds=always("n", "1", lambda n: (b"x" * n,)),
        agrees=lambda result, data: result == hashlib.new("sha256", data).digest().hex(),
    ),
    Entry(
        name="struct.unpack",
        call=unpack,
        backing="c",
        sizes="n is the number of integers",
        source="reading: one integer after the other",
        kinds=always("n", "n", lambda n: (struct.pack(f"<{n}i", *range(n)),)),
        agrees=lambda result, data: result == tuple(range(len(data) // 4)),
    ),
    Entry(
        name="itertools.groupby",
        call=runs,
        backing="both",
        sizes="n is the number of values",
        source="documentation of itertools: like uniq",
        kinds=always("n", "n", lambda n: ([at // 2 for at in range(n)],)),
        agrees=lambda result, values: result == sorted(set(values)),
    ),
    Entry(
        name="re.sub",
        call=without_vowels,
        backing="c",
        sizes="n is the number of words, of eight letters each",
        source="reading: each letter is looked at once",
        kinds=always("n", "n", lambda n: (" ".join(words(n)),)),
        agrees=lambda result, text: result == text.translate(dict.fromkeys(map(ord, "aeiou"))),
    ),
    Entry(
        name="math.fsum",
        call=math.fsum,
        backing="c",
        sizes="n is the number of values",
        source="reading: partial sums, of which there are a few",
        kinds=always("n", "1", lambda n: ([float(value) for value in integers(n)],)),
        agrees=lambda result, values: result == sum(map(int, values)),
    ),
    Entry(
        name="operator.countOf",
        call=operator.countOf,
        backing="c",
        sizes="n is the number of values",
        source="reading: one comparison for each",
        kinds=always("n", "1", lambda n: (integers(n), -1)),
        agrees=lambda result, values, wanted: result == sum(value == wanted for value in values),
    ),
    Entry(
        name="pickle.dumps",
        call=pickle.dumps,
        backing="c",
        sizes="n is the number of values",
        source="reading: each value once, with a table of what was seen",
        kinds=always("n", "n", lambda n: (integers(n),)),
        agrees=lambda result, values: pickle.loads(result) == values,
    ),
    Entry(
        name="binascii.hexlify",
        call=binascii.hexlify,
        backing="c",
        sizes="n is the number of bytes",
        source="reading: two digits for each byte",
        kinds=always("n", "n", lambda n: (b"ab" * n,)),
        agrees=lambda result, data: bytes.fromhex(result.decode()) == data,
    ),
    Entry(
        name="unicodedata.normalize",
        call=unicodedata.normalize,
        backing="c",
        sizes="n is the number of letters",
        source="reading: marks are sorted within a letter alone",
        kinds=always("n", "n", lambda n: ("NFD", "\u00e9" * n)),
        agrees=lambda result, form, text: result == "e\u0301" * len(text),
    ),
    Entry(
        name="xml.etree.ElementTree.fromstring",
        call=xml.etree.ElementTree.fromstring,
        backing="c",
        sizes="n is the number of elements",
        source="reading: one event after the other",
        kinds=always("n", "n", lambda n: (f"<a>{'<b/>' * n}</a>",)),
        agrees=lambda result, text: len(result) == text.count("<b/>"),
    ),
)

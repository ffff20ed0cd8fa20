"""What README.md promises of the corpus. Nothing here measures."""

from __future__ import annotations

import builtins
import types
import unittest
from collections import Counter
from collections.abc import Iterator

from corpus.entry import CLASSES, CLASSES_OF_TWO, Arguments, Entry
from corpus.load import HALVES, load_half
from corpus.set_aside import debian
from corpus.set_aside_later import debian as debian_later

SMALL_SIZES = (1, 2, 3, 8)
CORPUS = {half: load_half(half) for half in HALVES}
ENTRIES = [entry for entries in CORPUS.values() for entry in entries]


def small_sizes(entry: Entry) -> Iterator[tuple[int, ...]]:
    for n in SMALL_SIZES:
        yield from [(n,)] if entry.arity == 1 else [(n, m) for m in (1, 5)]


def small_cases() -> Iterator[tuple[str, Entry, tuple[int, ...], Arguments, Arguments]]:
    """Yield each input twice: once to be used, once as it was."""
    for entry in ENTRIES:
        for sizes in small_sizes(entry):
            again = dict(entry.cases(*sizes))
            for kind, arguments in entry.cases(*sizes):
                yield f"{entry.name}, {kind}", entry, sizes, arguments, again[kind]


class Corpus(unittest.TestCase):
    def test_it_has_enough_functions_and_half_are_set_aside(self) -> None:
        later = len(CORPUS["set_aside_later"]) - len(debian_later.ENTRIES)
        lasting = len(CORPUS["set_aside"]) - len(debian.ENTRIES) + later
        self.assertGreaterEqual(len(CORPUS["development"]) + lasting, 100)
        self.assertGreaterEqual(lasting, len(CORPUS["development"]))
        self.assertGreaterEqual(later, 30)
        for one in (debian, debian_later):
            self.assertEqual(len(one.ENTRIES) + len(one.MISSING), len(one.CONDITIONAL))

    def test_each_half_has_every_class(self) -> None:
        wanted = {*CLASSES, *CLASSES_OF_TWO}
        for half, missing in (("development", set()), ("set_aside", {"sqrt n", "m log n"})):
            found = {kind.time for entry in CORPUS[half] for kind in entry.kinds}
            self.assertEqual(wanted - found, missing, half)

    def test_each_bound_is_one_of_the_classes(self) -> None:
        for entry in ENTRIES:
            known = {*CLASSES, *(["m", "n", *CLASSES_OF_TWO] if entry.arity == 2 else [])}
            for kind in entry.kinds:
                with self.subTest(entry.name, kind=kind.name):
                    self.assertIn(kind.time, known)
                    self.assertIn(kind.space, known)

    def test_each_says_whose_word_it_is_and_has_a_name_of_its_own(self) -> None:
        names = Counter(entry.name for entry in ENTRIES)
        self.assertEqual([name for name, count in names.items() if count > 1], [])
        for entry in ENTRIES:
            with self.subTest(entry.name):
                self.assertRegex(entry.source, r"^(documentation|textbook|reading)\b")
                self.assertIn(entry.backing, {"python", "c", "both"})
                self.assertRegex(entry.sizes, r"\bn\b")
                self.assertEqual(len({kind.name for kind in entry.kinds}), len(entry.kinds))

    def test_each_runs_and_is_right_at_small_sizes(self) -> None:
        for name, entry, sizes, arguments, before in small_cases():
            with self.subTest(name, sizes=sizes):
                self.assertIs(entry.agrees(entry.call(*arguments), *before), True)

    def test_a_wrong_result_is_noticed(self) -> None:
        for name, entry, sizes, arguments, before in small_cases():
            with self.subTest(name, sizes=sizes):
                entry.call(*arguments)
                try:
                    agrees = entry.agrees(None, *before)
                except (TypeError, AttributeError):
                    agrees = False
                self.assertFalse(agrees)

    def test_arguments_stay_as_they_are_where_nothing_else_is_said(self) -> None:
        for name, entry, sizes, arguments, _ in small_cases():
            with self.subTest(name, sizes=sizes):
                before = repr(arguments)
                entry.call(*arguments)
                if not entry.changes:
                    self.assertEqual(repr(arguments), before)

    def test_functions_for_development_use_nothing_that_is_imported(self) -> None:
        for entry in CORPUS["development"]:
            if not isinstance(entry.call, types.FunctionType):
                self.assertIs(getattr(builtins, entry.name), entry.call)
                continue
            for name in entry.call.__code__.co_names:
                used = entry.call.__globals__.get(name)
                with self.subTest(entry.name, uses=name):
                    self.assertNotIsInstance(used, types.ModuleType)
                    self.assertTrue(getattr(used, "__module__", None) in (None, entry.call.__module__))

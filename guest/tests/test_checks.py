"""Checks of functions: each finds what it is for, and is silent of a function that has nothing of it."""

from __future__ import annotations

import sys
import tempfile
import textwrap
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from pymcp_analysis.checks.check_target import check_target
from pymcp_analysis.checks.gather import gather_checks
from pymcp_analysis.checks.generated import find_counterexample
from pymcp_analysis.checks.mccabe import count_ways
from pymcp_analysis.child import run_task
from pymcp_analysis.finding import find_targets


def check(code: str, name: str, seconds: float = 3.0) -> dict[str, tuple[str, str]]:
    """In a process of its own, as it is done."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "checked.py"
        path.write_text(textwrap.dedent(code), "utf-8")

        def task(tell: Any) -> None:
            found = find_targets(str(path), [])
            check_target(next(one for one in found if one.name == name), found, seconds, tell)

        made = gather_checks(run_task(task, 30))
        return {one["name"]: (one["state"], one["detail"]) for one in made}


GOOD = """
    def total(values: list[int]) -> int:
        result = 0
        for value in values:
            result += value
        return result
"""

SORTERS = """
    def by_library(values): return sorted(values)

    def loses_twins(values): return sorted(set(values))

    def raises(values):
        if len(values) > 2:
            raise RuntimeError("no")
        return sorted(values)

    PROBLEMS = {"sort": [by_library, loses_twins, raises]}

    def cases(n):
        yield "sort", "twins", ([7] * n,)
"""


class Checks(unittest.TestCase):
    def test_a_good_function_passes_all_of_them(self) -> None:
        found = check(GOOD, "total")
        self.assertEqual({state for state, _ in found.values()}, {"ok"}, found)
        self.assertEqual(found["complexity"][1], "complexity 2")
        self.assertNotIn("same answers as others", found)
        self.assertNotIn("declared properties", found)

    def test_one_that_fails_is_shown_with_its_smallest_input(self) -> None:
        state, detail = check(SORTERS, "raises")["runs"]
        self.assertEqual((state, detail), ("failed", "raises([7, 7, 7]) raises RuntimeError: no"))

    def test_one_that_differs_from_its_sibling_is_shown_with_a_small_counterexample(self) -> None:
        state, detail = check(SORTERS, "loses_twins")["same answers as others"]
        self.assertEqual(
            (state, detail), ("failed", "loses_twins([7, 7]) gives [7], by_library gives [7, 7]")
        )

    def test_the_first_of_a_problem_is_not_blamed_for_one_that_differs(self) -> None:
        three = SORTERS.replace("[by_library, loses_twins", "[by_library, loses_twins, sorted")
        self.assertEqual(check(three, "by_library")["same answers as others"][0], "ok")

    def test_one_that_changes_its_arguments_says_which(self) -> None:
        found = check("def f(values: list[int], key: int) -> None: values.append(key)", "f")
        state, detail = found["arguments"]
        self.assertEqual(state, "warning")
        self.assertIn("changes its argument 1", detail)

    def test_one_that_is_not_repeatable_is_a_warning(self) -> None:
        found = check(
            "import itertools\nCOUNT = itertools.count()\ndef f(n: int) -> int: return next(COUNT)", "f"
        )
        self.assertEqual(found["determinism"][0], "warning")

    def test_what_it_changes_elsewhere_is_named(self) -> None:
        for body, wanted in (
            ("SEEN.append(n)", "SEEN of its module"),
            ("random.random()", "the shared random numbers"),
            ("os.environ['X' * n] = '1'", "the environment"),
            ("f.count = n", "attributes of itself"),
        ):
            found = check(f"import os, random\nSEEN = []\ndef f(n: int) -> None: {body}", "f")
            with self.subTest(body):
                self.assertEqual(found["global state"][0], "warning")
                self.assertIn(wanted, found["global state"][1])

    def test_one_that_never_ends_fails_and_does_not_hold_up_the_others(self) -> None:
        found = check("def f(n: int) -> None:\n    while True: pass", "f")
        self.assertEqual(found["runs"][0], "failed")
        self.assertEqual(found["determinism"][0], "unknown")

    def test_one_that_ends_its_process_fails_where_it_did(self) -> None:
        found = check("import os\ndef f(n: int) -> None: os.abort()", "f")
        self.assertEqual(found["global state"], ("failed", "ended by SIGABRT"))

    def test_complexity_counts_ways(self) -> None:
        self.assertEqual(count_ways("def f(a):\n    return a\n"), 1)
        ways = "def f(a):\n    if a and a[0]:\n        return [b for b in a if b]\n    return 1 if a else 2\n"
        self.assertEqual(count_ways(ways), 6)
        many = "def f(n: int) -> int:\n" + "".join(f"    if n == {at}: return {at}\n" for at in range(11))
        self.assertEqual(check(many + "    return 0\n", "f")["complexity"][0], "warning")


PROPERTIES = """
    def ordered(values: list[int]) -> list[int]:
        return sorted(values)[: 4]

    def is_ascending(result, values):
        return all(one <= other for one, other in zip(result, result[1:]))

    def keeps_all(result, values):
        return len(result) == len(values)

    PROPERTIES = {"ordered": [%s]}
    __all__ = ["ordered"]
"""


class Properties(unittest.TestCase):
    def test_one_that_holds_says_how_often_it_was_tried(self) -> None:
        state, detail = check(PROPERTIES % "is_ascending", "ordered")["declared properties"]
        self.assertEqual(state, "ok", detail)
        self.assertRegex(detail, r"is_ascending: hold for \d+ inputs, by (Hypothesis|our own generator)")

    def test_one_that_does_not_hold_is_shown_with_the_call(self) -> None:
        state, detail = check(PROPERTIES % "keeps_all", "ordered")["declared properties"]
        self.assertEqual(state, "failed")
        self.assertRegex(detail, r"keeps_all does not hold: ordered\(\[.*\]\) gives \[.*\]")

    def test_a_counterexample_is_small_with_hypothesis_and_without(self) -> None:
        def holds(arguments: tuple[Any, ...]) -> bool:
            return len(arguments[0]) < 3

        with mock.patch.dict(sys.modules, {"hypothesis": None}):
            found, tried, by = find_counterexample(("list",), holds, 10.0)
        self.assertEqual(len((found or ([],))[0]), 3)
        self.assertGreater(tried, 0)
        self.assertIn("not installed", by)
        found, _, _ = find_counterexample(("list",), holds, 10.0)
        self.assertEqual(len((found or ([],))[0]), 3)

    def test_arguments_that_make_no_sense_may_be_refused(self) -> None:
        code = """
            def root(number: int) -> float:
                if number % 2: raise ValueError("odd")
                return number / 2

            root.__properties__ = (lambda result, number: result * 2 == number,)

            def cases(n):
                yield (2 * n,)
        """
        self.assertEqual(check(code, "root")["declared properties"][0], "ok")


if __name__ == "__main__":
    unittest.main()

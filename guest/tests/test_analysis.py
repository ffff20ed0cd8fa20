"""Measuring: what is found in a module, and functions that do what they should not."""

from __future__ import annotations

import itertools
import tempfile
import textwrap
import unittest
from pathlib import Path
from typing import Any

from pymcp_analysis.child import run_task
from pymcp_analysis.events import TooMany, count_events
from pymcp_analysis.finding import find_targets
from pymcp_analysis.growing import CALL_NS, LARGEST, fill, next_size, spread
from pymcp_analysis.measuring import Measuring
from pymcp_analysis.samples import Samples
from pymcp_analysis.target import Kind, Skipped, Target


def find(code: str, names: list[str] | None = None) -> dict[str, Any]:
    """In a process of its own, as it is done: modules stay loaded."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measured.py"
        path.write_text(textwrap.dedent(code), "utf-8")
        lines = run_task(lambda tell: _tell_found(str(path), names or [], tell), 20)
        return {line["name"]: line for line in lines if line["what"] == "found"}


def _tell_found(path: str, names: list[str], tell: Any) -> None:
    for one in find_targets(path, names):
        if isinstance(one, Skipped):
            tell(what="found", name=one.name, why=one.why)
        else:
            made = {kind.name: repr(kind.make(*(4,) * one.arity)) for kind in one.kinds}
            bounds = (one.kinds[0].declared_time, one.kinds[0].declared_space)
            tell(what="found", name=one.name, kinds=made, bounds=bounds, arity=one.arity, problem=one.problem)


def measure(call: Any, seconds: float = 0.3, deadline: float = 20) -> dict[str, Any]:
    target = Target("f", call, (Kind("any", lambda n: (n,)),))
    samples = Samples(
        {"name": "f", "arity": 1, "how": "", "problem": None, "lines": None, "kinds": [KIND]}, 0
    )
    for line in run_task(
        lambda tell: Measuring(target, target.kinds[0], seconds, 2 * seconds, tell).run(), deadline
    ):
        samples.take(line)
    return samples.to_record()


KIND = {"name": "any", "declared_time": None, "declared_space": None}


class Finding(unittest.TestCase):
    def test_inputs_come_from_type_hints(self) -> None:
        found = find("""
            def total(values: list[int]) -> int:
                return sum(values)

            def shorten(text: str, length: int = 3) -> str:
                return text[:length]

            def locate(values: list[int], wanted: int) -> int:
                return values.index(wanted)
        """)
        self.assertEqual(set(found["total"]["kinds"]), {"random", "ascending", "descending"})
        self.assertEqual(found["total"]["kinds"]["ascending"], "([0, 1, 2, 3],)")
        self.assertEqual(len(eval(found["shorten"]["kinds"]["any"])[0]), 4)
        self.assertEqual(eval(found["locate"]["kinds"]["ascending"]), ([0, 1, 2, 3], -1))

    def test_inputs_come_from_docstrings_and_names_where_there_are_no_hints(self) -> None:
        found = find('''
            def first(things):
                """
                :type things: list
                """

            def second(a_thing):
                """Args:
                    a_thing (int): some.
                """

            def third(arr, target):
                pass
        ''')
        self.assertEqual(found["first"]["kinds"]["ascending"], "([0, 1, 2, 3],)")
        self.assertEqual(found["second"]["kinds"]["any"], "(4,)")
        self.assertEqual(found["third"]["kinds"]["ascending"], "([0, 1, 2, 3], -1)")

    def test_two_sized_parameters_are_two_sizes(self) -> None:
        found = find("def merge(left: list[int], right: list[int]) -> list[int]: return left + right")
        self.assertEqual(found["merge"]["arity"], 2)

    def test_what_takes_something_unknown_is_skipped_and_says_what(self) -> None:
        found = find("""
            def apply(callback):
                pass

            def nothing():
                pass
        """)
        self.assertIn("takes callback", found["apply"]["why"])
        self.assertIn("nothing whose size", found["nothing"]["why"])

    def test_cases_and_problems_of_the_module_are_used(self) -> None:
        found = find('''
            def twice(n):
                """Complexity: time O(n), space O(1)"""

            def other(n):
                pass

            PROBLEMS = {"doubling": [twice, other]}

            def cases(n):
                yield "doubling", "plain", (n,)
                yield "doubling", "large", (10 * n,)
        ''')
        self.assertEqual(found["twice"]["kinds"], {"plain": "(4,)", "large": "(40,)"})
        self.assertEqual(found["twice"]["bounds"], ["n", "1"])
        self.assertEqual(found["other"]["problem"], "doubling")

    def test_cases_may_yield_arguments_alone_or_with_a_name(self) -> None:
        found = find("""
            def add(one, other):
                return one + other

            def cases(n):
                yield (n, n)
                yield "zero", (0, n)
        """)
        self.assertEqual(found["add"]["kinds"], {"case 1": "(4, 4)", "zero": "(0, 4)"})

    def test_a_name_that_is_not_there_is_said(self) -> None:
        found = find("def there(n: int): pass", ["there", "missing"])
        self.assertIn("no public function", found["missing"]["why"])
        self.assertIn("any", found["there"]["kinds"])


class Counting(unittest.TestCase):
    def test_the_same_call_has_the_same_count(self) -> None:
        def loop(n: int) -> int:
            return sum([value * 2 for value in range(n)])

        first, second, twice = (count_events(loop, (n,), 10_000) for n in (50, 50, 100))
        self.assertEqual(first, second)
        self.assertGreater(twice.events, 1.5 * first.events)

    def test_calls_and_depth_are_counted(self) -> None:
        def down(n: int) -> int:
            return 0 if n == 0 else 1 + down(n - 1)

        count = count_events(down, (9,), 10_000)
        self.assertEqual((count.calls, count.depth), (10, 10))

    def test_it_ends_at_its_limit(self) -> None:
        def forever() -> None:
            while True:
                pass

        with self.assertRaises(TooMany):
            count_events(forever, (), 5_000)


class Growing(unittest.TestCase):
    def test_sizes_grow_until_a_call_is_long(self) -> None:
        self.assertEqual(next_size([(4, 10.0)]), 6)
        self.assertIsNone(next_size([(4, CALL_NS + 1.0)]))
        self.assertIsNone(next_size([(LARGEST, 10.0)]))

    def test_an_exponential_is_approached_in_small_steps(self) -> None:
        times = [(18, CALL_NS / 128), (20, CALL_NS / 32)]
        self.assertEqual(next_size(times), 25)
        self.assertEqual(next_size([(23, CALL_NS / 4), (24, CALL_NS / 2)]), 25)
        self.assertIsNone(next_size([(24, CALL_NS / 3), (25, CALL_NS / 1.5)]))

    def test_gaps_are_filled_and_sizes_spread(self) -> None:
        self.assertEqual(fill([1, 2, 8], 5), [1, 2, 3, 5, 8])
        self.assertEqual(fill([1, 2], 9), [1, 2])
        self.assertEqual(spread(list(range(100)), 4), [0, 33, 66, 99])


class Misbehaving(unittest.TestCase):
    def test_an_ordinary_function_is_measured_by_everything(self) -> None:
        record = measure(lambda n: [0] * n)
        self.assertIsNone(record["why"])
        kept = [sample for sample in record["samples"] if sample["cpu_ns"] and "events" in sample]
        self.assertGreaterEqual(len(kept), 5)
        self.assertTrue(any(sample.get("peak_bytes", 0) > 1000 for sample in record["samples"]))

    def test_one_that_never_ends_is_ended(self) -> None:
        def forever(n: int) -> None:
            while True:
                pass

        self.assertRegex(measure(forever)["why"], "does not end in time, at size 3")

    def test_one_that_never_ends_in_c_is_ended_from_outside(self) -> None:
        def forever(n: int) -> None:
            sum(itertools.repeat(0))

        self.assertIn("out of time, at size 3", measure(forever, deadline=2)["why"])

    def test_one_that_never_ends_from_a_size_on_leaves_what_was_measured(self) -> None:
        def stuck(n: int) -> None:
            while n > 40:
                pass

        record = measure(stuck)
        self.assertIsNone(record["why"])
        self.assertTrue(any("does not end in time" in note for note in record["notes"]))
        self.assertTrue(record["samples"])

    def test_one_that_crashes_says_by_what(self) -> None:
        def crash(n: int) -> None:
            import os

            os.abort()

        self.assertIn("SIGABRT", measure(crash)["why"])

    def test_one_that_ends_the_interpreter_says_so(self) -> None:
        def leave(n: int) -> None:
            raise SystemExit(3)

        self.assertIn("ends the interpreter", measure(leave)["why"])

    def test_one_that_needs_input_says_so(self) -> None:
        self.assertIn("needs input", measure(lambda n: input())["why"])

    def test_one_that_prints_without_end_is_ended(self) -> None:
        def shout(n: int) -> None:
            while True:
                print("x" * 1000)

        self.assertIn("prints more than 1 MB", measure(shout)["why"])

    def test_one_that_changes_its_arguments_is_noticed(self) -> None:
        target = Target("f", lambda values: values.sort(), (Kind("any", lambda n: (list(range(n, 0, -1)),)),))
        lines = list(run_task(lambda tell: Measuring(target, target.kinds[0], 0.3, 0.6, tell).run(), 20))
        self.assertTrue(any("changes its arguments" in line.get("note", "") for line in lines))

    def test_one_that_changes_its_module_harms_no_other(self) -> None:
        seen: list[int] = []
        measure(seen.append)
        self.assertEqual(seen, [])

    def test_one_that_writes_to_our_pipe_is_no_more_than_its_word(self) -> None:
        def forge(n: int) -> None:
            import os

            for descriptor in range(3, 64):
                try:
                    os.write(descriptor, b"not json\n")
                except OSError:
                    continue

        self.assertIn("said something else", measure(forge)["why"])

"""Inputs that the caller gives: an expression, cases(n), sizes, a seed."""

from __future__ import annotations

import tempfile
import textwrap
import unittest
from pathlib import Path
from typing import Any

from pymcp_analysis.child import run_task
from pymcp_analysis.finding import find_targets
from pymcp_analysis.measuring import Measuring
from pymcp_analysis.target import Kind, Target
from pymcp_analysis.wishes import Wishes, parse_wishes

CODE = "START = 40\ndef f(values): return sum(values)\ndef g(values, other): return values + other\n"


def found_with(inputs: str, *sizes: int, seed: int = 0, code: str = CODE) -> dict[str, Any]:
    """Return how each function is called with these sizes, or why nothing could be found."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measured.py"
        path.write_text(code, "utf-8")

        def task(tell: Any) -> None:
            for one in find_targets(str(path), [], Wishes(seed=seed, inputs=textwrap.dedent(inputs))):
                assert isinstance(one, Target)
                made = {kind.name: list(kind.make(*sizes)) for kind in one.kinds}
                tell(what="found", name=one.name, made=made, arity=one.arity, problem=one.problem)

        lines = list(run_task(task, 20))
    failed = [line["why"] for line in lines if line["what"] == "failed"]
    return {"failed": failed[0]} if failed else {line["name"]: line for line in lines if "name" in line}


class Given(unittest.TestCase):
    def test_an_expression_makes_the_arguments(self) -> None:
        found = found_with("list(range(START, START + n))", 3)
        self.assertEqual(found["f"]["made"], {"given": [[40, 41, 42]]})
        self.assertEqual(found["f"]["arity"], 1)

    def test_a_tuple_is_all_arguments_and_m_a_second_size(self) -> None:
        found = found_with("([0 for _ in range(n)], [1 for _ in range(m)])", 2, 1)
        self.assertEqual((found["g"]["made"], found["g"]["arity"]), ({"given": [[0, 0], [1]]}, 2))

    def test_cases_of_the_caller_replace_those_of_the_module(self) -> None:
        code = CODE + "def cases(n):\n    yield ([],)\n"
        found = found_with(
            """
            def cases(n):
                yield "best", ([0] * n,)
                yield "worst", (list(range(n)),)
            """,
            2,
            code=code,
        )
        self.assertEqual(found["f"]["made"], {"best": [[0, 0]], "worst": [[0, 1]]})

    def test_solvers_of_a_problem_stay_together(self) -> None:
        found = found_with("[n]", 2, code=CODE + "PROBLEMS = {'p': [f]}\n")
        self.assertEqual(found["f"]["problem"], "p")

    def test_the_seed_decides_what_is_random_and_the_same_seed_repeats_it(self) -> None:
        one, again, other = (found_with("[random.random()]", 2, seed=seed)["f"]["made"] for seed in (1, 1, 2))
        self.assertEqual(one, again)
        self.assertNotEqual(one, other)

    def test_what_is_neither_says_so(self) -> None:
        self.assertIn("neither an expression", found_with("x = 1", 2)["failed"])
        self.assertIn("SyntaxError", found_with("def cases(", 2)["failed"])

    def test_wishes_are_read_from_the_job(self) -> None:
        wishes = parse_wishes({"sizes": [8, 2, 2, 0, -1], "seed": 5})
        self.assertEqual(wishes, Wishes((2, 8), 5, None))
        self.assertEqual(parse_wishes({"sizes": None, "seed": None}), Wishes())

    def test_sizes_of_the_caller_are_those_that_are_measured(self) -> None:
        target = Target("f", sum, (Kind("any", lambda n: ([1] * n,)),), sizes=(10, 20, 40))
        lines = run_task(lambda tell: Measuring(target, target.kinds[0], 0.3, 2.0, tell).run(), 20)
        timed = {tuple(line["sizes"]) for line in lines if line["what"] == "time"}
        self.assertEqual(timed, {(10,), (20,), (40,)})


if __name__ == "__main__":
    unittest.main()

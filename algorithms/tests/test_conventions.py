"""What README.md promises of every module."""

from __future__ import annotations

import ast
import copy
import doctest
import inspect
import re
import unittest
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Callable

from tests.modules import MODULES, PATHS

COMPLEXITY = re.compile(r"^    Complexity: time O\(.+\), space O\(.+\)$", re.MULTILINE)
SMALL_SIZES = (1, 2, 3, 10, 17)
TABLE = "# The comparison table."


def public_functions(module: ModuleType) -> Iterator[Callable[..., Any]]:
    return (getattr(module, name) for name in module.__all__)


def own_solvers(module: ModuleType) -> Iterator[Callable[..., Any]]:
    solvers = (solver for group in module.PROBLEMS.values() for solver in group)
    return (solver for solver in solvers if solver.__module__ == module.__name__)


class Conventions(unittest.TestCase):
    def test_the_examples_in_the_docstrings_run(self) -> None:
        for module in MODULES:
            with self.subTest(module.__name__):
                outcome = doctest.testmod(module)
                self.assertEqual(outcome.failed, 0)
                self.assertGreaterEqual(outcome.attempted, len(module.__all__))

    def test_every_file_name_is_valid_and_every_file_short(self) -> None:
        for path in PATHS:
            with self.subTest(path.name):
                self.assertRegex(path.stem, r"^[a-zA-Z0-9_]+\Z")
                self.assertLessEqual(len(path.read_text("utf-8").splitlines()), 300)

    def test_every_file_is_python_3_9(self) -> None:
        for path in PATHS:
            with self.subTest(path.name):
                ast.parse(path.read_text("utf-8"), feature_version=(3, 9))

    def test_all_names_cases_and_every_solver(self) -> None:
        for module in MODULES:
            with self.subTest(module.__name__):
                solvers = {solver.__name__ for solver in own_solvers(module)}
                self.assertLessEqual({"cases", *solvers}, set(module.__all__))
                self.assertEqual(module.__all__, sorted(module.__all__))

    def test_every_public_function_is_typed_and_documented(self) -> None:
        for module in MODULES:
            for function in public_functions(module):
                with self.subTest(f"{module.__name__}.{function.__name__}"):
                    signature = inspect.signature(function)
                    self.assertIsNot(signature.return_annotation, signature.empty)
                    for parameter in signature.parameters.values():
                        self.assertIsNot(parameter.annotation, parameter.empty)
                    self.assertIn(">>> ", function.__doc__ or "")

    def test_every_solver_declares_its_complexity_arguments_result_and_errors(self) -> None:
        for module in MODULES:
            for solver in own_solvers(module):
                with self.subTest(f"{module.__name__}.{solver.__name__}"):
                    document = solver.__doc__ or ""
                    self.assertRegex(document, COMPLEXITY)
                    for heading in ("Args:", "Returns:", "Raises:"):
                        self.assertIn(heading, document)
                    for parameter in inspect.signature(solver).parameters:
                        self.assertIn(f"        {parameter}: ", document)

    def test_solvers_agree_on_every_case_and_leave_it_unchanged(self) -> None:
        for module in MODULES:
            for n in SMALL_SIZES:
                for problem, shape, arguments in module.cases(n):
                    reference, *others = module.PROBLEMS[problem]
                    before = copy.deepcopy(arguments)
                    expected = reference(*arguments)
                    for solver in others:
                        with self.subTest(f"{module.__name__}.{solver.__name__}", n=n, shape=shape):
                            self.assertEqual(solver(*arguments), expected)
                            self.assertEqual(arguments, before)

    def test_the_same_size_yields_the_same_cases_for_every_problem(self) -> None:
        for module in MODULES:
            with self.subTest(module.__name__):
                cases = list(module.cases(12))
                self.assertEqual(cases, list(module.cases(12)))
                self.assertEqual({problem for problem, _, _ in cases}, set(module.PROBLEMS))

    def test_cases_refuses_a_negative_size(self) -> None:
        for module in MODULES:
            with self.subTest(module.__name__), self.assertRaises(ValueError):
                list(module.cases(-1))

    def test_the_lines_that_print_the_table_are_the_same_everywhere(self) -> None:
        tables = {path.read_text("utf-8").partition(TABLE)[2] for path in PATHS}
        self.assertEqual(len(tables), 1)
        self.assertNotIn("", tables)

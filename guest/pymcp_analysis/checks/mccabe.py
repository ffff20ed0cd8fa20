"""McCabe's cyclomatic complexity: one, and one more for each place where a function can go two ways.

Nested functions count with it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from pymcp_analysis.checks.outcome import Outcome, ok, unknown, warning

TOO_COMPLEX = 10
BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
)


class Ways(ast.NodeVisitor):
    def __init__(self) -> None:
        self.count = 1

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, BRANCHES):
            self.count += 1
        elif isinstance(node, ast.BoolOp):
            self.count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            self.count += 1 + len(node.ifs)
        elif type(node).__name__ == "match_case":
            self.count += 1
        super().generic_visit(node)


def count_ways(source: str) -> int:
    ways = Ways()
    ways.visit(ast.parse(textwrap.dedent(source)))
    return ways.count


def check_mccabe(call: Callable[..., Any]) -> Outcome:
    try:
        count = count_ways(inspect.getsource(inspect.unwrap(call)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return unknown("its source is not Python")
    if count > TOO_COMPLEX:
        return warning(f"complexity {count}, more than {TOO_COMPLEX}: hard to follow and to test")
    return ok(f"complexity {count}")

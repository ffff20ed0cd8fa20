"""Runs the statements of a program or a cell, and tells the value of a last one that is an expression.

`await` may stand outside of functions, as in IPython: then a coroutine is run to its end.
"""

from __future__ import annotations
import __future__

import ast
import inspect
from typing import Any

from .awaiting import Awaiting

_FUTURE_FLAGS = 0
for _name in __future__.all_feature_names:
    _FUTURE_FLAGS |= getattr(__future__, _name).compiler_flag


class Program:
    """Compiled as a whole before anything runs: an error in its last line must not come after half of its effects."""

    def __init__(self, code: str, path: str, inherited_flags: int = 0) -> None:
        """Raises SyntaxError, ValueError. `inherited_flags`: of `from __future__` imports of earlier cells."""
        tree = compile(code, path, "exec", ast.PyCF_ONLY_AST | inherited_flags, dont_inherit=True)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        flags = inherited_flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._body = compile(tree, path, "exec", flags, dont_inherit=True)
        self.future_flags = inherited_flags | (self._body.co_flags & _FUTURE_FLAGS)
        self._last = None
        if last is not None:
            flags |= self.future_flags
            self._last = compile(ast.Expression(last.value), path, "eval", flags, dont_inherit=True)

    def run(self, names: dict[str, Any], awaiting: Awaiting) -> Any:
        """The value of its last expression, None where it ends with a statement. Raises what the program raises."""
        _evaluate(self._body, names, awaiting)
        return None if self._last is None else _evaluate(self._last, names, awaiting)


def _evaluate(code: Any, names: dict[str, Any], awaiting: Awaiting) -> Any:
    value = eval(code, names)
    return awaiting.run(value) if code.co_flags & inspect.CO_COROUTINE else value

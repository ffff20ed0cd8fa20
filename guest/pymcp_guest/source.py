"""Python source to code objects: all statements, and apart from them a last expression, whose value is shown."""

from __future__ import annotations
import __future__

import ast
import re
from types import CodeType
from typing import NamedTuple

_FUTURE_FLAGS = 0
for _name in __future__.all_feature_names:
    _FUTURE_FLAGS |= getattr(__future__, _name).compiler_flag
# inspect.CO_COROUTINE, without what `inspect` imports.
_COROUTINE = 0x80
_LINE_END = re.compile(r"\r\n|\r|\n")


class Source(NamedTuple):
    statements: CodeType
    last: CodeType | None
    """The last expression; None where the source ends in another statement."""
    future: int
    """The flags of `from __future__ import …` that hold at its end."""
    is_quiet: bool
    """Whether a semicolon follows the last expression: in a notebook, its value is not shown then."""


def compile_source(text: str, name: str, future: int = 0) -> Source:
    """Compile all of it before anything runs: an error at its end must not come after half of its effects.

    `await` may stand outside of functions, and makes a coroutine of the part that it stands in. `name` is what
    tracebacks call it, `future` the flags that hold from its beginning.
    """
    # compile, not ast.parse: that would be a frame in the traceback of a SyntaxError.
    flags = future | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    tree = compile(text, name, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    statements = compile(tree, name, "exec", flags, dont_inherit=True)
    future |= statements.co_flags & _FUTURE_FLAGS
    if last is None:
        return Source(statements, None, future, False)
    expression = ast.Expression(last.value)
    code = compile(expression, name, "eval", flags | future, dont_inherit=True)
    return Source(statements, code, future, _ends_in_semicolon(text, last))


def is_coroutine(code: CodeType) -> bool:
    """Whether running it makes a coroutine, because `await` stands in it."""
    return bool(code.co_flags & _COROUTINE)


def _ends_in_semicolon(text: str, last: ast.Expr) -> bool:
    """What follows the expression can hold no string: from a # on, a line of it is a comment."""
    if ";" not in text:
        return False
    line, *lines = _LINE_END.split(text)[(last.end_lineno or 1) - 1 :]
    line = line.encode()[last.end_col_offset or 0 :].decode()
    rest = "".join(part.partition("#")[0] for part in (line, *lines))
    return rest.rstrip().endswith(";")

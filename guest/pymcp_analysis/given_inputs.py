"""Arguments out of what the caller gives: a Python expression of n (and m), or source with `cases(n)` or `cases(n, m)`.

Both know the names of the module that is measured, and `random`, a generator with the seed of the call.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

from pymcp_analysis.target import Kind
from pymcp_analysis.wishes import Wishes

NAME = "<inputs>"


def to_expression(text: str) -> CodeType | None:
    """None where it is no expression, but perhaps a module."""
    try:
        return compile(text.strip(), NAME, "eval")
    except SyntaxError:
        return None


def kinds_of_expression(code: CodeType, wishes: Wishes, module: ModuleType) -> tuple[tuple[Kind, ...], int]:
    """Return its one kind of input, and how many sizes that has."""

    def make(*sizes: int) -> tuple[Any, ...]:
        source = random.Random(f"{wishes.seed} {sizes}")
        made = eval(code, {**vars(module), "random": source, **dict(zip(("n", "m"), sizes))})
        return made if isinstance(made, tuple) else (made,)

    return (Kind("given", make),), 2 if "m" in _names_in(code) else 1


def cases_of_source(text: str, wishes: Wishes, module: ModuleType) -> Callable[..., Any]:
    """Run it and return its `cases`.

    Raises:
        LookupError: If it has none.
    """
    names = {**vars(module), "__name__": NAME, "random": random.Random(wishes.seed)}
    names.pop("cases", None)
    exec(compile(text, NAME, "exec"), names)
    cases = names.get("cases")
    if not callable(cases):
        raise LookupError("the inputs are neither an expression of n nor Python with a function cases(n)")
    return cases


def _names_in(code: CodeType) -> set[str]:
    """Those that it looks up, its generators and lambdas included."""
    inner = [_names_in(one) for one in code.co_consts if isinstance(one, CodeType)]
    return set(code.co_names).union(*inner)

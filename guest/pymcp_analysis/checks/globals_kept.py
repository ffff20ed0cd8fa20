"""Does it change what it shares with others: names of its module, random numbers, settings of the interpreter?"""

from __future__ import annotations

import os
import random
import sys
from types import ModuleType
from typing import Any

from pymcp_analysis.checks.examples import Examples, call_with
from pymcp_analysis.checks.outcome import Outcome, ok, unknown, warning
from pymcp_analysis.failure import TooSlow

LONGEST = 20_000


def check_globals(examples: Examples) -> Outcome:
    module = sys.modules.get(getattr(examples.target.call, "__module__", None) or "")
    before, count = _snapshot(module, examples.target.call), 0
    try:
        for example in examples:
            call_with(examples.target.call, example.arguments)
            count += 1
    except TooSlow:
        pass
    if count == 0:
        return unknown("no input ended in time")
    after = _snapshot(module, examples.target.call)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if changed:
        return warning(f"changes {', '.join(sorted(changed)[:5])}")
    return ok("changes nothing beside its arguments and its result")


def _snapshot(module: ModuleType | None, call: Any) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "the shared random numbers": hash(random.getstate()),
        "the environment": dict(os.environ),
        "the working folder": os.getcwd(),
        "sys.path": list(sys.path),
        "the recursion limit": sys.getrecursionlimit(),
        "the values of its default arguments": _see(getattr(call, "__defaults__", None)),
        "attributes of itself": _see(getattr(call, "__dict__", {})),
    }
    own = {} if module is None else vars(module)
    for name, value in list(own.items()):
        if not name.startswith("__") and not isinstance(value, ModuleType):
            kept[f"{name} of its module"] = _see(value)
    return kept


def _see(value: Any) -> Any:
    """Functions and classes by who they are, values by what they look like. A cache of functools is no such value."""
    if callable(value):
        return id(value)
    try:
        return id(value), repr(value)[:LONGEST]
    except Exception:
        return id(value)

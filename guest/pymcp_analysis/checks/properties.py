"""What a module promises of results.

`PROPERTIES` leads from the name of a function or problem to functions `(result, *arguments)` that return whether the
promise is kept; or `__properties__` of a function holds such functions.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from pymcp_analysis.checks.examples import Examples, Raised, call_with, copied
from pymcp_analysis.checks.generated import can_generate, find_counterexample
from pymcp_analysis.checks.outcome import Outcome, failed, ok, show, show_call, unknown
from pymcp_analysis.failure import TooSlow, describe_failure
from pymcp_analysis.target import Target

Property = Callable[..., Any]
# What a function says of arguments that make no sense to it.
REFUSALS = (TypeError, ValueError, LookupError, ArithmeticError)


def find_properties(target: Target) -> tuple[Property, ...]:
    own = getattr(target.call, "__properties__", ())
    module = sys.modules.get(getattr(target.call, "__module__", None) or "")
    names = {target.name, *([target.problem] if target.problem else [])}
    declared = getattr(module, "PROPERTIES", None)
    table = declared if isinstance(declared, dict) else {}
    found = [one for name in sorted(names) for one in _as_tuple(table.get(name, ()))]
    return tuple(one for one in (*_as_tuple(own), *found) if callable(one))


def check_properties(examples: Examples) -> Outcome | None:
    """None where none is declared."""
    properties = find_properties(examples.target)
    if not properties:
        return None
    target, tried = examples.target, 0
    try:
        for example in examples:
            tried += 1
            broken = _find_broken(target, properties, example.arguments, refuses=False)
            if broken is not None:
                return failed(broken)
    except TooSlow:
        pass
    by = "cases of the module"
    if can_generate(target.forms):
        wrong, count, by = find_counterexample(
            target.forms,
            lambda arguments: _find_broken(target, properties, arguments, refuses=True) is None,
            examples.seconds,
        )
        if wrong is not None:
            return failed(f"{_find_broken(target, properties, wrong, refuses=True)} (found by {by})")
        tried += count
    if tried == 0:
        return unknown("no input ended in time")
    names = ", ".join(getattr(one, "__name__", "a property") for one in properties)
    return ok(f"{names}: hold for {tried} inputs, by {by}")


def _find_broken(
    target: Target, properties: tuple[Property, ...], arguments: tuple[Any, ...], *, refuses: bool
) -> str | None:
    """Return what is wrong, in words."""
    before, shown = copied(arguments), show_call(target.name, arguments)
    result = call_with(target.call, copied(arguments))
    if isinstance(result, Raised):
        allowed = refuses and isinstance(result.problem, REFUSALS)
        return None if allowed else f"{shown} raises {describe_failure(result.problem)}"
    for one in properties:
        name = getattr(one, "__name__", "a property")
        held = call_with(one, (result, *copied(before)))
        if isinstance(held, Raised):
            return f"{name} raises {describe_failure(held.problem)} of {shown}"
        if not held:
            return f"{name} does not hold: {shown} gives {show(result)}"
    return None


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)

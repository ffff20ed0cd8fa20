"""Runs compiled source among the names of a module."""

from __future__ import annotations

from typing import Any

from .awaiting import Awaiting
from .source import Source, is_coroutine


def evaluate(source: Source, names: dict[str, Any], awaiting: Awaiting) -> Any:
    """Run all of it. Returns the value of its last expression, None where it ends in another statement."""
    parts = [code for code in (source.statements, source.last) if code is not None]
    if any(is_coroutine(code) for code in parts):
        return awaiting.run(_evaluate_awaiting(source, names))
    for code in parts:
        value = eval(code, names)
    return value


async def _evaluate_awaiting(source: Source, names: dict[str, Any]) -> Any:
    """All parts in one task, so that context variables that the first sets are there in the second."""
    value = None
    for code in (source.statements, source.last):
        if code is not None:
            value = eval(code, names)
            if is_coroutine(code):
                value = await value
    return value

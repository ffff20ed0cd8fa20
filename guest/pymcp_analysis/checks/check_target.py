"""All checks of one function, each told as soon as it is made."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from pymcp_analysis.checks.examples import Examples
from pymcp_analysis.checks.globals_kept import check_globals
from pymcp_analysis.checks.mccabe import check_mccabe
from pymcp_analysis.checks.outcome import LONGEST_DETAIL, Outcome, unknown
from pymcp_analysis.checks.properties import check_properties
from pymcp_analysis.checks.runs import check_determinism, check_mutation, check_runs
from pymcp_analysis.checks.siblings import check_siblings, find_references
from pymcp_analysis.failure import describe_failure
from pymcp_analysis.target import Skipped, Target

Tell = Callable[..., None]
CHECKS = 6
"""Those that run the function."""


def check_target(target: Target, found: list[Target | Skipped], seconds: float, tell: Tell) -> None:
    others = [one for one in found if isinstance(one, Target)]
    examples = Examples(target, seconds / CHECKS)
    made: tuple[tuple[str, Callable[[], Outcome | None]], ...] = (
        ("complexity", lambda: check_mccabe(target.call)),
        ("global state", lambda: check_globals(examples)),
        ("runs", lambda: check_runs(examples)),
        ("same answers as others", lambda: check_siblings(examples, find_references(target, others))),
        ("declared properties", lambda: check_properties(examples)),
        ("arguments", lambda: check_mutation(examples)),
        ("determinism", lambda: check_determinism(examples)),
    )
    for name, check in made:
        tell(what="checking", name=name)
        try:
            outcome = check()
        except Exception as problem:
            outcome = unknown(describe_failure(problem))
        if outcome is not None:
            tell(what="check", name=name, state=outcome.state, detail=outcome.detail[:LONGEST_DETAIL])


def lines_of(call: Callable[..., Any]) -> tuple[int, int] | None:
    """Return its first and last line in its file."""
    try:
        lines, first = inspect.getsourcelines(inspect.unwrap(call))
    except (OSError, TypeError, ValueError):
        return None
    return max(first, 1), max(first, 1) + len(lines) - 1

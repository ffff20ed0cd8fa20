"""Does it give the answers of the others that solve the same problem? The smallest counterexample is shown."""

from __future__ import annotations

from pymcp_analysis.checks.equal import is_equal
from pymcp_analysis.checks.examples import Examples, Raised, call_with, copied
from pymcp_analysis.checks.outcome import Outcome, failed, ok, show, show_call, unknown
from pymcp_analysis.failure import TooSlow, describe_failure
from pymcp_analysis.target import Target


def check_siblings(examples: Examples, reference: Target | None) -> Outcome | None:
    """None where nothing else solves its problem. The first of a problem is the reference of all others."""
    target = examples.target
    if reference is None:
        return None
    count = 0
    try:
        for example in examples:
            theirs = copied(example.arguments)
            shown = show_call(target.name, example.arguments)
            found = call_with(target.call, example.arguments)
            wanted = call_with(reference.call, theirs)
            if not is_equal(found, wanted):
                return failed(f"{shown} gives {_say(found)}, {reference.name} gives {_say(wanted)}")
            count += 1
    except TooSlow:
        pass
    if count == 0:
        return unknown("no input ended in time")
    return ok(f"the same answers as {reference.name} to {count} inputs")


def find_reference(target: Target, targets: list[Target]) -> Target | None:
    """The first that solves the same problem, or for that one the second."""
    others = [one for one in targets if one.problem == target.problem and one.name != target.name]
    return others[0] if target.problem is not None and others else None


def _say(result: object) -> str:
    return describe_failure(result.problem) if isinstance(result, Raised) else show(result)

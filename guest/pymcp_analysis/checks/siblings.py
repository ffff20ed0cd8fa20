"""Does it give the answers of the others that solve the same problem? The smallest counterexample is shown."""

from __future__ import annotations

from pymcp_analysis.checks.equal import is_equal
from pymcp_analysis.checks.examples import Examples, Raised, call_with, copied
from pymcp_analysis.checks.outcome import Outcome, failed, ok, show, show_call, unknown
from pymcp_analysis.failure import TooSlow, describe_failure
from pymcp_analysis.target import Target


def check_siblings(examples: Examples, references: list[Target]) -> Outcome | None:
    """None where nothing else solves its problem. One of the references is enough to agree with."""
    found: Outcome | None = None
    for reference in references:
        found = _compare(examples, reference)
        if found.state == "ok":
            return found
    return found


def _compare(examples: Examples, reference: Target) -> Outcome:
    target, count = examples.target, 0
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


def find_references(target: Target, targets: list[Target]) -> list[Target]:
    """The first that solves the same problem. For that one all others: it is not to blame where one of them differs."""
    solvers = [one for one in targets if one.problem is not None and one.problem == target.problem]
    others = [one for one in solvers if one.name != target.name]
    return others if solvers and solvers[0].name == target.name else others[:1]


def _say(result: object) -> str:
    return describe_failure(result.problem) if isinstance(result, Raised) else show(result)

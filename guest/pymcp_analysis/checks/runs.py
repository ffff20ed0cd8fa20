"""Does it run, does it leave its arguments alone, does it give the same answer again?"""

from __future__ import annotations

from pymcp_analysis.checks.equal import is_equal
from pymcp_analysis.checks.examples import Examples, Raised, call_with, copied
from pymcp_analysis.checks.outcome import Outcome, failed, ok, show, show_call, unknown, warning
from pymcp_analysis.failure import TooSlow, describe_failure


def check_runs(examples: Examples) -> Outcome:
    count, largest = 0, (0,)
    try:
        for example in examples:
            result = call_with(examples.target.call, example.arguments)
            if isinstance(result, Raised):
                shown = show_call(examples.target.name, example.arguments)
                return failed(f"{shown} raises {describe_failure(result.problem)}")
            count, largest = count + 1, max(largest, example.sizes)
    except TooSlow:
        if count == 0:
            return failed("does not end in time with the smallest input")
    if count == 0:
        return unknown("there are no inputs")
    return ok(f"{count} inputs up to size {' and '.join(map(str, largest))}")


def check_mutation(examples: Examples) -> Outcome:
    count = 0
    try:
        for example in examples:
            before = copied(example.arguments)
            call_with(examples.target.call, example.arguments)
            count += 1
            for at, (was, now) in enumerate(zip(before, example.arguments)):
                if was is not now and repr(was) != repr(now) and not is_equal(was, now):
                    return warning(f"changes its argument {at + 1}: {show(was)} becomes {show(now)}")
    except TooSlow:
        pass
    return ok("leaves its arguments as they are") if count else unknown("no input ended in time")


def check_determinism(examples: Examples) -> Outcome:
    count = 0
    try:
        for example in examples:
            again = copied(example.arguments)
            shown = show_call(examples.target.name, example.arguments)
            first = call_with(examples.target.call, example.arguments)
            second = call_with(examples.target.call, again)
            count += 1
            if not is_equal(first, second):
                return warning(f"{shown} gives {_say(first)}, and then {_say(second)}")
    except TooSlow:
        pass
    return ok(f"the same answers twice to {count} inputs") if count else unknown("no input ended in time")


def _say(result: object) -> str:
    return describe_failure(result.problem) if isinstance(result, Raised) else show(result)

"""One line for a report, of what ended a function."""

from __future__ import annotations

MOST_PRINTED = 1 << 20


class PrintsTooMuch(BaseException):
    """What is printed has reached its limit."""


class TooSlow(BaseException):
    """A call took longer than it was given."""


def describe_failure(problem: BaseException) -> str:
    if isinstance(problem, PrintsTooMuch):
        return f"prints more than {MOST_PRINTED >> 20} MB"
    if isinstance(problem, TooSlow):
        return "does not end in time"
    if isinstance(problem, MemoryError):
        return "needs more memory than there is (MemoryError)"
    if isinstance(problem, EOFError):
        return "needs input, of which there is none (EOFError)"
    if isinstance(problem, SystemExit):
        return f"ends the interpreter (SystemExit {problem.code})"
    text = str(problem).splitlines()[0][:200] if str(problem) else ""
    return f"{type(problem).__name__}: {text}" if text else type(problem).__name__

"""Whether two results are the same answer."""

from __future__ import annotations

import math
from typing import Any

from pymcp_analysis.checks.examples import Raised


def is_equal(one: Any, other: Any) -> bool:
    """What raises the same kind of error gives the same answer; numbers may differ in their last digits."""
    if isinstance(one, Raised) or isinstance(other, Raised):
        return (
            isinstance(one, Raised) and isinstance(other, Raised) and type(one.problem) is type(other.problem)
        )
    if isinstance(one, float) and isinstance(other, (int, float)):
        return one == other or (one != one and other != other) or math.isclose(one, other, rel_tol=1e-9)
    if type(one) in (list, tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(is_equal, one, other))
    try:
        return bool(one == other) or _has_no_meaning(one, other)
    except Exception:  # such as arrays, whose comparison is no truth value
        return repr(one) == repr(other)


def _has_no_meaning(one: Any, other: Any) -> bool:
    """An object without an equality of its own is equal to none, so nothing can be said of it."""
    return type(one) is type(other) and type(one).__eq__ is object.__eq__

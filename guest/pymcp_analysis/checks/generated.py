"""Small and varied arguments: by Hypothesis where it is installed, else by a seeded generator of our own.

Both try a property with many arguments and return the smallest ones for which it does not hold.
"""

from __future__ import annotations

import contextlib
import random
import string
import time
from collections.abc import Callable
from typing import Any

from pymcp_analysis.alarm import TooSlow

Holds = Callable[[tuple[Any, ...]], bool]
MOST = 120
LEAST_VALUE, MOST_VALUE, LONGEST = -9, 9, 10

OWN: dict[str, Callable[[random.Random, int], Any]] = {
    "list": lambda source, n: [source.randint(LEAST_VALUE, MOST_VALUE) for _ in range(n)],
    "int": lambda source, n: n,
    "absent": lambda source, n: source.randint(LEAST_VALUE, MOST_VALUE),
    "str": lambda source, n: "".join(source.choices("ab ", k=n)),
    "bytes": lambda source, n: bytes(source.choices(b"ab", k=n)),
    "words": lambda source, n: ["".join(source.choices(string.ascii_lowercase, k=2)) for _ in range(n)],
}


def can_generate(forms: tuple[str, ...]) -> bool:
    return bool(forms) and all(form in OWN for form in forms)


def find_counterexample(
    forms: tuple[str, ...], holds: Holds, seconds: float
) -> tuple[tuple[Any, ...] | None, int, str]:
    """Return the arguments for which it does not hold, how many were tried, and by what."""
    try:
        import hypothesis
        from hypothesis import strategies
    except ImportError:
        return (*_search(forms, holds, seconds), "our own generator (Hypothesis is not installed)")
    version = getattr(hypothesis, "__version__", "")
    return (*_ask_hypothesis(hypothesis, strategies, forms, holds, seconds), f"Hypothesis {version}".strip())


def _search(forms: tuple[str, ...], holds: Holds, seconds: float) -> tuple[tuple[Any, ...] | None, int]:
    """Smallest first, so that the first one found is small."""
    ends, source = time.monotonic() + seconds, random.Random(1)
    for tried in range(MOST):
        if time.monotonic() > ends:
            return None, tried
        size = tried * (LONGEST + 1) // MOST
        arguments = tuple(OWN[form](source, size) for form in forms)
        if not holds(arguments):
            return arguments, tried + 1
    return None, MOST


def _ask_hypothesis(
    hypothesis: Any, strategies: Any, forms: tuple[str, ...], holds: Holds, seconds: float
) -> tuple[tuple[Any, ...] | None, int]:
    numbers = strategies.integers(LEAST_VALUE, MOST_VALUE)
    of_form = {
        "list": strategies.lists(numbers, max_size=LONGEST),
        "int": strategies.integers(0, LONGEST),
        "absent": numbers,
        "str": strategies.text("ab ", max_size=LONGEST),
        "bytes": strategies.binary(max_size=LONGEST),
        "words": strategies.lists(strategies.text(string.ascii_lowercase, max_size=3), max_size=LONGEST),
    }
    ends, tried = time.monotonic() + seconds, 0
    found: list[tuple[Any, ...]] = []

    def violated(arguments: tuple[Any, ...]) -> None:
        nonlocal tried
        if time.monotonic() > ends:
            return
        tried += 1
        if not holds(arguments):
            found.append(arguments)
            raise AssertionError

    settings = hypothesis.settings(
        max_examples=MOST,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
    )
    chosen = strategies.tuples(*(of_form[form] for form in forms))
    with contextlib.suppress(AssertionError, TooSlow, hypothesis.errors.HypothesisException):
        hypothesis.seed(1)(settings(hypothesis.given(chosen)(violated)))()
    return (min(found, key=_length) if found else None), tried


def _length(arguments: tuple[Any, ...]) -> int:
    return len(repr(arguments))

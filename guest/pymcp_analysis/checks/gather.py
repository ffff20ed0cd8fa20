"""Gathers what the process tells that checks one function."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def gather_checks(told: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """What ended it is the outcome of the check it was at."""
    checks: list[dict[str, str]] = []
    at: str | None = None
    for line in told:
        what = line["what"]
        if what == "checking":
            at = str(line["name"])
        elif what == "check":
            checks.append({key: str(line[key]) for key in ("name", "state", "detail")})
            at = None
        elif at is not None and (what == "failed" or (what == "end" and line["how"])):
            why = line["why"] if what == "failed" else line["how"]
            checks.append({"name": at, "state": "failed", "detail": str(why)})
            at = None
    return checks

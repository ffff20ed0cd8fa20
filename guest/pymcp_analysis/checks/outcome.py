"""How a check ended: `ok`, `warning`, `failed`, or `unknown` where it could not be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LONGEST_VALUE = 120
LONGEST_DETAIL = 360


@dataclass(frozen=True)
class Outcome:
    state: str
    detail: str


def ok(detail: str) -> Outcome:
    return Outcome("ok", detail)


def warning(detail: str) -> Outcome:
    return Outcome("warning", detail)


def failed(detail: str) -> Outcome:
    return Outcome("failed", detail)


def unknown(detail: str) -> Outcome:
    return Outcome("unknown", detail)


def show(value: Any) -> str:
    """Return it as Python writes it, on one line, not too long."""
    try:
        text = " ".join(repr(value).split())
    except Exception as problem:
        return f"<{type(value).__name__}, whose repr raises {type(problem).__name__}>"
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def show_call(name: str, arguments: tuple[Any, ...]) -> str:
    text = f"{name}({', '.join(map(show, arguments))})"
    return text if len(text) <= 2 * LONGEST_VALUE else f"{text[: 2 * LONGEST_VALUE - 1]}…"

"""Counts what the interpreter does during a call, however busy the machine is: instructions, calls and depth."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class TooMany(BaseException):
    """The count has reached its limit. No Exception, so that the code under test does not catch it as one."""


@dataclass
class Count:
    """What was counted."""

    events: int = 0
    calls: int = 0
    depth: int = 0


def count_events(call: Callable[..., Any], arguments: tuple[Any, ...], limit: int) -> Count:
    """Call it once and count.

    Raises:
        TooMany: If there are more than limit instructions.
    """
    counter = _count_by_monitoring if hasattr(sys, "monitoring") else _count_by_tracing
    return counter(call, arguments, limit)


def _count_by_tracing(call: Callable[..., Any], arguments: tuple[Any, ...], limit: int) -> Count:
    count = Count()
    events = depth = 0

    def inside(frame: Any, event: str, _: Any) -> Any:
        nonlocal events, depth
        if event == "opcode":
            events += 1
            if events > limit:
                sys.settrace(None)
                raise TooMany
        elif event == "return":
            depth -= 1
        return inside

    def entered(frame: Any, _event: str, _: Any) -> Any:
        nonlocal depth
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count.calls += 1
        depth += 1
        if depth > count.depth:
            count.depth = depth
        return inside

    sys.settrace(entered)
    try:
        call(*arguments)
    finally:
        sys.settrace(None)
    count.events = events
    return count


def _count_by_monitoring(call: Callable[..., Any], arguments: tuple[Any, ...], limit: int) -> Count:
    """sys.monitoring, from Python 3.12 on."""
    monitoring = sys.monitoring  # type: ignore[attr-defined]
    names, tool = monitoring.events, monitoring.PROFILER_ID
    count = Count()
    events = depth = 0

    def instruction(_code: Any, _offset: int) -> None:
        nonlocal events
        events += 1
        if events > limit:
            monitoring.set_events(tool, 0)
            raise TooMany

    def entered(_code: Any, _offset: int) -> None:
        nonlocal depth
        count.calls += 1
        depth += 1
        if depth > count.depth:
            count.depth = depth

    def left(_code: Any, _offset: int, _value: Any) -> None:
        nonlocal depth
        depth -= 1

    watched = {
        names.INSTRUCTION: instruction,
        names.PY_START: entered,
        names.PY_RESUME: entered,
        names.PY_RETURN: left,
        names.PY_YIELD: left,
        names.PY_UNWIND: left,
    }
    monitoring.use_tool_id(tool, "pymcp_analysis")
    try:
        for event, callback in watched.items():
            monitoring.register_callback(tool, event, callback)
        monitoring.set_events(tool, sum(watched))
        call(*arguments)
    finally:
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)
    count.events = events
    return count

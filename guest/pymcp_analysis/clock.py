"""Times calls by the processor time of this thread, which others disturb least, and by the clock on the wall.

The clock of the process would count all threads, but moves only with the kernel's ticks while a limit of processor
time is set (RLIMIT_CPU), as it is in the jail.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

ENOUGH_NS = 60_000
MOST_LOOPS = 2000
SHORT_NS = 20_000


def find_overhead() -> int:
    """Return what it takes to read the clock, in nanoseconds: the least of many."""
    least = SHORT_NS
    for _ in range(60):
        began = time.thread_time_ns()
        least = min(least, time.thread_time_ns() - began)
    return least


def time_once(call: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[int, int]:
    """Return processor and wall time of one call in nanoseconds."""
    wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
    call(*arguments)
    spent = time.thread_time_ns() - cpu
    return spent, time.perf_counter_ns() - wall


def time_many(call: Callable[..., Any], arguments: tuple[Any, ...], loops: int) -> tuple[float, float]:
    """Return the time of one call of many in a row. For calls that leave their arguments as they are."""
    turns = range(loops)
    wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
    for _ in turns:
        call(*arguments)
    spent = time.thread_time_ns() - cpu
    return spent / loops, (time.perf_counter_ns() - wall) / loops


def time_each(call: Callable[..., Any], inputs: list[tuple[Any, ...]]) -> tuple[float, float]:
    """Return the time of one call of as many as there are inputs. For calls that change their arguments."""
    overhead = find_overhead()
    wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
    for arguments in inputs:
        call(*arguments)
    spent = time.thread_time_ns() - cpu - overhead
    return max(spent, 1) / len(inputs), (time.perf_counter_ns() - wall) / len(inputs)


def choose_loops(nanoseconds: float) -> int:
    """Return how many calls of this length are long enough to be timed."""
    return max(1, min(MOST_LOOPS, int(ENOUGH_NS / max(nanoseconds, 1.0))))

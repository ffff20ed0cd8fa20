"""Runs one task in a process of its own, so that code that never ends, crashes or changes all harms nothing else."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from pymcp_analysis.failure import MOST_PRINTED, PrintsTooMuch, describe_failure
from pymcp_analysis.memory import bound_memory

Tell = Callable[..., None]
Task = Callable[[Tell], None]

LONGEST_LINE = 1 << 16
MOST_BYTES = 4 << 20


class Counted:
    """Takes what the code prints, keeps none of it."""

    encoding, errors, closed = "utf-8", "replace", False

    def __init__(self) -> None:
        self.written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        if self.written > MOST_PRINTED:
            raise PrintsTooMuch
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return False


def run_task(task: Task, seconds: float) -> Iterator[dict[str, Any]]:
    """Yield what the task tells, and at last how it ended: {"what": "end", "how": ..., "peak_bytes": ...}."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(task, writing)
    os.close(writing)
    stopped = yield from _read_lines(reading, time.monotonic() + seconds)
    os.close(reading)
    if stopped:
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    yield {"what": "end", "how": stopped or _describe(status), "peak_bytes": used.ru_maxrss << 10}


def _describe(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    code = os.WEXITSTATUS(status)
    return "" if code == 0 else f"exited with {code}"


def _read_lines(descriptor: int, deadline: float) -> Iterator[dict[str, Any]]:
    """Return why it was stopped, or an empty text where it came to its end."""
    rest, seen = b"", 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return "out of time"
        data = os.read(descriptor, 1 << 16)
        if not data:
            return ""
        seen += len(data)
        *lines, rest = (rest + data).split(b"\n")
        if len(rest) > LONGEST_LINE or seen > MOST_BYTES:
            return "said too much"
        for line in lines:
            told = _parse(line)
            if told is None:
                return "said something else"
            yield told


def _parse(line: bytes) -> dict[str, Any] | None:
    """The code under test shares the process, and so the pipe."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) and isinstance(told.get("what"), str) else None


def _be_child(task: Task, writing: int) -> None:
    """Never returns."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    sys.stdout = sys.stderr = printed = Counted()  # type: ignore[assignment]
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115

    def tell(**line: Any) -> None:
        os.write(writing, json.dumps(line).encode() + b"\n")

    try:
        bound_memory()
        task(tell)
        if printed.written:
            tell(what="note", note="prints")
    except BaseException as problem:
        tell(what="failed", why=describe_failure(problem))
    finally:
        os._exit(0)

"""The standard streams of an agent: descriptors 0, 1, 2 and the objects over them."""

from __future__ import annotations

import array
import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress

# By name: a library such as gevent puts its own in their places.
from fcntl import ioctl
from time import sleep

# How much of what was written has not been read at the other end; unix(7) has SIOCOUTQ, which is this number.
_TIOCOUTQ = 0x5411
# 200 ms at most, by count: a guest may have stopped the clock (freezegun does).
_WAITS = (0.000_05,) * 20 + (0.000_5,) * 18 + (0.002,) * 95


class Streams:
    """Descriptors of our own lead to the gateway whatever the guest does to 1 and 2."""

    def __init__(self, stdout: int, stderr: int) -> None:
        """Both are ours from now on. Input is at its end: input() answers EOFError."""
        self._ends = (stdout, stderr)
        null = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
        for source, target in ((null, 0), (stdout, 1), (stderr, 2)):
            os.dup2(source, target, inheritable=True)
        os.close(null)
        self._stdin = sys.stdin = sys.__stdin__ = _reader()
        self._stdout = sys.stdout = sys.__stdout__ = _writer(1, "surrogateescape")
        self._stderr = sys.stderr = sys.__stderr__ = _writer(2, "backslashreplace")

    @property
    def ends(self) -> tuple[int, ...]:
        return self._ends

    def leave_to_program(self) -> None:
        """A program has them alone: what it closes is closed."""
        for fd in self._ends:
            os.close(fd)
        self._ends = ()

    def reopen(self) -> None:
        """What a cell has closed and left in its place: exit() closes sys.stdin, `with sys.stdout:` closes that."""
        if sys.stdin is self._stdin and self._stdin.closed:
            self._stdin = sys.stdin = sys.__stdin__ = _reader()
        if sys.stdout is self._stdout and self._stdout.closed:
            self._stdout = sys.stdout = sys.__stdout__ = _writer(1, "surrogateescape")
        if sys.stderr is self._stderr and self._stderr.closed:
            self._stderr = sys.stderr = sys.__stderr__ = _writer(2, "backslashreplace")

    def settle(self) -> None:
        """Flush, and wait until it was read."""
        for stream in (self._stdout, self._stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        wait_until_read(self._ends)


def wait_until_read(descriptors: Iterable[int]) -> None:
    """Until the gateway has read what was written: it arrives before what is said next by another way.

    Gives up where somebody goes on writing.
    """
    for wait in _WAITS:
        if not any(_unread_bytes(fd) for fd in descriptors):
            return
        sleep(wait)


def _unread_bytes(fd: int) -> int:
    count = array.array("i", [0])
    with suppress(OSError):
        ioctl(fd, _TIOCOUTQ, count)
    return count[0]


def _reader() -> io.TextIOWrapper:
    return open(0, encoding="utf-8", closefd=False)


def _writer(fd: int, errors: str) -> io.TextIOWrapper:
    """Line by line, so that output reaches the client as it comes."""
    raw = open(fd, "wb", closefd=False)  # noqa: SIM115
    return io.TextIOWrapper(raw, encoding="utf-8", errors=errors, line_buffering=True)

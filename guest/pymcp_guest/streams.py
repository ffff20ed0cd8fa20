"""Standard input, output and error of a sandbox: descriptors 0, 1, 2 and the objects over them."""

from __future__ import annotations

import array
import contextlib
import fcntl
import io
import os
import sys
import time

# How much of what was written has not been read at the other end; unix(7) has SIOCOUTQ, which is this number.
_TIOCOUTQ = 0x5411
_PATIENCE_SECONDS = 0.2
_PAUSE_SECONDS = 0.00005


def attach(stdout: int, stderr: int) -> None:
    """Input is at its end: input() answers EOFError."""
    null = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    replace(null, stdout, stderr)
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = _writer(1, "surrogateescape")
    sys.stderr = sys.__stderr__ = _writer(2, "backslashreplace")


def replace(stdin: int, stdout: int, stderr: int) -> None:
    """The descriptors alone; the given ones are closed."""
    for source, target in ((stdin, 0), (stdout, 1), (stderr, 2)):
        os.dup2(source, target, inheritable=True)
        os.close(source)


def wait_until_read() -> None:
    """What was written has arrived before what is said next by another way; gives up where somebody goes on writing."""
    unread = array.array("i", [0])
    deadline = time.monotonic() + _PATIENCE_SECONDS
    for fd in (1, 2):
        # The guest may have closed it, or put something else in its place.
        with contextlib.suppress(OSError):
            while fcntl.ioctl(fd, _TIOCOUTQ, unread) == 0 and unread[0] > 0 and time.monotonic() < deadline:
                time.sleep(_PAUSE_SECONDS)


def _writer(fd: int, errors: str) -> io.TextIOWrapper:
    """Line by line, so that output reaches the client as it comes."""
    raw = open(fd, "wb", closefd=False)  # noqa: SIM115
    return io.TextIOWrapper(raw, encoding="utf-8", errors=errors, line_buffering=True)

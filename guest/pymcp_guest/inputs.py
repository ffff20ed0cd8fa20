"""Puts the files of a request below the home folder, before its code runs.

In a session guest code has run before and may still run: every folder is entered by its descriptor and no link is
followed. A file that is there is replaced as a whole, so that whoever has it open keeps what it was.
"""

from __future__ import annotations

import binascii
import contextlib
import os
import socket
import time
from typing import Any, NamedTuple

from . import frames

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NANOSECONDS = 1_000_000_000
# Longer than one tick of the slowest kernel's clock (HZ=100).
_TICK = 0.011


class NotPlacedError(Exception):
    """`request` came with a file that could not be put in its place."""

    def __init__(self, request: dict[str, Any], reason: str) -> None:
        super().__init__(reason)
        self.request = request


class Version(NamedTuple):
    """What changes of a file when somebody writes it or puts another in its place."""

    inode: int
    size: int
    modified_ns: int

    @staticmethod
    def of(status: os.stat_result) -> Version:
        return Version(status.st_ino, status.st_size, status.st_mtime_ns)


def receive(control: socket.socket, home: str) -> tuple[dict[str, Any] | None, dict[str, Version]]:
    """Put every file in its place until a message comes that is none. Returns it, or None where the gateway went away,
    and what the files are now, by path.

    Raises NotPlacedError where one cannot be placed, after everything up to that message was received: the channel is
    in order then.
    """
    placed = {}
    failure: OSError | None = None
    while True:
        message = frames.receive_frame(control)
        if message is None or message["type"] != "file":
            break
        content = _Content(control, message["size"])
        path = message["path"]
        try:
            if failure is None:
                placed[path] = _place(home, path, content)
        except OSError as error:
            why = error.strerror or str(error)
            failure = OSError(error.errno, f"the file {path} could not be put into the scratch folder: {why}")
        except EOFError:
            return None, placed
        content.skip()
    if failure is not None and message is not None:
        raise NotPlacedError(message, str(failure))
    return message, placed


class _Content:
    """The chunks of one file, as they come."""

    def __init__(self, control: socket.socket, size: int) -> None:
        self._control = control
        self._left = size

    def write_to(self, fd: int) -> None:
        """All of it, or EOFError where the gateway went away."""
        while self._left > 0:
            chunk = self._next()
            while chunk:
                chunk = chunk[os.write(fd, chunk) :]

    def skip(self) -> None:
        """Receive what was not written."""
        with contextlib.suppress(EOFError):
            while self._left > 0:
                self._next()

    def _next(self) -> memoryview:
        message = frames.receive_frame(self._control)
        if message is None:
            raise EOFError
        data = binascii.a2b_base64(message["data"])
        self._left -= len(data)
        return memoryview(data)


def _place(home: str, path: str, content: _Content) -> Version:
    *folders, name = path.split("/")
    with contextlib.ExitStack() as opened:
        folder = os.open(home, _FOLDER)
        opened.callback(os.close, folder)
        for part in folders:
            folder = _enter(folder, part)
            opened.callback(os.close, folder)
        return _write(folder, name, content)


def _enter(folder: int, name: str) -> int:
    """The folder of this name in it, made where it is missing."""
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, 0o755, dir_fd=folder)
    return os.open(name, _FOLDER, dir_fd=folder)


def _make_older(fd: int) -> None:
    moment = time.time_ns() - _NANOSECONDS
    try:
        os.utime(fd, ns=(moment, moment))
    except PermissionError:
        # No times are set in a sandbox without namespaces: then the clock has to tick.
        time.sleep(_TICK)


def _write(folder: int, name: str, content: _Content) -> Version:
    """A new file under a name of its own, then put in the place of whatever is there."""
    own_name = f".pymcp-{os.urandom(8).hex()}"
    fd = os.open(own_name, _NEW_FILE, 0o644, dir_fd=folder)
    try:
        content.write_to(fd)
        # The clock of a file system ticks slowly: a program that writes it at once must still be seen to have done so.
        _make_older(fd)
        os.rename(own_name, name, src_dir_fd=folder, dst_dir_fd=folder)
        return Version.of(os.fstat(fd))
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(own_name, dir_fd=folder)
        raise
    finally:
        os.close(fd)

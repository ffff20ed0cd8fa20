"""Puts the files of a request beside the program, before it starts."""

from __future__ import annotations

import binascii
import os
import socket
import time
from typing import Any, NamedTuple

from . import frames

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NANOSECONDS = 1_000_000_000


class Version(NamedTuple):
    """What changes of a file when somebody writes it or puts another in its place."""

    inode: int
    size: int
    modified_ns: int

    @staticmethod
    def of(status: os.stat_result) -> Version:
        return Version(status.st_ino, status.st_size, status.st_mtime_ns)


def receive(control: socket.socket, home: str) -> tuple[dict[str, Any] | None, dict[str, Version]]:
    """Put every file in its place until the program comes. Returns it, or None where the gateway went away, and what
    the files are now, by path."""
    placed = {}
    while True:
        message = frames.receive_frame(control)
        if message is None or message["type"] == "program":
            return message, placed
        path = message["path"]
        placed[path] = _place(home, path, binascii.a2b_base64(message["data"]))


def _place(home: str, path: str, data: bytes) -> Version:
    """Write a file below `home`, which has no links yet: no guest code has run. OSError where it does not fit."""
    *folders, name = path.split("/")
    folder = os.open(home, _FOLDER)
    try:
        for part in folders:
            folder = _enter(folder, part)
        fd = os.open(name, _NEW_FILE, 0o644, dir_fd=folder)
    finally:
        os.close(folder)
    with open(fd, "wb") as file:
        file.write(data)
        file.flush()
        # The clock of a file system ticks slowly: a program that writes it at once must still be seen to have done so.
        moment = time.time_ns() - _NANOSECONDS
        os.utime(fd, ns=(moment, moment))
        return Version.of(os.fstat(fd))


def _enter(folder: int, name: str) -> int:
    """The folder of this name in it, made where it is missing; `folder` is closed."""
    try:
        if name not in os.listdir(folder):
            os.mkdir(name, 0o755, dir_fd=folder)
        return os.open(name, _FOLDER, dir_fd=folder)
    finally:
        os.close(folder)

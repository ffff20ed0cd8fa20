"""The files that a program leaves: regular files below its home that it made or changed.

Guest code may still run beside this (a daemon, a thread), so every file is opened without following links or waiting,
and looked at by its descriptor. The gateway believes none of it; this keeps ordinary programs within its bounds.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import io
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .contained_path import PATH_PARTS, is_contained
from .inputs import Version

# The gateway's caps (exchangeLimits in src/core/exchanged-file.ts).
_FILE_BYTES = 64 * 1024 * 1024
_TOTAL_BYTES = 128 * 1024 * 1024
_CONTENT_FILES = 32
LISTED_FILES = 256
# A scratch folder holds fewer inodes; this bounds the time where one holds more.
ENTRIES = 20_000
# What is larger is read while it is sent: it would count twice against the memory of the sandbox.
_WHOLE_BYTES = 1024 * 1024
_PART_BYTES = 512 * 1024

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# O_NONBLOCK: a FIFO must not make us wait for a writer.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# What Python and its packages keep for themselves.
TOOL_FOLDERS = frozenset(("__pycache__",))


class Output(NamedTuple):
    path: str
    size: int
    parts: Iterable[bytes] | None
    """`size` bytes, to be read before the next output is asked for; None where a cap leaves it out."""


class Outputs:
    """Collects once; `omitted` counts what is not even listed."""

    def __init__(self, home: str, program: str, known: Mapping[str, Version]) -> None:
        """`program`: the name of its own file. `known`: the files that were there before it, by path."""
        self.omitted = 0
        self.versions: dict[str, Version] = {}
        """Of every file that was seen, for who looks again."""
        self._home = home
        self._program = program
        self._known = known
        self._listed = 0
        self._entries = 0
        self._content_files = 0
        self._content_bytes = 0

    def collect(self) -> Iterator[Output]:
        """In the order of their names, depth first."""
        try:
            folder = os.open(self._home, _FOLDER)
            try:
                yield from self._walk(folder, "", 1)
            finally:
                os.close(folder)
        except OSError as error:
            # No descriptor left, no permission: the program did that to itself, and its result must still leave.
            os.write(2, f"pymcp: files could not be collected: {error}\n".encode("utf-8", "backslashreplace"))

    def _walk(self, folder: int, prefix: str, depth: int) -> Iterator[Output]:
        for name in sorted(os.listdir(folder)):
            self._entries += 1
            if self._entries > ENTRIES:
                return
            with contextlib.suppress(OSError):
                # Gone meanwhile, or no longer what it was: then it is no output.
                mode = os.lstat(name, dir_fd=folder).st_mode
                if stat.S_ISDIR(mode):
                    yield from self._enter(folder, name, prefix, depth)
                elif stat.S_ISREG(mode):
                    yield from self._take(folder, name, prefix + name)

    def _enter(self, folder: int, name: str, prefix: str, depth: int) -> Iterator[Output]:
        is_hidden_at_top = depth == 1 and name.startswith(".")
        if name in TOOL_FOLDERS or is_hidden_at_top:
            return
        if depth >= PATH_PARTS:
            self.omitted += 1
            return
        inner = os.open(name, _FOLDER, dir_fd=folder)
        try:
            yield from self._walk(inner, f"{prefix}{name}/", depth + 1)
        finally:
            os.close(inner)

    def _take(self, folder: int, name: str, path: str) -> Iterator[Output]:
        fd = os.open(name, _FILE, dir_fd=folder)
        try:
            status = os.fstat(fd)
            version = Version.of(status)
            is_new = path != self._program and self._known.get(path) != version
            self.versions[path] = version
            if not stat.S_ISREG(status.st_mode) or not is_new:
                return
            if self._listed >= LISTED_FILES or not is_contained(path):
                self.omitted += 1
                return
            self._listed += 1
            yield self._read(fd, path, status.st_size)
        finally:
            os.close(fd)

    def _read(self, fd: int, path: str, size: int) -> Output:
        """With its content where that is within the caps; no more than `size`, should it grow meanwhile."""
        is_within = (
            size <= _FILE_BYTES
            and self._content_files < _CONTENT_FILES
            and self._content_bytes + size <= _TOTAL_BYTES
        )
        if not is_within:
            return Output(path, size, None)
        self._content_files += 1
        self._content_bytes += size
        if size > _WHOLE_BYTES:
            return Output(path, size, _padded(fd, path, size))
        data = b"".join(_parts(fd, size))
        return Output(path, len(data), (data,) if data else ())


def _parts(fd: int, size: int) -> Iterator[bytes]:
    """Up to `size` bytes: fewer where there are no more."""
    while size > 0:
        part = os.read(fd, min(size, _PART_BYTES))
        if not part:
            return
        size -= len(part)
        yield part


def _padded(fd: int, path: str, size: int) -> Iterator[bytes]:
    """Exactly `size` bytes, because so many were announced: zeros stand, as in an archive of tar(1), for those that
    somebody took away while it was read."""
    left = size
    with contextlib.suppress(OSError):
        for part in _parts(fd, size):
            left -= len(part)
            yield part
    if left > 0:
        os.write(
            2, f"pymcp: {path} shrank while it was collected: {left} zeros stand for the rest\n".encode()
        )
    while left > 0:
        part = bytes(min(left, _PART_BYTES))
        left -= len(part)
        yield part


def flush_open_files() -> None:
    """What the program wrote and did not close; the interpreter's own end would flush it."""
    # The list of all objects may be large, and most programs close their files.
    if not _has_open_file():
        return
    for candidate in gc.get_objects():
        # type(), because isinstance asks the object, which is the guest's.
        if type(candidate) in (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom):
            with contextlib.suppress(Exception):
                # A pipe that nobody reads would make us wait.
                if _is_written_file(candidate.fileno()):
                    candidate.flush()


def _has_open_file() -> bool:
    """Whether a regular file is open for writing in this process."""
    return any(_is_written_file(int(fd)) for fd in os.listdir("/proc/self/fd"))


def _is_written_file(fd: int) -> bool:
    try:
        is_regular = stat.S_ISREG(os.fstat(fd).st_mode)
        return is_regular and fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
    except OSError:
        # Closed meanwhile, such as the one that the list itself was read from.
        return False

"""Looks at, reads and deletes the files of a session, below its home, for a client.

Guest code may go on beside this, and its links may lead anywhere: every path is walked by descriptors that follow none,
and only regular files are opened, without waiting. The gateway believes none of what is told.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from .contained_path import is_contained
from .outputs import ENTRIES, LISTED_FILES, TOOL_FOLDERS

PART_BYTES = 1024 * 1024
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Part(NamedTuple):
    size: int
    """Of the whole file."""
    data: bytes


def list_files(home: str) -> tuple[list[dict[str, Any]], int]:
    """Path and size of each, in the order of their names; and how many are not listed."""
    files: list[dict[str, Any]] = []
    omitted = 0
    for path, size in _walk(home):
        if len(files) < LISTED_FILES and is_contained(path):
            files.append({"path": path, "size": size})
        else:
            omitted += 1
    return files, omitted


def read(home: str, path: str, offset: int, length: int) -> Part:
    """Up to PART_BYTES from `offset`. Raises OSError where it is no regular file below `home`."""
    with _parent_of(home, path) as (folder, name):
        fd = os.open(name, _FILE, dir_fd=folder)
        try:
            status = os.fstat(fd)
            if not stat.S_ISREG(status.st_mode):
                raise OSError(f"{path} is no regular file")
            data = os.pread(fd, min(length, PART_BYTES), offset)
            # It may have grown since.
            return Part(max(status.st_size, offset + len(data)) if data else status.st_size, data)
        finally:
            os.close(fd)


def delete(home: str, path: str) -> None:
    """Raises OSError where there is no such file; a folder is not deleted."""
    with _parent_of(home, path) as (folder, name):
        os.unlink(name, dir_fd=folder)


def _walk(home: str) -> Iterator[tuple[str, int]]:
    entries = 0
    for folder, folders, names, fd in os.fwalk(home, follow_symlinks=False):
        is_top = folder == home
        folders[:] = sorted(
            name for name in folders if name not in TOOL_FOLDERS and not (is_top and name.startswith("."))
        )
        for name in sorted(names):
            entries += 1
            if entries > ENTRIES:
                return
            with suppress(FileNotFoundError):
                status = os.stat(name, dir_fd=fd, follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    yield os.path.join(folder, name)[len(home) + 1 :], status.st_size


@contextmanager
def _parent_of(home: str, path: str) -> Iterator[tuple[int, str]]:
    if not is_contained(path):
        raise OSError(f"{path!r} is no path below the home of the session")
    *folders, name = path.split("/")
    folder = os.open(home, _FOLDER)
    try:
        for part in folders:
            below = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = below
        yield folder, name
    finally:
        os.close(folder)

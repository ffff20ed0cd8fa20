"""path.contained: a hard link is a file of the workspace with a name that nobody can see, perhaps outside of it.

Such a file is read only where all of its names lie in the workspace. A write never goes through one: it puts a new
file in its place. A guest cannot make such a link; whoever unpacked or shared the folder may have.
"""

from __future__ import annotations

import os
import stat
import time
from collections import Counter

from .place import ROOT
from .refusal import RefusedError, show

_MOST_ENTRIES = 200_000
_SECONDS = 5.0
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Names:
    """Of files with several names, counted once, when the first is asked for."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, int]] | None = None

    def are_inside(self, status: os.stat_result) -> bool:
        if status.st_nlink < 2:
            return True
        if self._counts is None:
            self._counts = _count()
        return self._counts[status.st_dev, status.st_ino] >= status.st_nlink

    def refuse_outside(self, status: os.stat_result, path: str) -> None:
        if not self.are_inside(status):
            raise RefusedError(
                "hard-link",
                f"{show(path)} is a hard link to a file that has another name where it cannot be seen",
            )


def _count() -> Counter[tuple[int, int]]:
    counts: Counter[tuple[int, int]] = Counter()
    until = time.monotonic() + _SECONDS
    entries = 0
    folders = [os.open(ROOT, _FOLDER)]
    try:
        while folders:
            fd = folders.pop()
            try:
                with os.scandir(fd) as found:
                    for entry in found:
                        entries += 1
                        if entries > _MOST_ENTRIES or time.monotonic() > until:
                            return counts
                        _note(fd, entry, counts, folders)
            finally:
                os.close(fd)
    finally:
        for fd in folders:
            os.close(fd)
    return counts


def _note(fd: int, entry: os.DirEntry[str], counts: Counter[tuple[int, int]], folders: list[int]) -> None:
    try:
        if entry.is_dir(follow_symlinks=False):
            folders.append(os.open(entry.name, _FOLDER, dir_fd=fd))
        elif entry.is_file(follow_symlinks=False):
            status = os.stat(entry.name, dir_fd=fd, follow_symlinks=False)
            if stat.S_ISREG(status.st_mode) and status.st_nlink > 1:
                counts[status.st_dev, status.st_ino] += 1
    except OSError:
        # Gone, masked, or too many folders open: what is not seen is not counted, and so not read.
        return

"""Walks the folders below one, by descriptor, in the order of names, without following a link; bounded in time."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from typing import NamedTuple

from .globs import Matcher
from .ignoring import Ignored, open_rules
from .place import ROOT, opened_folder, placed

_LISTED = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_PATH = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_SECONDS = 8.0
"""The gateway waits somewhat longer; what was found until then is told."""
_MOST_DEPTH = 60
_MOST_ENTRIES = 500_000


class Entry(NamedTuple):
    folder: int
    """Open until the next one is asked for."""
    name: str
    path: str
    """Below the folder where the walk began."""
    kind: str
    """`folder`, `file`, `link` or `other`."""
    depth: int


class Walk:
    def __init__(self, path: str, excluded: list[str], with_ignored: bool) -> None:
        self._path = path
        self._excluded = Matcher(excluded)
        self._with_ignored = with_ignored
        self._until = time.monotonic() + _SECONDS
        self._entries = 0
        self.is_complete = True
        self.ignored = 0
        """Entries that .gitignore leaves out, a folder as one."""

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self._until

    def entries(self) -> Iterator[Entry]:
        with opened_folder(self._path) as top, placed(self._path) as place:
            rules = None if self._with_ignored else _rules_above(place.path)
            yield from self._below(top, "", place.path, rules, 0)

    def stop(self) -> None:
        self.is_complete = False
        self._until = 0.0

    def _below(self, fd: int, path: str, whole: str, rules: Ignored | None, depth: int) -> Iterator[Entry]:
        rules = None if rules is None else rules.below(fd, whole)
        for name, kind in list_entries(fd):
            self._entries += 1
            if self.is_late or self._entries > _MOST_ENTRIES:
                self.stop()
                return
            below = f"{path}/{name}" if path else name
            whole_below = f"{whole}/{name}" if whole else name
            if self._is_left_out(below, whole_below, name, kind, rules):
                continue
            yield Entry(fd, name, below, kind, depth)
            if kind != "folder":
                continue
            if depth >= _MOST_DEPTH:
                self.is_complete = False
                continue
            try:
                folder = os.open(name, _LISTED, dir_fd=fd)
            except OSError:
                # Masked, gone, or swapped for something else.
                continue
            try:
                yield from self._below(folder, below, whole_below, rules, depth + 1)
            finally:
                os.close(folder)

    def _is_left_out(self, path: str, whole: str, name: str, kind: str, rules: Ignored | None) -> bool:
        if self._excluded.matches(path, name):
            return True
        if name == ".git":
            return True
        if rules is None or not rules.has(whole, name, kind == "folder"):
            return False
        self.ignored += 1
        return True


def list_entries(fd: int) -> list[tuple[str, str]]:
    """Names and kinds, sorted."""
    with os.scandir(fd) as found:
        return sorted((entry.name, _kind_of(entry)) for entry in found)


def _kind_of(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_symlink():
            return "link"
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "file" if entry.is_file(follow_symlinks=False) else "other"
    except OSError:
        return "other"


def is_masked(fd: int, name: str, device: int) -> bool:
    """path.protected: a mask is a mount of its own, of something empty that nobody may open."""
    try:
        status = os.stat(name, dir_fd=fd, follow_symlinks=False)
    except OSError:
        return False
    return status.st_dev != device and stat.S_IMODE(status.st_mode) == 0


def _rules_above(path: str) -> Ignored:
    """Of the folders from the workspace down to the one where the walk begins, which adds its own."""
    root = os.open(ROOT, _PATH)
    fds = [root]
    try:
        rules = open_rules(root)
        at = ""
        for part in [part for part in path.split("/") if part]:
            rules = rules.below(fds[-1], at)
            at = f"{at}/{part}" if at else part
            fds.append(os.open(part, _PATH, dir_fd=fds[-1]))
        return rules
    finally:
        for fd in fds:
            os.close(fd)


def show_name(name: str) -> str:
    """Bytes that are no UTF-8 as `\\xNN`: such a name can be seen, and cannot be asked for."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

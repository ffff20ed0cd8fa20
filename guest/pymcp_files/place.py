"""From a path to descriptors, name by name, from the root of the workspace.

path.contained: links are followed here and not by the kernel, so that one that leads out of the workspace is refused
also where the jail has something at that path; what is swapped meanwhile is noticed, because nothing is opened by a
whole path.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from .refusal import RefusedError, explain, show

ROOT = "/workspace"
_FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_LISTED = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MOST_LINKS = 40
"""As the kernel has it (path_resolution(7))."""


class Place(NamedTuple):
    """Where an entry stands, or would. No link: those on the way were followed."""

    folder: int
    name: str
    """Empty for the workspace itself."""
    status: os.stat_result | None
    """None where there is nothing."""
    path: str
    """Below the workspace, with no link in it."""


@contextmanager
def placed(path: str, follow_last: bool = True) -> Iterator[Place]:
    """Raises RefusedError where a folder on the way is missing or the way leads out."""
    walk = _Walk(path, follow_last)
    try:
        yield walk.to_end()
    except OSError as error:
        raise explain(error, path) from None
    finally:
        walk.close()


@contextmanager
def opened_folder(path: str) -> Iterator[int]:
    """A descriptor by which its entries can be listed."""
    with placed(path) as place:
        if place.status is None:
            raise RefusedError("missing", f"{show(path)} is not there")
        if not stat.S_ISDIR(place.status.st_mode):
            raise RefusedError("not-folder", f"{show(path)} is no folder")
        fd = os.open(place.name or ".", _LISTED, dir_fd=place.folder)
        try:
            yield fd
        finally:
            os.close(fd)


@contextmanager
def opened_file(path: str) -> Iterator[int]:
    """A descriptor of a regular file. Nothing else is ever opened: a FIFO would wake its writer."""
    with placed(path) as place:
        fd = open_regular(place, path)
        try:
            yield fd
        finally:
            os.close(fd)


def open_regular(place: Place, path: str) -> int:
    if place.status is None:
        raise RefusedError("missing", f"{show(path)} is not there")
    refuse_unless_regular(place.status, path)
    fd = os.open(place.name, _FILE, dir_fd=place.folder)
    try:
        refuse_unless_regular(os.fstat(fd), path)
    except BaseException:
        os.close(fd)
        raise
    return fd


def refuse_unless_regular(status: os.stat_result, path: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("not-file", f"{show(path)} is {kind_of(status.st_mode)} and no regular file")


def kind_of(mode: int) -> str:
    kinds = (
        (stat.S_ISREG, "a file"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISLNK, "a symbolic link"),
        (stat.S_ISFIFO, "a FIFO"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((name for test, name in kinds if test(mode)), "a device")


class _Walk:
    def __init__(self, path: str, follow_last: bool) -> None:
        self._asked = path
        self._follow_last = follow_last
        self._left = [part for part in path.split("/") if part]
        self._folders = [os.open(ROOT, _FOLDER)]
        self._names: list[str] = []
        self._links = 0

    def to_end(self) -> Place:
        while self._left:
            part = self._left.pop(0)
            if part in (".", ""):
                continue
            if part == "..":
                self._leave()
                continue
            status = self._look(part)
            if status is not None and stat.S_ISLNK(status.st_mode) and (self._left or self._follow_last):
                self._follow(part)
            elif not self._left:
                return Place(self._folders[-1], part, status, "/".join([*self._names, part]))
            else:
                self._folders.append(os.open(part, _FOLDER, dir_fd=self._folders[-1]))
                self._names.append(part)
        # It ended with a folder: the workspace, or what a link leads to by way of `..`.
        return Place(self._folders[-1], "", os.fstat(self._folders[-1]), "/".join(self._names))

    def close(self) -> None:
        for fd in self._folders:
            os.close(fd)
        self._folders.clear()

    def _look(self, part: str) -> os.stat_result | None:
        try:
            return os.stat(part, dir_fd=self._folders[-1], follow_symlinks=False)
        except FileNotFoundError:
            if self._left:
                raise
            return None

    def _leave(self) -> None:
        if len(self._folders) == 1:
            raise self._outside()
        os.close(self._folders.pop())
        self._names.pop()

    def _follow(self, part: str) -> None:
        self._links += 1
        if self._links > _MOST_LINKS:
            raise RefusedError("link", f"{show(self._asked)} leads in circles")
        target = os.readlink(part, dir_fd=self._folders[-1])
        if target.startswith("/"):
            if target != ROOT and not target.startswith(f"{ROOT}/"):
                raise self._outside()
            target = target[len(ROOT) :]
            while len(self._folders) > 1:
                self._leave()
        self._left[:0] = target.split("/")

    def _outside(self) -> RefusedError:
        return RefusedError("outside", f"{show(self._asked)} is a link that leads out of the workspace")

"""Forking a session: a copy of this process, with all that it has in memory, that goes on by itself.

A sealed process enters no new namespaces and has no way to the gateway's socket (jail.kernel). So the template connects
for it and passes the descriptors, and the copy shares the namespaces. Its parent is pid 1: pid 1 sees how it ends.
"""

from __future__ import annotations

import array
import contextlib
import os
import shutil
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass

# By name: a library such as gevent puts its own in their places.
from os import _exit, fork, getpid, getppid, waitpid
from time import sleep
from typing import NoReturn

from . import frames, linux
from .contained_path import is_contained
from .inputs import Version

_FOLDER = ".copies"
"""Below the home of the first of a family: where copies have theirs."""
_RECEIVE_SECONDS = 5.0
_DESCRIPTORS = 4
# 5 s and more.
_ADOPTION_WAITS = 25_000


@dataclass(frozen=True)
class Gifts:
    """What a copy gets from the template."""

    control: int
    stdout: int
    stderr: int
    gift: int

    def close(self) -> None:
        for fd in (self.control, self.stdout, self.stderr, self.gift):
            os.close(fd)


def receive(gift: socket.socket) -> Gifts:
    """Raises OSError where the template sends nothing in time."""
    gift.settimeout(_RECEIVE_SECONDS)
    numbers = array.array("i")
    try:
        # Not recv_fds: before 3.12 it forgets the flag, and a program started meanwhile would inherit them.
        _, messages, _, _ = gift.recvmsg(
            16, socket.CMSG_SPACE(_DESCRIPTORS * numbers.itemsize), socket.MSG_CMSG_CLOEXEC
        )
    finally:
        gift.settimeout(None)
    for level, kind, data in messages:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            numbers.frombytes(data[: len(data) - len(data) % numbers.itemsize])
    if len(numbers) != _DESCRIPTORS:
        for fd in numbers:
            os.close(fd)
        raise OSError(f"{len(numbers)} descriptors came instead of {_DESCRIPTORS}")
    return Gifts(*numbers)


def copy_home(home: str, top: str, name: str) -> str:
    """Copy the files of a session before it is forked, so that they are those of one moment. Returns the copy's home.

    `top`: the home of the first of the family. Raises OSError where they do not fit.
    """
    if not is_contained(name) or "/" in name:
        raise OSError(f"{name!r} is no name of a copy")
    copy = f"{top}/{_FOLDER}/{name}"
    os.makedirs(os.path.dirname(copy), mode=0o700, exist_ok=True)
    try:
        shutil.copytree(
            home,
            copy,
            symlinks=True,
            ignore=lambda folder, _names: {_FOLDER} if folder == top else set(),
            copy_function=_copy_file,
        )
    except OSError as error:
        if not isinstance(error, FileExistsError):
            shutil.rmtree(copy, ignore_errors=True)
        # shutil.Error has a list of all that failed.
        if isinstance(error, shutil.Error) and error.args and error.args[0]:
            raise OSError(str(error.args[0][0][2])) from None
        raise
    return copy


def fork_away(gifts: Gifts, home: str) -> bool:
    """True in the original; False in the copy, whose parent is pid 1 by then.

    Where there is nothing to fork with, `home` is removed and OSError raised.
    """
    original = getpid()
    # Its end tells how it went, whoever else waits for children.
    told, tell = os.pipe()
    middle = None
    adopts_orphans = int(linux.is_child_subreaper())
    try:
        # Else the copy would be handed to this process and not to pid 1.
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 0)
        # A whole one: threads of the guest may hold locks that it waits for, and `random` is seeded anew.
        middle = fork()
        if middle == 0:
            os.close(told)
            _leave_unless_copy(gifts, original, tell)
            return False
    except OSError:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, adopts_orphans)
        shutil.rmtree(home, ignore_errors=True)
        raise
    finally:
        os.close(tell)
        if middle is None:
            os.close(told)
    try:
        has_copy = os.read(told, 1) == b"."
    finally:
        os.close(told)
        with contextlib.suppress(ChildProcessError):
            waitpid(middle, 0)
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, adopts_orphans)
    if not has_copy:
        shutil.rmtree(home, ignore_errors=True)
        raise OSError("no process could be made: the limit of processes or of memory is reached")
    return True


def _leave_unless_copy(gifts: Gifts, original: int, tell: int) -> None:
    """In the middle process: forks the copy and ends, so that the copy is handed to pid 1."""
    try:
        middle = getpid()
        if linux.fork_quietly() != 0:
            os.write(tell, b".")
            _exit(0)
    except BaseException as error:
        refuse(gifts.control, str(error))
    # Who says that it is there before it is pid 1's is not found there.
    for _ in range(_ADOPTION_WAITS):
        if getppid() not in (original, middle):
            return
        sleep(0.000_2)
    refuse(gifts.control, "the copy was not handed to pid 1")


def take_over(gifts: Gifts, control: socket.socket, streams: tuple[int, ...], gift: socket.socket) -> None:
    """Put the copy's connections in the place of the original's, under every number by which the guest has them too."""
    originals = (control.fileno(), *streams, gift.fileno())
    ours = (gifts.control, gifts.stdout, gifts.stderr, gifts.gift)
    replacements = dict(zip(map(_identity, originals), ours))
    for fd in map(int, os.listdir("/proc/self/fd")):
        with contextlib.suppress(OSError):
            new = replacements.get(_identity(fd))
            if new is not None:
                os.dup2(new, fd, inheritable=os.get_inheritable(fd))
    gifts.close()


def _identity(fd: int) -> tuple[int, int]:
    status = os.fstat(fd)
    return status.st_dev, status.st_ino


def move(before: str, after: str) -> None:
    """What named the original's home names the copy's."""

    def moved(path: str) -> str:
        return after + path[len(before) :] if path == before or path.startswith(f"{before}/") else path

    os.environ["HOME"] = moved(os.environ.get("HOME", before))
    with contextlib.suppress(FileNotFoundError):
        # A folder that is gone stays so.
        folder = moved(os.getcwd())
        os.chdir(folder)
        os.environ["PWD"] = folder
    sys.path[:] = [moved(path) if isinstance(path, str) else path for path in sys.path]


def versions_in(home: str, known: Mapping[str, Version]) -> dict[str, Version]:
    """Of the files that were known of the original: the copy has made none of them."""
    versions = {}
    for path in known:
        with contextlib.suppress(OSError):
            versions[path] = Version.of(os.lstat(f"{home}/{path}"))
    return versions


def refuse(fd: int, reason: str) -> NoReturn:
    """Say on the copy's channel why there is none, and end."""
    try:
        with contextlib.suppress(OSError):
            control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, fileno=fd)
            frames.send_frame(control, {"type": "refused", "layer": "fork", "reason": reason})
    finally:
        _exit(1)


def _copy_file(source: str, target: str) -> None:
    """A FIFO or a socket is nobody's data, and reading it would wait for ever."""
    with contextlib.suppress(FileNotFoundError):
        if os.path.isfile(source) or os.path.islink(source):
            shutil.copy2(source, target, follow_symlinks=False)

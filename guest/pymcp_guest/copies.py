"""Forking a session: a copy of this process, with all that it has in memory, that goes on by itself.

A sealed process enters no new namespaces and has no way to the gateway's socket (jail.kernel). So the template connects for
it and passes the descriptors, and the copy shares the namespaces. Its parent is pid 1: pid 1 sees how it ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
from dataclasses import dataclass

from . import streams

FOLDER = ".copies"
"""Below the home of the first of a family: where copies have theirs."""
_RECEIVE_SECONDS = 5.0
_DESCRIPTORS = 4


@dataclass(frozen=True)
class Gifts:
    """What a copy gets from the template."""

    control: socket.socket
    stdout: int
    stderr: int
    gift: socket.socket

    def close(self) -> None:
        self.control.close()
        os.close(self.stdout)
        os.close(self.stderr)
        self.gift.close()


def receive(gift: socket.socket) -> Gifts:
    """Raises OSError where the template sends nothing in time."""
    gift.settimeout(_RECEIVE_SECONDS)
    try:
        _, descriptors, _, _ = socket.recv_fds(gift, 16, _DESCRIPTORS)
    finally:
        gift.settimeout(None)
    if len(descriptors) != _DESCRIPTORS:
        for fd in descriptors:
            os.close(fd)
        raise OSError(f"{len(descriptors)} descriptors came instead of {_DESCRIPTORS}")
    for fd in descriptors:
        os.set_inheritable(fd, False)
    control, stdout, stderr, next_gift = descriptors
    return Gifts(_adopt(control), stdout, stderr, _adopt(next_gift))


def fork_away(gifts: Gifts) -> bool:
    """True in the original, which has closed the gifts; False in the copy, whose parent is pid 1 by then."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()
    original = os.getpid()
    try:
        middle = os.fork()
        if middle == 0:
            _leave_unless_copy(original)
            return False
        _, status = os.waitpid(middle, 0)
    finally:
        if os.getpid() == original:
            gifts.close()
    if status != 0:
        raise OSError("the limit of processes is reached")
    return True


def _leave_unless_copy(original: int) -> None:
    """In the middle process: forks the copy and ends, so that the copy is handed to pid 1."""
    try:
        middle = os.getpid()
        if os.fork() != 0:
            os._exit(0)
    except BaseException:
        os._exit(1)
    # Who says that it is there before it is pid 1's is not found there.
    while os.getppid() in (original, middle):
        time.sleep(0.0002)


def settle(gifts: Gifts, home: str, name: str) -> str:
    """Make this process the copy's: streams, session, signals, and a home with the same files. Returns that home."""
    os.setsid()
    signal.setitimer(signal.ITIMER_REAL, 0)
    streams.replace(os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC), gifts.stdout, gifts.stderr)
    top = home.partition(f"/{FOLDER}/")[0]
    folder = f"{top}/{FOLDER}"
    os.makedirs(folder, exist_ok=True)
    own = f"{folder}/{name}"
    shutil.copytree(home, own, symlinks=True, ignore=_ignore_copies(home), copy_function=_copy_file)
    _move(home, own)
    return own


def _copy_file(source: str, target: str) -> None:
    """A FIFO or a socket is nobody's data, and reading it would wait for ever."""
    if os.path.isfile(source) or os.path.islink(source):
        shutil.copy2(source, target, follow_symlinks=False)


def _ignore_copies(home: str):  # type: ignore[no-untyped-def]
    return lambda folder, _names: {FOLDER} if folder == home else set()


def _move(before: str, after: str) -> None:
    """What named the original's home names the copy's."""

    def moved(path: str) -> str:
        return after + path[len(before) :] if path == before or path.startswith(f"{before}/") else path

    os.environ["HOME"] = moved(os.environ.get("HOME", before))
    folder = moved(os.getcwd())
    os.chdir(folder)
    os.environ["PWD"] = folder
    sys.path[:] = [moved(path) if isinstance(path, str) else path for path in sys.path]


def _adopt(fd: int) -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, fileno=fd)

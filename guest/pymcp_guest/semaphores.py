"""Named semaphores where the kernel takes one file with two names for two, as gVisor does for files of the host's.

glibc's sem_open(3) makes a new semaphore under a name of its own, maps it, and gives it the wanted name by link(2). Who
opens it by that name maps another file then, as that kernel sees it, and whoever waits there is not woken here: pools
of multiprocessing that are started by spawn or forkserver hang. So each is let go of and opened by its name, as every
other process will open it. It is a help for programs in the sandbox, and guards nothing.
"""

from __future__ import annotations

from typing import Any


def open_by_name() -> None:
    """From here on, in this process and what it forks. Does nothing where this Python has no semaphores."""
    try:
        import _multiprocessing
    except ImportError:
        return
    made = getattr(_multiprocessing, "SemLock", None)
    if made is not None:
        _multiprocessing.SemLock = _by_name(made, _multiprocessing.sem_unlink)  # type: ignore[misc]


def _by_name(made: Any, unlink: Any) -> Any:
    class SemLock(made):
        """As its base (Modules/_multiprocessing/semaphore.c); what is made is one of its base's."""

        def __new__(cls, kind: int, value: int, maxvalue: int, name: str, remove: bool) -> Any:
            # glibc keeps one mapping of each semaphore in a process: it goes with the last that has it.
            made(kind, value, maxvalue, name, False)
            try:
                semaphore = made._rebuild(0, kind, maxvalue, name)
            except BaseException:
                unlink(name)
                raise
            if remove:
                unlink(name)
            return semaphore

    return SemLock

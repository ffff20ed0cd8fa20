"""The processes of this pid namespace, for pid 1, which ends some of them (proc_pid_stat(5))."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator

_ROUNDS = 20


def end_tree(root: int) -> None:
    """SIGKILL for a process, its session and all below it; again until no round finds any.

    What has left its session and whose parent has gone is not found: its control group ends it, where there is one.
    """
    for _ in range(_ROUNDS):
        found = list(_tree(root))
        for pid in found:
            # Only pid 1 and parents reap: a pid may be free by now, but whoever takes it is of the same family.
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if not found:
            return


def _tree(root: int) -> Iterator[int]:
    """Living processes of the tree, parents first."""
    parents = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError, ValueError, IndexError):
            state, parent, session = _read(name)
            if state != "Z":
                parents[int(name)] = (parent, session)
    members = {root}
    grown = True
    while grown:
        below = {
            pid
            for pid, (parent, session) in parents.items()
            if pid != os.getpid() and pid not in members and (parent in members or session == root)
        }
        members |= below
        grown = bool(below)
    yield from sorted(pid for pid in members if pid in parents)


def _read(pid: str) -> tuple[str, int, int]:
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        # The name of the program, in parentheses, may hold anything.
        fields = file.read().rpartition(")")[2].split()
    return fields[0], int(fields[1]), int(fields[3])

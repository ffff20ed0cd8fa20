"""The line between the template and the init of one sandbox: what became of processes one way, orders the other.

A pair of SOCK_SEQPACKET sockets: each record arrives whole and alone (unix(7)). No guest code ever holds it: init is
not dumpable and the agent closes it before it reads anything.
"""

from __future__ import annotations

import os
import socket
import struct
from typing import NamedTuple

# From the sandbox to the template.
AGENT = b"a"
"""The agent has ended: `number` is its wait status (wait(2))."""
COPY = b"c"
"""A copy that was watched has ended: `pid`, and its wait status or UNKNOWN."""
INTERRUPTED = b"s"
"""The order to interrupt was carried out."""

# From the template to init. `pid` as the sandbox sees it; 0 is the agent.
KEEP = b"k"
"""Stay when the agent ends, until no process is left: others of the family may go on."""
WATCH = b"w"
"""Tell when this child ends: it is a copy of the agent."""
INTERRUPT = b"n"
"""Send it SIGINT."""
END = b"x"
"""End it with what it has started."""

UNKNOWN = -1

_RECORD = struct.Struct("=cii")


class Record(NamedTuple):
    kind: bytes
    pid: int = 0
    number: int = 0


def pair() -> tuple[int, int]:
    """The template's end, which never waits, and the sandbox's. Closed by exec."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)
    return ours.detach(), theirs.detach()


def tell(line: int, kind: bytes, pid: int = 0, number: int = 0) -> None:
    os.write(line, _RECORD.pack(kind, pid, number))


def read(line: int) -> Record | None:
    """The next record, None where the other side has gone; raises BlockingIOError where there is none yet."""
    try:
        record = os.read(line, _RECORD.size)
    except ConnectionResetError:
        # It went without having read its last order.
        return None
    return Record(*_RECORD.unpack(record)) if record else None

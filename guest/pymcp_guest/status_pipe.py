"""The status pipe of one sandbox: what its makers tell the template.

It has two writers, in no certain order: on a busy machine a program can run to its end before the entrant goes on.
"""

from __future__ import annotations

import os
import struct

INIT = b"i"
"""The pid of init, from the entrant."""
AGENT = b"a"
"""The agent's wait status (wait(2)), from init."""

_RECORD = struct.Struct("=ci")


def tell(pipe: int, kind: bytes, number: int) -> None:
    """Write one record; a pipe takes it whole (PIPE_BUF in pipe(7))."""
    os.write(pipe, _RECORD.pack(kind, number))


def read(pipe: int) -> tuple[bytes, int] | None:
    """The next record, None where the last writer has gone; raises BlockingIOError where there is none yet."""
    record = os.read(pipe, _RECORD.size)
    return _RECORD.unpack(record) if record else None

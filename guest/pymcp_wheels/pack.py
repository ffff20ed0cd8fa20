"""Files of a tree in one file, one behind the other: a line `KIND BYTES PATH`, then so many bytes.

KIND is `x` of what may be executed, else `f`. The host makes the tree of it (src/host/read-packs.ts): nothing in a pack
can be a link, have a mode or a second name.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import BinaryIO

_PART = 1024 * 1024


class Pack:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def begin(self, path: str, size: int, executable: bool) -> None:
        """`write` has to be given so many bytes then."""
        self._file.write(f"{'x' if executable else 'f'} {size} {path}\n".encode())

    def write(self, part: bytes) -> None:
        self._file.write(part)

    def add(self, path: str, body: bytes) -> None:
        self.begin(path, len(body), executable=False)
        self.write(body)


@contextlib.contextmanager
def open_pack(path: str) -> Iterator[Pack]:
    """What is added comes behind what is there."""
    with open(path, "ab", buffering=_PART) as file:
        yield Pack(file)


def lay_out(packs: list[str], folder: str) -> None:
    """As files, for what has to find them in a folder."""
    for pack in packs:
        with open(pack, "rb") as file:
            for head in iter(file.readline, b""):
                kind, size, path = head.decode().rstrip("\n").split(" ", 2)
                target = os.path.join(folder, path)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "xb") as out:
                    out.writelines(_parts(file, int(size)))
                os.chmod(target, 0o755 if kind == "x" else 0o644)


def _parts(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        part = file.read(min(size, _PART))
        if not part:
            raise OSError("a pack has ended too early")
        size -= len(part)
        yield part

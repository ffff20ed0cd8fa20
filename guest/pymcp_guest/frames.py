"""Frames on the control socket: four bytes of length, big-endian, then that many bytes of JSON."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_HEADER = struct.Struct(">I")


def send_frame(connection: socket.socket, message: dict[str, Any]) -> None:
    body = json.dumps(message, allow_nan=False).encode("ascii")
    connection.sendall(_HEADER.pack(len(body)) + body)


def receive_frame(connection: socket.socket) -> dict[str, Any] | None:
    """The next message, or None where the gateway has closed the channel."""
    header = _receive_exactly(connection, _HEADER.size)
    if header is None:
        return None
    body = _receive_exactly(connection, _HEADER.unpack(header)[0])
    return None if body is None else json.loads(body)


def _receive_exactly(connection: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)

"""What the gateway asks for: files that are put in their places, then a program, a cell or a question."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

from . import frames, inputs
from .inputs import Version


@dataclass(frozen=True)
class Request:
    message: dict[str, Any] | None
    """None where the gateway went away."""
    placed: dict[str, Version]
    """What the files that came with it are now, by path."""
    failure: OSError | None = None
    """Why one of them could not be put in its place; the rest was read and dropped."""


def receive(control: socket.socket, home: str) -> Request:
    try:
        message, placed = inputs.receive(control, home)
    except OSError as error:
        message = frames.receive_frame(control)
        while message is not None and message["type"] in ("file", "chunk"):
            message = frames.receive_frame(control)
        return Request(message, {}, error)
    return Request(message, placed)


def to_result(failure: OSError) -> dict[str, Any]:
    """The answer to a program or a cell that was not run because its files did not fit."""
    text = f"a file could not be put in its place, and nothing was run: {failure}"
    return {
        "type": "result",
        "status": "raised",
        "name": type(failure).__name__,
        "message": text,
        "traceback": f"{type(failure).__name__}: {text}\n",
    }

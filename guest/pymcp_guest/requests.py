"""What the gateway asks for: files that are put in their places, then a program, a cell or a question."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

from . import inputs
from .inputs import Version


@dataclass(frozen=True)
class Request:
    message: dict[str, Any] | None
    """None where the gateway went away."""
    placed: dict[str, Version]
    """What the files that came with it are now, by path."""
    failure: str | None = None
    """Why one of them could not be put in its place."""


def receive(control: socket.socket, home: str) -> Request:
    try:
        return Request(*inputs.receive(control, home))
    except inputs.NotPlacedError as error:
        return Request(error.request, {}, str(error))


def to_result(failure: str) -> dict[str, Any]:
    """The answer to a program or a cell that was not run because its files did not fit."""
    text = f"{failure}; nothing was run"
    return {
        "type": "result",
        "status": "raised",
        "name": "OSError",
        "message": text,
        "traceback": f"OSError: {text}\n",
    }

"""What a sandbox gets for one run before its code: variables, authorities to trust, the token of its network.

It comes with the run and not with the birth, because a sandbox waits without knowing for whom.
"""

from __future__ import annotations

import os
import socket
from typing import Any

from . import frames, requests
from .network import WayOut

CA_BUNDLE = "/tmp/.pymcp/ca.pem"
"""Certificates that this run is to trust, where it is given any. The program's own to spoil."""


def receive_request(control: socket.socket, home: str, way_out: WayOut | None) -> requests.Request:
    """The first request that is none for equipment. No guest code runs before it; the line to the relay ends."""
    request = requests.receive(control, home)
    while request.message is not None and request.message["type"] == "equip":
        frames.send_frame(control, _answer(request.message, way_out))
        request = requests.receive(control, home)
    if way_out is not None:
        way_out.close()
    return request


def _answer(message: dict[str, Any], way_out: WayOut | None) -> dict[str, Any]:
    try:
        if message["caBundle"] is not None:
            _write_bundle(message["caBundle"])
        _open(way_out, message["networkToken"])
        os.environ.update(message["variables"])
    except Exception as error:
        return {"type": "failed", "reason": f"{type(error).__name__}: {error}"}
    return {"type": "done"}


def _open(way_out: WayOut | None, token: str) -> None:
    if way_out is None:
        raise OSError(0, "this sandbox was born without a way out")
    way_out.open(token)


def _write_bundle(text: str) -> None:
    os.mkdir(os.path.dirname(CA_BUNDLE), 0o700)
    with open(CA_BUNDLE, "x", encoding="ascii") as file:
        file.write(text)

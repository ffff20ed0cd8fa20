"""Tells the gateway what came out of a program besides its result, in chunks: images, values as HTML, then files."""

from __future__ import annotations

import binascii
import socket

from . import frames
from .outputs import Outputs
from .showcase import Showcase

# A frame holds 1 MiB, and base64 makes four bytes of three.
_CHUNK_BYTES = 512 * 1024


def send(control: socket.socket, showcase: Showcase, outputs: Outputs) -> None:
    for image in showcase.images:
        frames.send_frame(control, {"type": "image", "size": len(image)})
        send_chunks(control, image)
    for page in showcase.html:
        frames.send_frame(control, {"type": "html", "size": len(page)})
        send_chunks(control, page)
    for path, size, parts in outputs.collect():
        content = "left out" if parts is None else "follows"
        frames.send_frame(control, {"type": "file", "path": path, "size": size, "content": content})
        for part in parts or ():
            send_chunks(control, part)
    omitted = {"files": outputs.omitted, "images": showcase.omitted, "html": showcase.html_omitted}
    if any(omitted.values()):
        frames.send_frame(control, {"type": "omitted", **omitted})


def send_chunks(control: socket.socket, data: bytes) -> None:
    for start in range(0, len(data), _CHUNK_BYTES):
        text = binascii.b2a_base64(data[start : start + _CHUNK_BYTES], newline=False).decode("ascii")
        frames.send_frame(control, {"type": "chunk", "data": text})

"""What the gateway takes as a figure (exchangeLimits in src/core/exchanged-file.ts)."""

from __future__ import annotations

import struct

MOST_PIXELS = 1568
"""Longest side."""
MOST_BYTES = 1024 * 1024
_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


def longest_side(data: bytes) -> int | None:
    """In pixels; None where the bytes do not begin and end as a PNG does."""
    if len(data) < len(_HEAD) + 17 + len(_END) or not (data.startswith(_HEAD) and data.endswith(_END)):
        return None
    width, height = struct.unpack_from(">II", data, len(_HEAD))
    return max(width, height) if width and height else None


def is_acceptable(data: bytes) -> bool:
    side = longest_side(data)
    return side is not None and side <= MOST_PIXELS and len(data) <= MOST_BYTES

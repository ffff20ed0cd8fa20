"""What the bytes of a file are as text: encoding, line ends, or that they are none. An edit loses nothing of it."""

from __future__ import annotations

from typing import NamedTuple

from .refusal import RefusedError, show

_LOOK_BYTES = 8192
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-bom"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class Encoding(NamedTuple):
    name: str
    """`unknown` where it is no UTF-8 and has no byte order mark: some 8-bit encoding."""
    bom: bytes

    @property
    def codec(self) -> str:
        return self.name if self.name.startswith("utf-16") else "utf-8"

    @property
    def is_wide(self) -> bool:
        return self.name.startswith("utf-16")


def find_encoding(start: bytes, path: str) -> Encoding:
    """`start`: the first bytes of the file. Raises RefusedError where they are no text."""
    for bom, name in _BOMS:
        if start.startswith(bom):
            return Encoding(name, bom)
    if is_binary(start):
        raise RefusedError("binary", f"{show(path)} is no text: it has NUL bytes")
    return Encoding("utf-8", b"")


def is_binary(start: bytes) -> bool:
    return b"\0" in start[:_LOOK_BYTES] and not start.startswith((b"\xff\xfe", b"\xfe\xff"))


def decode_lossless(data: bytes, encoding: Encoding) -> str:
    """Bytes that are no UTF-8 become surrogates, which `encode` makes the same bytes of."""
    errors = "strict" if encoding.is_wide else "surrogateescape"
    try:
        return data[len(encoding.bom) :].decode(encoding.codec, errors)
    except UnicodeDecodeError:
        raise RefusedError("binary", f"the file is no whole {encoding.name}") from None


def encode(text: str, encoding: Encoding) -> bytes:
    errors = "strict" if encoding.is_wide else "surrogateescape"
    return encoding.bom + text.encode(encoding.codec, errors)


def to_shown(data: bytes) -> tuple[str, bool]:
    """For a reader; and whether all of it was UTF-8."""
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace"), False


def line_end_of(text: str) -> str:
    crlf = text.count("\r\n")
    lf = text.count("\n") - crlf
    if crlf == 0:
        return "lf" if lf else "none"
    return "mixed" if lf else "crlf"

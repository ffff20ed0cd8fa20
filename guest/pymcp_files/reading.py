"""Reads one file, or a part of it: lines from the front, from the end or from the middle, or bytes as they are."""

from __future__ import annotations

import os
import stat
from binascii import b2a_base64
from typing import Any, NamedTuple

from .links import Names
from .place import kind_of, opened_file, placed
from .refusal import RefusedError, show
from .text import Encoding, find_encoding, is_binary, line_end_of, to_shown

_BLOCK = 256 * 1024
_COUNTED_BYTES = 64 * 1024 * 1024
"""Of a larger file lines are counted no further than they are read."""
_WIDE_BYTES = 4 * 1024 * 1024
MEDIA_BYTES = 5 * 1024 * 1024


def read_text(
    path: str, most: int, margin: int, first: int, last: int | None, tail: int | None
) -> dict[str, Any]:
    """Lines `first` to `last`, or the last `tail`, as far as `most` bytes hold them, and what stands around them: the
    gateway looks there for secrets that begin before the part or end behind it."""
    with opened_file(path) as fd:
        status = os.fstat(fd)
        Names().refuse_outside(status, path)
        encoding = find_encoding(os.pread(fd, _BLOCK, 0), path)
        if encoding.is_wide:
            source: _Wide | _Narrow = _Wide(fd, status.st_size, encoding, path)
        else:
            source = _Narrow(fd, status.st_size, len(encoding.bom))
        part = source.tail(tail, most) if tail is not None else source.lines(first, last, most)
        before = source.bytes(max(0, part.begin - margin), part.begin)
        after = source.bytes(part.begin + len(part.data), part.begin + len(part.data) + margin)
    text, is_utf8 = to_shown(part.data)
    return {
        "data": to_base64(part.data),
        "before": to_base64(before),
        "after": to_base64(after),
        "encoding": encoding.name if is_utf8 else "unknown",
        "lineEnd": line_end_of(text),
        "size": status.st_size,
        "firstLine": part.first,
        "lastLine": part.last,
        "lines": part.total,
        "truncated": part.truncated,
    }


class Part(NamedTuple):
    begin: int
    """Where it stands, in bytes of what is read."""
    data: bytes
    first: int | None
    """Its first line; None where that was not counted, or there is none."""
    last: int | None
    total: int | None
    """Lines of the whole file."""
    truncated: bool


class _Narrow:
    """Any encoding whose newline is one byte."""

    def __init__(self, fd: int, size: int, start: int) -> None:
        self._fd = fd
        self._size = size
        self._start = start

    def bytes(self, begin: int, end: int) -> bytes:
        return os.pread(self._fd, end - begin, begin) if end > begin else b""

    def lines(self, first: int, last: int | None, most: int) -> Part:
        offset, line = self._skip(first)
        if offset is None:
            return Part(self._size, b"", None, None, line, False)
        data, ended = self._take(offset, None if last is None else last - first + 1, most)
        truncated = not ended and not _is_whole(data, first, last)
        if truncated:
            data = _cut(data)
        count = _count_lines(data)
        end = offset + len(data)
        is_counted = end >= self._size or self._size <= _COUNTED_BYTES
        total = first - 1 + count + self._count_from(end) if is_counted else None
        last = first - 1 + count if count else None
        return Part(offset, data, first if count else None, last, total, truncated)

    def tail(self, wanted: int, most: int) -> Part:
        """From the end backwards, block by block: what stands before is not read."""
        end = self._size
        begin = end
        data = b""
        while begin > self._start and len(data) <= most:
            step = min(64 * 1024, begin - self._start)
            begin -= step
            data = os.pread(self._fd, step, begin) + data
            if data[:-1].count(b"\n") >= wanted:
                break
        kept = _last(data, wanted)
        truncated = len(kept) > most
        kept = kept[-most:] if truncated else kept
        if truncated and b"\n" in kept[:-1]:
            kept = kept[kept.index(b"\n") + 1 :]
        count = _count_lines(kept)
        at = self._size - len(kept)
        if self._size > _BLOCK * 16:
            return Part(at, kept, None, None, None, truncated)
        total = self._count_from(self._start)
        first = total - count + 1 if count else None
        return Part(at, kept, first, total if count else None, total, truncated)

    def _skip(self, first: int) -> tuple[int | None, int]:
        """Where line `first` begins; or None, and how many lines there are."""
        offset, missing = self._start, first - 1
        while missing > 0:
            block = os.pread(self._fd, _BLOCK, offset)
            if not block:
                return None, first - 1 - missing
            found = block.count(b"\n")
            if found < missing:
                missing -= found
                offset += len(block)
                if len(block) < _BLOCK and offset >= self._size:
                    has_rest = not block.endswith(b"\n")
                    return None, first - 1 - missing + (1 if has_rest else 0)
                continue
            at = -1
            for _ in range(missing):
                at = block.index(b"\n", at + 1)
            return (offset + at + 1, 0) if offset + at + 1 < self._size else (None, first - 1)
        return offset, 0

    def _take(self, offset: int, count: int | None, most: int) -> tuple[bytes, bool]:
        """The bytes of so many lines, at most `most`, and whether that is the end of the file."""
        parts = bytearray()
        while len(parts) < most:
            block = os.pread(self._fd, min(_BLOCK, most - len(parts)), offset + len(parts))
            if not block:
                return bytes(parts), True
            parts += block
            if count is not None and parts.count(b"\n") >= count:
                at = -1
                for _ in range(count):
                    at = parts.index(b"\n", at + 1)
                return bytes(parts[: at + 1]), False
        return bytes(parts), offset + len(parts) >= self._size

    def _count_from(self, offset: int) -> int:
        count, last = 0, b"\n"
        while True:
            block = os.pread(self._fd, _BLOCK, offset)
            if not block:
                return count + (0 if last == b"\n" else 1)
            count += block.count(b"\n")
            last = block[-1:]
            offset += len(block)


class _Wide:
    """UTF-16: as a whole, and so not of any size."""

    def __init__(self, fd: int, size: int, encoding: Encoding, path: str) -> None:
        if size > _WIDE_BYTES:
            raise RefusedError(
                "too-large", f"{show(path)} is {encoding.name} and too large to be read as such"
            )
        data = os.pread(fd, size, len(encoding.bom))
        self._whole = data.decode(encoding.codec, "replace").encode("utf-8", "replace")
        self._lines = self._whole.split(b"\n")
        self._lines = [line + b"\n" for line in self._lines[:-1]] + [
            line for line in self._lines[-1:] if line
        ]

    def bytes(self, begin: int, end: int) -> bytes:
        return self._whole[begin:end]

    def lines(self, first: int, last: int | None, most: int) -> Part:
        return self._part(first - 1, len(self._lines) if last is None else min(last, len(self._lines)), most)

    def tail(self, wanted: int, most: int) -> Part:
        return self._part(max(0, len(self._lines) - wanted), len(self._lines), most)

    def _part(self, begin: int, end: int, most: int) -> Part:
        data = b"".join(self._lines[begin:end])
        truncated = len(data) > most
        data = _cut(data[:most]) if truncated else data
        count = _count_lines(data)
        return Part(
            sum(map(len, self._lines[:begin])),
            data,
            begin + 1 if count else None,
            begin + count if count else None,
            len(self._lines),
            truncated,
        )


def _is_whole(data: bytes, first: int, last: int | None) -> bool:
    return last is not None and _count_lines(data) == last - first + 1 and data.endswith(b"\n")


def _cut(data: bytes) -> bytes:
    """Back to the end of a line; within a line that is too long, to the end of a character."""
    at = data.rfind(b"\n")
    if at != -1:
        return data[: at + 1]
    while data and data[-1] & 0xC0 == 0x80:
        data = data[:-1]
    return data[:-1] if data and data[-1] >= 0xC0 else data


def _count_lines(data: bytes) -> int:
    return data.count(b"\n") + (1 if data and not data.endswith(b"\n") else 0)


def _last(data: bytes, wanted: int) -> bytes:
    """By newlines alone: splitlines would take a lone carriage return for one."""
    at = len(data) - 1 if data.endswith(b"\n") else len(data)
    for _ in range(wanted):
        at = data.rfind(b"\n", 0, max(0, at))
        if at == -1:
            return data
    return data[at + 1 :]


def read_media(path: str) -> dict[str, Any]:
    with opened_file(path) as fd:
        status = os.fstat(fd)
        Names().refuse_outside(status, path)
        if status.st_size > MEDIA_BYTES:
            raise RefusedError(
                "too-large", f"{show(path)} has {status.st_size} bytes, more than {MEDIA_BYTES}"
            )
        data = read_all(fd, MEDIA_BYTES)
    return {"data": to_base64(data), "size": len(data)}


def read_all(fd: int, most: int) -> bytes:
    parts = bytearray()
    while len(parts) <= most:
        part = os.pread(fd, 1 << 20, len(parts))
        if not part:
            return bytes(parts)
        parts += part
    raise RefusedError("too-large", f"the file has more than {most} bytes")


def to_base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode("ascii")


def describe(path: str) -> dict[str, Any]:
    with placed(path, follow_last=False) as place:
        status = place.status
        if status is None:
            raise RefusedError("missing", f"{show(path)} is not there")
        is_text = None
        if stat.S_ISREG(status.st_mode) and status.st_size > 0:
            is_text = _looks_like_text(path)
        return {
            "kind": kind_of(status.st_mode).split(" ", 1)[1],
            "size": status.st_size,
            "modified": status.st_mtime,
            "accessed": status.st_atime,
            "changed": status.st_ctime,
            "permissions": oct(stat.S_IMODE(status.st_mode))[2:].rjust(3, "0"),
            "names": status.st_nlink,
            "target": _target_of(place.folder, place.name, status),
            "isText": is_text,
        }


def _looks_like_text(path: str) -> bool | None:
    try:
        with opened_file(path) as fd:
            Names().refuse_outside(os.fstat(fd), path)
            return not is_binary(os.pread(fd, 8192, 0))
    except RefusedError:
        return None


def _target_of(folder: int, name: str, status: os.stat_result) -> str | None:
    return os.readlink(name, dir_fd=folder) if stat.S_ISLNK(status.st_mode) else None

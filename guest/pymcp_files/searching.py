"""Finds files by name, and text in files. A pattern is somebody else's: the gateway ends this process where one takes
too long (limit.cpu)."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

from .globs import Matcher
from .links import Names
from .refusal import RefusedError
from .text import is_binary
from .walking import Entry, Walk, show_name

_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MOST_FILE_BYTES = 8 * 1024 * 1024
_LINE_BYTES = 1_200
"""Of a line that is shown. The gateway masks secrets in it first, and cuts it then."""
_MOST_PATTERN = 2_000


def search_files(
    path: str, pattern: str, excluded: list[str], with_ignored: bool, most: int
) -> dict[str, Any]:
    walk = Walk(path, excluded, with_ignored)
    wanted = Matcher([pattern], plain="part")
    found: list[dict[str, Any]] = []
    total = 0
    for entry in walk.entries():
        if wanted.matches(entry.path, entry.name):
            total += 1
            if len(found) < most:
                found.append({"path": show_name(entry.path), "kind": entry.kind})
    return {"matches": found, "total": total, "complete": walk.is_complete, "ignored": walk.ignored}


class Query(NamedTuple):
    pattern: str
    is_regex: bool
    ignore_case: bool
    included: list[str]
    excluded: list[str]
    with_ignored: bool
    most: int
    around: int


def search_text(path: str, query: Query) -> dict[str, Any]:
    if not query.pattern or len(query.pattern) > _MOST_PATTERN:
        raise RefusedError("pattern", f"the pattern must have 1 to {_MOST_PATTERN} characters")
    find, could_have = _compile(query)
    walk = Walk(path, query.excluded, query.with_ignored)
    included = Matcher(query.included)
    names = Names()
    matches: list[dict[str, Any]] = []
    counts = {"total": 0, "files": 0, "searched": 0, "binary": 0, "tooLarge": 0, "unreadable": 0}
    for entry in walk.entries():
        if entry.kind != "file" or (included and not included.matches(entry.path, entry.name)):
            continue
        data = _read(entry, names, counts)
        if data is None:
            continue
        counts["searched"] += 1
        if not could_have(data):
            continue
        lines = _find_lines(data, find)
        if not lines:
            continue
        counts["files"] += 1
        counts["total"] += len(lines)
        room = query.most - len(matches)
        if room > 0:
            matches += _show(show_name(entry.path), data, lines[:room], query.around)
    return {"matches": matches, "complete": walk.is_complete, "ignored": walk.ignored, **counts}


_Find = Callable[[bytes], Iterator[int]]


def _compile(query: Query) -> tuple[_Find, Callable[[bytes], bool]]:
    """Where each match begins, in bytes; and a quick look that may say no."""
    if not query.is_regex and not query.ignore_case:
        wanted = query.pattern.encode("utf-8", "surrogatepass")
        return (lambda data: _literal(data, wanted)), (lambda data: wanted in data)
    source = query.pattern if query.is_regex else re.escape(query.pattern)
    flags = re.MULTILINE | (re.IGNORECASE if query.ignore_case else 0)
    try:
        # Text and not bytes, so that a dot is a character and case is that of every script.
        compiled = re.compile(source, flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise RefusedError("pattern", f"the pattern is no regular expression: {error}") from None
    return (lambda data: _regex(data, compiled)), (lambda _data: True)


def _literal(data: bytes, wanted: bytes) -> Iterator[int]:
    at = data.find(wanted)
    while at != -1:
        yield at
        at = data.find(wanted, at + len(wanted))


def _regex(data: bytes, compiled: re.Pattern[str]) -> Iterator[int]:
    if data.isascii():
        for match in compiled.finditer(data.decode("ascii")):
            yield match.start()
        return
    text = data.decode("utf-8", "surrogateescape")
    done, offset = 0, 0
    for match in compiled.finditer(text):
        offset += len(text[done : match.start()].encode("utf-8", "surrogateescape"))
        done = match.start()
        yield offset


class _Line(NamedTuple):
    number: int
    start: int


def _find_lines(data: bytes, find: _Find) -> list[_Line]:
    """Each line with a match, once."""
    lines: list[_Line] = []
    number, at = 1, 0
    for offset in find(data):
        if offset >= len(data) and data.endswith(b"\n"):
            break
        number += data.count(b"\n", at, offset)
        at = offset
        if not lines or lines[-1].number != number:
            lines.append(_Line(number, data.rfind(b"\n", 0, offset) + 1))
    return lines


def _show(path: str, data: bytes, lines: list[_Line], around: int) -> list[dict[str, Any]]:
    if around == 0:
        return [{"path": path, "line": line.number, "text": _text_at(data, line.start)} for line in lines]
    starts = [0, *(match.end() for match in re.finditer(b"\n", data))]
    shown = []
    for line in lines:
        index = bisect_right(starts, line.start) - 1
        before = [_text_at(data, start) for start in starts[max(0, index - around) : index]]
        after = [_text_at(data, s) for s in starts[index + 1 : index + 1 + around] if s < len(data)]
        text = _text_at(data, line.start)
        shown.append({"path": path, "line": line.number, "text": text, "before": before, "after": after})
    return shown


def _text_at(data: bytes, start: int) -> str:
    end = data.find(b"\n", start)
    line = data[start : len(data) if end == -1 else end]
    return line[:_LINE_BYTES].decode("utf-8", "replace").rstrip("\r")


def _read(entry: Entry, names: Names, counts: dict[str, int]) -> bytes | None:
    try:
        fd = os.open(entry.name, _FILE, dir_fd=entry.folder)
    except OSError:
        counts["unreadable"] += 1
        return None
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode) or not names.are_inside(status):
            counts["unreadable"] += 1
            return None
        if status.st_size > _MOST_FILE_BYTES:
            counts["tooLarge"] += 1
            return None
        data = os.read(fd, _MOST_FILE_BYTES + 1)
        if is_binary(data):
            counts["binary"] += 1
            return None
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", "replace").encode("utf-8", "surrogatepass")
        return data[3:] if data.startswith(b"\xef\xbb\xbf") else data
    except OSError:
        counts["unreadable"] += 1
        return None
    finally:
        os.close(fd)

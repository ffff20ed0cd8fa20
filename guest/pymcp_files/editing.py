"""What a file is after some edits, and what is there instead where one does not match. Writes nothing."""

from __future__ import annotations

import difflib
import hashlib
import os
from typing import Any, NamedTuple

from .links import Names
from .place import opened_file
from .reading import read_all, to_base64
from .refusal import RefusedError, show
from .text import decode_lossless, encode, find_encoding, line_end_of

EDIT_BYTES = 2 * 1024 * 1024
_SHOWN_PLACES = 20
_NEAR_LINES = 8
_DIFF_CHARACTERS = 80_000
_LOOKED_LINES = 20_000


class Edit(NamedTuple):
    old: str
    new: str


def plan_edit(path: str, edits: list[Edit]) -> dict[str, Any]:
    """The file before and after, and the difference."""
    with opened_file(path) as fd:
        Names().refuse_outside(os.fstat(fd), path)
        before = read_all(fd, EDIT_BYTES)
    encoding = find_encoding(before, path)
    whole = decode_lossless(before, encoding)
    # Whoever edits sees and writes plain newlines; a file that has others everywhere keeps them.
    is_crlf = line_end_of(whole) == "crlf"
    text = whole.replace("\r\n", "\n") if is_crlf else whole
    plain = "\r" not in text
    old_text = text
    for number, edit in enumerate(edits, 1):
        text = _apply(text, _to_newlines(edit) if plain else edit, number, path)
    after = encode(text.replace("\n", "\r\n") if is_crlf else text, encoding)
    if len(after) > EDIT_BYTES:
        raise RefusedError("too-large", f"{show(path)} would have more than {EDIT_BYTES} bytes")
    return {
        "before": to_base64(before),
        "sha": hashlib.sha256(before).hexdigest(),
        "after": to_base64(after),
        "diff": _diff(old_text, text, path),
    }


def _to_newlines(edit: Edit) -> Edit:
    return Edit(edit.old.replace("\r\n", "\n"), edit.new.replace("\r\n", "\n"))


def _apply(text: str, edit: Edit, number: int, path: str) -> str:
    if not edit.old:
        raise RefusedError("edit", f"edit {number}: oldText is empty")
    count = text.count(edit.old)
    if count == 1:
        return text.replace(edit.old, edit.new)
    if count > 1:
        raise _ambiguous(number, path, count, _lines_of(text, edit.old))
    lines = text.split("\n")
    old_lines = edit.old.strip("\n").split("\n")
    places = _loose_places(lines, old_lines)
    if len(places) == 1:
        new_lines = edit.new.strip("\n").split("\n") if edit.new.strip("\n") else []
        at = places[0]
        moved = _reindent(new_lines, old_lines, lines[at : at + len(old_lines)])
        return "\n".join([*lines[:at], *moved, *lines[at + len(old_lines) :]])
    if len(places) > 1:
        raise _ambiguous(number, path, len(places), [place + 1 for place in places])
    near = _nearest(lines, old_lines)
    raise RefusedError(
        "no-match", f"edit {number}: oldText is not in {show(path)}", near=near, lines=len(lines)
    )


def _ambiguous(number: int, path: str, count: int, places: list[int]) -> RefusedError:
    return RefusedError(
        "ambiguous",
        f"edit {number}: oldText is in {show(path)} {count} times, at the lines "
        f"{', '.join(map(str, places[:_SHOWN_PLACES]))}{' and more' if count > _SHOWN_PLACES else ''}",
    )


def _lines_of(text: str, wanted: str) -> list[int]:
    found, at = [], text.find(wanted)
    while at != -1 and len(found) < _SHOWN_PLACES:
        found.append(text.count("\n", 0, at) + 1)
        at = text.find(wanted, at + len(wanted))
    return found


def _loose_places(lines: list[str], wanted: list[str]) -> list[int]:
    """Where whole lines are the same but for the blanks around them. Nothing but blanks is no place."""
    stripped = [line.strip() for line in wanted]
    if not any(stripped) or len(lines) > _LOOKED_LINES * 10:
        return []
    have = [line.strip() for line in lines]
    first = stripped[0]
    return [
        at
        for at in range(len(have) - len(stripped) + 1)
        if have[at] == first and have[at : at + len(stripped)] == stripped
    ]


def _reindent(new: list[str], old: list[str], found: list[str]) -> list[str]:
    """Lines that are the same but for their blanks stay those of the file; the others move as far as the first did."""
    was, now = _indent_of(old[0]), _indent_of(found[0])
    known = {line.strip(): there for line, there in zip(old, found) if line.strip()}
    moved = []
    for line in new:
        if line in old and line.strip() in known:
            moved.append(known[line.strip()])
        elif line.startswith(was):
            moved.append(now + line[len(was) :] if line.strip() else line)
        else:
            moved.append(line)
    return moved


def _indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _nearest(lines: list[str], wanted: list[str]) -> list[dict[str, Any]]:
    """The lines that look most like what was asked for, with their numbers."""
    stripped = [line.strip() for line in wanted if line.strip()][:50]
    if not stripped:
        return []
    looked = [line.strip() for line in lines[:_LOOKED_LINES]]
    exact = set(stripped)
    hits = [at for at, line in enumerate(looked) if line in exact]
    if not hits:
        close: list[str] = []
        # The longest lines say most; each comparison with a whole file takes its time.
        for line in sorted(stripped, key=len, reverse=True)[:3]:
            close += difflib.get_close_matches(line[:200], {one[:200] for one in looked if one}, 2, 0.6)
        hits = [at for at, line in enumerate(looked) if line[:200] in close]
    if not hits:
        return []
    at = max(hits, key=lambda hit: sum(1 for line in looked[hit : hit + len(wanted)] if line in exact))
    begin = max(0, at - 1)
    return [
        {"line": number + 1, "text": lines[number][:1200].encode("utf-8", "replace").decode("utf-8")}
        for number in range(begin, min(len(lines), begin + _NEAR_LINES))
    ]


def _diff(before: str, after: str, path: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"a/{path}", f"b/{path}", lineterm=""
    )
    text = "\n".join(lines).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _DIFF_CHARACTERS else f"{text[:_DIFF_CHARACTERS]}\n… the rest is left out"

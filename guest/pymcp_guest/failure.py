"""Describes an uncaught exception: name, message, and the traceback without this harness's frames."""

from __future__ import annotations

import os
import traceback
from typing import Any

_MESSAGE_CHARACTERS = 8 * 1024
_TRACEBACK_CHARACTERS = 64 * 1024
_HARNESS_FOLDER = os.path.dirname(__file__)


def describe_exception(error: BaseException) -> dict[str, Any]:
    """Fields of a result frame. The exception is the guest's: its methods may fail, lie or be huge."""
    name = _name(error)
    return {
        "name": name[:256],
        "message": _middle_cut(_message(error), _MESSAGE_CHARACTERS),
        "traceback": _middle_cut(_traceback(error, name), _TRACEBACK_CHARACTERS),
    }


def plain_text(text: str) -> str:
    """A copy that is no subclass of str, whose methods would be the guest's."""
    return str.__str__(text)


def _name(error: BaseException) -> str:
    try:
        return plain_text(type(error).__qualname__)
    except BaseException:
        return "Exception"


def _message(error: BaseException) -> str:
    try:
        return plain_text(str(error))
    except BaseException:
        return "<the exception's message could not be made>"


def _traceback(error: BaseException, name: str) -> str:
    try:
        shown = traceback.TracebackException(type(error), error, error.__traceback__)
        _hide_harness(shown, set())
        return "".join(shown.format())
    except BaseException as failure:
        return f"{name}: <no traceback: {_name(failure)}>\n"


def _hide_harness(shown: traceback.TracebackException | None, seen: set[int]) -> None:
    """Without frames of this harness, wherever they stand: a guest's function may have been called by it again."""
    if shown is None or id(shown) in seen:
        return
    seen.add(id(shown))
    frames = [frame for frame in shown.stack if frame.filename.rpartition("/")[0] != _HARNESS_FOLDER]
    shown.stack = traceback.StackSummary.from_list(frames)
    for other in (shown.__cause__, shown.__context__, *(getattr(shown, "exceptions", None) or ())):
        _hide_harness(other, seen)


def _middle_cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = most // 2
    tail = text[-half:]
    # What was cut in two may be a secret. Nobody would recognise the second half of it; its first half is known as a
    # beginning.
    for end in ("\n", " "):
        place = tail.find(end, 0, half // 4)
        if place >= 0:
            tail = tail[place + 1 :]
            break
    return f"{text[:half]}\n… {len(text) - half - len(tail)} characters left out …\n{tail}"

"""Describes an uncaught exception: name, message, and the traceback without this harness's frames."""

from __future__ import annotations

import os
import traceback
import types
from typing import Any

_MESSAGE_CHARACTERS = 8 * 1024
_TRACEBACK_CHARACTERS = 64 * 1024


def describe_exception(
    error: BaseException, harness_folder: str, names: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Fields of a result frame. The exception is the guest's: its methods may fail, lie or be huge.

    `names`: those of the program, whose first frame the traceback begins with.
    """
    name = _name(error)
    return {
        "name": name[:256],
        "message": _middle_cut(_message(error), _MESSAGE_CHARACTERS),
        "traceback": _middle_cut(_traceback(error, name, harness_folder, names), _TRACEBACK_CHARACTERS),
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


def _traceback(
    error: BaseException, name: str, harness_folder: str, names: dict[str, Any] | None
) -> str:
    try:
        frames = _without_harness(error.__traceback__, harness_folder, names)
        return "".join(traceback.TracebackException(type(error), error, frames).format())
    except BaseException as failure:
        return f"{name}: <no traceback: {_name(failure)}>\n"


def _without_harness(
    frames: types.TracebackType | None, harness_folder: str, names: dict[str, Any] | None
) -> types.TracebackType | None:
    """Begin with the program's own first frame. Where it has none, skip the harness's frames."""
    own = frames
    while own is not None and own.tb_frame.f_globals is not names:
        own = own.tb_next
    if own is not None:
        return own
    while frames is not None and os.path.dirname(frames.tb_frame.f_code.co_filename) == harness_folder:
        frames = frames.tb_next
    return frames


def _middle_cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n… {len(text) - 2 * half} characters left out …\n{text[-half:]}"

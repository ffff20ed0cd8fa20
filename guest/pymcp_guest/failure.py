"""Describes an uncaught exception: name, message, and the traceback without this harness's frames."""

from __future__ import annotations

import os
import traceback
import types
from typing import Any

_MESSAGE_CHARACTERS = 8 * 1024
_TRACEBACK_CHARACTERS = 64 * 1024


def describe_exception(error: BaseException, harness_folder: str) -> dict[str, Any]:
    """Fields of a result frame. The exception is the guest's: its methods may fail, lie or be huge."""
    name = _name(error)
    return {
        "name": name[:256],
        "message": _middle_cut(_message(error), _MESSAGE_CHARACTERS),
        "traceback": _middle_cut(_traceback(error, name, harness_folder), _TRACEBACK_CHARACTERS),
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


def _traceback(error: BaseException, name: str, harness_folder: str) -> str:
    try:
        frames = _without_harness(error.__traceback__, harness_folder)
        return "".join(traceback.TracebackException(type(error), error, frames).format())
    except BaseException as failure:
        return f"{name}: <no traceback: {_name(failure)}>\n"


def _without_harness(frames: types.TracebackType | None, harness_folder: str) -> types.TracebackType | None:
    """Skip the harness's frames and, for a SyntaxError of the program itself, those of `ast.parse` below them."""
    while frames is not None and os.path.dirname(frames.tb_frame.f_code.co_filename) == harness_folder:
        frames = frames.tb_next
    if frames is not None and frames.tb_frame.f_globals.get("__name__") == "ast":
        return None
    return frames


def _middle_cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n… {len(text) - 2 * half} characters left out …\n{text[-half:]}"

"""The fields of a result frame: how a program or a cell went."""

from __future__ import annotations

import sys
from typing import Any

from .failure import describe_exception, plain_text

_VALUE_CHARACTERS = 64 * 1024


def completed(text: str | None) -> dict[str, Any]:
    """`text`: what shows the value of the last expression; None where there is none."""
    if text is None:
        return {"status": "completed", "value": None, "valueCharacters": 0}
    text = plain_text(text)
    return {"status": "completed", "value": text[:_VALUE_CHARACTERS], "valueCharacters": len(text)}


def raised(error: BaseException) -> dict[str, Any]:
    return {"status": "raised", **describe_exception(error)}


def exit_code(leaving: SystemExit) -> int:
    """As sys.exit documents: None is 0, a number itself, anything else is printed and 1.

    The exception is the guest's: its methods may fail.
    """
    try:
        code = leaving.code
        if code is None:
            return 0
        if isinstance(code, int):
            # As CPython does, -1 for what is no C long.
            return int.__and__(code, 0xFF) if int.bit_length(code) < 64 else 0xFF
        print(code, file=sys.stderr)
    except BaseException:
        return 1
    return 1

"""A session: one `__main__` that lasts, and cells that run in it one after the other, with the habits of IPython."""

from __future__ import annotations

import linecache
import os
import sys
import tokenize
import io
from typing import Any

from . import display
from .awaiting import Awaiting
from .evaluation import Program
from .failure import describe_exception, plain_text
from .figures import Gallery
from .interrupts import Interrupts
from .program import VALUE_CHARACTERS, exit_code_of, fresh_main

_HARNESS = os.path.dirname(__file__)


class Session:
    def __init__(self, gallery: Gallery, home: str) -> None:
        self._gallery = gallery
        self._awaiting = Awaiting()
        self._interrupts = Interrupts()
        self._cells = 0
        self._future_flags = 0
        self._names = fresh_main(None, home).__dict__
        self._interrupts.hold()
        gallery.watch()

    def run(self, code: str) -> dict[str, Any]:
        """The fields of the result frame. Never raises: whatever a cell does, the session goes on."""
        self._cells += 1
        name = f"<cell {self._cells}>"
        # Where tracebacks look for lines of source; None: not to be checked against a file.
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        try:
            return self._run(code, name)
        except BaseException as error:
            # An interrupt in its very last moments is the cell's too.
            self._interrupts.hold()
            return self._describe(error)

    def become_copy(self) -> None:
        """In a process that was forked off this one."""
        self._awaiting.abandon()

    def _run(self, code: str, name: str) -> dict[str, Any]:
        try:
            program = Program(code, name, self._future_flags)
            self._future_flags = program.future_flags
            self._interrupts.allow()
            value = program.run(self._names, self._awaiting)
            text = self._show(value, code)
            self._gallery.take_open()
            _flush()
            self._interrupts.hold()
        except SystemExit as leaving:
            self._interrupts.hold()
            code_of_exit = exit_code_of(leaving)
            self._finish()
            return {"status": "completed", "value": None, "valueCharacters": 0, "exitCode": code_of_exit}
        except BaseException as error:
            self._interrupts.hold()
            self._finish()
            return self._describe(error)
        shown = None if text is None else text[:VALUE_CHARACTERS]
        characters = 0 if text is None else len(text)
        return {"status": "completed", "value": shown, "valueCharacters": characters, "exitCode": 0}

    def _show(self, value: Any, code: str) -> str | None:
        if value is None:
            return None
        # As in IPython: `_` is the last value, and a semicolon at the end keeps it from being shown.
        self._names["_"] = value
        if _ends_with_semicolon(code):
            return None
        text = plain_text(display.show(value))
        self._gallery.take_value(value)
        return text

    def _finish(self) -> None:
        """Figures of a cell that did not come to its end are shown too."""
        try:
            self._gallery.take_open()
            _flush()
        except BaseException as error:
            os.write(2, f"pymcp: {type(error).__name__} at the end of the cell\n".encode())

    def _describe(self, error: BaseException) -> dict[str, Any]:
        return {"status": "raised", **describe_exception(error, _HARNESS, self._names)}


def _flush() -> None:
    """A cell may have closed its streams or put None in their place."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()


def _ends_with_semicolon(code: str) -> bool:
    if ";" not in code:
        return False
    last = ""
    skipped = (tokenize.NEWLINE, tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER, tokenize.DEDENT)
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type not in skipped:
            last = token.string
    return last == ";"

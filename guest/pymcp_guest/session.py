"""A session: one `__main__` that lasts, and cells that run in it one after the other, with the habits of IPython."""

from __future__ import annotations

import builtins
import linecache
import re
import sys
import types
from os import getpid
from typing import Any

from . import display, result, root
from .awaiting import Awaiting
from .evaluation import evaluate
from .finish import finish, flush_streams
from .interrupts import Interrupts
from .outputs import flush_open_files
from .showcase import Showcase
from .source import compile_source

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Session:
    def __init__(self, showcase: Showcase, interrupts: Interrupts, home: str) -> None:
        self._showcase = showcase
        self._interrupts = interrupts
        self._awaiting = Awaiting()
        self._cells = 0
        self._future = 0
        self.pid = getpid()
        """Of the process that the session is, not of one that a cell has forked."""
        self._names = _lasting_main(home).__dict__
        showcase.watch()

    def run(self, code: str) -> dict[str, Any]:
        """The fields of the result frame. Raises nothing: whatever a cell does, the session goes on.

        May return in another process too, a child that the cell forked and that came to the cell's end.
        """
        self._cells += 1
        name = f"<cell {self._cells}>"
        # Where tracebacks look for lines of source. None: there is no file to compare it with.
        linecache.cache[name] = (len(code), None, _LINE.findall(code), name)
        outcome, error = self._interrupts.lend(lambda: self._run(code, name))
        # Not under the guest's signals: an interrupt would leave half of the description.
        return result.raised(error) if error is not None else outcome or result.completed(None)

    def become_copy(self) -> None:
        """In a process that goes on by itself after a fork."""
        self.pid = getpid()
        self._awaiting.abandon()

    def _run(self, code: str, name: str) -> dict[str, Any]:
        try:
            return self._evaluate(code, name)
        except SystemExit as leaving:
            return {**result.completed(None), "exitCode": result.exit_code(leaving)}
        finally:
            # An interrupt of these is the cell's.
            finish((self._showcase.take_open, flush_streams, flush_open_files), KeyboardInterrupt)

    def _evaluate(self, code: str, name: str) -> dict[str, Any]:
        source = compile_source(code, name, self._future)
        self._future = source.future
        value = evaluate(source, self._names, self._awaiting)
        if value is None or source.is_quiet or getpid() != self.pid:
            return result.completed(None)
        text = display.show(value)
        self._showcase.take_value(value)
        self._names["_"] = value
        return result.completed(text)


def _lasting_main(home: str) -> types.ModuleType:
    """As of an interactive interpreter: it has no file."""
    main = types.ModuleType("__main__")
    main.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = main
    sys.argv = [""]
    sys.path[:0] = dict.fromkeys((home, root.working_folder()))
    return main

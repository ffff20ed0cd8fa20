"""Runs one program as `python3 FILE` would, and describes how it ended.

Differs from a plain interpreter in two things: the value of a last statement that is an expression is reported, and `await`
may stand outside of functions.
"""

from __future__ import annotations

import atexit
import builtins
import contextlib
import os
import sys
import threading
import types
from typing import Any

from . import display, root
from .awaiting import Awaiting
from .evaluation import Program
from .failure import describe_exception, plain_text
from .figures import Gallery
from .outputs import flush_open_files

VALUE_CHARACTERS = 64 * 1024


def run(code: str, file_name: str, gallery: Gallery) -> tuple[int, dict[str, Any]]:
    """Run `code` to its very end: threads joined, figures drawn, exit handlers called, streams and files flushed.

    Returns the exit code that `python3 FILE` would have had, and the fields of the result frame.
    """
    path = os.path.join(root.HOME, file_name)
    main = fresh_main(path, root.HOME)
    gallery.watch()
    exit_code, result = _execute(main, code, path, gallery)
    _finish(gallery)
    return exit_code, result


def fresh_main(path: str | None, home: str) -> types.ModuleType:
    """A fresh __main__. A program stands in a file so that tracebacks show source and `spawn` can import it; a session has
    none."""
    main = types.ModuleType("__main__")
    if path is not None:
        main.__file__ = path
    main.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = main
    sys.argv = ["" if path is None else path]
    # The program's own folder first, as ever; then that in which it starts: modules of a workspace can be imported.
    sys.path[:0] = dict.fromkeys((home, root.working_folder()))
    return main


def _execute(main: types.ModuleType, code: str, path: str, gallery: Gallery) -> tuple[int, dict[str, Any]]:
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(code)
        value = Program(code, path).run(main.__dict__, Awaiting())
        text = None if value is None else plain_text(display.show(value))
        gallery.take_value(value)
    except SystemExit as leaving:
        code_of_exit = exit_code_of(leaving)
        return code_of_exit, {"status": "completed", "value": None, "valueCharacters": 0, "exitCode": code_of_exit}
    except BaseException as error:
        return 1, {"status": "raised", **describe_exception(error, os.path.dirname(__file__), main.__dict__)}
    shown = None if text is None else text[:VALUE_CHARACTERS]
    characters = 0 if text is None else len(text)
    return 0, {"status": "completed", "value": shown, "valueCharacters": characters, "exitCode": 0}


def exit_code_of(leaving: SystemExit) -> int:
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


def _finish(gallery: Gallery) -> None:
    """What the interpreter does at its end; errors in exit handlers are printed to stderr, as there."""
    steps = (
        lambda: threading._shutdown(),  # type: ignore[attr-defined]
        # Before the exit handlers: pyplot's own closes every figure.
        lambda: gallery.take_open(),
        lambda: atexit._run_exitfuncs(),
        lambda: _flush(sys.stdout),
        lambda: _flush(sys.stderr),
        flush_open_files,
    )
    for step in steps:
        try:
            step()
        except BaseException as error:
            # The hook and the streams are the guest's by now: nothing it did to them may keep the result from leaving.
            with contextlib.suppress(BaseException):
                sys.excepthook(type(error), error, error.__traceback__)


def _flush(stream: Any) -> None:
    """A program may have closed its streams or put None in their place."""
    if stream is not None and not stream.closed:
        stream.flush()

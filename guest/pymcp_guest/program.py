"""Runs one program as `python3 FILE` would, and describes how it ended.

Differs from a plain interpreter in three things: the value of a last statement that is an expression is reported,
`await` may stand outside of functions, and there is a function `display`.
"""

from __future__ import annotations

import atexit
import builtins
import os
import sys
import threading
import types
from typing import Any

from . import display, result, root
from .awaiting import Awaiting
from .evaluation import evaluate
from .finish import finish, flush_streams
from .outputs import flush_open_files
from .showcase import Showcase
from .source import compile_source


def run(code: str, file_name: str, showcase: Showcase) -> tuple[int, dict[str, Any]]:
    """Run `code` to its very end: threads joined, figures drawn, exit handlers called, streams and files flushed.

    Returns the exit code that `python3 FILE` would have had, and the fields of the result frame.
    """
    path = os.path.join(root.HOME, file_name)
    main = _main_module(path)
    showcase.watch()
    loop = Awaiting()
    exit_code, outcome = _execute(main, code, path, showcase, loop)
    finish(
        (
            loop.close,
            threading._shutdown,  # type: ignore[attr-defined]
            # Before the exit handlers: pyplot's own closes every figure.
            showcase.take_open,
            atexit._run_exitfuncs,
            flush_streams,
            flush_open_files,
        )
    )
    return exit_code, outcome


def _main_module(path: str) -> types.ModuleType:
    """A fresh __main__. The program stands in a file so that tracebacks show source and `spawn` can import it."""
    main = types.ModuleType("__main__")
    main.__file__ = path
    main.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = main
    sys.argv = [path]
    # The program's own folder first, as ever; then that in which it starts: modules of a workspace can be imported.
    sys.path[:0] = dict.fromkeys((root.HOME, root.working_folder()))
    return main


def _execute(
    main: types.ModuleType, code: str, path: str, showcase: Showcase, loop: Awaiting
) -> tuple[int, dict[str, Any]]:
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(code)
        value = evaluate(compile_source(code, path), main.__dict__, loop)
        text = None if value is None else display.show(value)
        showcase.take_value(value)
        return 0, result.completed(text)
    except SystemExit as leaving:
        return result.exit_code(leaving), result.completed(None)
    except BaseException as error:
        return 1, result.raised(error)

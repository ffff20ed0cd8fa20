"""Runs one program as `python3 FILE` would, and describes how it ended.

Differs from a plain interpreter in one thing: the value of a last statement that is an expression is reported.
"""

from __future__ import annotations
import __future__

import ast
import atexit
import builtins
import contextlib
import os
import sys
import threading
import types
from typing import Any

from . import display, root
from .failure import describe_exception, plain_text
from .figures import Gallery
from .outputs import flush_open_files

_VALUE_CHARACTERS = 64 * 1024
_FUTURE_FLAGS = 0
for _name in __future__.all_feature_names:
    _FUTURE_FLAGS |= getattr(__future__, _name).compiler_flag


def run(code: str, file_name: str, gallery: Gallery) -> tuple[int, dict[str, Any]]:
    """Run `code` to its very end: threads joined, figures drawn, exit handlers called, streams and files flushed.

    Returns the exit code that `python3 FILE` would have had, and the fields of the result frame.
    """
    path = os.path.join(root.HOME, file_name)
    main = _main_module(path)
    gallery.watch()
    exit_code, result = _execute(main, code, path, gallery)
    _finish(gallery)
    return exit_code, result


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


def _execute(main: types.ModuleType, code: str, path: str, gallery: Gallery) -> tuple[int, dict[str, Any]]:
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(code)
        value = _evaluate(code, path, main.__dict__)
        text = None if value is None else plain_text(display.show(value))
        gallery.take_value(value)
    except SystemExit as leaving:
        return _exit_code(leaving), {"status": "completed", "value": None, "valueCharacters": 0}
    except BaseException as error:
        return 1, {"status": "raised", **describe_exception(error, os.path.dirname(__file__))}
    shown = None if text is None else text[:_VALUE_CHARACTERS]
    return 0, {"status": "completed", "value": shown, "valueCharacters": 0 if text is None else len(text)}


def _evaluate(code: str, path: str, names: dict[str, Any]) -> Any:
    """Run all statements; the value of the last one where it is an expression, else None."""
    tree = ast.parse(code, path)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    body = compile(tree, path, "exec", dont_inherit=True)
    if last is None:
        exec(body, names)
        return None
    flags = body.co_flags & _FUTURE_FLAGS
    # Compiled before anything runs: an error in it must not come after half of the program's effects.
    expression = compile(ast.Expression(last.value), path, "eval", flags=flags, dont_inherit=True)
    exec(body, names)
    return eval(expression, names)


def _exit_code(leaving: SystemExit) -> int:
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

"""The text of a program's value, repr(), and its HTML, with tables and arrays as wide as a reader of results can take.

Nothing is imported here: a library that the program has not loaded has made no value.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

# Name, what the library itself starts with, what is shown instead; an option that the program has set stays.
_PANDAS_OPTIONS = (
    ("display.width", (80,), 240),
    ("display.max_columns", (0, 20), 50),
    ("display.min_rows", (10,), 20),
    ("display.max_colwidth", (50,), 100),
)
_NUMPY_LINE_WIDTH = (75, 120)


def show(value: Any) -> str:
    """May raise whatever the value's own __repr__ raises."""
    with _wider():
        return repr(value)


def show_html(value: Any) -> Any:
    """Whatever the value's own `_repr_html_` returns or raises."""
    with _wider():
        return value._repr_html_()


@contextlib.contextmanager
def _wider() -> Iterator[None]:
    with contextlib.ExitStack() as settings:
        with contextlib.suppress(Exception):
            _widen_pandas(settings)
        with contextlib.suppress(Exception):
            _widen_numpy(settings)
        yield


def _widen_pandas(settings: contextlib.ExitStack) -> None:
    pandas: Any = sys.modules.get("pandas")
    if pandas is None:
        return
    changes: list[Any] = []
    for name, untouched, wider in _PANDAS_OPTIONS:
        if pandas.get_option(name) in untouched:
            changes += (name, wider)
    if changes:
        settings.enter_context(pandas.option_context(*changes))


def _widen_numpy(settings: contextlib.ExitStack) -> None:
    numpy: Any = sys.modules.get("numpy")
    untouched, wider = _NUMPY_LINE_WIDTH
    if numpy is not None and numpy.get_printoptions()["linewidth"] == untouched:
        settings.enter_context(numpy.printoptions(linewidth=wider))

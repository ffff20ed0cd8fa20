"""What a program or a cell shows besides text: figures, and values as HTML (a table of pandas, such as a DataFrame)."""

from __future__ import annotations

import builtins
import contextlib
import sys
from os import getpid
from typing import Any

from . import display
from .failure import plain_text
from .figures import Gallery

# The gateway's caps (exchangeLimits in src/core/exchanged-file.ts).
_MOST_PAGES = 8
_PAGE_BYTES = 1024 * 1024


class Showcase(Gallery):
    """A gallery with pages of HTML, in the order in which they were shown."""

    def begin(self) -> None:
        super().begin()
        self.html: list[bytes] = []
        self.html_omitted = 0
        """Pages that are not returned: beyond the most, or too long."""

    def watch(self) -> None:
        super().watch()
        # As in a notebook, it is there without an import.
        builtins.display = self.display  # type: ignore[attr-defined]

    def display(self, *values: Any) -> None:
        """Show each of them at once: as text, and as an image or HTML where it has one."""
        for value in values:
            print(plain_text(display.show(value)))
            self.take_shown(value)
            self._take_page(value)

    def take_value(self, value: Any) -> None:
        super().take_value(value)
        self._take_page(value)

    def _take_page(self, value: Any) -> None:
        with contextlib.suppress(Exception):
            # The value is the guest's: looking at it may raise.
            if getpid() != self._pid or not callable(getattr(type(value), "_repr_html_", None)):
                return
            page = _make_page(value)
            if page is None:
                return
            if len(self.html) >= _MOST_PAGES or len(page) > _PAGE_BYTES:
                self.html_omitted += 1
            else:
                self.html.append(page)


def _make_page(value: Any) -> bytes | None:
    try:
        text = display.show_html(value)
    except Exception as error:
        _say(f"the HTML of a value could not be made: {type(error).__name__}: {error}")
        return None
    return plain_text(text).encode("utf-8", "replace") if isinstance(text, str) else None


def _say(text: str) -> None:
    with contextlib.suppress(Exception):
        sys.stderr.write(f"pymcp: {text}\n")

"""Figures that a program draws with matplotlib, as PNG and without it having to save them.

pyplot.show() is replaced when the program imports pyplot: the figures that are open are drawn and closed there. Those
still open at the end are drawn then. A backend of ours would do it too, but a Python that the program starts would
inherit its name and not find it. An error while drawing is told on stderr and is no error of the program.
"""

from __future__ import annotations

import contextlib
import io
import sys
from importlib.machinery import ModuleSpec, PathFinder
from os import getpid
from types import ModuleType
from typing import Any, Callable

from . import png

_PYPLOT = "matplotlib.pyplot"
_MOST_IMAGES = 8
_ATTEMPTS = 8


class Gallery:
    """The images of one program or cell, in the order in which they were shown."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Nothing is shown yet, and this process is the one that shows: for a program, and for each cell."""
        self.images: list[bytes] = []
        self.omitted = 0
        """Images beyond the most that are returned."""
        self._pid = getpid()

    def watch(self) -> None:
        """From now on pyplot.show() comes here; a template may have imported pyplot already."""
        pyplot = sys.modules.get(_PYPLOT)
        if pyplot is not None:
            self._take_over(pyplot)
        else:
            sys.meta_path.insert(0, _PyplotFinder(self._take_over))

    def take_open(self) -> None:
        """Draw and close every figure that pyplot has open."""
        pyplot: Any = sys.modules.get(_PYPLOT)
        if pyplot is None or getpid() != self._pid:
            return
        for number in pyplot.get_fignums():
            figure = pyplot.figure(number)
            self._add(lambda figure=figure: _draw(figure))
            pyplot.close(figure)

    def take_value(self, value: Any) -> None:
        """A last value that is a figure, or that can show itself as PNG, is an image too."""
        with contextlib.suppress(Exception):
            # The value is the guest's: looking at it may raise.
            if not _is_open(value):
                self.take_shown(value)

    def take_shown(self, value: Any) -> None:
        """The same at once, also where the figure is open: it is closed then, as by pyplot.show()."""
        with contextlib.suppress(Exception):
            if getpid() != self._pid:
                return
            if _is_figure(value):
                self._add(lambda: _draw(value))
                if _is_open(value):
                    sys.modules[_PYPLOT].close(value)  # type: ignore[attr-defined]
            elif callable(getattr(type(value), "_repr_png_", None)):
                self._add(lambda: _draw_value(value))

    def _take_over(self, pyplot: Any) -> None:
        def show(*_arguments: Any, **_options: Any) -> None:
            self.take_open()

        pyplot.show = show

    def _add(self, draw: Callable[[], bytes | None]) -> None:
        if len(self.images) >= _MOST_IMAGES:
            self.omitted += 1
            return
        try:
            image = draw()
        except Exception as error:
            _say(f"a figure could not be drawn: {type(error).__name__}: {error}")
            return
        if image is not None:
            self.images.append(image)


def _is_figure(value: Any) -> bool:
    figure: Any = sys.modules.get("matplotlib.figure")
    return figure is not None and isinstance(value, figure.Figure)


def _is_open(value: Any) -> bool:
    """Whether it is a figure that is taken with the others at the end."""
    pyplot: Any = sys.modules.get(_PYPLOT)
    return pyplot is not None and _is_figure(value) and pyplot.fignum_exists(getattr(value, "number", None))


class _PyplotFinder:
    """Waits for the import of pyplot and steps aside."""

    def __init__(self, loaded: Callable[[Any], None]) -> None:
        self._loaded = loaded

    def find_spec(self, name: str, path: Any = None, _target: Any = None) -> ModuleSpec | None:
        if name != _PYPLOT:
            return None
        with contextlib.suppress(ValueError):
            sys.meta_path.remove(self)  # type: ignore[arg-type]
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, self._loaded)  # type: ignore[assignment]
        return spec


class _Loader:
    """The loader itself, but for one thing that follows the execution of the module."""

    def __init__(self, loader: Any, loaded: Callable[[Any], None]) -> None:
        self._loader = loader
        self._loaded = loaded

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loaded(module)


def _draw(figure: Any) -> bytes | None:
    """PNG within the client's caps, by as many dots an inch as they allow; never by resampling."""
    matplotlib: Any = sys.modules["matplotlib"]
    longest = max(figure.get_size_inches())
    dpi = min(figure.dpi, png.MOST_PIXELS / longest)
    for _ in range(_ATTEMPTS):
        buffer = io.BytesIO()
        # A tight box can be of any size: one label far outside makes it gigabytes.
        with matplotlib.rc_context({"savefig.bbox": "standard"}):
            figure.savefig(buffer, format="png", dpi=dpi)
        data = buffer.getvalue()
        if png.is_acceptable(data):
            return data
        side = png.longest_side(data) or png.MOST_PIXELS
        dpi *= min(0.9, png.MOST_PIXELS / side, (png.MOST_BYTES / len(data)) ** 0.5)
    _say("a figure is left out: it cannot be drawn small enough")
    return None


def _draw_value(value: Any) -> bytes | None:
    if callable(getattr(value, "thumbnail", None)):
        value = value.copy()
        value.thumbnail((png.MOST_PIXELS, png.MOST_PIXELS))
    data = value._repr_png_()
    if data is None:
        return None
    if isinstance(data, bytes) and png.is_acceptable(data):
        return data
    _say(
        f"the image of the value is left out: no PNG of up to {png.MOST_PIXELS} pixels and {png.MOST_BYTES} bytes"
    )
    return None


def _say(text: str) -> None:
    with contextlib.suppress(Exception):
        sys.stderr.write(f"pymcp: {text}\n")

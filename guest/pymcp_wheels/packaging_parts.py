"""The `packaging` library of the interpreter's pip: names, versions, tags and markers as installers have them."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import os
import sys
from typing import Any

from pymcp_wheels.saying import RefusedError


def pip_command() -> list[str]:
    """How pip is started. Python 3.11's ensurepip has its own copy, where a distribution has not taken it out."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-I", "-m", "pip"]
    wheel = _bundled()
    if wheel is None:
        raise RefusedError("no-pip", "the interpreter has no pip")
    return [sys.executable, "-I", os.path.join(wheel, "pip")]


def part(name: str) -> Any:
    """A module of `packaging`. @raise RefusedError `no-pip`"""
    if importlib.util.find_spec("pip") is None:
        wheel = _bundled()
        if wheel is None:
            raise RefusedError("no-pip", "the interpreter has no pip")
        if wheel not in sys.path:
            sys.path.append(wheel)
    return importlib.import_module(f"pip._vendor.packaging.{name}")


@functools.lru_cache(maxsize=1)
def own_tags() -> frozenset[Any]:
    """Of wheels that fit this Python: a thousand and more, found by asking the machine."""
    return frozenset(part("tags").sys_tags())


def _bundled() -> str | None:
    found = importlib.util.find_spec("ensurepip")
    if found is None or found.origin is None:
        return None
    folder = os.path.join(os.path.dirname(found.origin), "_bundled")
    names = os.listdir(folder) if os.path.isdir(folder) else []
    wheels = sorted(name for name in names if name.startswith("pip-") and name.endswith(".whl"))
    return os.path.join(folder, wheels[-1]) if wheels else None

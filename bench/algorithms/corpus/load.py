"""The halves, by folder."""

from __future__ import annotations

import importlib
from pathlib import Path

from corpus.entry import Entry

HALVES = ("development", "set_aside", "set_aside_later")


def load_half(half: str) -> list[Entry]:
    """Return the functions of one half, those of Debian's packages that are not installed left out."""
    folder = Path(__file__).parent / half
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    return [entry for name in names for entry in importlib.import_module(f"corpus.{half}.{name}").ENTRIES]

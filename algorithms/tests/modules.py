"""The algorithm modules, found by file name, so that a new one is tested from the start."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).resolve().parent.parent
PATHS = sorted(FOLDER.glob("*.py"))
MODULES: list[ModuleType] = [importlib.import_module(path.stem) for path in PATHS]

"""The rule for names of files that go in and come out; the gateway has it in src/core/contained-path.ts.

The gateway ends a run that names a file otherwise, so what would be refused there is left out here.
"""

from __future__ import annotations

import re

_PATH_BYTES = 1024
_PART_BYTES = 255
PATH_PARTS = 32
# As there; surrogates stand for bytes that are no UTF-8 (os.fsdecode).
_MISLEADING = re.compile(
    "[\x00-\x1f\\\\\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def is_contained(path: str) -> bool:
    """Whether a relative path leads to a place below the folder it starts in, under a name that cannot mislead."""
    if _MISLEADING.search(path):
        return False
    parts = path.split("/")
    if any(part in ("", ".", "..") or len(part.encode()) > _PART_BYTES for part in parts):
        return False
    return len(parts) <= PATH_PARTS and len(path.encode()) <= _PATH_BYTES

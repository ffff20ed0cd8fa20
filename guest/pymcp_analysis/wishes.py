"""What the caller says of the inputs: sizes, the seed of what is random, and Python that makes the arguments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST_SIZE = 1 << 24


@dataclass(frozen=True)
class Wishes:
    sizes: tuple[int, ...] = ()
    """Ascending; chosen by the time that calls take where there are none."""
    seed: int = 0
    inputs: str | None = None
    """An expression of n, and of m for two sizes; or a module with `cases(n)`."""


def parse_wishes(job: dict[str, Any]) -> Wishes:
    """Of job.json. `cases_path` names a file that holds the inputs."""
    sizes = sorted({int(size) for size in job.get("sizes") or ()})
    path = job.get("cases_path")
    return Wishes(
        tuple(size for size in sizes if 0 < size <= LARGEST_SIZE),
        int(job.get("seed") or 0),
        None if path is None else Path(path).read_text("utf-8"),
    )

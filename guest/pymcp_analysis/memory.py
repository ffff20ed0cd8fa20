"""What a process may use and has used. One that uses more fails alone, before the jail ends all of them."""

from __future__ import annotations

import resource

SHARE_BYTES = 320 << 20
"""Of the 512 MB that a jail has."""
ENOUGH_BYTES = 96 << 20
"""Inputs of this size are large enough."""


def bound_memory() -> None:
    """For this process: so much beside what it has mapped already."""
    limit = _mapped_bytes() + SHARE_BYTES
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _mapped_bytes() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return peak_bytes()

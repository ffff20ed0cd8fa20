"""Chooses sizes: geometric, as large as the time allows, and close together where the cost explodes."""

from __future__ import annotations

from collections.abc import Iterator

CALL_NS = 30_000_000  # no call is meant to take longer
LARGEST = 1 << 20
SURE_NS = 200_000  # below it a time says little about the next one
STEPS = (1.5, 1.25, 1.0)


def next_size(times: list[tuple[int, float]], largest: int = LARGEST) -> int | None:
    """Return the size to try after these (size, nanoseconds), or None if the next one would take too long."""
    size, last = times[-1]
    if size >= largest or last > CALL_NS:
        return None
    for step in STEPS:
        following = min(largest, max(size + 1, int(size * step)))
        if _predict(times, following) <= CALL_NS:
            return following
    return None


def _predict(times: list[tuple[int, float]], size: int) -> float:
    """As if it grew exponentially from here: at worst too careful."""
    if len(times) < 2 or times[-1][1] < SURE_NS:
        return 0.0
    (before, early), (now, late) = times[-2], times[-1]
    ratio = max(late / max(early, 1.0), 1.0)
    exponent = min((size - now) / (now - before), 60.0)
    return late * min(ratio, 1e6) ** exponent


def spread(sizes: list[int], wanted: int) -> list[int]:
    """Return so many of the sizes, the largest and the smallest among them, evenly."""
    if len(sizes) <= wanted:
        return sizes
    chosen = {round(at * (len(sizes) - 1) / (wanted - 1)) for at in range(wanted)}
    return [sizes[at] for at in sorted(chosen)]


def fill(sizes: list[int], wanted: int) -> list[int]:
    """Return at least so many sizes, where there is room: more of them in the widest gaps between the given ones."""
    filled = list(sizes)
    while len(filled) < wanted:
        gaps = [(late / early, early, late) for early, late in zip(filled, filled[1:]) if late - early > 1]
        if not gaps:
            break
        _, early, late = max(gaps)
        filled.insert(filled.index(late), (early + late) // 2)
    return filled


def pairs(sizes: list[int], wanted: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of sizes on a grid, that cost no more than the largest of them twice."""
    axis = spread(sizes, wanted)
    return ((n, m) for n in axis for m in axis)

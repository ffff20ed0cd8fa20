"""Measures one half of the corpus and prints a line of JSON for each function and kind of input.

scripts/measure-corpus.ts runs it in a jail; by itself it is

    python3 bench/algorithms/measure_half.py development [NAME-PART [SECONDS-EACH]] >samples.jsonl
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "guest")]

from corpus.load import load_half  # noqa: E402
from pymcp_analysis.analyse import analyse  # noqa: E402
from pymcp_analysis.target import Kind, Target  # noqa: E402

SECONDS_EACH = "5"


def find(half: str, part: str) -> list[Target]:
    return [
        Target(
            entry.name,
            entry.call,
            tuple(Kind(kind.name, kind.make, kind.time, kind.space) for kind in entry.kinds),
            entry.arity,
            "corpus",
        )
        for entry in load_half(half)
        if part in entry.name
    ]


def main() -> None:
    half, part, seconds = [*sys.argv[1:], *("", SECONDS_EACH)[len(sys.argv) - 2 :]]
    kinds = sum(len(target.kinds) for target in find(half, part))
    analyse(lambda: find(half, part), float(seconds) * kinds)


if __name__ == "__main__":
    main()

"""Gathers what one process tells of one function and one kind of input."""

from __future__ import annotations

from typing import Any

Sizes = "tuple[int, ...]"


class Samples:
    def __init__(self, target: dict[str, Any], kind: int) -> None:
        self.target, self.kind = target, target["kinds"][kind]
        self.by_sizes: dict[tuple[int, ...], dict[str, Any]] = {}
        self.notes: list[str] = []
        self.trying: tuple[int, ...] | None = None
        self.why: str | None = None
        self.process_peak_bytes: int | None = None

    def take(self, line: dict[str, Any]) -> None:
        what = line.pop("what")
        if what == "note":
            if line["note"] not in self.notes:
                self.notes.append(line["note"])
        elif what == "trying":
            self.trying = tuple(line["sizes"])
        elif what == "failed":
            self.why = self._at(line["why"])
        elif what == "end":
            self.process_peak_bytes = line["peak_bytes"]
            if line["how"] and self.why is None:
                self.why = self._at(line["how"])
        else:
            self._keep(what, line)

    def _at(self, why: str) -> str:
        return why if self.trying is None else f"{why}, at size {' and '.join(map(str, self.trying))}"

    def _keep(self, what: str, line: dict[str, Any]) -> None:
        sizes = tuple(line.pop("sizes"))
        sample = self.by_sizes.setdefault(sizes, {"sizes": sizes, "cpu_ns": [], "wall_ns": []})
        if what == "time":
            sample["cpu_ns"].append(round(line["cpu_ns"], 1))
            sample["wall_ns"].append(round(line["wall_ns"], 1))
            if line.get("fresh"):
                sample["fresh"] = True
        elif what == "cold":
            sample["cold_ns"] = line["cpu_ns"]
        else:
            sample.update(line)

    def to_record(self) -> dict[str, Any]:
        target = {key: self.target[key] for key in ("name", "arity", "how", "problem", "lines")}
        return {
            **target,
            "kind": self.kind["name"],
            "declared_time": self.kind["declared_time"],
            "declared_space": self.kind["declared_space"],
            "notes": self.notes,
            "why": self.why,
            "process_peak_bytes": self.process_peak_bytes,
            "samples": [self.by_sizes[sizes] for sizes in sorted(self.by_sizes)],
        }

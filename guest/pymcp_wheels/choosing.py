"""Which archive of an index is meant by a requirement that names a version and hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pymcp_wheels.packaging_parts import part
from pymcp_wheels.saying import RefusedError


@dataclass(frozen=True)
class Wanted:
    #: Normalised as PEP 503 has it.
    name: str
    version: str
    hashes: frozenset[str]
    #: Whether a source archive will do.
    source: bool

    @property
    def text(self) -> str:
        return f"{self.name}=={self.version}"


class Chooser:
    def __init__(self) -> None:
        self._utils = part("utils")
        self._version = part("version").Version
        self._ranks = {tag: rank for rank, tag in enumerate(part("tags").sys_tags())}

    def kind_of(self, file: str, wanted: Wanted) -> str | None:
        """`wheel` or `source` where the file is of that version of that package, else None."""
        name, version = wanted.name, self._version(wanted.version)
        try:
            if file.endswith(".whl"):
                found, found_version, *_ = self._utils.parse_wheel_filename(file)
                kind = "wheel"
            else:
                found, found_version = self._utils.parse_sdist_filename(file)
                kind = "source"
        except Exception:  # Whatever else an index has.
            return None
        return kind if found == name and found_version == version else None

    def rank(self, file: str) -> int | None:
        """How well the interpreter likes a wheel, 0 the best; None where it cannot use it."""
        tags: Iterable[Any] = self._utils.parse_wheel_filename(file)[3]
        return min((self._ranks[tag] for tag in tags if tag in self._ranks), default=None)

    def best(self, files: Iterable[str], wanted: Wanted) -> str | None:
        """Of files that all have a right hash: the wheel that fits best, else a source archive where it will do."""
        kinds = {file: self.kind_of(file, wanted) for file in files}
        wheels = sorted(
            (self.rank(file), file) for file in kinds if kinds[file] == "wheel" and self.fits(file)
        )
        if wheels:
            return wheels[0][1]
        sources = sorted(file for file in kinds if kinds[file] == "source")
        return sources[0] if sources and wanted.source else None

    def fits(self, file: str) -> bool:
        return self.rank(file) is not None

    def why_none(self, files: Iterable[tuple[str, bool]], wanted: Wanted) -> RefusedError:
        """@param files of the whole project, and whether the index names one of the wanted hashes for it"""
        same = [(file, is_right) for file, is_right in files if self.kind_of(file, wanted) is not None]
        name, text = wanted.name, wanted.text
        if not same:
            return RefusedError("absent", f"the index has no {text}", name)
        right = [file for file, is_right in same if is_right]
        if not right:
            offered = ", ".join(file for file, _ in same[:5])
            why = f"nothing that the index has of {text} has a hash of the requirements ({offered})"
            return RefusedError("wrong-hash", why, name)
        if all(self.kind_of(file, wanted) == "source" for file in right):
            return RefusedError(
                "source-only", f"{text} is there as a source archive alone ({right[0]})", name
            )
        return RefusedError("no-fit", f"no wheel of {text} fits this Python ({', '.join(right[:5])})", name)

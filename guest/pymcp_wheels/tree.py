"""The files of an environment, written once each: what two wheels would write, by whatever spelling, is refused.

Two processes write, each its own pack, and none of the names in a wheel is ever a name of a file here.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import unicodedata
import zipfile
from dataclasses import dataclass, field

from pymcp_wheels.bytecode import MOST_SOURCE, compiled, place_of
from pymcp_wheels.in_two import in_two
from pymcp_wheels.pack import Pack, open_pack
from pymcp_wheels.saying import RefusedError
from pymcp_wheels.wheel import Entry, Wheel

_PART = 1024 * 1024
#: How much longer it takes to compile a module than to decompress and to hash its source.
_COMPILED = 30
#: What is less work than that many bytes that are only decompressed, one does alone before there are two.
_WORTH_TWO = 8 * 1024 * 1024

#: Path, hash and size, as RECORD has them.
_Row = list[str]


@dataclass
class LeftOut:
    """Of one wheel: what has no place in a tree that holds modules alone."""

    scripts: int = 0
    #: .pth files, which the start of an ordinary Python would run.
    pth: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Piece:
    """An entry; `path` is None where it is read and checked like all, and left out."""

    entry: Entry
    path: str | None

    @property
    def work(self) -> int:
        return self.entry.info.file_size * (_COMPILED if self.is_module else 1)

    @property
    def is_module(self) -> bool:
        return self.path is not None and self.path.endswith(".py")


class Tree:
    def __init__(self, folder: str, most_bytes: int, most_files: int) -> None:
        """@param folder what the packs are in; it is made"""
        os.makedirs(folder)
        self.packs = [os.path.join(folder, name) for name in ("0.pack", "1.pack")]
        for pack in self.packs:
            with open_pack(pack):
                pass
        self._bytes_left, self._files_left = most_bytes, most_files
        #: By folded path: the path, the wheel that first had it, and whether it is a folder.
        self._taken: dict[str, tuple[str, str, bool]] = {}
        #: Whose own names, and those of what they are in, are taken.
        self._folders: set[str] = set()

    def write(self, wheel: Wheel) -> LeftOut:
        """@raise RefusedError `wheel`, `collision`, `too-large`; OSError where the disk is full"""
        if wheel.total_bytes() > self._bytes_left:
            why = f"{wheel.file} unpacks to {wheel.total_bytes()} bytes, which is too much"
            raise RefusedError("too-large", why, wheel.facts.name)
        self._bytes_left -= wheel.total_bytes()
        left_out = LeftOut()
        # Its own of both, of whoever installed it where it was made, say nothing here.
        installer, record = (f"{wheel.facts.info_folder}/{name}" for name in ("INSTALLER", "RECORD"))
        for path in (installer, record):
            self._take(wheel, path)
        pieces = [self._sort(wheel, entry, left_out, installer) for entry in wheel.entries()]
        rows = self._write_all(wheel, pieces)
        body = b"pymcp\n"
        rows.append(_row(installer, hashlib.sha256(body).digest(), len(body)))
        with open_pack(self.packs[0]) as pack:
            pack.add(installer, body)
            pack.add(record, _record(rows, record))
        return left_out

    def _sort(self, wheel: Wheel, entry: Entry, left_out: LeftOut, installer: str) -> _Piece:
        path = entry.path
        if path is None:
            left_out.scripts += 1
        elif path.endswith(".pth") and "/" not in path:
            left_out.pth.append(path)
        elif path.endswith((".pyc", ".pyo")):
            # Nobody can see what is in it; it is made anew of the source beside it.
            pass
        elif entry.info.filename != installer:
            self._take(wheel, path)
            if path.endswith(".py"):
                self._take(wheel, place_of(path))
            return _Piece(entry, path)
        return _Piece(entry, None)

    def _write_all(self, wheel: Wheel, pieces: list[_Piece]) -> list[_Row]:
        ours, theirs = _halve(pieces)

        def write_theirs() -> list[_Row]:
            # A file that both had open would have one place for both.
            with zipfile.ZipFile(wheel.path) as archive, open_pack(self.packs[1]) as pack:
                return _write(wheel, archive, pack, theirs)

        def write_ours() -> list[_Row]:
            with open_pack(self.packs[0]) as pack:
                return _write(wheel, wheel.zip, pack, ours)

        return in_two(write_ours, write_theirs) if theirs else write_ours()

    def _take(self, wheel: Wheel, path: str) -> None:
        self._files_left -= 1
        if self._files_left < 0:
            raise RefusedError("too-large", f"{wheel.file} has too many files", wheel.facts.name)
        parts, folder = path.split("/"), path.rpartition("/")[0]
        # Most files have a neighbour that was there before them.
        for depth in range(len(parts) if folder in self._folders else 1, len(parts) + 1):
            spelled, is_folder = "/".join(parts[:depth]), depth < len(parts)
            folded = unicodedata.normalize("NFKC", spelled).casefold()
            other = self._taken.get(folded)
            if other is None:
                self._taken[folded] = (spelled, wheel.file, is_folder)
            elif not is_folder or not other[2] or other[0] != spelled:
                why = f"{wheel.file} has {path!r}, and {other[1]} has {other[0]!r}"
                raise RefusedError("collision", why, wheel.facts.name)
        self._folders.add(folder)


def _halve(pieces: list[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """The same ones everywhere: what a module is compiled to can depend on those before it (marshal's references)."""
    if sum(piece.work for piece in pieces) < _WORTH_TWO:
        return pieces, []
    halves: tuple[list[_Piece], list[_Piece]] = ([], [])
    work = [0, 0]
    for piece in pieces:
        lighter = 0 if work[0] <= work[1] else 1
        halves[lighter].append(piece)
        work[lighter] += piece.work
    return halves


def _write(wheel: Wheel, archive: zipfile.ZipFile, pack: Pack, pieces: list[_Piece]) -> list[_Row]:
    rows: list[_Row] = []
    for piece in pieces:
        path, info = piece.path, piece.entry.info
        source: list[bytes] | None = [] if piece.is_module and info.file_size <= MOST_SOURCE else None
        if path is not None:
            pack.begin(path, info.file_size, piece.entry.executable)
        digest = _copy(wheel, archive, piece.entry, None if path is None else pack, source)
        if path is None:
            continue
        rows.append(_row(path, digest, info.file_size))
        made = None if source is None else compiled(b"".join(source), path)
        if made is not None:
            pack.add(place_of(path), made)
            rows.append(_row(place_of(path), hashlib.sha256(made).digest(), len(made)))
    return rows


def _copy(
    wheel: Wheel, archive: zipfile.ZipFile, entry: Entry, pack: Pack | None, kept: list[bytes] | None
) -> bytes:
    """Reads all of it, whether or not it goes into a pack. @return its SHA-256"""
    assert entry.digest is not None
    algorithm, wanted = entry.digest
    named, done = hashlib.new(algorithm), 0
    ours = named if algorithm == "sha256" else hashlib.sha256()
    try:
        with archive.open(entry.info) as source:
            while part := source.read(_PART):
                done += len(part)
                if done > entry.info.file_size:
                    raise wheel.refused(f"has more of {entry.info.filename!r} than it says")
                named.update(part)
                if ours is not named:
                    ours.update(part)
                if pack is not None:
                    pack.write(part)
                if kept is not None:
                    kept.append(part)
    except (RefusedError, OSError):
        raise
    except Exception as error:  # What zipfile and zlib find.
        raise wheel.refused(f"cannot be read: {type(error).__name__}: {error}") from None
    if done != entry.info.file_size or named.digest() != wanted:
        raise wheel.refused(f"has other bytes of {entry.info.filename!r} than its RECORD says")
    return ours.digest()


def _record(rows: list[_Row], own: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(sorted(rows))
    writer.writerow([own, "", ""])
    return out.getvalue().encode()


def _row(path: str, digest: bytes, size: int) -> _Row:
    return [path, f"sha256={base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}", str(size)]

"""The files of an environment, written once each: what two wheels would write, by whatever spelling, is refused."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import py_compile
import unicodedata
from dataclasses import dataclass, field
from typing import BinaryIO

from pymcp_wheels.saying import RefusedError
from pymcp_wheels.wheel import Entry, Wheel

#: Where a jail shows it (src/sandbox/backend-contract.ts).
SHOWN_AT = "/env/site-packages"
_PART = 1024 * 1024


@dataclass
class LeftOut:
    """Of one wheel: what has no place in a tree that holds modules alone."""

    scripts: int = 0
    #: .pth files, which the start of an ordinary Python would run.
    pth: list[str] = field(default_factory=list)


class Tree:
    def __init__(self, folder: str, most_bytes: int, most_files: int) -> None:
        self._folder = folder
        self._bytes_left, self._files_left = most_bytes, most_files
        #: By folded path: the path, the wheel that first had it, and whether it is a folder.
        self._taken: dict[str, tuple[str, str, bool]] = {}

    def write(self, wheel: Wheel) -> LeftOut:
        """@raise RefusedError `wheel`, `collision`, `too-large`; OSError where the disk is full"""
        if wheel.total_bytes() > self._bytes_left:
            why = f"{wheel.file} unpacks to {wheel.total_bytes()} bytes, which is too much"
            raise RefusedError("too-large", why, wheel.facts.name)
        left_out, rows = LeftOut(), []
        for entry in wheel.entries():
            path = entry.path
            if path is None:
                left_out.scripts += 1
                self._check(wheel, entry, None)
            elif path.endswith(".pth") and "/" not in path:
                left_out.pth.append(path)
                self._check(wheel, entry, None)
            elif path.endswith((".pyc", ".pyo")):
                # Nobody can see what is in it; it is made anew of the source beside it.
                self._check(wheel, entry, None)
            else:
                rows.append(self._add(wheel, entry, path))
        rows += [self._add_text(wheel, "INSTALLER", b"pymcp\n")]
        rows += self._compile(wheel, [row[0] for row in rows if row[0].endswith(".py")])
        self._add_record(wheel, rows)
        return left_out

    def _add(self, wheel: Wheel, entry: Entry, path: str) -> list[str]:
        self._take(wheel, path)
        target = os.path.join(self._folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        digest = self._check(wheel, entry, target)
        os.chmod(target, 0o755 if entry.executable else 0o644)
        return [path, f"sha256={_encode(digest)}", str(entry.info.file_size)]

    def _check(self, wheel: Wheel, entry: Entry, target: str | None) -> bytes:
        """Reads all of it, writes it where `target` says. @return its SHA-256"""
        assert entry.digest is not None
        algorithm, wanted = entry.digest
        named, ours, done = hashlib.new(algorithm), hashlib.sha256(), 0
        try:
            with wheel.zip.open(entry.info) as source, self._open(target) as out:
                while part := source.read(_PART):
                    done += len(part)
                    if done > entry.info.file_size:
                        raise wheel.refused(f"has more of {entry.info.filename!r} than it says")
                    named.update(part)
                    ours.update(part)
                    out.write(part)
        except (RefusedError, OSError):
            raise
        except Exception as error:  # What zipfile and zlib find.
            raise wheel.refused(f"cannot be read: {type(error).__name__}: {error}") from None
        if done != entry.info.file_size or named.digest() != wanted:
            raise wheel.refused(f"has other bytes of {entry.info.filename!r} than its RECORD says")
        self._bytes_left -= done
        return ours.digest()

    def _open(self, target: str | None) -> BinaryIO:
        return open(os.devnull if target is None else target, "wb" if target is None else "xb")

    def _take(self, wheel: Wheel, path: str) -> None:
        self._files_left -= 1
        if self._files_left < 0:
            raise RefusedError("too-large", f"{wheel.file} has too many files", wheel.facts.name)
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            spelled, is_folder = "/".join(parts[:depth]), depth < len(parts)
            folded = unicodedata.normalize("NFKC", spelled).casefold()
            other = self._taken.get(folded)
            if other is None:
                self._taken[folded] = (spelled, wheel.file, is_folder)
            elif not is_folder or not other[2] or other[0] != spelled:
                why = f"{wheel.file} has {path!r}, and {other[1]} has {other[0]!r}"
                raise RefusedError("collision", why, wheel.facts.name)

    def _add_text(self, wheel: Wheel, name: str, text: bytes) -> list[str]:
        path = f"{wheel.facts.info_folder}/{name}"
        target = os.path.join(self._folder, path)
        # Its own, of whoever installed it where it was made, says nothing here.
        with open(target, "wb") as file:
            file.write(text)
        return [path, f"sha256={_encode(hashlib.sha256(text).digest())}", str(len(text))]

    def _add_record(self, wheel: Wheel, rows: list[list[str]]) -> None:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        kept = {row[0]: row for row in rows}
        writer.writerows(kept[path] for path in sorted(kept))
        writer.writerow([f"{wheel.facts.info_folder}/RECORD", "", ""])
        self._add_text(wheel, "RECORD", out.getvalue().encode())

    def _compile(self, wheel: Wheel, paths: list[str]) -> list[list[str]]:
        """The tree never changes, so that what is compiled needs no comparing with its source (PEP 552)."""
        rows: list[list[str]] = []
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        for path in paths:
            source = os.path.join(self._folder, path)
            try:
                made = py_compile.compile(
                    source, dfile=f"{SHOWN_AT}/{path}", doraise=True, quiet=2, invalidation_mode=mode
                )
            except (py_compile.PyCompileError, ValueError, RecursionError, MemoryError):
                # Templates and code of other Pythons; whoever imports it is told then.
                continue
            assert made is not None
            with open(made, "rb") as file:
                body = file.read()
            own = os.path.relpath(made, self._folder)
            self._take(wheel, own)
            rows.append([own, f"sha256={_encode(hashlib.sha256(body).digest())}", str(len(body))])
        return rows


def _encode(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

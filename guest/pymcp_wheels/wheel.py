"""One wheel, read as a stranger's: its names, its record and what it says of itself, before anything is written."""

from __future__ import annotations

import base64
import csv
import email.parser
import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pymcp_wheels.packaging_parts import own_tags, part
from pymcp_wheels.saying import RefusedError

#: Algorithms that may stand in a RECORD: the specification wants sha256 or better.
_STRONG = ("sha256", "sha384", "sha512")
_SIGNATURES = ("RECORD.jws", "RECORD.p7s")
_TEXT_BYTES = 16 * 1024 * 1024
#: What packages really hold, machine code and tables of numbers, is never packed so well in such a size.
_LARGE = 32 * 1024 * 1024
_MOST_RATIO = 200
_MOST_NAME = 255
_MOST_PATH = 1000


@dataclass(frozen=True)
class Entry:
    info: zipfile.ZipInfo
    #: Below site-packages; None where it belongs elsewhere (scripts, headers, data) and is left out.
    path: str | None
    #: Algorithm and digest, as RECORD has them; None of RECORD itself and of its signatures.
    digest: tuple[str, bytes] | None
    executable: bool


@dataclass(frozen=True)
class Facts:
    name: str
    #: As its metadata spells it.
    version: str
    requires: tuple[str, ...]
    #: Folder of what it says about itself, below site-packages.
    info_folder: str


class Wheel:
    """@raise RefusedError `wheel`, whatever is wrong with it"""

    def __init__(self, path: str, file: str, asked: tuple[str, str]) -> None:
        self.path = path
        self.file = file
        self._package = asked[0]
        utils = part("utils")
        name, version, _, tags = self._tried(lambda: utils.parse_wheel_filename(file))
        if (name, version) != (asked[0], part("version").Version(asked[1])):
            raise self.refused(f"is {name} {version}, and {asked[0]} {asked[1]} was asked for")
        if not set(tags) & own_tags():
            raise self.refused("does not fit this Python")
        self.zip: zipfile.ZipFile = self._tried(lambda: zipfile.ZipFile(path))
        self._infos = self._read_names()
        self._folder = self._find_folder(name, version)
        self._check_wheel_file()
        self.facts = self._read_facts(asked)

    def refused(self, why: str) -> RefusedError:
        return RefusedError("wheel", f"{self.file} {why}", self._package)

    def total_bytes(self) -> int:
        return sum(info.file_size for info in self._infos.values())

    def entries(self) -> Iterator[Entry]:
        """All its files, each with what RECORD says of it."""
        record = self._read_record()
        data = self._folder[: -len(".dist-info")] + ".data/"
        for name, info in self._infos.items():
            base = name[len(self._folder) + 1 :] if name.startswith(f"{self._folder}/") else ""
            if base == "RECORD" or base in _SIGNATURES:
                continue
            digest = record.pop(name, None)
            if digest is None:
                raise self.refused(f"has {name!r}, which its RECORD does not name")
            mode = info.external_attr >> 16
            yield Entry(info, self._place(name, data), digest, bool(mode & 0o111))
        missing = next(iter(record), None)
        if missing is not None:
            raise self.refused(f"has no {missing!r}, which its RECORD names")

    def _place(self, name: str, data: str) -> str | None:
        if not name.startswith(data):
            return name
        kind, _, rest = name[len(data) :].partition("/")
        return rest if kind in ("purelib", "platlib") and rest else None

    def _read_names(self) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        for info in self.zip.infolist():
            # `orig_filename` is what stands in the archive; a NUL cuts the other off.
            name = info.orig_filename
            why = why_not_plain(name[:-1] if name.endswith("/") else name)
            if why is not None:
                raise self.refused(f"has the name {name[:200]!r}, which {why}")
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise self.refused(f"has {name!r}, which is neither a file nor a folder")
            if info.flag_bits & 0x1:
                raise self.refused(f"has {name!r}, which is encrypted")
            if info.file_size > _LARGE and info.file_size > _MOST_RATIO * info.compress_size:
                raise self.refused(
                    f"has {name!r}, which is made to fill a disk: {info.file_size} bytes of nothing"
                )
            if name.endswith("/"):
                continue
            if kind == stat.S_IFDIR:
                raise self.refused(f"has {name!r}, which is a folder by the name of a file")
            if name in found:
                raise self.refused(f"has {name!r} twice")
            found[name] = info
        return found

    def _find_folder(self, name: Any, version: Any) -> str:
        tops = {path.split("/")[0] for path in self._infos}
        folders = [top for top in tops if top.endswith(".dist-info")]
        if len(folders) != 1:
            raise self.refused(f"has {len(folders)} folders of metadata")
        stem = folders[0][: -len(".dist-info")]
        own_name, _, own_version = stem.partition("-")
        utils = part("utils")
        is_same = utils.canonicalize_name(own_name) == name
        if not is_same or self._tried(lambda: part("version").Version(own_version)) != version:
            raise self.refused(f"has metadata of another package: {folders[0]}")
        return folders[0]

    def _check_wheel_file(self) -> None:
        found = self._message("WHEEL")
        if not re.fullmatch(r"1\.\d+", str(found.get("Wheel-Version", ""))):
            raise self.refused(f"is of the unknown format {found.get('Wheel-Version')}")
        parse = part("tags").parse_tag
        tags = self._tried(lambda: [tag for text in found.get_all("Tag", []) for tag in parse(text)])
        if not own_tags() & set(tags):
            raise self.refused("says of itself that it does not fit this Python")

    def _read_facts(self, asked: tuple[str, str]) -> Facts:
        found = self._message("METADATA")
        name, version = str(found.get("Name", "")), str(found.get("Version", ""))
        is_same = part("utils").canonicalize_name(name) == asked[0]
        parse = part("version").Version
        if not is_same or self._tried(lambda: parse(version)) != parse(asked[1]):
            raise self.refused(f"says that it is {name} {version}, and {asked[0]} {asked[1]} was asked for")
        return Facts(asked[0], version, tuple(found.get_all("Requires-Dist", [])), self._folder)

    def requires_python(self) -> str:
        return str(self._message("METADATA").get("Requires-Python", "") or "")

    def _message(self, name: str) -> Any:
        text = self._text(name)
        # Its description may hold anything and comes after an empty line.
        return email.parser.Parser().parsestr(text, headersonly=True)

    def _text(self, name: str) -> str:
        info = self._infos.get(f"{self._folder}/{name}")
        if info is None or info.file_size > _TEXT_BYTES:
            raise self.refused(f"has no usable {name}")
        return str(self._tried(lambda: self.zip.read(info).decode("utf-8")))

    def _read_record(self) -> dict[str, tuple[str, bytes]]:
        """By path, algorithm and digest."""
        record: dict[str, tuple[str, bytes]] = {}
        own = {f"{self._folder}/{name}" for name in ("RECORD", *_SIGNATURES)}
        for row in self._tried(lambda: list(csv.reader(io.StringIO(self._text("RECORD"))))):
            if not row:
                continue
            path = row[0]
            if path in own:
                continue
            algorithm, _, encoded = (row[1] if len(row) > 1 else "").partition("=")
            if algorithm not in _STRONG:
                raise self.refused(f"has no good hash for {path!r} in its RECORD")
            if path in record:
                raise self.refused(f"names {path!r} twice in its RECORD")
            size, info = (row[2] if len(row) > 2 else ""), self._infos.get(path)
            if size and info is not None and size != str(info.file_size):
                raise self.refused(f"has another size of {path!r} in its RECORD")
            padded = encoded + "=" * (-len(encoded) % 4)
            digest = self._tried(lambda padded=padded: base64.urlsafe_b64decode(padded))
            record[path] = (algorithm, digest)
        return record

    def _tried(self, work: Any) -> Any:
        try:
            return work()
        except RefusedError:
            raise
        except Exception as error:  # zipfile, csv, base64 and packaging each have their own.
            raise self.refused(f"cannot be read: {type(error).__name__}: {error}") from None


def why_not_plain(path: str) -> str | None:
    """Why a path may not be in a tree, as a part of a sentence; None where nothing speaks against it."""
    if not path or path.startswith("/") or "\\" in path:
        return "is no relative path"
    if len(path.encode("utf-8", "surrogatepass")) > _MOST_PATH:
        return "is too long"
    for name in path.split("/"):
        if name in ("", ".", ".."):
            return "leads elsewhere"
        if len(name.encode("utf-8", "surrogatepass")) > _MOST_NAME:
            return "is too long"
        if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in name):
            return "has characters that are not to be seen"
    return None

"""Changes files, each change in one step of the kernel: whoever looks meanwhile sees the file as it was or as it is.

What stands there is compared with what the gateway expects first: it has kept that, to take the change back.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
from binascii import a2b_base64
from typing import Any

from pymcp_guest import linux

from .attributes import NEW_FILE_MODE, carry_over
from .links import Names
from .place import Place, open_regular, placed, refuse_unless_regular
from .reading import to_base64
from .refusal import RefusedError, show

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_RENAME_NOREPLACE = 1
_TEMPORARY = re.compile(r"\.pymcp-[0-9a-f]{16}\Z")
KEPT_BYTES = 2 * 1024 * 1024
"""Of what a file was, what is told to be kept."""


def snapshot(path: str) -> dict[str, Any]:
    """What stands there now, for whoever keeps it; `sha` is null where nothing does."""
    with placed(path) as place:
        if place.status is None:
            return {"sha": None, "data": None, "size": 0}
        refuse_unless_regular(place.status, path)
        fd = open_regular(place, path)
        try:
            size = os.fstat(fd).st_size
            Names().refuse_outside(os.fstat(fd), path)
            if size > KEPT_BYTES:
                return {"sha": _hash(fd), "data": None, "size": size}
            data = os.pread(fd, KEPT_BYTES + 1, 0)
        finally:
            os.close(fd)
    return {"sha": hashlib.sha256(data).hexdigest(), "data": to_base64(data), "size": size}


def write(path: str, data: str, expected: str | None, temporary: str) -> dict[str, Any]:
    """`expected`: the hash of what stands there; None where nothing must."""
    content = a2b_base64(data)
    with placed(path) as place:
        _refuse_folder(place, path)
        _refuse_changed(place, path, expected)
        lost: list[str] = []
        _check_temporary(temporary)
        fd = os.open(temporary, _NEW_FILE, 0o600, dir_fd=place.folder)
        try:
            try:
                _write_all(fd, content)
                lost = _carry_over(place, path, fd)
                os.fsync(fd)
            finally:
                os.close(fd)
            if expected is None:
                _rename_to_free(place.folder, temporary, place.folder, place.name)
            else:
                os.rename(temporary, place.name, src_dir_fd=place.folder, dst_dir_fd=place.folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=place.folder)
            raise
        return {
            "sha": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "path": place.path,
            "lost": lost,
        }


def _carry_over(place: Place, path: str, new: int) -> list[str]:
    if place.status is None:
        os.fchmod(new, NEW_FILE_MODE)
        return []
    old = open_regular(place, path)
    try:
        return carry_over(old, new)
    finally:
        os.close(old)


def remove(path: str, expected: str) -> dict[str, Any]:
    with placed(path) as place:
        _refuse_changed(place, path, expected)
        os.unlink(place.name, dir_fd=place.folder)
    return {}


def make_folder(path: str) -> dict[str, Any]:
    """With those above it; tells which were made, the outermost first."""
    made = []
    parts = path.split("/")
    for count in range(1, len(parts) + 1):
        above = "/".join(parts[:count])
        with placed(above) as place:
            if place.status is None:
                os.mkdir(place.name, 0o755, dir_fd=place.folder)
                made.append(place.path)
            elif not stat.S_ISDIR(place.status.st_mode):
                raise RefusedError("exists", f"{show(above)} is there and no folder")
    return {"made": made}


def remove_folders(paths: list[str]) -> dict[str, Any]:
    """The innermost first; one that is not empty stays, and is told."""
    for path in reversed(paths):
        with placed(path, follow_last=False) as place:
            os.rmdir(place.name, dir_fd=place.folder)
    return {}


def move(source: str, target: str, identity: str | None) -> dict[str, Any]:
    """A link is moved itself. `identity`: what must stand at the source, where that matters."""
    with placed(source, follow_last=False) as there, placed(target, follow_last=False) as free:
        if there.status is None:
            raise RefusedError("missing", f"{show(source)} is not there")
        if not there.name:
            raise RefusedError("name", "the workspace itself cannot be moved")
        if identity is not None and identity != _identify(there.status):
            raise RefusedError("changed", f"{show(source)} is not what was moved there")
        if free.status is not None:
            raise RefusedError("exists", f"{show(target)} is there already")
        _rename_to_free(there.folder, there.name, free.folder, free.name)
        return {"identity": _identify(there.status), "source": there.path, "target": free.path}


def sweep(path: str, temporary: str) -> dict[str, Any]:
    """What a worker that was killed has left."""
    _check_temporary(temporary)
    with contextlib.suppress(FileNotFoundError, RefusedError), placed(path) as place:
        os.unlink(temporary, dir_fd=place.folder)
    return {}


def _check_temporary(name: str) -> None:
    if not _TEMPORARY.match(name):
        raise RefusedError("name", "that is no name of a temporary file")


def _identify(status: os.stat_result) -> str:
    return f"{status.st_dev}:{status.st_ino}"


def _refuse_folder(place: Place, path: str) -> None:
    if not place.name:
        raise RefusedError("not-file", f"{show(path)} is a folder")
    if place.status is not None:
        refuse_unless_regular(place.status, path)


def _refuse_changed(place: Place, path: str, expected: str | None) -> None:
    if place.status is None:
        if expected is not None:
            raise RefusedError("changed", f"{show(path)} is not there any more")
        return
    if expected is None:
        raise RefusedError("changed", f"{show(path)} has come meanwhile")
    fd = open_regular(place, path)
    try:
        if _hash(fd) != expected:
            raise RefusedError("changed", f"{show(path)} was changed by somebody else meanwhile")
    finally:
        os.close(fd)


def _hash(fd: int) -> str:
    digest, offset = hashlib.sha256(), 0
    while True:
        part = os.pread(fd, 1 << 20, offset)
        if not part:
            return digest.hexdigest()
        digest.update(part)
        offset += len(part)


def _write_all(fd: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(fd, view) :]


def _rename_to_free(source_folder: int, source: str, target_folder: int, target: str) -> None:
    """renameat2(2): never over something that has come meanwhile."""
    names = os.fsencode(source), os.fsencode(target)
    try:
        linux.syscall("renameat2", source_folder, names[0], target_folder, names[1], _RENAME_NOREPLACE)
    except OSError as error:
        # Some file systems of networks and of FUSE do not know the flag.
        if error.errno not in (errno.EINVAL, errno.ENOSYS):
            raise
        _move_to_free(source_folder, source, target_folder, target)


def _move_to_free(source_folder: int, source: str, target_folder: int, target: str) -> None:
    if stat.S_ISREG(os.stat(source, dir_fd=source_folder, follow_symlinks=False).st_mode):
        os.link(source, target, src_dir_fd=source_folder, dst_dir_fd=target_folder, follow_symlinks=False)
        os.unlink(source, dir_fd=source_folder)
    else:
        # A folder replaces nothing but an empty one (rename(2)).
        os.rename(source, target, src_dir_fd=source_folder, dst_dir_fd=target_folder)

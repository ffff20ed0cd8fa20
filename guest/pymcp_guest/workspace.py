"""The workspace: one folder of the host at /workspace, with masks over what no guest may see or change.

path.contained: bound with everything that is mounted below it, made nosuid, nodev and noexec, and read-only where it
is, as a whole: a bind remount would leave the mounts below writable. noexec as in the scratch folders: what a program
finds or writes there is data, also where the kernel has no Landlock.

path.protected: each protected path is opened name by name without following links, and the mask is moved onto the
descriptor, so that nothing that is renamed or swapped meanwhile can lead a mask astray (FACTS 2.8, CVE-2026-87766). A
path that is not as the gateway saw it ends the birth; the gateway looks again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from . import linux
from .layers import LayerError, layer
from .plan import CONTROL_FOLDER, ProtectedPath, WorkspacePlan

PATH = "/workspace"
_SOURCE = f"{CONTROL_FOLDER}/ws"
_HARMLESS = linux.MOUNT_ATTR_NOSUID | linux.MOUNT_ATTR_NODEV | linux.MOUNT_ATTR_NOEXEC
_READ_ONLY = _HARMLESS | linux.MOUNT_ATTR_RDONLY
_WALK = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC


def mount_workspace(
    new_root: str,
    workspace: WorkspacePlan,
    protected: Sequence[ProtectedPath],
    source: str = _SOURCE,
) -> None:
    """Show the workspace below `new_root`; `protected` in an order in which folders stand before what is in them."""
    target = new_root + PATH
    with layer("workspace"):
        _check_is_the_checked_one(workspace, source)
        os.mkdir(target, 0o755)
        linux.mount(source, target, None, linux.MS_BIND | linux.MS_REC)
        with _opened(target) as folder:
            linux.set_mount_attributes(folder, _HARMLESS if workspace.writable else _READ_ONLY)
    with layer("protection"):
        _protect(new_root, target, protected)


def _check_is_the_checked_one(workspace: WorkspacePlan, source: str) -> None:
    """Another sandbox may write to a folder above it and have put something else in its place before it was bound."""
    found = os.stat(source)
    if (found.st_dev, found.st_ino) != (workspace.device, workspace.inode):
        raise LayerError("workspace", "the folder was replaced by another one")


def _protect(new_root: str, target: str, protected: Sequence[ProtectedPath]) -> None:
    if not protected:
        return
    # In the new root, which nobody else sees; gone from there when the masks are in place.
    empty_file, empty_folder = f"{new_root}/.empty-file", f"{new_root}/.empty-folder"
    os.close(os.open(empty_file, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0))
    os.mkdir(empty_folder, 0)
    with _opened(target) as root, _opened(empty_file) as file, _opened(empty_folder) as folder:
        for entry in protected:
            with _walked(root, entry.path) as place:
                _cover(place, entry, folder if stat.S_ISDIR(os.fstat(place).st_mode) else file)
    os.unlink(empty_file)
    os.rmdir(empty_folder)


def _cover(place: int, entry: ProtectedPath, empty: int) -> None:
    """Mount over the descriptor `place`: nothing (masked), itself read-only, or itself, which only makes it stay."""
    if stat.S_ISLNK(os.fstat(place).st_mode):
        raise LayerError("workspace-changed", f"{_shown(entry.path)} has become a symbolic link")
    clone = linux.clone_mount(empty if entry.cover == "masked" else place)
    try:
        # A pinned folder stays as writable as it is: mounted on, it cannot be renamed with what it protects.
        if entry.cover != "pinned":
            linux.set_mount_attributes(clone, _READ_ONLY)
        linux.move_mount(clone, place)
    finally:
        os.close(clone)


@contextmanager
def _opened(path: str) -> Iterator[int]:
    fd = os.open(path, _WALK)
    try:
        yield fd
    finally:
        os.close(fd)


@contextmanager
def _walked(root: int, path: bytes) -> Iterator[int]:
    """A descriptor of `path` below `root`, name by name, without following links."""
    fd = os.dup(root)
    try:
        for name in path.split(b"/"):
            below = _step(fd, name, path)
            os.close(fd)
            fd = below
        yield fd
    finally:
        os.close(fd)


def _step(folder: int, name: bytes, path: bytes) -> int:
    if name in (b"", b".", b".."):
        raise LayerError("protection", f"{_shown(path)} is no path below the workspace")
    try:
        return os.open(name, _WALK, dir_fd=folder)
    except (FileNotFoundError, NotADirectoryError):
        # NotADirectoryError: a folder on the way has become a link or a file.
        raise LayerError("workspace-changed", f"{_shown(path)} is not where it was") from None


def _shown(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")

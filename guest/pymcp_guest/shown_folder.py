"""user.mcp: shows the guest a folder that it could not reach, in a mount namespace of the caller's, which is root.

The guest has a user id that owns nothing. A workspace is shown as the guest's own: by an idmapped mount (mount_setattr(2),
Linux 5.12) the files of its owner appear as the guest's, and what the guest writes belong to the owner. The packages of an
environment are shown as they are, out of a folder that only root can enter. Both end with the mount namespace.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from . import linux


@dataclass(frozen=True)
class ShownFolder:
    what: str
    """The word for it in errors."""
    path: str
    identity: tuple[int, int]
    """Device and inode of the folder that was checked."""
    place: str
    """An empty folder that the guest can reach."""
    owner: tuple[int, int] | None
    """User and group id of whose files appear as the guest's; None: all as they are."""


def leave_mount_namespace() -> None:
    """Nothing that is mounted from here on is seen outside."""
    linux.unshare(linux.CLONE_NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)


def show(folder: ShownFolder, guest: tuple[int, int]) -> None:
    """`guest`: its user and group id. Exits with a message where it fails."""
    try:
        _show(folder, guest)
    except OSError as error:
        how = "shown" if folder.owner is None else "shown as the guest's own"
        sys.exit(f"the {folder.what} could not be {how}: {error}")


def _show(folder: ShownFolder, guest: tuple[int, int]) -> None:
    source = os.open(folder.path, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    found = os.fstat(source)
    if (found.st_dev, found.st_ino) != folder.identity:
        sys.exit(f"the {folder.what} was replaced by another folder")
    clone = linux.clone_mount(source)
    if folder.owner is not None:
        user, group = folder.owner
        namespace = _user_namespace(f"{user} {guest[0]} 1", f"{group} {guest[1]} 1")
        linux.map_mount_owners(clone, namespace)
        os.close(namespace)
    target = os.open(folder.place, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    linux.move_mount(clone, target)
    for fd in (source, clone, target):
        os.close(fd)


def _user_namespace(user_map: str, group_map: str) -> int:
    """A descriptor of a user namespace with these maps, of which nobody is a member any more."""
    asked, ask = os.pipe()
    done, answer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ask)
        linux.unshare(linux.CLONE_NEWUSER)
        os.write(answer, b".")
        os.read(asked, 1)
        os._exit(0)
    os.close(answer)
    if not os.read(done, 1):
        sys.exit("no user namespace could be made for the idmapped mount")
    linux.write_file(f"/proc/{child}/uid_map", user_map)
    linux.write_file(f"/proc/{child}/gid_map", group_map)
    namespace = os.open(f"/proc/{child}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
    for fd in (asked, ask, done):
        os.close(fd)
    os.waitpid(child, 0)
    return namespace

"""user.mcp: shows a workspace to the guest as the guest's own, in a mount namespace of the caller's, which is root.

The guest has a user id that owns nothing. An idmapped mount (mount_setattr(2), Linux 5.12) lets the files of the workspace's
owner appear as the guest's, and what the guest writes belong to the owner. It ends with the mount namespace.
"""

from __future__ import annotations

import os
import sys

from . import linux


def show(
    workspace: str, identity: tuple[int, int], guest: tuple[int, int], owner: tuple[int, int], place: str
) -> None:
    """`identity`: device and inode of the folder that was checked; `guest`, `owner`: user and group id. Exits where it fails."""
    folder = os.open(workspace, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    found = os.fstat(folder)
    if (found.st_dev, found.st_ino) != identity:
        sys.exit("the workspace was replaced by another folder")
    clone = linux.clone_mount(folder)
    namespace = user_namespace(f"{owner[0]} {guest[0]} 1", f"{owner[1]} {guest[1]} 1")
    linux.map_mount_owners(clone, namespace)
    target = os.open(place, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    linux.move_mount(clone, target)
    for fd in (folder, clone, namespace, target):
        os.close(fd)


def user_namespace(user_map: str, group_map: str) -> int:
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

"""Run by root, outside the jail: shows a workspace to the guest as the guest's own, then becomes bubblewrap.

user.mcp: the guest has a user id that owns nothing. In a mount namespace of this process's own, an idmapped mount
(mount_setattr(2), Linux 5.12) lets the files of the workspace's owner appear as the guest's, and what the guest writes
belong to the owner. It ends with the namespace, and that with the last process of the jail.

    start_with_workspace.py GUEST-UID GUEST-GID OWNER-UID OWNER-GID WORKSPACE DEVICE INODE PLACE PROGRAM ARGUMENT…
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pymcp_guest import linux


def main(words: list[str]) -> None:
    guest_user, guest_group, owner_user, owner_group = map(int, words[:4])
    workspace, device, inode, place = words[4:8]
    program = words[8:]
    # Nothing that is mounted from here on is seen outside.
    linux.unshare(linux.CLONE_NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    folder = os.open(workspace, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    found = os.fstat(folder)
    if (found.st_dev, found.st_ino) != (int(device), int(inode)):
        sys.exit("the workspace was replaced by another folder")
    clone = linux.clone_mount(folder)
    namespace = _user_namespace(f"{owner_user} {guest_user} 1", f"{owner_group} {guest_group} 1")
    linux.map_mount_owners(clone, namespace)
    target = os.open(place, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    linux.move_mount(clone, target)
    for fd in (folder, clone, namespace, target):
        os.close(fd)
    os.setgroups([])
    os.setresgid(guest_group, guest_group, guest_group)
    os.setresuid(guest_user, guest_user, guest_user)
    os.execv(program[0], program)


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


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(f"the workspace could not be shown as the guest's own: {error}")

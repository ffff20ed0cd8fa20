"""Run by root, outside the jail: shows folders to the guest that it could not reach, then becomes bubblewrap.

user.mcp: the guest has a user id that owns nothing. What is mounted here is in a mount namespace of this process's own,
which ends with the last process of the jail. A workspace is shown as the guest's own: by an idmapped mount
(mount_setattr(2), Linux 5.12) the files of its owner appear as the guest's, and what the guest writes belong to the
owner. The packages of an environment are shown as they are, out of a folder that only root can enter.

    start_with_folders.py GUEST-UID GUEST-GID COUNT
        (WHAT FOLDER DEVICE INODE PLACE OWNER-UID OWNER-GID)… PROGRAM ARGUMENT…

WHAT is the word for it in errors; OWNER-UID and OWNER-GID are `-` where it is shown as it is.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pymcp_guest import linux

_WORDS_OF_A_FOLDER = 7
_AS_IT_IS = "-"


def main(words: list[str]) -> None:
    guest_user, guest_group, count = map(int, words[:3])
    end = 3 + count * _WORDS_OF_A_FOLDER
    folders = [words[start : start + _WORDS_OF_A_FOLDER] for start in range(3, end, _WORDS_OF_A_FOLDER)]
    program = words[end:]
    # Nothing that is mounted from here on is seen outside.
    linux.unshare(linux.CLONE_NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    for folder in folders:
        show(folder, guest_user, guest_group)
    os.setgroups([])
    os.setresgid(guest_group, guest_group, guest_group)
    os.setresuid(guest_user, guest_user, guest_user)
    os.execv(program[0], program)


def show(words: list[str], guest_user: int, guest_group: int) -> None:
    """Mount one folder at its place, in a mount namespace of the caller's. `words`: from WHAT to OWNER-GID."""
    what, path, device, inode, place, owner_user, owner_group = words
    try:
        folder = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        found = os.fstat(folder)
        if (found.st_dev, found.st_ino) != (int(device), int(inode)):
            sys.exit(f"the {what} was replaced by another folder")
        clone = linux.clone_mount(folder)
        if owner_user != _AS_IT_IS:
            namespace = _user_namespace(f"{owner_user} {guest_user} 1", f"{owner_group} {guest_group} 1")
            linux.map_mount_owners(clone, namespace)
            os.close(namespace)
        target = os.open(place, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        linux.move_mount(clone, target)
        for fd in (folder, clone, target):
            os.close(fd)
    except OSError as error:
        shown = "shown" if owner_user == _AS_IT_IS else "shown as the guest's own"
        sys.exit(f"the {what} could not be {shown}: {error}")


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
        sys.exit(f"the folders of the jail could not be shown: {error}")

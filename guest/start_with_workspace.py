"""Run by root, outside the jail: shows a workspace to the guest as the guest's own, then becomes bubblewrap.

user.mcp: the guest has a user id that owns nothing. In a mount namespace of this process's own, an idmapped mount
(mount_setattr(2), Linux 5.12) lets the files of the workspace's owner appear as the guest's, and what the guest writes
belong to the owner. It ends with the namespace, and that with the last process of the jail.

    start_with_workspace.py GUEST-UID GUEST-GID OWNER-UID OWNER-GID WORKSPACE DEVICE INODE PLACE PROGRAM ARGUMENT…
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pymcp_guest import linux, owned_workspace


def main(words: list[str]) -> None:
    guest_user, guest_group, owner_user, owner_group = map(int, words[:4])
    workspace, device, inode, place = words[4:8]
    program = words[8:]
    # Nothing that is mounted from here on is seen outside.
    linux.unshare(linux.CLONE_NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    owned_workspace.show(
        workspace, (int(device), int(inode)), (guest_user, guest_group), (owner_user, owner_group), place
    )
    os.setgroups([])
    os.setresgid(guest_group, guest_group, guest_group)
    os.setresuid(guest_user, guest_user, guest_user)
    os.execv(program[0], program)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(f"the workspace could not be shown as the guest's own: {error}")

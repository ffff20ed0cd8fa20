"""Run by root, outside the jail: shows folders to the guest that it could not reach (shown_folder.py), then becomes bubblewrap.

    start_with_folders.py GUEST-UID GUEST-GID COUNT (WHAT FOLDER DEVICE INODE PLACE OWNER-UID OWNER-GID)… PROGRAM ARGUMENT…

WHAT is the word for it in errors; OWNER-UID and OWNER-GID are `-` where it is shown as it is.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pymcp_guest import shown_folder

_WORDS_OF_A_FOLDER = 7
_AS_IT_IS = "-"


def main(words: list[str]) -> None:
    guest_user, guest_group, count = map(int, words[:3])
    end = 3 + count * _WORDS_OF_A_FOLDER
    folders = [words[start : start + _WORDS_OF_A_FOLDER] for start in range(3, end, _WORDS_OF_A_FOLDER)]
    program = words[end:]
    shown_folder.leave_mount_namespace()
    for folder in folders:
        shown_folder.show(_parse(folder), (guest_user, guest_group))
    os.setgroups([])
    os.setresgid(guest_group, guest_group, guest_group)
    os.setresuid(guest_user, guest_user, guest_user)
    os.execv(program[0], program)


def _parse(words: list[str]) -> shown_folder.ShownFolder:
    what, path, device, inode, place, owner_user, owner_group = words
    owner = None if owner_user == _AS_IT_IS else (int(owner_user), int(owner_group))
    return shown_folder.ShownFolder(what, path, (int(device), int(inode)), place, owner)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(f"the folders of the jail could not be shown: {error}")

"""What a file has beside its content, for the one that takes its place: mode, access control list, attributes, owner.

A change opens a file to nobody else: where the list cannot be kept, the mode grants the group what the list did.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import struct

_ACL = "system.posix_acl_access"
_GROUP, _MASK = 0x04, 0x10
_OF_THE_HOST = ("security.selinux", "security.SMACK64", "security.apparmor", "security.ima", "security.evm")
"""Which the kernel gives to each new file by rules of its own."""
NEW_FILE_MODE = 0o644
_MOST_BYTES = 64 * 1024
"""Of one attribute, as the kernel has it (XATTR_SIZE_MAX)."""


def carry_over(old: int, new: int) -> list[str]:
    """From one descriptor to the other; returns what could not be, in words for a person."""
    was, lost = os.fstat(old), []
    mode = stat.S_IMODE(was.st_mode)
    if mode & ~0o777:
        lost.append("its set-user-id, set-group-id or sticky bit")
    if os.fstat(new).st_gid != was.st_gid:
        with contextlib.suppress(OSError):
            os.fchown(new, -1, was.st_gid)
    made = os.fstat(new)
    if made.st_uid != was.st_uid:
        lost.append("its owner")
    if made.st_gid != was.st_gid:
        lost.append("its group")
    names = _names(old)
    os.fchmod(new, mode & 0o777)
    lost += _carry_list(old, new, mode & 0o777, _ACL in names)
    lost += [_show(name) for name in names if name != _ACL and not _copy(old, new, name)]
    return lost


def _show(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _carry_list(old: int, new: int, mode: int, is_there: bool) -> list[str]:
    if is_there:
        if _copy(old, new, _ACL):
            return []
        _drop_list(new)
        os.fchmod(new, mode & ~0o070 | _group_of(os.getxattr(old, _ACL)) << 3)
        return ["its access control list"]
    # A folder may have one for new files, by which others could read what they could not before.
    _drop_list(new)
    os.fchmod(new, mode)
    return []


def _drop_list(fd: int) -> None:
    try:
        os.removexattr(fd, _ACL)
    except OSError as error:
        if error.errno not in (errno.ENODATA, errno.EOPNOTSUPP, errno.ENOSYS):
            raise


def _group_of(acl: bytes) -> int:
    """What the list lets the owning group do (acl(5)); the mode has the mask in that place."""
    group, mask = 0, 0o7
    for tag, bits, _ in struct.iter_unpack("<HHI", acl[4:]):
        if tag == _GROUP:
            group = bits
        elif tag == _MASK:
            mask = bits
    return group & mask & 0o7


def _names(fd: int) -> list[str]:
    try:
        return [name for name in os.listxattr(fd) if name not in _OF_THE_HOST]
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.ENOSYS):
            return []
        raise


def _copy(old: int, new: int, name: str) -> bool:
    try:
        value = os.getxattr(old, name)
        if len(value) > _MOST_BYTES:
            return False
        os.setxattr(new, name, value)
        return os.getxattr(new, name) == value
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        return False

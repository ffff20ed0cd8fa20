"""user.mcp, jail.kernel: giving up root, and every capability, in a sandbox that an engine has made."""

from __future__ import annotations

import contextlib
import errno
import os
import struct

from . import linux
from .layers import LayerError, layer

_PR_CAPBSET_READ = 23
_CAPABILITY_VERSION_3 = 0x20080522
_MOST_CAPABILITIES = 64
_PR_SET_KEEPCAPS = 8
KILL = 1 << 5
"""Of kept: the right to signal processes of other users."""


def become(
    user: int, bounding: bool, shown: int | None = None, group: int | None = None, kept: int = 0
) -> None:
    """Another user and group for good, with no capability in any set but `kept`, and none to be had by execve(2).

    `bounding`: whether the bounding set must be empty, too. `shown`: as what it sees itself from then on, in user
    namespaces of its own; None: in those that are there. `group`: where it is not the user's.
    """
    group = user if group is None else group
    with layer("no-new-privs"):
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    with layer("capabilities"):
        _empty_bounding_set(bounding)
    with layer("user"):
        if os.getuid() == 0:
            os.setgroups([])
        if (os.getuid(), os.getgid()) != (user, group):
            # Where the kernel has the option to keep them over a change of the user (prctl(2), PR_SET_KEEPCAPS).
            linux.prctl(_PR_SET_KEEPCAPS, int(kept != 0))
            os.setresgid(group, group, group)
            os.setresuid(user, user, user)
    if shown is not None:
        with layer("user"):
            _show_as((user, group), shown)
        # A new user namespace gave it all of them, within it.
        with layer("capabilities"):
            _empty_bounding_set(bounding)
    with layer("user"):
        seen = (user, group) if shown is None else (shown, shown)
        if (os.getresuid(), os.getresgid()) != ((seen[0],) * 3, (seen[1],) * 3):
            raise LayerError("user", f"it is {os.getresuid()}, {os.getresgid()}")
    with layer("capabilities"):
        # A kernel that has no ambient capabilities has none to clear.
        with contextlib.suppress(OSError):
            linux.prctl2(linux.PR_CAP_AMBIENT, linux.PR_CAP_AMBIENT_CLEAR_ALL, 0)
        sets = struct.pack("=IIIIII", kept, kept, 0, 0, 0, 0)
        linux.syscall("capset", struct.pack("=II", _CAPABILITY_VERSION_3, 0), sets)


def _show_as(outside: tuple[int, int], shown: int) -> None:
    """Two user namespaces, so that the inner one maps nobody but `shown`, to the same number (user_namespaces(7)).

    Its engine decides who it must be outside, user and group: with gVisor who owns the files, with a rootless Docker
    who owns none.
    """
    # A change of the user made it undumpable, and with that its files in /proc root's (proc(5)).
    linux.prctl(linux.PR_SET_DUMPABLE, 1)
    for user, group in (outside, (shown, shown)):
        linux.unshare(linux.CLONE_NEWUSER)
        with contextlib.suppress(FileNotFoundError):
            linux.write_file("/proc/self/setgroups", "deny")
        linux.write_file("/proc/self/uid_map", f"{shown} {user} 1")
        linux.write_file("/proc/self/gid_map", f"{shown} {group} 1")


def _empty_bounding_set(demanded: bool) -> None:
    for capability in range(_MOST_CAPABILITIES):
        try:
            # The engine may have emptied it, and left nothing to do so with.
            if linux.prctl(_PR_CAPBSET_READ, capability) == 0:
                continue
            linux.prctl(linux.PR_CAPBSET_DROP, capability)
        except OSError as error:
            # EINVAL beyond the last. EPERM without CAP_SETPCAP: no_new_privs then keeps execve(2) from giving any.
            if error.errno == errno.EINVAL or not demanded:
                return
            raise

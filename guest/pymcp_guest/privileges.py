"""jail.kernel, user.mcp: giving up privileges where there is no user namespace to give them up in.

Without CAP_SETPCAP the bounding set stays as it is. Nothing can be taken from it: under no_new_privs no execve(2) gives
a capability, and the filter refuses new user namespaces.
"""

from __future__ import annotations

import os
import struct

from . import linux
from .layers import layer

_CAPABILITY_VERSION_3 = 0x20080522
_MOST_CAPABILITIES = 64


def become(user: int, group: int) -> None:
    """Another user for good, where this process is root; the gateway's own otherwise. First of all no_new_privs."""
    with layer("no-new-privs"):
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    if os.getuid() == 0:
        _empty_bounding_set()
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
    if 0 in (os.getuid(), os.geteuid()):
        raise OSError(0, "the guest is root")
    # Of another user the kernel has made it 0; of the gateway's own it is the default that no other run may look into.
    linux.prctl(linux.PR_SET_DUMPABLE, 0)


def give_up() -> None:
    with layer("capabilities"):
        _empty_bounding_set()
        linux.prctl2(linux.PR_CAP_AMBIENT, linux.PR_CAP_AMBIENT_CLEAR_ALL, 0)
        linux.syscall("capset", struct.pack("=II", _CAPABILITY_VERSION_3, 0), bytes(24))


def _empty_bounding_set() -> None:
    for capability in range(_MOST_CAPABILITIES):
        try:
            linux.prctl(linux.PR_CAPBSET_DROP, capability)
        except OSError:
            # EPERM without CAP_SETPCAP: see above. EINVAL beyond the last.
            return

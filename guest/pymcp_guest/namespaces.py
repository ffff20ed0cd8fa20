"""Namespaces of the sandbox's own (namespaces(7)), and the check from inside that they are.

jail.kernel: each is named; a form that may silently not happen is never used.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct

from . import linux
from .layers import LayerError, layer

NAMES = ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup")
# All but the cgroup namespace, whose root is the group that a process is in when it enters: ours is not joined yet.
AT_BIRTH = (
    linux.CLONE_NEWUSER
    | linux.CLONE_NEWNS
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
)
# Limits of this user namespace (namespaces(7), inotify(7), fanotify(7)), through the outer /proc: the sandbox's own has
# no /proc/sys. No further user namespace can be made; and what the kernel counts per user id, where an ordinary user's
# sandboxes share the user's own quota, they cannot use up.
_USER_LIMITS = {
    "max_user_namespaces": 0,
    "max_inotify_instances": 16,
    "max_inotify_watches": 1024,
    "max_fanotify_groups": 0,
}
_SIOCSIFFLAGS = 0x8914
_IFF_UP_RUNNING = 0x1 | 0x40


def identities() -> dict[str, str]:
    """The namespace of each kind that this process is in, as the kernel names it."""
    with layer("namespaces"):
        return {name: os.readlink(f"/proc/self/ns/{name}") for name in NAMES}


def settle(user: int, group: int) -> None:
    """In the first process of new namespaces: map the ids that it had outside, and close the door behind.

    No further user namespace can be made. The cgroup namespace begins here.
    """
    with layer("namespaces"):
        linux.write_file("/proc/self/setgroups", "deny")
        linux.write_file("/proc/self/uid_map", f"{user} {user} 1")
        linux.write_file("/proc/self/gid_map", f"{group} {group} 1")
        linux.unshare(linux.CLONE_NEWCGROUP)
    with layer("user-limits"):
        for name, limit in _USER_LIMITS.items():
            try:
                linux.write_file(f"/proc/sys/user/{name}", str(limit))
            except FileNotFoundError:
                # fanotify is counted since Linux 5.13, and only in kernels that have it; the filter refuses it anyway.
                if name == "max_user_namespaces":
                    raise


def name_host() -> None:
    with layer("namespaces"):
        linux.set_hostname("pymcp")


def raise_loopback() -> None:
    """Bring up `lo`, the only interface: programs that talk to themselves work (net.none: nothing else is there)."""
    with layer("loopback"), socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as probe:
        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP_RUNNING))


def check_are_own(template: dict[str, str]) -> None:
    """Raise LayerError where a namespace is still the template's."""
    for name, identity in identities().items():
        if identity == template[name]:
            raise LayerError("namespaces", f"the {name} namespace is not the sandbox's own")

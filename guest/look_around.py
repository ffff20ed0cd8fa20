"""What `pymcp doctor` runs in a sealed sandbox: tells what it sees of itself, and tries what must not work.

Prints one line of JSON. An attempt that is refused is told with its reason, one that works with null. Nothing here
does harm where it works.
"""

from __future__ import annotations

import ctypes
import json
import os
import socket
from typing import Callable

NAMESPACES = ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup")
_CLONE_NEWUSER = 0x10000000
_IO_URING_SETUP = 425
_PTRACE_TRACEME = 0
# A network that documentation alone uses (RFC 5737): nobody is there.
_NOBODY = ("192.0.2.1", 9)

_libc = ctypes.CDLL(None, use_errno=True)


def attempts() -> dict[str, str | None]:
    """Attempt → how it was refused."""
    tries: dict[str, Callable[[], object]] = {
        "read /etc/shadow": lambda: _open("/etc/shadow", os.O_RDONLY),
        "read the environment of pid 1": lambda: _open("/proc/1/environ", os.O_RDONLY),
        "write to /usr": lambda: _open("/usr/look_around", os.O_WRONLY | os.O_CREAT),
        "start a shell": lambda: os.posix_spawn("/bin/sh", ["sh", "-c", ":"], {}),
        "reach the network": _connect,
        "talk netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close(),
        "become root": lambda: os.setuid(0),
        "make a user namespace": lambda: _call("unshare", _CLONE_NEWUSER),
        "mount": lambda: _call("mount", b"none", b"/tmp", b"tmpfs", 0, None),
        "trace": lambda: _call("ptrace", _PTRACE_TRACEME, 0, 0, 0),
        "use io_uring": lambda: _call("syscall", _IO_URING_SETUP, 1, ctypes.create_string_buffer(120)),
    }
    return {name: _refusal(attempt) for name, attempt in tries.items()}


def _refusal(attempt: Callable[[], object]) -> str | None:
    try:
        attempt()
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def _open(path: str, flags: int) -> None:
    os.close(os.open(path, flags))


def _connect() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        connection.connect(_NOBODY)


def _call(function: str, *arguments: object) -> None:
    if getattr(_libc, function)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def main() -> None:
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        status = file.read()
    # A kernel in user space (gVisor) shows some of them.
    shown = [name for name in NAMESPACES if os.path.lexists(f"/proc/self/ns/{name}")]
    namespaces = {name: os.readlink(f"/proc/self/ns/{name}") for name in shown}
    print(json.dumps({"status": status, "namespaces": namespaces, "attempts": attempts()}))


main()

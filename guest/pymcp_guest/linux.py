"""The system calls that the jail needs and the standard library does not offer.

Every function raises OSError with the name of the call. Numbers are from the kernel's asm/unistd.h for
x86-64 and from asm-generic/unistd.h for arm64; from 424 up both share one numbering.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
# Calls through this one keep the interpreter's lock, which a fork must not give up.
_libc_locked = ctypes.PyDLL(None, use_errno=True)
_libc_locked.syscall.restype = ctypes.c_long

_NUMBERS = {
    "x86_64": {"clone": 56, "pivot_root": 155, "capset": 126, "seccomp": 317, "renameat2": 316},
    "aarch64": {"clone": 220, "pivot_root": 41, "capset": 91, "seccomp": 277, "renameat2": 276},
}
_SHARED_NUMBERS = {
    "open_tree": 428,
    "move_mount": 429,
    "close_range": 436,
    "mount_setattr": 442,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}

# unshare(2)
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

# clone(2): the child stores its id where glibc keeps it, as in fork(2)
_CLONE_CHILD_CLEARTID = 0x00200000
_CLONE_CHILD_SETTID = 0x01000000
_SIGCHLD = 17

# mount(2)
MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

# open_tree(2), move_mount(2), mount_setattr(2)
MOUNT_ATTR_RDONLY = 1
MOUNT_ATTR_NOSUID = 2
MOUNT_ATTR_NODEV = 4
MOUNT_ATTR_NOEXEC = 8
_MOUNT_ATTR_IDMAP = 0x00100000
_AT_EMPTY_PATH = 0x1000
_AT_RECURSIVE = 0x8000
_OPEN_TREE_CLONE = 1
_MOVE_MOUNT_BETWEEN_DESCRIPTORS = 0x4 | 0x40

# prctl(2)
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_CHILD_SUBREAPER = 36
_PR_GET_CHILD_SUBREAPER = 37
PR_SET_NO_NEW_PRIVS = 38
_PR_GET_TID_ADDRESS = 40
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4


def _check(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def syscall(name: str, *arguments: int | bytes | ctypes.Array | None) -> int:
    """Make the system call `name`; raises OSError where it fails."""
    number = _SHARED_NUMBERS.get(name)
    if number is None:
        number = _NUMBERS[platform_machine()][name]
    # Without c_long, ctypes passes 32 bits of an int and leaves the rest of the register undefined.
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _check(_libc.syscall(ctypes.c_long(number), *words), name)


def platform_machine() -> str:
    """`x86_64` or `aarch64`; raises OSError elsewhere."""
    machine = platform.machine()
    if machine not in _NUMBERS:
        raise OSError(0, f"the jail knows x86_64 and aarch64, not {machine}")
    return machine


def fork_quietly() -> int:
    """fork(2) without what os.fork does in the child: hooks of `threading`, `random`…, 160 pages copied, 0.4 ms.

    Only from a process of one thread, for a child that runs nothing but this harness. A later os.fork makes up for it.
    """
    return _check(_libc_locked.fork(), "fork")


def fork_unseen() -> int:
    """fork(2) of a child that its parent's wait(2) knows nothing of: it tells its end by no signal (wait(2), __WCLONE).

    Whoever waits for children until there are none does not wait for this one. Otherwise as fork_into.
    """
    return _clone(0)


def fork_into(namespaces: int) -> int:
    """fork(2) whose child is in new namespaces (CLONE_NEW*), the first process of its pid namespace. Its pid, 0 in it.

    A fork that unshares and forks again would take a process more, whose memory has to be copied and taken apart.
    Neither glibc nor CPython knows of this child: it has no hooks of `threading`, `random`…, and glibc's note of the
    thread's id is mended by the kernel, where that tells its address. Only from a process of one thread, for a child
    that runs nothing but this harness. A later os.fork makes up for all of it.
    """
    return _clone(namespaces | _SIGCHLD)


def _clone(flags: int) -> int:
    tid_address = _tid_address()
    if tid_address != 0:
        flags |= _CLONE_CHILD_SETTID | _CLONE_CHILD_CLEARTID
    machine = platform_machine()
    # The last two are exchanged between the two machines (clone(2), "C library/kernel differences").
    last = (tid_address, 0) if machine == "x86_64" else (0, tid_address)
    words = [ctypes.c_long(word) for word in (_NUMBERS[machine]["clone"], flags, 0, 0, *last)]
    return _check(_libc_locked.syscall(*words), "clone")


def _tid_address() -> int:
    """Where glibc keeps the id of this thread; 0 where the kernel does not tell (CONFIG_CHECKPOINT_RESTORE)."""
    address = ctypes.c_ulong(0)
    zero = ctypes.c_ulong(0)
    pointer = ctypes.byref(address)
    failed = _libc.prctl(ctypes.c_int(_PR_GET_TID_ADDRESS), pointer, zero, zero, zero)
    return 0 if failed else address.value


def unshare(flags: int) -> None:
    _check(_libc.unshare(ctypes.c_int(flags)), f"unshare {flags:#x}")


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """mount(2); `options` is the filesystem's own option string."""
    result = _libc.mount(
        source.encode() if source is not None else None,
        target.encode(),
        kind.encode() if kind is not None else None,
        ctypes.c_ulong(flags),
        options.encode() if options is not None else None,
    )
    _check(result, f"mount {kind or 'bind'} on {target}")


def clone_mount(fd: int) -> int:
    """A descriptor of a mount that shows what `fd` is, with all that is mounted below (open_tree(2), Linux 5.2)."""
    return syscall("open_tree", fd, b"\0", _OPEN_TREE_CLONE | os.O_CLOEXEC | _AT_EMPTY_PATH | _AT_RECURSIVE)


def move_mount(clone: int, place: int) -> None:
    """Mount what `clone_mount` returned onto what `place` is: no path is looked up (move_mount(2), Linux 5.2)."""
    syscall("move_mount", clone, b"\0", place, b"\0", _MOVE_MOUNT_BETWEEN_DESCRIPTORS)


def set_mount_attributes(fd: int, attributes: int) -> None:
    """Set MOUNT_ATTR_* on the mount at `fd` and on all below it (mount_setattr(2), Linux 5.12)."""
    _set_mount(fd, struct.pack("=QQQQ", attributes, 0, 0, 0))


def map_mount_owners(clone: int, user_namespace: int) -> None:
    """Show the owners of files on a mount that is nowhere yet, and on all below it, as the user namespace maps them."""
    _set_mount(clone, struct.pack("=QQQQ", _MOUNT_ATTR_IDMAP, 0, 0, user_namespace))


def _set_mount(fd: int, structure: bytes) -> None:
    syscall("mount_setattr", fd, b"\0", _AT_EMPTY_PATH | _AT_RECURSIVE, structure, len(structure))


def detach(target: str) -> None:
    """umount2(2) with MNT_DETACH."""
    _check(_libc.umount2(target.encode(), ctypes.c_int(MNT_DETACH)), f"umount {target}")


def set_hostname(name: str) -> None:
    raw = name.encode()
    _check(_libc.sethostname(raw, ctypes.c_size_t(len(raw))), "sethostname")


def prctl(option: int, first: int = 0) -> int:
    """prctl(2) with one argument and the unused ones zero, as newer options demand."""
    zero = ctypes.c_ulong(0)
    return _check(
        _libc.prctl(ctypes.c_int(option), ctypes.c_ulong(first), zero, zero, zero), f"prctl {option}"
    )


def is_child_subreaper() -> bool:
    """Whether orphans below this process become its children (PR_GET_CHILD_SUBREAPER in prctl(2))."""
    answer = ctypes.c_int(0)
    zero = ctypes.c_ulong(0)
    pointer = ctypes.byref(answer)
    _check(_libc.prctl(ctypes.c_int(_PR_GET_CHILD_SUBREAPER), pointer, zero, zero, zero), "prctl")
    return answer.value != 0


def prctl2(option: int, first: int, second: int) -> int:
    """prctl(2) with two arguments."""
    zero = ctypes.c_ulong(0)
    words = (ctypes.c_ulong(first), ctypes.c_ulong(second), zero, zero)
    return _check(_libc.prctl(ctypes.c_int(option), *words), f"prctl {option}")


def close_from(lowest: int) -> None:
    """Close every descriptor from `lowest` up (close_range(2), Linux 5.9)."""
    syscall("close_range", lowest, 0x7FFFFFFF, 0)


def write_file(path: str, text: str) -> None:
    """Write to a file that exists (of /proc or a cgroup) in one write."""
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)

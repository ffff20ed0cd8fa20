"""jail.kernel: Landlock: which files may be opened how, below the mounts (Documentation/userspace-api/landlock.rst).

A second wall behind the mount namespace: even where a mount were writable or a host tool present, the
process may only read what is listed, execute the interpreter and its loader, and write its scratch folders.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
from collections.abc import Sequence
from typing import NamedTuple

from . import linux
from .layers import LayerError, layer

EXECUTE = 1 << 0
WRITE_FILE = 1 << 1
READ_FILE = 1 << 2
READ_DIR = 1 << 3
MAKE_CHAR = 1 << 6
MAKE_BLOCK = 1 << 11
TRUNCATE = 1 << 14
IOCTL_DEV = 1 << 15

_FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
# Rights that each ABI knows, as a count of bits: 13 in ABI 1, REFER in 2, TRUNCATE in 3, IOCTL_DEV in 5.
_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15}
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 3
_BIND_TCP_AND_CONNECT_TCP = 3

_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1


class Rule(NamedTuple):
    """What may be done below a path; a path that does not exist is an error."""

    path: str
    rights: int


def supported_abi() -> int:
    """The kernel's Landlock ABI, 0 where it has none or it is switched off.

    fail.closed: raises LayerError where it says anything else, so that a Landlock that is there is never left out.
    """
    with layer("landlock"):
        try:
            return linux.syscall("landlock_create_ruleset", None, 0, _CREATE_RULESET_VERSION)
        except OSError as error:
            if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP):
                return 0
            raise


def all_rights(abi: int) -> int:
    return (1 << _RIGHTS_BY_ABI.get(abi, 16)) - 1


def scratch_rights(abi: int) -> int:
    """Everything but execution and device nodes."""
    return all_rights(abi) & ~(EXECUTE | MAKE_CHAR | MAKE_BLOCK)


def scope_signals() -> None:
    """From now on the calling thread, and what it starts, reach by signals and abstract sockets only one another."""
    _apply(struct.pack("=QQQ", 0, 0, _SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS), 0, ())


def restrict(abi: int, rules: Sequence[Rule], *, refuse_tcp: bool = False, scoped: bool = True) -> None:
    """Apply `rules` to the calling thread; everything else that Landlock knows is refused from now on.

    TCP is left alone: the network namespace is empty but for loopback, which programs may use (from ABI 4 on,
    handling TCP would answer EACCES on loopback), unless it is to be refused.
    """
    handled = all_rights(abi)
    tcp = _BIND_TCP_AND_CONNECT_TCP if refuse_tcp and abi >= 4 else 0
    scope = _SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS if scoped and abi >= 6 else 0
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    _apply(struct.pack("=QQQ", handled, tcp, scope)[:size], handled, rules)


def check(abi: int, sentinel: str) -> None:
    """`sentinel`: a file that whoever is not held by Landlock can read, and that no rule names."""
    if abi > 0 and _may_read(sentinel):
        raise LayerError("landlock", "a file that no rule names can be read")


def _may_read(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
    except PermissionError:
        return False
    return True


def _apply(attributes: bytes, handled: int, rules: Sequence[Rule]) -> None:
    ruleset = linux.syscall("landlock_create_ruleset", attributes, len(attributes), 0)
    try:
        for rule in rules:
            _add(ruleset, rule, handled)
        linux.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _add(ruleset: int, rule: Rule, handled: int) -> None:
    fd = os.open(rule.path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = rule.rights & handled
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= _FILE_RIGHTS
        buffer = ctypes.create_string_buffer(struct.pack("=QI", rights, fd))
        linux.syscall("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, buffer, 0)
    finally:
        os.close(fd)

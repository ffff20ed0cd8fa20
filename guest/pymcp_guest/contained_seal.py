"""jail.kernel: the seal of a sandbox without namespaces: Landlock, capabilities, system calls; and the check of it.

What a mount namespace would hide, Landlock refuses; what a network namespace would cut off, the filter of the plan and
Landlock's TCP rights refuse; what a pid namespace would keep out of reach, the domain does (domain.py).
"""

from __future__ import annotations

import errno
import os
import socket

from . import domain, landlock, linux, privileges, seal
from .layers import LayerError, layer
from .plan import ContainedPlan, TemplatePlan

_READ = landlock.READ_FILE | landlock.READ_DIR
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# Not the whole folder: below it lies `net`, which tells of every socket of the container.
_OWN_PROCESS = (
    "status",
    "stat",
    "statm",
    "maps",
    "smaps",
    "cmdline",
    "comm",
    "limits",
    "fd",
    "uid_map",
    "gid_map",
)


def seal_agent(template: TemplatePlan, abi: int, scratch: tuple[str, ...], keep_below: int) -> None:
    """Irreversible. `scratch`: the folders that it may write to."""
    with layer("descriptors"):
        linux.close_from(keep_below)
    privileges.give_up()
    with layer("landlock"):
        landlock.restrict(abi, agent_rules(template, abi, scratch), refuse_tcp=True)
    with layer("seccomp"):
        seal.install_filter(template.seccomp_filter)


def seal_keeper(template: TemplatePlan, abi: int) -> None:
    """It opens nothing any more. It is in its domain already."""
    privileges.give_up()
    with layer("landlock"):
        landlock.restrict(abi, (), refuse_tcp=True, scoped=False)
    with layer("seccomp"):
        seal.install_filter(template.seccomp_filter)


def agent_rules(template: TemplatePlan, abi: int, scratch: tuple[str, ...]) -> list[landlock.Rule]:
    plan = contained(template)
    rules = [landlock.Rule(path, _READ) for path in plan.readable]
    rules += [landlock.Rule(path, landlock.EXECUTE | landlock.READ_FILE) for path in template.executables]
    rules += [landlock.Rule(folder, landlock.scratch_rights(abi)) for folder in scratch]
    rules += [landlock.Rule(path, landlock.READ_FILE | landlock.WRITE_FILE) for path in _DEVICES]
    # Of the process that opens them, so of the agent alone.
    rules += [landlock.Rule(f"/proc/self/{name}", _READ) for name in _OWN_PROCESS]
    return rules


def check(template: TemplatePlan, keeper: int) -> None:
    """Read back what can be read; raise LayerError where a layer does not hold."""
    seal.check_sealed(bounding=False)
    domain.check_out_of_reach(keeper)
    for path in contained(template).unreadable:
        _check_refused("landlock", f"{path} can be read", _open_to_read, path)
    _check_refused("seccomp", "a network socket can be made", _make_socket)


def _open_to_read(path: str) -> None:
    os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))


def _make_socket() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def _check_refused(name: str, complaint: str, attempt, *arguments: str) -> None:
    try:
        attempt(*arguments)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EAFNOSUPPORT):
            return
        raise LayerError(name, f"{complaint.split(' ')[0]}: {error}") from None
    raise LayerError(name, complaint)


def contained(template: TemplatePlan) -> ContainedPlan:
    if template.contained is None:
        raise LayerError("harness", "the plan is none for a container")
    return template.contained

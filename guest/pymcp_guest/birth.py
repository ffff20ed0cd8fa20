"""From a request to a sealed sandbox: two forks of the template.

    template ─clone─► init   pid 1 of new namespaces: connects, joins its cgroup, own root, seal; later only reaps
                 ├─fork─► agent   pid 2: waits for code and runs it
                 └─clone► relay   pid 3, only where the sandbox may have a network (network.py)

Init is not the process that runs guest code because pid 1 ignores its own signals and has to reap (pid_namespaces(7)).
Both are forked after the seal and so inherit all of it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from . import agent, frames, init_line, linux, namespaces, network, reaper, root, seal
from .layers import LayerError, layer
from .plan import CONTROL_FOLDER, LaunchPlan, TemplatePlan

_SOCKET = f"{CONTROL_FOLDER}/sock"
_CGROUPS = f"{CONTROL_FOLDER}/cg"
# Where the descriptors that survive lie, in the order of the hello roles.
CONTROL, STDOUT, STDERR, LINE, GIFT = 3, 4, 5, 6, 7
_ROLES = (b"c", b"o", b"e")


@dataclass(frozen=True)
class Nursery:
    """What every sandbox of one template has in common."""

    plan: TemplatePlan
    landlock_abi: int
    last_capability: int
    namespaces: dict[str, str]


class Ties(NamedTuple):
    """What the template holds of one sandbox."""

    init: int
    """Its pid."""
    line: int
    """Its end of the line to init (init_line)."""
    gift: socket.socket
    """Where a session that is to be copied receives descriptors for the copy; nothing is ever read from it."""


def begin(nursery: Nursery, launch: LaunchPlan) -> Ties:
    """Fork a sandbox; raises OSError or LayerError where there is nothing to fork with, or no namespace to be had."""
    user, group = os.getuid(), os.getgid()
    line, line_end = init_line.pair()
    try:
        gift, gift_end = gift_pair()
    except OSError:
        os.close(line)
        os.close(line_end)
        raise
    try:
        with layer("namespaces"):
            init = linux.fork_into(namespaces.AT_BIRTH)
        if init == 0:
            _run_as_init(nursery, launch, (user, group), [line_end, gift_end.detach()])
    except LayerError:
        os.close(line)
        gift.close()
        raise
    finally:
        os.close(line_end)
        gift_end.close()
    return Ties(init, line, gift)


def gift_pair() -> tuple[socket.socket, socket.socket]:
    """Descriptors go one way only: whatever a guest writes into its end is refused by the kernel (EPIPE)."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    ours.setblocking(False)
    ours.shutdown(socket.SHUT_RD)
    return ours, theirs


def connect_channel(
    token: str, path: str = _SOCKET, roles: tuple[bytes, ...] = _ROLES
) -> list[socket.socket]:
    """A connection to the gateway for each role, of a sandbox in a template: control, stdout, stderr."""
    connections: list[socket.socket] = []
    try:
        for role in roles:
            connections.append(_connect(path, token, role))
    except BaseException:
        for connection in connections:
            connection.close()
        raise
    return connections


def _run_as_init(
    nursery: Nursery, launch: LaunchPlan, identity: tuple[int, int], ties: list[int]
) -> NoReturn:
    control: socket.socket | None = None
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # First of all, so that whatever fails can be told.
        connections = connect_channel(launch.token)
        control = connections[0]
        place_descriptors([*(c.fileno() for c in connections), *ties])
        control = adopt(CONTROL)
        for connection in connections:
            connection.detach()
        _join_cgroups(launch)
        namespaces.settle(*identity)
        proxy = network.take_socket() if nursery.plan.has_network else None
        _seal(nursery, launch, proxy)
        _become_two(nursery, control, proxy)
    except BaseException as error:
        refuse(control, error)


def _seal(nursery: Nursery, launch: LaunchPlan, proxy: int | None) -> None:
    os.setsid()
    root.enter_own_root(nursery.plan, launch)
    namespaces.name_host()
    namespaces.raise_loopback()
    seal.set_resource_limits(launch)
    # The agent has the same user id: without this it could write init's memory and descriptors (ptrace(2)).
    # Before the seal, whose filter lets a process become dumpable but not cease to be.
    linux.prctl(linux.PR_SET_DUMPABLE, 0)
    highest = GIFT if proxy is None else proxy
    seal.seal(nursery.plan, nursery.landlock_abi, nursery.last_capability, highest + 1)


def _become_two(nursery: Nursery, control: socket.socket, proxy: int | None) -> NoReturn:
    """Or three: with `proxy`, the relay comes after the agent, which is pid 2 everywhere."""
    line, line_end = (None, None) if proxy is None else network.line_pair()
    # The agent runs guest code, so it is a full child: random numbers seeded anew, locks and threads in order.
    child = os.fork()
    if child != 0:
        control.detach()
        if proxy is not None and line_end is not None:
            _start_relay(proxy, line_end)
        reaper.reap_until(child, LINE)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)
    os.close(LINE)
    if proxy is not None and line_end is not None:
        os.close(proxy)
        line_end.close()
    namespaces.check_are_own(nursery.namespaces)
    root.check_is_own(nursery.plan, nursery.landlock_abi)
    seal.check_sealed()
    way_out = None if line is None else network.WayOut.wait_for(line)
    gift = adopt(GIFT)
    agent.serve(control, STDOUT, STDERR, gift, {"landlockAbi": nursery.landlock_abi}, way_out)


def _start_relay(proxy: int, line: socket.socket) -> None:
    """In init. Where it fails, the agent hears the end of its line and refuses (fail.closed)."""
    with contextlib.suppress(OSError):
        if linux.fork_unseen() == 0:
            network.serve(proxy, line.detach())


def _connect(path: str, token: str, role: bytes) -> socket.socket:
    with layer("channel"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        connection.connect(path)
        connection.sendall(token.encode("ascii") + role)
        return connection


def place_descriptors(sources: list[int]) -> None:
    """Move them to 3…7, by way of free numbers above so that none is overwritten before it has moved; close the rest.

    Free ones: a template with many sandboxes has descriptors everywhere, and some of these may be the sources.
    """
    spare = [fcntl.fcntl(source, fcntl.F_DUPFD_CLOEXEC, GIFT + 1) for source in sources]
    for offset, source in enumerate(spare):
        os.dup2(source, CONTROL + offset, inheritable=False)
    with layer("descriptors"):
        linux.close_from(GIFT + 1)


def adopt(fd: int) -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, fileno=fd)


def _join_cgroups(launch: LaunchPlan) -> None:
    """limit.memory limit.cpu: "0" moves the writer itself, so no pid has to be translated (cgroups(7)).

    On v1 it moves the writing thread: after a fork that is all there is of the process. The kernel compares user ids as
    the host knows them: that the own user namespace has no map yet does not matter.
    """
    with layer("cgroup"):
        for file in launch.join_files:
            linux.write_file(f"{_CGROUPS}/{file}", "0")
    with layer("oom-score"):
        # Guests are the first that the kernel's OOM killer takes (proc_pid_oom_score_adj(5)).
        linux.write_file("/proc/self/oom_score_adj", "1000")


def refuse(control: socket.socket | None, error: BaseException, exit_code: int = 1) -> NoReturn:
    """fail.closed: say why, then go. With no channel there is only the exit to tell of it."""
    name, reason = "harness", f"{type(error).__name__}: {error}"
    if isinstance(error, LayerError):
        name, reason = error.layer, error.reason
    try:
        if control is not None:
            frames.send_frame(control, {"type": "refused", "layer": name, "reason": reason})
        else:
            os.write(2, f"{name}: {reason}\n".encode())
    finally:
        os._exit(exit_code)

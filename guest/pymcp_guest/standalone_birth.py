"""From a plan to a sealed sandbox where an engine has made the walls: one fork.

    init   pid 1: connects, hides what only it needs, seals itself; later only reaps
      └─fork─► agent   another user: seals itself, imports what is preloaded, waits for code and runs it

Four connections to the gateway: control, stdout, stderr, and the line (init_line), which only init keeps. Where the
gateway goes, the line ends, init with it, and with init everything in the sandbox.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
from typing import NoReturn

from . import agent, birth, linux, network, packages, reaper, semaphores, standalone_seal, standalone_user
from .layers import LayerError, layer
from .plan import TemplatePlan
from .standalone_plan import StandalonePlan
from .template import preload

_ROLES = (b"c", b"o", b"e", b"i")
_PROXY = "egress.sock"
_HANDED_PROXY = 7
"""After the connections, where they are handed over: the proxy's socket (O_PATH)."""
_DONE = b"."
_MOST_PLAN = 1 << 24


def main() -> NoReturn:
    control: socket.socket | None = None
    try:
        plan = StandalonePlan.parse(json.loads(_read_plan()))
        # First of all, so that whatever fails can be told.
        control = _take_channel(plan)
        _leave_standard_streams()
        if plan.own_group_view:
            # The gateway has put it into its group before it was told anything.
            with layer("cgroup-namespace"):
                linux.unshare(linux.CLONE_NEWCGROUP)
        if plan.has_network:
            network.prepare()
        _become_two(plan, control)
    except BaseException as error:
        birth.refuse(control, error)


def _take_channel(plan: StandalonePlan) -> socket.socket:
    """The connections, at the descriptors that birth.py has for them, and no other. The first of them."""
    with layer("channel"):
        if plan.socket_path is None:
            last = _HANDED_PROXY if plan.has_network else birth.LINE
            for fd in range(birth.CONTROL, last + 1):
                os.set_inheritable(fd, False)
            linux.close_from(last + 1)
            return birth.adopt(birth.CONTROL)
        connections = birth.connect_channel(plan.launch.token, plan.socket_path, _ROLES)
        birth.place_descriptors([c.fileno() for c in connections])
        for connection in connections:
            connection.detach()
        return birth.adopt(birth.CONTROL)


def _read_plan() -> bytes:
    """To the end of the line: the engine need not close the stream."""
    text = b""
    while not text.endswith(b"\n") and len(text) < _MOST_PLAN:
        part = os.read(0, 65536)
        if not part:
            break
        text += part
    return text


def _leave_standard_streams() -> None:
    """The engine's: whatever is preloaded must not speak there."""
    nowhere = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    os.close(nowhere)


def _become_two(plan: StandalonePlan, control: socket.socket) -> NoReturn:
    """Or three: with a network, the relay comes after the agent."""
    ours, agents = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    way_out, relays = network.line_pair() if plan.has_network else (None, None)
    child = os.fork()
    if child == 0:
        ours.close()
        if relays is not None:
            relays.close()
        _run_as_agent(plan, control, agents, way_out)
    agents.close()
    # The agent may be of the same user: without this it could write this memory and take these descriptors (ptrace(2)).
    linux.prctl(linux.PR_SET_DUMPABLE, 0)
    own = [os.getpid()]
    if relays is not None:
        own.append(_start_relay(plan, relays))
    standalone_seal.hide(plan)
    if ours.recv(1) != _DONE:
        # It has said why it is not born.
        os._exit(1)
    standalone_seal.close_proc(plan, tuple(own))
    # It interrupts the agent, which is another user where that cannot signal it.
    kept = standalone_user.KILL if plan.reaper != plan.outer_user else 0
    standalone_user.become(plan.reaper, plan.bounding, group=plan.group, kept=kept)
    linux.prctl(linux.PR_SET_DUMPABLE, 0)
    standalone_seal.seal(plan, scoped=False)
    control.detach()
    ours.send(_DONE)
    reaper.reap_until(child, birth.LINE, plan.lingers)


def _run_as_agent(
    plan: StandalonePlan, control: socket.socket, init: socket.socket, line: socket.socket | None
) -> NoReturn:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(birth.LINE)
        if plan.has_network and plan.socket_path is None:
            os.close(_HANDED_PROXY)
        # Nobody copies it: its other end is closed.
        gift, gift_end = birth.gift_pair()
        gift.close()
        shown = plan.user if plan.own_users else None
        standalone_user.become(plan.outer_user, plan.bounding, shown, plan.group)
        # After it: a user namespace bounds what its parent counts by the limits that it was made under, and
        # the parent of this one counts other sandboxes too.
        standalone_seal.set_resource_limits(plan.launch)
        linux.prctl(linux.PR_SET_DUMPABLE, 1)
        init.send(_DONE)
        # Nothing of a guest runs beside an init that could still do more than it needs to.
        if init.recv(1) != _DONE:
            os._exit(1)
        init.close()
        abi = standalone_seal.seal(plan)
        standalone_seal.check(plan, abi)
        _preload(plan)
        way_out = None if line is None else network.WayOut.wait_for(line)
    except BaseException as error:
        birth.refuse(control, error)
    agent.serve(control, birth.STDOUT, birth.STDERR, gift_end, {"landlockAbi": abi}, way_out)


def _start_relay(plan: StandalonePlan, line: socket.socket) -> int:
    """In init. Its pid. Where it ends, the agent hears the end of its line and refuses (fail.closed).

    It stands in the folder of the sockets, which nobody else finds any more: what is shown of it in /proc is
    closed to it, too.
    Where the socket was handed over, the descriptor is the name.
    """
    with layer("network"):
        path: tuple[str, ...]
        if plan.socket_path is None:
            proxy, path = _HANDED_PROXY, ()
        else:
            os.chdir(os.path.dirname(plan.socket_path))
            # gVisor connects to no socket by its descriptor.
            proxy, path = network.take_socket(_PROXY), (_PROXY,) if plan.cover else ()
        pid = linux.fork_unseen()
    if pid == 0:
        try:
            # Where the socket is the agent's user's, another group keeps the agent from looking into it (ptrace(2)); so
            # does that it is not dumpable.
            group = plan.reaper if plan.group is None else plan.group
            standalone_user.become(plan.relay, plan.bounding, group=group)
            linux.prctl(linux.PR_SET_DUMPABLE, 0)
            standalone_seal.seal(plan)
            network.serve(proxy, line.detach(), *path)
        finally:
            os._exit(1)
    line.close()
    os.close(proxy)
    os.chdir("/")
    return pid


def _preload(plan: StandalonePlan) -> None:
    """Behind the seal: what is installed for the interpreter is as little trusted as what a program imports."""
    if plan.has_packages:
        packages.find_alone()
    if plan.reopens_semaphores:
        semaphores.open_by_name()
    failures = preload(_as_template(plan))
    if failures:
        raise LayerError("preload", "; ".join(failures))
    gc.collect()
    gc.freeze()


def _as_template(plan: StandalonePlan) -> TemplatePlan:
    return TemplatePlan(
        seccomp_filter=plan.seccomp_filter,
        top_folders=(),
        top_links=(),
        etc_files={},
        etc_links={},
        executables=(),
        preload=plan.preload,
        optional_preload=plan.optional_preload,
    )

"""From a plan to a container that runs, and to its end. Outside of it, in namespaces of this process's own.

jail.once: this process is the subreaper of Podman and conmon. It ends all of them where its stdin ends, so also where
the gateway is killed, and where the container's pid 1 ends. Nothing of Podman's has to be told: what it keeps is in
this namespace alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from . import birth, container_stage, container_user, linux, network
from .container_plan import ContainerPlan
from .layers import LayerError, layer

Show = Callable[[list[str], int, int], None]

_PLAN = 3
_ROLES = (b"c", b"o", b"e", b"i")
_FIRST = 3
"""birth.place_descriptors puts the connections there, the proxy's socket behind them; --preserve-fds takes them."""
_MOST_PLAN = 1 << 24
_START_SECONDS = 60
_GO = b"go\n"


def main(show: Show) -> NoReturn:
    """`show`: of start_with_folders.py."""
    code = 1
    try:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        os.umask(0o022)
        plan = ContainerPlan.parse(json.loads(_read_all(_PLAN)))
        # Node leaves descriptors open that are not ours.
        linux.close_from(3)
        orders = _Orders()
        sandbox_plan = orders.take_line()
        _make(plan, show)
        with layer("channel"):
            handed = _connect(plan, sandbox_plan)
        with layer("engine"):
            pid, stdin = _start(plan, handed)
        _tell({"event": "started", "pid": pid})
        _keep(pid, stdin, orders, sandbox_plan)
        code = 0
    except LayerError as error:
        _tell({"event": "failed", "layer": error.layer, "reason": error.reason})
    except BaseException as error:
        _tell({"event": "failed", "layer": "engine", "reason": f"{type(error).__name__}: {error}"})
    finally:
        _end_children()
        os._exit(code)


def _make(plan: ContainerPlan, show: Show) -> None:
    if plan.shown:
        with layer("mounts"):
            # Nothing that is mounted from here on is seen outside.
            linux.unshare(linux.CLONE_NEWNS)
            linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
        for words in plan.shown:
            _show(words, plan, show)
    container_user.enter(plan.ids)
    container_stage.make(plan)


def _show(words: tuple[str, ...], plan: ContainerPlan, show: Show) -> None:
    try:
        show(list(words), plan.ids.user, plan.ids.group)
    except SystemExit as error:
        raise LayerError("workspace", str(error)) from error


def _connect(plan: ContainerPlan, sandbox_plan: bytes) -> range:
    """The descriptors that the container gets: connections and no socket, so that no path to the gateway is in it."""
    token = str(json.loads(sandbox_plan)["launch"]["token"])
    connections = birth.connect_channel(token, plan.socket_path, _ROLES)
    descriptors = [connection.detach() for connection in connections]
    if plan.egress_socket_path is not None:
        descriptors.append(network.take_socket(plan.egress_socket_path))
    birth.place_descriptors(descriptors)
    return range(_FIRST, _FIRST + len(descriptors))


def _start(plan: ContainerPlan, handed: range) -> tuple[int, int]:
    """Run Podman until it has started the container. The host pid of its pid 1, and where its stdin is written to."""
    asked, ask = os.pipe()
    podman = subprocess.Popen(
        plan.command,
        stdin=asked,
        # The container's stdout is this one too: what is said there goes to stderr, for an error message.
        stdout=2,
        env=plan.environment,
        cwd="/",
        pass_fds=tuple(handed),
    )
    code = _wait_for(podman)
    os.close(asked)
    for fd in handed:
        os.close(fd)
    if code != 0:
        raise LayerError("engine", f"podman ended with {code}")
    with open(f"{container_stage.box(plan)}/pid", encoding="ascii") as file:
        return int(file.read()), ask


def _wait_for(podman: subprocess.Popen[bytes]) -> int:
    """Its exit code. On a busy machine it takes seconds, and does not outlive a gateway that goes meanwhile."""
    handle = os.pidfd_open(podman.pid)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    # What comes there is read later; here it is only whether more can come.
    poll.register(0, select.POLLHUP | select.POLLRDHUP)
    ready = {fd for fd, _ in poll.poll(_START_SECONDS * 1000)}
    os.close(handle)
    if handle in ready:
        return podman.wait()
    raise LayerError(
        "engine", "the gateway has gone" if ready else f"podman said nothing for {_START_SECONDS} s"
    )


def _keep(pid: int, stdin: int, orders: _Orders, sandbox_plan: bytes) -> None:
    """Until pid 1 of the container ends, or the gateway has it ended."""
    handle = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.register(0, select.POLLIN)
    while True:
        ready = {fd for fd, _ in poll.poll()}
        if handle in ready:
            return
        if orders.has_ended(sandbox_plan, stdin):
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            poll.unregister(0)


class _Orders:
    """What comes on stdin."""

    def __init__(self) -> None:
        self._text = b""

    def take_line(self) -> bytes:
        while b"\n" not in self._text:
            part = os.read(0, 65536)
            if not part or len(self._text) > _MOST_PLAN:
                raise LayerError("engine", "the gateway has gone")
            self._text += part
        line, _, self._text = self._text.partition(b"\n")
        return line + b"\n"

    def has_ended(self, sandbox_plan: bytes, stdin: int) -> bool:
        part = os.read(0, 65536)
        self._text += part
        if self._text == _GO:
            self._text = b""
            _write_all(stdin, sandbox_plan)
            os.close(stdin)
        return not part


def _write_all(fd: int, text: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):
        while text:
            text = text[os.write(fd, text) :]


def _read_all(fd: int) -> bytes:
    with os.fdopen(fd, "rb") as file:
        return file.read()


def _tell(event: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


def _end_children() -> None:
    """Podman, conmon, and whatever they have started: each becomes a child of this process when its parent goes."""
    while True:
        for child in _children():
            # One that is somebody else's (newuidmap) ends by itself.
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]

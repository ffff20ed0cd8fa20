"""The template: a process in the outer jail that imports what the environment preloads, then only ever forks.

It never runs guest code and never sees any. It speaks lines of JSON with the gateway over stdin and stdout:

    template → gateway   {"event": "hello"}                       before anything is imported
    gateway → template   the plan (plan.TemplatePlan)
    template → gateway   {"event": "up", "landlockAbi", "preloadFailures"}
    gateway → template   {"launch": {…}} | {"kill": id}
    template → gateway   {"event": "born", "id", "init"}          init: its pid in the template's namespace
    template → gateway   {"event": "ended", "id", "agentStatus", "initStatus"}   wait statuses; null where unknown

It ends when stdin does, and the outer pid namespace with every sandbox ends with it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any, NoReturn

from . import birth, landlock, linux, namespaces, seal, status_pipe
from .plan import LaunchPlan, TemplatePlan

_STDIN, _PROTOCOL = 0, 3


def main() -> NoReturn:
    # What a preloaded module prints must not stand among our lines.
    os.dup2(1, _PROTOCOL, inheritable=False)
    os.dup2(2, 1)
    # Node and bubblewrap leave descriptors open that are not ours (FACTS: 40 and 251 went through).
    linux.close_from(_PROTOCOL + 1)
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    _say({"event": "hello"})
    lines = _Lines(_STDIN)
    plan = TemplatePlan.parse(lines.wait())
    _write_etc(plan)
    failures = _preload(plan)
    nursery = birth.Nursery(plan, landlock.supported_abi(), seal.last_capability(), namespaces.identities())
    # Pages of objects that no collection touches stay shared with every child.
    gc.collect()
    gc.freeze()
    _say({"event": "up", "landlockAbi": nursery.landlock_abi, "preloadFailures": failures})
    _Template(nursery, lines).run()


class _Lines:
    """JSON messages, one a line, from a descriptor. The gateway is trusted; its end is the end."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._buffer = b""

    def wait(self) -> dict[str, Any]:
        while b"\n" not in self._buffer:
            self._fill()
        return next(self.ready())

    def read(self) -> Iterator[dict[str, Any]]:
        self._fill()
        return self.ready()

    def ready(self) -> Iterator[dict[str, Any]]:
        while b"\n" in self._buffer:
            line, self._buffer = self._buffer.split(b"\n", 1)
            yield json.loads(line)

    def _fill(self) -> None:
        part = os.read(self._fd, 65536)
        if not part:
            os._exit(0)
        self._buffer += part


class _Sandbox:
    """One fork, from its request until its init has been reaped."""

    def __init__(self, launch_id: int, status_fd: int) -> None:
        self.id = launch_id
        self.status_fd = status_fd
        self.init: int | None = None
        self.agent_status: int | None = None
        self.kill_wanted = False
        self.silent = False
        """Nobody holds the other end of the status pipe any more."""

    def read_status(self) -> None:
        """Take what the status pipe has."""
        while True:
            try:
                record = status_pipe.read(self.status_fd)
            except BlockingIOError:
                return
            if record is None:
                self.silent = True
                return
            kind, number = record
            if kind == status_pipe.AGENT:
                self.agent_status = number
                continue
            self.init = number
            _say({"event": "born", "id": self.id, "init": number})
            self.kill_if_wanted()

    def kill_if_wanted(self) -> None:
        if self.kill_wanted and self.init is not None:
            os.kill(self.init, signal.SIGKILL)


class _Template:
    def __init__(self, nursery: birth.Nursery, lines: _Lines) -> None:
        self._nursery = nursery
        self._lines = lines
        self._sandboxes: dict[int, _Sandbox] = {}
        self._poll = select.poll()

    def run(self) -> NoReturn:
        wake_read = _signal_pipe()
        self._poll.register(_STDIN, select.POLLIN)
        self._poll.register(wake_read, select.POLLIN)
        while True:
            ready = {fd for fd, _ in self._poll.poll()}
            # Status before deaths: the entrant has told init's pid before init can become our child.
            for sandbox in list(self._sandboxes.values()):
                if sandbox.status_fd in ready:
                    self._listen(sandbox)
            if wake_read in ready:
                os.read(wake_read, 4096)
                self._reap()
            if _STDIN in ready:
                for message in self._lines.read():
                    self._obey(message)

    def _listen(self, sandbox: _Sandbox) -> None:
        sandbox.read_status()
        if not sandbox.silent:
            return
        # A pipe at its end stays readable: without this the loop would spin until the death of init is known.
        self._poll.unregister(sandbox.status_fd)
        if sandbox.init is None:
            self._end(sandbox, None)

    def _obey(self, message: dict[str, Any]) -> None:
        if "launch" in message:
            launch = LaunchPlan.parse(message["launch"])
            try:
                status_fd = birth.begin(self._nursery, launch)
            except OSError as error:
                # No descriptor or process to be had: this sandbox is refused, the others live on.
                os.write(2, f"fork: {error}\n".encode())
                _say({"event": "ended", "id": launch.id, "agentStatus": None, "initStatus": None})
                return
            os.set_blocking(status_fd, False)
            self._sandboxes[launch.id] = _Sandbox(launch.id, status_fd)
            self._poll.register(status_fd, select.POLLIN)
        elif "kill" in message:
            sandbox = self._sandboxes.get(message["kill"])
            if sandbox is not None:
                sandbox.kill_wanted = True
                sandbox.kill_if_wanted()

    def _reap(self) -> None:
        for pid, status in _dead_children():
            for sandbox in list(self._sandboxes.values()):
                if not sandbox.silent:
                    self._listen(sandbox)
                if sandbox.init == pid:
                    self._end(sandbox, status)

    def _end(self, sandbox: _Sandbox, init_status: int | None) -> None:
        if not sandbox.silent:
            self._poll.unregister(sandbox.status_fd)
        os.close(sandbox.status_fd)
        del self._sandboxes[sandbox.id]
        _say(
            {
                "event": "ended",
                "id": sandbox.id,
                "agentStatus": sandbox.agent_status,
                "initStatus": init_status,
            }
        )


def _dead_children() -> Iterator[tuple[int, int]]:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, status


def _signal_pipe() -> int:
    """A descriptor that becomes readable when a child ends."""
    read_end, write_end = os.pipe()
    os.set_blocking(read_end, False)
    os.set_blocking(write_end, False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    return read_end


def _write_etc(plan: TemplatePlan) -> None:
    """The whole /etc that sandboxes see, made here: user `mcp`, loopback names, links that libraries need."""
    for path, text in plan.etc_files.items():
        target = os.path.join("/etc", path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "x", encoding="utf-8") as file:
            file.write(text)
    for path, link_target in plan.etc_links.items():
        target = os.path.join("/etc", path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.symlink(link_target, target)


def _preload(plan: TemplatePlan) -> list[str]:
    failures = []
    for name in plan.preload:
        try:
            importlib.import_module(name)
        except Exception as error:
            failures.append(f"{name}: {type(error).__name__}: {error}")
        # A fork copies one thread: the others would be missing in every sandbox, and what they hold would stay locked.
        if threading.active_count() > 1:
            failures.append(f"{name}: started a thread")
            break
    return failures


def _say(message: dict[str, Any]) -> None:
    data = json.dumps(message).encode() + b"\n"
    while data:
        data = data[os.write(_PROTOCOL, data) :]


if __name__ == "__main__":
    sys.exit("start guest/start_template.py instead")

"""The template: a process in the outer jail that imports what the environment preloads, then only ever forks.

It never runs guest code and never sees any. It speaks lines of JSON with the gateway over stdin and stdout:

    template → gateway   {"event": "hello"}                       before anything is imported
    gateway → template   the plan (plan.TemplatePlan)
    template → gateway   {"event": "up", "landlockAbi", "preloadFailures"}, or
                         {"event": "failed", "layer", "reason"}   it is not fit to be forked from, and ends
    gateway → template   {"launch": {…}} | {"kill": id}
    template → gateway   {"event": "born", "id", "init"}          init: its pid in the template's namespace
    template → gateway   {"event": "unborn", "id", "layer", "reason"}   there was nothing to fork with
    template → gateway   {"event": "ended", "id", "agentStatus", "initStatus"}   wait statuses; null where unknown

and for sessions, whose sandbox `id` may hold a family: the agent, whose `pid` and `member` are 0, and copies of it,
whose pids are as they see them themselves:

    gateway → template   {"copy": id, "giver", "member", "token"}   descriptors for a copy, connected with the token
    gateway → template   {"watch": id, "pid", "member"} | {"interrupt": id, "pid"} | {"end": id, "pid"}
    gateway → template   {"forget": id, "member"}                   a copy that did not come to life
    template → gateway   {"event": "copying", "id", "member", "failure"}   null, or why there will be none
    template → gateway   {"event": "interrupted", "id", "pid"}
    template → gateway   {"event": "left", "id", "pid", "status"}   a member has ended and the family goes on

It ends when stdin does, and the outer pid namespace with every sandbox ends with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from . import birth, landlock, linux, namespaces, network, packages, seal
from .layers import LayerError
from .litter import Litter
from .plan import LaunchPlan, TemplatePlan
from .say import PROTOCOL, say

_STDIN = 0


def main() -> NoReturn:
    lines, plan = greet()
    _write_etc(plan)
    if plan.has_network:
        network.prepare()
    with told():
        packages.settle(plan.packages)
    failures = preload(plan)
    with told():
        nursery = birth.Nursery(
            plan, landlock.supported_abi(), seal.last_capability(), namespaces.identities()
        )
    come_up(nursery, failures)
    Template(nursery, lines).run()


def greet() -> tuple[Lines, TemplatePlan]:
    # What a preloaded module prints must not stand among our lines.
    os.dup2(1, PROTOCOL, inheritable=False)
    os.dup2(2, 1)
    # Node and bubblewrap leave descriptors open that are not ours (FACTS: 40 and 251 went through).
    linux.close_from(PROTOCOL + 1)
    say({"event": "hello"})
    lines = Lines(_STDIN)
    return lines, TemplatePlan.parse(lines.wait())


@contextlib.contextmanager
def told() -> Iterator[None]:
    """A layer that fails here is told, and it is the end: nothing is to be forked from this process."""
    try:
        yield
    except LayerError as error:
        say({"event": "failed", "layer": error.layer, "reason": error.reason})
        sys.exit(1)


def come_up(nursery: birth.Nursery, failures: list[str]) -> None:
    # Pages of objects that no collection touches stay shared with every child.
    gc.collect()
    gc.freeze()
    say({"event": "up", "landlockAbi": nursery.landlock_abi, "preloadFailures": failures})


class Lines:
    """JSON messages, one a line, from a descriptor. The gateway is trusted; its end is the end."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._buffer = b""
        self.at_end: Callable[[], None] = lambda: None
        """What is to be done before the end."""

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
            self.at_end()
            os._exit(0)
        self._buffer += part


class Template:
    def __init__(self, nursery: birth.Nursery, lines: Lines) -> None:
        self._nursery = nursery
        self._lines = lines
        self._poll = select.poll()
        self._litter = Litter(self._begin, self._poll)

    def run(self) -> NoReturn:
        wake_read = _signal_pipe()
        self._poll.register(_STDIN, select.POLLIN)
        self._poll.register(wake_read, select.POLLIN)
        while True:
            ready = {fd for fd, _ in self._poll.poll()}
            self._litter.listen(ready)
            if wake_read in ready:
                os.read(wake_read, 4096)
                for pid, status in _dead_children():
                    self._bury(pid, status)
            if _STDIN in ready:
                for message in self._lines.read():
                    self._obey(message)

    def _begin(self, launch: LaunchPlan) -> birth.Ties:
        return birth.begin(self._nursery, launch)

    def _bury(self, pid: int, status: int) -> None:
        self._litter.bury(pid, status)

    def _kill(self, launch_id: int) -> None:
        self._litter.kill(launch_id)

    def _obey(self, message: dict[str, Any]) -> None:
        if "launch" in message:
            self._litter.launch(LaunchPlan.parse(message["launch"]))
        elif "kill" in message:
            self._kill(message["kill"])
        elif "copy" in message:
            self._litter.copy(message["copy"], message["giver"], message["member"], message["token"])
        elif "watch" in message:
            self._litter.watch(message["watch"], message["pid"], message["member"])
        elif "interrupt" in message:
            self._litter.interrupt(message["interrupt"], message["pid"])
        elif "end" in message:
            self._litter.end(message["end"], message["pid"])
        elif "forget" in message:
            self._litter.forget(message["forget"], message["member"])


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


def preload(plan: TemplatePlan) -> list[str]:
    failures = []
    wanted = [*plan.preload, *(name for name in plan.optional_preload if _is_installed(name))]
    for name in wanted:
        try:
            importlib.import_module(name)
        except Exception as error:
            failures.append(f"{name}: {type(error).__name__}: {error}")
        # A fork copies one thread: the others would be missing in every sandbox, and what they hold would stay locked.
        if threading.active_count() > 1:
            failures.append(f"{name}: started a thread")
            break
    return failures


def _is_installed(name: str) -> bool:
    """By its outermost package: finding a module imports what it lies in, and a broken one must not pass for absent."""
    return importlib.util.find_spec(name.partition(".")[0]) is not None


if __name__ == "__main__":
    sys.exit("start guest/start_template.py instead")
